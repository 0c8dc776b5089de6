"""The registry of sources: slugs, names, kinds and licences, and which address belongs to which."""

import re
from urllib.parse import urlsplit

PROVIDER, SECONDARY, MIRROR = "provider", "secondary", "mirror"

KNOWN: dict[str, tuple[str, str, str]] = {
    # slug: (name, kind, address)
    "ai21": ("AI21 Labs", PROVIDER, "https://www.ai21.com"),
    "alibaba": ("Alibaba Cloud", PROVIDER, "https://www.alibabacloud.com"),
    "amazon": ("Amazon", PROVIDER, "https://aws.amazon.com"),
    "anthropic": ("Anthropic", PROVIDER, "https://www.anthropic.com"),
    "azure": ("Azure OpenAI and AI Foundry", PROVIDER, "https://learn.microsoft.com/azure"),
    "bedrock": ("Amazon Bedrock", PROVIDER, "https://docs.aws.amazon.com/bedrock"),
    "cerebras": ("Cerebras", PROVIDER, "https://www.cerebras.ai"),
    "cohere": ("Cohere", PROVIDER, "https://cohere.com"),
    "copy-ai": ("Copy.ai", PROVIDER, "https://www.copy.ai"),
    "deepseek": ("DeepSeek", PROVIDER, "https://api-docs.deepseek.com"),
    "github": ("GitHub", PROVIDER, "https://github.com"),
    "google": ("Google", PROVIDER, "https://ai.google.dev"),
    "groq": ("Groq", PROVIDER, "https://console.groq.com"),
    "huggingface": ("Hugging Face", PROVIDER, "https://huggingface.co"),
    "jasper": ("Jasper", PROVIDER, "https://www.jasper.ai"),
    "langchain": ("LangChain", PROVIDER, "https://www.langchain.com"),
    "llamaindex": ("LlamaIndex", PROVIDER, "https://www.llamaindex.ai"),
    "meta": ("Meta", PROVIDER, "https://ai.meta.com"),
    "microsoft": ("Microsoft", PROVIDER, "https://www.microsoft.com"),
    "minimax": ("MiniMax", PROVIDER, "https://www.minimax.io"),
    "mistral": ("Mistral AI", PROVIDER, "https://docs.mistral.ai"),
    "moonshot": ("Moonshot AI", PROVIDER, "https://platform.moonshot.ai"),
    "nvidia": ("NVIDIA", PROVIDER, "https://build.nvidia.com"),
    "openai": ("OpenAI", PROVIDER, "https://platform.openai.com"),
    "openrouter": ("OpenRouter", PROVIDER, "https://openrouter.ai"),
    "oracle": ("Oracle Cloud", PROVIDER, "https://docs.oracle.com"),
    "vertex": ("Google Vertex AI", PROVIDER, "https://docs.cloud.google.com"),
    "xai": ("xAI", PROVIDER, "https://docs.x.ai"),
    "zhipu": ("Zhipu AI", PROVIDER, "https://docs.z.ai"),
    "a16z": ("Andreessen Horowitz", SECONDARY, "https://a16z.com"),
    "ai-timeline": ("AiTimeline", SECONDARY, "https://github.com/NHLOCAL/AiTimeline"),
    "appfigures": ("Appfigures", SECONDARY, "https://appfigures.com"),
    "arena": ("LMArena", SECONDARY, "https://lmarena.ai"),
    "arena-visualisation": (
        "Chatbot Arena leaderboard tables",
        MIRROR,
        "https://github.com/utterstep/chatbot-arena-leaderbord-vis",
    ),
    "arxiv-2307-09009": (
        "How Is ChatGPT's Behavior Changing over Time?",
        SECONDARY,
        "https://arxiv.org/abs/2307.09009",
    ),
    "assemblyai": ("AssemblyAI", SECONDARY, "https://www.assemblyai.com"),
    "chengh-medium-com": ("Cheng He", SECONDARY, "https://chengh.medium.com"),
    "cloudbees": ("CloudBees", SECONDARY, "https://www.cloudbees.com"),
    "danny-avila-librechat": (
        "LibreChat",
        SECONDARY,
        "https://github.com/danny-avila/LibreChat",
    ),
    "datadog": ("Datadog", SECONDARY, "https://www.datadoghq.com"),
    "deprecations-info": ("deprecations.info", MIRROR, "https://deprecations.info"),
    "devday-2023-notes": (
        "Notes of the DevDay 2023 keynote",
        SECONDARY,
        "https://gist.github.com/fmeyer/cc8001171e84fba4c19dd5694e5b9af1",
    ),
    "epoch": ("Epoch AI", SECONDARY, "https://epoch.ai"),
    "etr": ("Enterprise Technology Research", SECONDARY, "https://etr.ai"),
    "free-llm-api-resources": (
        "free-llm-api-resources",
        MIRROR,
        "https://github.com/cheahjs/free-llm-api-resources",
    ),
    "genai-llm-timeline": (
        "GenAI LLM timeline",
        SECONDARY,
        "https://github.com/hollobit/GenAI_LLM_timeline",
    ),
    "genai-prices": ("genai-prices", MIRROR, "https://github.com/pydantic/genai-prices"),
    "github-ranking": ("Github-Ranking", MIRROR, "https://github.com/EvanLi/Github-Ranking"),
    "lambda-labs": ("Lambda Labs", SECONDARY, "https://lambda.ai"),
    "litellm": ("LiteLLM price table", MIRROR, "https://github.com/BerriAI/litellm"),
    "llm-leaderboard": (
        "llm-leaderboard",
        MIRROR,
        "https://github.com/leonardogrig/llm-leaderboard",
    ),
    "llm-leaderboard-csv": (
        "llm-leaderboard-csv",
        MIRROR,
        "https://github.com/fboulnois/llm-leaderboard-csv",
    ),
    "llm-prices": ("llm-prices", MIRROR, "https://github.com/simonw/llm-prices"),
    "menlo-ventures": ("Menlo Ventures", SECONDARY, "https://menlovc.com"),
    "mistral-model-cards": (
        "Mistral model cards",
        PROVIDER,
        "https://github.com/mistralai/platform-docs-public",
    ),
    "models-dev": ("models.dev", MIRROR, "https://github.com/anomalyco/models.dev"),
    "myelectricsparks": ("My Electric Sparks", SECONDARY, ""),
    "oreilly": ("O'Reilly", SECONDARY, "https://www.oreilly.com"),
    "parallels": ("Parallels", SECONDARY, "https://www.parallels.com"),
    "portkey": ("Portkey models", MIRROR, "https://github.com/Portkey-AI/models"),
    "pypi": ("Python Package Index", SECONDARY, ""),
    "ramp": ("Ramp", SECONDARY, "https://ramp.com"),
    "refuel-ai-autolabel": ("Autolabel", SECONDARY, "https://github.com/refuel-ai/autolabel"),
    "sequoia": ("Sequoia Capital", SECONDARY, "https://www.sequoiacap.com"),
    "similarweb": ("Similarweb", SECONDARY, "https://www.similarweb.com"),
    "stack-overflow": ("Stack Overflow", SECONDARY, "https://stackoverflow.co"),
    "stanford-ai-index": ("Stanford AI Index", SECONDARY, "https://aiindex.stanford.edu"),
    "sunyan": ("Sunyan", SECONDARY, ""),
    "tokencost": ("tokencost", MIRROR, "https://github.com/AgentOps-AI/tokencost"),
    "top-pypi-packages": (
        "Top PyPI Packages",
        MIRROR,
        "https://github.com/hugovk/top-pypi-packages",
    ),
    "ubs": ("UBS", SECONDARY, "https://www.ubs.com"),
    "aicost": ("aicost.ai", MIRROR, "https://aicost.ai"),
    "aiwiki-ai": ("AI Wiki", SECONDARY, "https://aiwiki.ai"),
    "anchpop-tysm": ("tysm price table", MIRROR, "https://github.com/anchpop/tysm"),
    "anomalyco-opencode": ("opencode", SECONDARY, "https://github.com/anomalyco/opencode"),
    "apidog-com": ("Apidog", SECONDARY, "https://apidog.com"),
    "bigbullcloud-com": ("bigbullcloud.com", SECONDARY, "https://bigbullcloud.com"),
    "bytechat-io": ("ByteChat", SECONDARY, "https://bytechat.io"),
    "deepseek-apk-com": ("deepseek-apk.com", SECONDARY, "https://www.deepseek-apk.com"),
    "dev-to": ("DEV Community", SECONDARY, "https://dev.to"),
    "diegosouzapw-omniroute": (
        "OmniRoute",
        SECONDARY,
        "https://github.com/diegosouzapw/OmniRoute",
    ),
    "docs-laozhang-ai": ("LaoZhang API", SECONDARY, "https://docs.laozhang.ai"),
    "fastest-growing-developer-ecosystem": (
        "The document whose claims are checked",
        SECONDARY,
        "",
    ),
    "filterhn-com": ("filterhn.com", SECONDARY, "https://filterhn.com"),
    "kahwee": ("kahwee.com", SECONDARY, "https://kahwee.com"),
    "megalodon-jp": ("Megalodon web archive", MIRROR, "https://megalodon.jp"),
    "simstudioai-sim": ("Sim", SECONDARY, "https://github.com/simstudioai/sim"),
    "skywork-ai": ("Skywork", SECONDARY, "https://skywork.ai"),
    "techgethub-com": ("techgethub.com", SECONDARY, "https://techgethub.com"),
    "thekrush-promptfuel": ("PromptFuel", MIRROR, "https://github.com/TheKrush/PromptFuel"),
    "theopenco-llmgateway": ("llmgateway", SECONDARY, "https://github.com/theopenco/llmgateway"),
    "wei-shaw-sub2api": ("sub2api", SECONDARY, "https://github.com/Wei-Shaw/sub2api"),
    "yangtzeer-com": ("yangtzeer.com", SECONDARY, "https://yangtzeer.com"),
    "zephtech-net": ("zephtech.net", SECONDARY, "https://zephtech.net"),
    "developersdigest-tech": (
        "Developers Digest",
        SECONDARY,
        "https://www.developersdigest.tech",
    ),
    "dimagi-open-chat-studio": (
        "Open Chat Studio",
        SECONDARY,
        "https://github.com/dimagi/open-chat-studio",
    ),
    "redpanda-data-ai-sdk-go": (
        "Redpanda AI SDK",
        SECONDARY,
        "https://github.com/redpanda-data/ai-sdk-go",
    ),
    "vladoivankovic-codeep": ("Codeep", SECONDARY, "https://github.com/VladoIvankovic/Codeep"),
    "w3cschool-cn": ("W3Cschool", SECONDARY, "https://www.w3cschool.cn"),
    "unsourced": ("No source: from memory", SECONDARY, ""),
    "yahoo": ("Yahoo Finance", SECONDARY, "https://finance.yahoo.com"),
    "zapier": ("Zapier", SECONDARY, "https://zapier.com"),
}

