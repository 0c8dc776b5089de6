"""A small checkout, and a way to run commands in it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ecosys.__main__ import build

SOURCES = """# yaml-language-server: $schema=schema.json
- id: source-openai
  type: registered
  source: openai
  name: OpenAI
  kind: provider
  url: https://openai.com
"""
OPENAI = """# yaml-language-server: $schema=schema.json
# OpenAI

- id: openai-o3-price-2025-04-16
  type: price_changed
  subject: openai/o3
  components:
  - {direction: input, amount: 10}
  - {direction: output, amount: 40}
  occurred: 2025-04-16
  sources:
  - {source: openai, url: https://openai.com/pricing, read: 2026-11-22}

# its end
- id: openai-gpt-4-0314-deprecated-2023-06-13
  type: deprecated
  subject: openai/gpt-4-0314
  announced: 2023-06-13
  shutdown: 2023-09-13
  stated: 2023-06-13  # the post
  sources:
  - {source: openai, url: https://openai.com/blog, read: 2026-11-22}
"""

Run = Callable[..., Result]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with two events, not released yet."""
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "sources.yaml").write_text(SOURCES)
    (folder / "openai.yaml").write_text(OPENAI)
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a command line; errors that were raised on purpose come through."""

    def invoke(line: str, *more: str) -> Result:
        settings = {"ECOSYS_DATABASE": str(tmp_path / "own.db"), "COLUMNS": "200"}
        done = CliRunner().invoke(build(), [*line.split(), *more], env=settings)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done

    return invoke
