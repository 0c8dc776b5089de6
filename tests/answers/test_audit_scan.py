"""Which words of code are models: by boundaries, routes and context."""

import json

import pytest

from ecosys.answers.audit import Meaning, ModelNames, Reader, Scanner
from ecosys.answers.audit.notebook import cells


def named(*subjects, **aliases):
    """Names of models as a log would give them; an alias is a name at bedrock."""
    by_name = {}
    for subject in subjects:
        meaning = Meaning(subject, "first_party")
        by_name[subject] = (meaning,)
        by_name.setdefault(subject.partition("/")[2], (meaning,))
    for name, subject in aliases.items():
        by_name[name] = (Meaning(subject, "bedrock"),)
    return by_name


CLAUDE = "anthropic.claude-3-haiku-20240307-v1:0"
NAMES = named(
    *("openai/gpt-4", "openai/gpt-4o", "openai/gpt-4o-mini", "openai/gpt-4.1", "openai/o1"),
    *(
        "openai/gpt-4o-2024-05-13",
        "openai/ada",
        "cohere/command",
        "anthropic/claude-opus-4-1",
        "cohere/command-light",
    ),
    *("anthropic/claude-3-haiku-20240307", "anthropic/claude-3-opus-20240229"),
    *("google/gemini-1.5-pro", "google/gemini-2.0-flash", "meta/llama-3-70b", "qwen/qwen3-32b"),
    **{CLAUDE: "anthropic/claude-3-haiku-20240307"},
)


def by_region(name):
    """The rule that Bedrock puts a region before its ids."""
    region, _, rest = name.partition(".")
    return NAMES.get(rest, ()) if region in ("us", "eu") else ()


def scan(text, channel=None, file="app.py", **deployments):
    reader = Reader(ModelNames(NAMES, by_region, deployments), channel)
    return Scanner(reader).scan(file, text.encode() if isinstance(text, str) else text)


def names(text, **more):
    return [use.name for use in scan(text, **more).uses]


@pytest.mark.parametrize(
    "text",
    [
        '"gpt-4o"',
        "x = 'gpt-4o'",
        "`gpt-4o`",
        "MODEL=gpt-4o",
        "model: gpt-4o",
        "- gpt-4o",
        "# moved from gpt-4o.",
        "a,gpt-4o,b",
        "(gpt-4o)",
        "<gpt-4o>",
        '{"gpt-4o":{"x":1}}',
        r'"{\"model\": \"gpt-4o\"}"',
        r'"first\ngpt-4o\nlast"',
        "https://api.example/v1/engines/gpt-4o",
        "/openai/deployments/gpt-4o/chat/completions",
        "gpt-4o's",
        "gpt-4o\r",
        "gpt-4o: cheap",
        "./gpt-4o",
        "https://<name>.openai.azure.com/openai/deployments/gpt-4o/chat/completions",
        "models/gpt-4o:streamGenerate",
        "fal_ai/openai/gpt-4o/edit",
        "gpt-4o/4.1 and others",
    ],
)
def test_an_id_is_found_wherever_it_stands_alone(text):
    assert [use.id for use in scan(text).uses] == ["gpt-4o"]


@pytest.mark.parametrize(
    "text",
    [
        "gpt-4o-audio",
        "my-gpt-4",
        "my_gpt-4",
        "xgpt-4",
        "gpt-4x",
        "gpt-4_old",
        "gpt-4.json",
        "gpt-4.2",
        "gpt-4é",
        "égpt-4",
        "models.gpt-4",
        "v@gpt-4",
        "--gpt-4",
        "gpt-4*",
        'f"gpt-4{suffix}"',
        'f"{prefix}gpt-4"',
        "gpt-4%s",
        "gpt-4@2",
        "gpt-4:1",
        "gpt-4/outputs/a.json",
        "GPT-4",
        "gpt 4",
        "x" * 300 + "-4o",
    ],
)
def test_a_part_of_a_longer_word_is_no_id(text):
    assert names(text) == []


def test_the_longest_id_wins():
    text = '["gpt-4", "gpt-4o", "gpt-4o-mini", "gpt-4o-2024-05-13", "gpt-4.1"]'
    assert names(text) == ["gpt-4", "gpt-4o", "gpt-4o-mini", "gpt-4o-2024-05-13", "gpt-4.1"]