LICENCES = {
    "ai-timeline": "CC-BY-4.0",
    "anthropic": None,
    "deprecations-info": "MIT",
    "epoch": "CC-BY-4.0",
    "genai-prices": "MIT",
    "github-ranking": "MIT",
    "litellm": "MIT",
    "llm-leaderboard": "CC-BY-4.0",
    "mistral": "Apache-2.0",
    "models-dev": "MIT",
    "tokencost": "MIT",
}

RANKS = {"unsourced": 500}

HOSTS = {
    "about.fb.com": "meta",
    "ai.google.dev": "google",
    "ai.meta.com": "meta",
    "api-docs.deepseek.com": "deepseek",
    "aws.amazon.com": "bedrock",
    "blog.google": "google",
    "blog.langchain.dev": "langchain",
    "blogs.microsoft.com": "microsoft",
    "community.openai.com": "openai",
    "console.groq.com": "groq",
    "developers.openai.com": "openai",
    "docs.aws.amazon.com": "bedrock",
    "docs.cloud.google.com": "vertex",
    "docs.cohere.com": "cohere",
    "docs.github.com": "github",
    "docs.litellm.ai": "litellm",
    "docs.microsoft.com": "azure",
    "docs.mistral.ai": "mistral",
    "docs.oracle.com": "oracle",
    "docs.x.ai": "xai",
    "econlab.substack.com": "ramp",
    "help.openai.com": "openai",
    "huggingface.co": "huggingface",
    "integrations.langchain.com": "langchain",
    "learn.microsoft.com": "azure",
    "openai.com": "openai",
    "openrouter.ai": "openrouter",
    "platform.claude.com": "anthropic",
    "platform.openai.com": "openai",
    "studio.ai21.com": "ai21",
    "support.anthropic.com": "anthropic",
    "www.ai21.com": "ai21",
    "www.anthropic.com": "anthropic",
    "www.datadoghq.com": "datadog",
    "www.sequoiacap.com": "sequoia",
    "x.ai": "xai",
}

