"""Renovate, with our address as the registry of its datasource endoflife-date."""

import json
import os
import subprocess

from tests.tools.conftest import program

MANAGER = {
    "customType": "regex",
    "fileMatch": [r"^models\.txt$"],
    "matchStrings": [r"model=(?<currentValue>\S+)"],
    "depNameTemplate": "openai",
    "datasourceTemplate": "endoflife-date",
    "versioningTemplate": r"regex:^ours-(?<major>\d+)$",
}


def test_renovate_proposes_the_model_that_only_we_know(site, tmp_path):
    renovate = program("renovate")
    registry = f"{site}/2026-11-22/endoflife/api"
    settings = {
        "enabledManagers": ["custom.regex"],
        "customManagers": [{**MANAGER, "registryUrlTemplate": registry}],
    }
    (tmp_path / "renovate.json").write_text(json.dumps(settings), encoding="utf-8")
    (tmp_path / "models.txt").write_text("model=ours-7\n", encoding="utf-8")
    for words in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    done = subprocess.run(
        [renovate, "--platform=local", "--dry-run=lookup"],
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path / "home"),
            "LOG_LEVEL": "debug",
            "NO_PROXY": "127.0.0.1",
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=180,
        check=True,
    )
    assert '"newValue": "ours-9"' in done.stdout
    assert '"releaseTimestamp": "2025-01-01T00:00:00.000Z"' in done.stdout
