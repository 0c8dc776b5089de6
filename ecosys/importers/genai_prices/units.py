"""genai fields: what the prices of genai-prices are for, by their names."""

import re

from ecosys.importer.price_lines import Meaning

WAYS = ("input", "output")
MODALITIES = {"": "text", "text_": "text", "audio_": "audio", "image_": "image", "video_": "video"}
CACHES = ("read", "write", "write_5m", "write_1h")
UNITS = {
    **{
        f"{way}_{kind}mtok": Meaning(way, modality)
        for way in WAYS
        for kind, modality in MODALITIES.items()
    },
    **{
        f"cache_{kind}{what}_mtok": Meaning(f"cache_{what}", modality)
        for what in CACHES
        for kind, modality in MODALITIES.items()
    },
    **{
        f"{way}_{kind}{what}_mtok": Meaning(direction, modality, tier=tier)
        for what, way, direction, tier in (
            ("reasoning", "output", "reasoning", "standard"),
            ("citation", "output", "output", "citation"),
            ("tool", "input", "input", "tool"),
        )
        for kind, modality in MODALITIES.items()
    },
    "input_mchars": Meaning("input", unit="1M characters"),
    "input_text_messages_kcount": Meaning("request", unit="message"),
    "audio_hours": Meaning("request", "audio", "hour"),
    "input_audio_hours": Meaning("input", "audio", "hour"),
    "output_audio_hours": Meaning("output", "audio", "hour"),
    "input_gpixels": Meaning("input", "image", "megapixel"),
    "input_document_kpages": Meaning("input", "image", "page"),
    "input_annotated_document_kpages": Meaning("input", "image", "page", "annotation"),
    "web_searches_kcount": Meaning("search", unit="query"),
    "social_searches_kcount": Meaning("search", unit="query", tier="social"),
    "rerank_searches_kcount": Meaning("search", unit="query", tier="rerank"),
    "storage_searches_kcount": Meaning("request", unit="request", tier="file_search"),
    "code_executions_kcount": Meaning("request", unit="request", tier="code_execution"),
    "requests_kcount": Meaning("request", unit="request"),
}
"""What each of its prices counts."""
THOUSANDS = ("_kcount", "_kpages", "_gpixels")
"""Prices of thousands of a unit."""
CHARGED_APART = re.compile("(input|output|cache)_.*mtok")
"""Tokens with a price of their own, which others then do not count: where such a price is not
known, nothing of its row is."""