@pytest.mark.parametrize(
    ("name", "subject", "channel"),
    [
        ("openai/gpt-4o", "openai/gpt-4o", "first_party"),
        ("openai:gpt-4o", "openai/gpt-4o", "first_party"),
        ("azure/gpt-4o", "openai/gpt-4o", "azure"),
        ("azure_openai:gpt-4o", "openai/gpt-4o", "azure"),
        ("gemini/gemini-1.5-pro", "google/gemini-1.5-pro", "first_party"),
        ("google_genai:gemini-2.0-flash", "google/gemini-2.0-flash", "first_party"),
        ("google-gla:gemini-2.0-flash", "google/gemini-2.0-flash", "first_party"),
        ("google_vertexai:gemini-2.0-flash", "google/gemini-2.0-flash", "vertex"),
        ("vertex_ai/gemini-1.5-pro", "google/gemini-1.5-pro", "vertex"),
        ("openrouter/openai/gpt-4o", "openai/gpt-4o", "openrouter"),
        ("together_ai/meta-llama/llama-3-70b", "meta/llama-3-70b", "together-ai"),
        (CLAUDE, "anthropic/claude-3-haiku-20240307", "bedrock"),
        (f"bedrock/{CLAUDE}", "anthropic/claude-3-haiku-20240307", "bedrock"),
        (f"bedrock/us-east-1/{CLAUDE}", "anthropic/claude-3-haiku-20240307", "bedrock"),
        (f"us.{CLAUDE}", "anthropic/claude-3-haiku-20240307", "bedrock"),
        (f"bedrock/eu.{CLAUDE}", "anthropic/claude-3-haiku-20240307", "bedrock"),
        ("openai/gpt-4o:online", "openai/gpt-4o", "first_party"),
        ("ft:gpt-4o:acme::abc123", "openai/gpt-4o", "first_party"),
        ("openai/o1", "openai/o1", "first_party"),
        ("cohere/command", "cohere/command", "first_party"),
    ],
)
def test_what_stands_before_an_id_says_who_is_called(name, subject, channel):
    [use] = scan(f'call("{name}")').uses
    assert (use.meaning.subject, use.meaning.channel) == (subject, channel)


def test_a_name_has_its_place_with_its_route_and_the_id_has_its_own():
    [use] = scan('\nx = [\n  "azure/gpt-4o",\n').uses
    assert (use.line, use.column, use.id_column) == (3, 4, 10)
    assert (use.name, use.id, use.text) == ("azure/gpt-4o", "gpt-4o", '"azure/gpt-4o",')


def test_columns_count_characters_not_bytes():
    [use] = scan('é = "gpt-4o"').uses
    assert use.column == 6


def test_the_channel_that_is_asked_for_is_that_of_ids_without_a_route():
    found = scan('["gpt-4o", "openai/gpt-4o", "bedrock/gpt-4"]', channel="azure")
    assert [use.meaning.channel for use in found.uses] == ["azure", "first_party", "bedrock"]


@pytest.mark.parametrize(
    "text",
    [
        'model="ada"',
        "model = 'o1'",
        '"model": "command"',
        '{"a": 1, "model": "ada"}',
        "MODEL=ada",
        "OPENAI_MODEL_NAME=o1",
        "model: o1",
        "model: o1  # small",
        "engine: ada",
        'engine="ada"',
        "modelId: 'o1',",
        "run --model o1 --fast",
        "--model=o1",
        'MODELS = ["o1", "x"]',
        "models: [x, o1]",
        'MODELS = [\n    "gpt-9",\n    "o1",\n]',
        "models:\n  - x\n  - o1\n",
        "models:\n- o1\n",
        'def f(model: str = "o1"):',
        'if model == "o1":',
        'if model.startswith("o1"):',
        'if model in ("x", "o1"):',
        'encoding_for_model("o1")',
        'os.environ.get("MODEL", "o1")',
        'MODEL_COSTS = {"ada": 0.4}',
        'MODEL_COSTS = {\n    "x": 1,\n    "ada": 0.4,\n}',
    ],
)
def test_a_word_counts_where_something_speaks_of_models(text):
    assert [use.id for use in scan(text).uses] in (["ada"], ["o1"], ["command"])