REPOSITORIES = {
    "AgentOps-AI/tokencost": "tokencost",
    "BerriAI/litellm": "litellm",
    "EvanLi/Github-Ranking": "github-ranking",
    "MicrosoftDocs/azure-ai-docs": "azure",
    "NHLOCAL/AiTimeline": "ai-timeline",
    "Portkey-AI/models": "portkey",
    "anomalyco/models.dev": "models-dev",
    "anthropics/anthropic-sdk-python": "anthropic",
    "cheahjs/free-llm-api-resources": "free-llm-api-resources",
    "cohere-ai/cohere-developer-experience": "cohere",
    "cohere-ai/cohere-python": "cohere",
    "fboulnois/llm-leaderboard-csv": "llm-leaderboard-csv",
    "fmeyer/cc8001171e84fba4c19dd5694e5b9af1": "devday-2023-notes",
    "hollobit/GenAI_LLM_timeline": "genai-llm-timeline",
    "hugovk/top-pypi-packages": "top-pypi-packages",
    "hwchase17/langchain": "langchain",
    "langchain-ai/langchain": "langchain",
    "leonardogrig/llm-leaderboard": "llm-leaderboard",
    "lmarena/arena-catalog": "arena",
    "lmarena/lmarena.github.io": "arena",
    "mistralai/platform-docs-public": "mistral",
    "openai/openai-go": "openai",
    "openai/openai-python": "openai",
    "pydantic/genai-prices": "genai-prices",
    "run-llama/llama_index": "llamaindex",
    "simonw/llm-prices": "llm-prices",
    "spiceoogway/ai-economy-timelines": "epoch",
    "utterstep/chatbot-arena-leaderbord-vis": "arena-visualisation",
    "xai-org/xai-sdk-python": "xai",
}

