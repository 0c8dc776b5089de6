"""litellm fields: what the fields of litellm's price file mean, by their names."""

import re

from ecosys.importer.price_lines import TOKENS, Meaning

CHARACTERS, PIXELS = "1M characters", "megapixel"
MILLIONS = (TOKENS, CHARACTERS, PIXELS)
COUNTS = ("image", "second", "page", "query", "request", "session", "message", "credit", "unit")
UNITS = (TOKENS, *COUNTS, PIXELS, CHARACTERS)
"""The units of prices, the preferred first."""

COUNTED = {
    "token": ("text", TOKENS),
    "audio_token": ("audio", TOKENS),
    "image_token": ("image", TOKENS),
    "video_token": ("video", TOKENS),
    "character": ("text", CHARACTERS),
    "image": ("image", "image"),
    "pixel": ("image", PIXELS),
    "second": ("text", "second"),
    "audio_per_second": ("audio", "second"),
    "video_per_second": ("video", "second"),
}
"""What `input_cost_per_` and `output_cost_per_` count."""
SEARCH, GUARDRAIL = "search_context_cost_per_query", "guardrail_cost_per_unit"
RANGED, OFF_PEAK = "tiered_pricing", "off_peak_pricing"
SIZES = {f"search_context_size_{size}": f"{size}_context" for size in ("low", "medium", "high")}
CHECKS = {
    "automatedReasoningPolicyUnits": "automated_reasoning",
    "contentPolicyImageUnits": "content_image",
    "contentPolicyUnits": "content",
    "contextualGroundingPolicyUnits": "contextual_grounding",
    "sensitiveInformationPolicyFreeUnits": "sensitive_information_free",
    "sensitiveInformationPolicyUnits": "sensitive_information",
    "topicPolicyUnits": "topic",
    "wordPolicyUnits": "word",
}
"""What a guardrail looks for, by the counter of its units."""
FIELDS = {
    **{
        f"{way}_cost_per_{thing}": Meaning(way, *counted)
        for way in ("input", "output")
        for thing, counted in COUNTED.items()
    },
    **{
        f"cache_{theirs}_input_{prefix}token_cost": Meaning(ours, modality)
        for theirs, ours in (("read", "cache_read"), ("creation", "cache_write"))
        for prefix, modality in (("", "text"), ("audio_", "audio"), ("image_", "image"))
    },
    "cache_read_input_token_cost_per_audio_token": Meaning("cache_read", "audio"),
    "cache_creation_input_token_cost_above_1hr": Meaning("cache_write_1h"),
    "cache_creation_input_token_cost_above_12hr": Meaning("cache_write", tier="12h"),
    "explicit_cache_read_input_token_cost": Meaning("cache_read", tier="explicit"),
    "input_cost_per_token_cache_hit": Meaning("cache_read"),
    "output_cost_per_reasoning_token": Meaning("reasoning"),
    "citation_cost_per_token": Meaning("input", tier="citation"),
    "cost_per_image": Meaning("output", "image", "image"),
    "ocr_cost_per_page": Meaning("input", "image", "page"),
    "ocr_cost_per_credit": Meaning("input", "image", "credit"),
    "annotation_cost_per_page": Meaning("input", "image", "page", "annotation"),
    "input_cost_per_query": Meaning("search", unit="query"),
    "google_maps_grounding_cost_per_query": Meaning("search", unit="query", tier="google_maps"),
    SEARCH: Meaning("search", unit="query"),
    **{f"{SEARCH}.{size}": Meaning("search", unit="query", tier=SIZES[size]) for size in SIZES},
    **{
        f"{GUARDRAIL}.{name}": Meaning("request", unit="unit", tier=CHECKS[name]) for name in CHECKS
    },
    "input_cost_per_request": Meaning("request", unit="request"),
    "input_cost_per_text_message": Meaning("request", unit="message", tier="text_message"),
    "cost_per_second": Meaning("request", unit="second"),
    "code_interpreter_cost_per_session": Meaning("request", "text", "session", "code_interpreter"),
}
"""What each field prices, without its suffixes; `name.part` is a part of one that holds several."""
AS_NAMED = ("flex", "balanced", "priority", "ultrafast", "decisions")
SERVED = {
    **dict(zip(AS_NAMED, AS_NAMED, strict=True)),
    **dict.fromkeys(("batches", "batch_requests"), "batch"),
}
LARGE = {f"above_{edge}_and_{edge}_pixels": f"above_{edge}x{edge}" for edge in (512, 1024)}
SIZED = ("image", "second")  # units whose prices may depend on what is made or seen
RESOLUTION = r"\d{1,4}(?:\.\d)?[pkK]?"
TIERS = {
    **SERVED,
    **LARGE,
    **{f"{name}_and_premium_image": f"{tier}_premium" for name, tier in LARGE.items()},
    **{f"above_{length}s_interval": f"above_{length}s_interval" for length in (8, 15)},
    "premium_image": "premium",
}
"""What the suffixes of fields say of how it is served, or of how large it is."""
NAME = re.compile(
    rf"(.+?)(?:_above_(\d{{1,5}})k_tokens)?(?:_({'|'.join(TIERS)}|{RESOLUTION}))?", re.ASCII
)
PRICE = re.compile("cost|pric")
OTHER_MONEY = re.compile("(input|output)_dbu?_cost_per_token")
TIMED = {
    "audio_transcription": ("input", "audio"),
    "audio_speech": ("output", "audio"),
    "video_generation": ("output", "video"),
}
"""What is timed, by the mode of a row; otherwise it is the model that runs."""