@pytest.mark.parametrize(
    "text",
    [
        '"command": "run"',
        '{"model": "x", "command": "run"}',
        '{"model": "x", "type": "command"}',
        "command = 1",
        "o1 = model()",
        "o1, o2 = models",
        "the model ada was small",
        "models (o1, o3 and others)",
        'author = "ada"',
        'name="ada"',
        "canada, model",
        "model = 'ada lovelace'",
        'modelling = "ada"',
        'CITIES = [\n    "ada",\n]\nMODELS = 1',
        'MODELS = [\n    "x",\n]\nPEOPLE = [\n    "ada",\n]',
        "# the command of the model",
        "model.command('x')",
    ],
)
def test_a_word_is_no_model_elsewhere(text):
    assert names(text) == []


def test_an_id_of_two_ordinary_words_counts_only_as_a_whole_value():
    assert names("use('command-light')") == ["command-light"]
    assert names("in command-light mode") == []


def test_what_looks_like_a_model_and_is_not_known_is_told():
    text = '["gpt-7-ultra", "claude-opus-9"]\nmodel="acme-chat-2"\nmodel="azure/my-deploy-1"'
    found = scan(text)
    assert found.uses == []
    assert [(each.name, each.line, each.why) for each in found.unknown] == [
        ("gpt-7-ultra", 1, "not known"),
        ("claude-opus-9", 1, "not known"),
        ("acme-chat-2", 2, "not known"),
        ("azure/my-deploy-1", 3, "not known"),
    ]


def test_a_name_of_several_subjects_is_told_with_them_and_a_provider_before_it_decides():
    both = (Meaning("alibaba/q-1", "first_party"), Meaning("qwen/q-1", "first_party"))
    reader = Reader(ModelNames({**NAMES, "q-1": both}, by_region, {}))
    found = Scanner(reader).scan("a.py", b'["q-1", "alibaba/q-1"]')
    assert [each.candidates for each in found.unknown] == [("alibaba/q-1", "qwen/q-1")]
    assert [use.meaning.subject for use in found.uses] == ["alibaba/q-1"]


def test_an_opaque_name_of_a_deployment_stands_for_its_model():
    azure = (Meaning("openai/gpt-4o", "azure"),)
    found = scan('client.create(model="prod chat", d="prod")\nprod = 1', prod=azure)
    assert [(use.id, use.line, use.meaning) for use in found.uses] == [("prod", 1, azure[0])]


def test_comments_tell_to_ignore_a_line_the_next_one_or_the_file():
    text = 'a = "gpt-4"  # ecosys: ignore\n# ecosys: ignore-next-line\n"gpt-4o"\n"gpt-4"'
    found = scan(text)
    assert [use.line for use in found.uses] == [4]
    assert found.ignored == 2
    assert names('"gpt-4"\n// ecosys: ignore-file\n"gpt-4o"') == []
    assert names('"gpt-4"  # ecosys: ignored') == ["gpt-4"]


def test_a_text_that_is_not_utf_8_is_read_all_the_same():
    assert names(b"\xe9\xe8 = 'gpt-4o'") == ["gpt-4o"]


def notebook(*sources, indent=1, **more):
    """A notebook with a code cell of these lines, an output and a text."""
    code = {
        "cell_type": "code",
        "metadata": {"model": "gpt-4"},
        "outputs": [{"text": ["gpt-4.1"]}],
        "source": list(sources),
    }
    text = {"cell_type": "markdown", "source": ["gpt-4o-mini"], **more}
    return json.dumps({"metadata": {"m": "gpt-4"}, "cells": [text, code]}, indent=indent).encode()


@pytest.mark.parametrize("indent", [None, 1])
def test_of_a_notebook_code_cells_are_read_and_no_outputs(indent):
    data = notebook("import x\n", 'x.call(model="gpt-4o")', indent=indent)
    [use] = scan(cells(data)).uses
    line = data.decode().split("\n")[use.line - 1]
    assert line[use.column - 1 :].startswith("gpt-4o\\")
    assert names(cells(data, prose=True)) == ["gpt-4o-mini", "gpt-4o"]


@pytest.mark.parametrize("data", [b"{", b"[]", b'{"cells": 1}', b'{"cells": [1]}', b"\xff"])
def test_what_is_no_notebook_stays_as_it_is(data):
    assert cells(data) == data