TITLES = (
    (r"genai-prices", "genai-prices"),
    (r"litellm", "litellm"),
    (r"models\.dev", "models-dev"),
    (r"llm-prices", "llm-prices"),
    (r"tokencost", "tokencost"),
    (r"openai-python|stored HTML of the OpenAI page", "openai"),
    (r"anthropic-sdk|anthropic SDK", "anthropic"),
    (r"Gemini API changelog", "google"),
    (r"Mistral model card", "mistral-model-cards"),
    (r"cohere-ai/", "cohere"),
)

_seen: dict[str, tuple[str, str]] = {}
"""Sources met on the way that are not in KNOWN: slug to (name, address)."""


def slug_of(url: str, title: str) -> str:
    """The slug of the source that an address belongs to; one that is new is noted."""
    if not url:
        return slug_of_title(title) or "unsourced"
    parts = urlsplit(url)
    host = parts.netloc.lower()
    if host in HOSTS:
        return HOSTS[host]
    if host in ("github.com", "raw.githubusercontent.com", "gist.github.com"):
        owner_repo = "/".join(parts.path.strip("/").split("/")[:2])
        return REPOSITORIES.get(owner_repo) or _note(owner_repo, f"https://github.com/{owner_repo}")
    name = host.removeprefix("www.")
    return _note(name, f"https://{host}")


def slug_of_title(title: str) -> str | None:
    """The slug of the source that a title names, if it is one of those known."""
    return next((slug for pattern, slug in TITLES if re.search(pattern, title)), None)


def _note(name: str, address: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    _seen[slug] = (name, address)
    return slug


def registered() -> list[dict[str, object]]:
    """The `registered` events of all sources, those met on the way included."""
    rows = dict(KNOWN)
    for slug, (name, address) in sorted(_seen.items()):
        rows.setdefault(slug, (name, SECONDARY, address))
    events = []
    for slug, (name, kind, address) in sorted(rows.items()):
        event: dict[str, object] = {
            "id": f"source-{slug}",
            "type": "registered",
            "source": slug,
            "name": name,
            "kind": kind,
        }
        if address:
            event["url"] = address
        if LICENCES.get(slug):
            event["licence"] = LICENCES[slug]
        if slug in RANKS:
            event["rank"] = RANKS[slug]
        events.append(event)
    return events
