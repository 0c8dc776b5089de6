"""ecosys audit: what is read, what is shown, and how it ends."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif

from ecosys.commands._audit import fix
from ecosys.commands._audit.files import is_read
from ecosys.errors import InvalidInput
from tests.answers.test_audit import HISTORY, row

DAY = ("--as-of", "2026-11-22", "--known-at", "2026-11-22")


@pytest.fixture
def project(tmp_path, monkeypatch, timeline):
    """Writes files into a folder to be audited by a small log."""
    timeline.append(HISTORY)
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("ECOSYS_DATABASE", str(tmp_path / "ecosys.db"))

    def write(**contents):
        for name, content in contents.items():
            path = folder / name.replace("__", "/").replace("_DOT_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        return folder

    return write


@pytest.fixture
def audit(tmp_path, run):
    """Runs an audit of the present folder: its exit code and what it says."""

    def ask(*words, paths=(".",)):
        done = run("audit", *paths, *DAY, "--database", str(tmp_path / "ecosys.db"), *words)
        return done.exit_code, done.stdout

    return ask


def places(output):
    return [(row["file"], row["line"], row["name"]) for row in json.loads(output)["data"]]


def test_findings_end_with_1_and_nothing_to_do_with_0(project, audit):
    project(app_DOT_py='x = "one-2"\n')
    assert audit()[0] == 0
    project(app_DOT_py='x = "one-1"\n')
    code, said = audit()
    assert code == 1
    assert said.splitlines()[0] == (
        "app.py:1:6: error: one-1 ended 2025-09-01 (447 days ago); use one-2 at 2/8 USD, 10/30 USD "
        "now; says acme <https://openai.com/pricing>."
    )
    assert "data of 2026-11-22" in said


def test_what_cannot_be_judged_is_misuse(project, audit, tmp_path):
    project(app_DOT_py="")
    for words in (
        ("--format", "jsn"),
        ("--fail-within", "soon"),
        ("--baseline", "none.json"),
        ("--diff", "main"),
        ("--dry-run",),
        ("--usage", "none.csv"),
    ):
        with pytest.raises(InvalidInput):
            audit(*words)
    with pytest.raises(InvalidInput, match="no such file"):
        audit(paths=("nowhere",))


def test_misuse_ends_with_2_and_findings_with_1_as_a_process(project, tmp_path):
    folder = project(app_DOT_py='x = "one-1"\n')
    command = [sys.executable, "-m", "ecosys", "audit", ".", *DAY]
    command += ["--database", str(tmp_path / "ecosys.db")]
    done = [
        subprocess.run([*command, *words], cwd=folder, capture_output=True, check=False)
        for words in ((), ("--format", "jsn"))
    ]
    assert [each.returncode for each in done] == [1, 2]


def test_soft_and_undated_ends_are_told_and_are_no_findings(project, audit):
    project(app_DOT_py='x = ["soft-1", "open-1"]\n')
    code, said = audit()
    assert code == 0
    assert "may end from 2026-12-31 (in 39 days) on" in said
    assert "is deprecated, no day is set" in said
    assert "0 findings, 2 more with an end announced" in said


def test_an_unknown_name_fails_only_where_that_is_asked_for(project, audit):
    project(app_DOT_py='model="one-9"\n')
    code, said = audit()
    assert (code, "app.py:1:8: unknown: one-9: not known." in said) == (0, True)
    assert audit("--fail-unknown")[0] == 1


def test_ends_far_away_are_no_findings_where_a_time_is_given(project, audit):
    project(app_DOT_py='x = "late-1"\n')
    assert audit("--fail-within", "29d")[0] == 0
    assert audit("--fail-within", "30d")[0] == 1


def test_all_models_are_shown_where_asked_for(project, audit):
    project(app_DOT_py='x = "one-2"\n')
    assert "one-2" not in audit()[1]
    assert "one-2 has no announced end" in audit("--all")[1]


def test_json_has_rows_unknown_names_and_the_moment(project, audit):
    project(app_DOT_py='x = ["one-1", "one-2"]\nmodel="one-9"\n')
    answer = json.loads(audit("--format", "json")[1])
    assert list(answer) == ["data", "unknown", "meta"]
    first, second = answer["data"]
    assert (first["file"], first["line"], first["column"]) == ("app.py", 1, 7)
    assert (first["status"], first["days_left"], first["finding"]) == ("ended", -447, True)
    price = first["replacements"][0]["price"]
    assert price == {"input": "2", "output": "8", "currency": "USD", "region": None}
    assert second["status"] == "no_end_known"
    assert [each["name"] for each in answer["unknown"]] == ["one-9"]
    meta = answer["meta"]
    assert (meta["position"], meta["data_date"], meta["findings"]) == (
        len(HISTORY),
        "2026-11-22",
        1,
    )


def test_sarif_is_valid_and_has_places_and_levels(project, audit):
    project(src__app_DOT_py='é = ["one-1", "soft-1", "one-9"]\n')
    log = json.loads(audit("--format", "sarif")[1])
    Sarif.model_validate(log)
    results = log["runs"][0]["results"]
    told = [(each["ruleId"], each["level"]) for each in results]
    assert told == [("ended", "error"), ("ending", "note"), ("unknown", "note")]
    place = results[0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "src/app.py"
    assert place["region"] == {"startLine": 1, "startColumn": 7, "endColumn": 12}
    assert log["runs"][0]["columnKind"] == "unicodeCodePoints"


def test_github_shows_annotations_whose_signs_are_escaped(project, audit):
    folder = project(app_DOT_py='x = ["one-1", "soft-1"]\n')
    (folder / "app.py").rename(folder / "a,b.py")
    lines = audit("--format", "github")[1].splitlines()
    assert lines[0].startswith(
        "::error file=a%2Cb.py,line=1,col=7,endColumn=12,title=one-1 ended::one-1 ended 2025-09-01"
    )
    assert lines[1].startswith("::warning file=a%2Cb.py,line=1,col=16,")


def test_markdown_is_a_table_and_names_what_is_unknown(project, audit):
    project(app_DOT_py='x = "one-1"\nmodel="one-9"\n')
    lines = audit("--format", "md")[1].splitlines()
    assert lines[2].split(" | ")[1:7] == (
        ["app.py:1", "`one-1`", "ended 2025-09-01", "-447", "`one-2`", "10/30 USD"]
    )
    assert "`one-9` (app.py:2)" in lines[4]


def test_a_table_has_a_row_for_each_place(project, audit):
    project(app_DOT_py='x = "one-1"\nmodel="one-9"\n')
    said = audit("--format", "table")[1]
    assert "acme/one-1" in said
    assert "unknown: one-9 at app.py:2: not known" in said


NOT_READ = """poetry.lock package-lock.json pnpm-lock.yaml go.sum run.log run.log.3 README.md
notes.txt LICENSE CHANGELOG index.rst a.png a.so a.pyc"""
READ = ".env .env.local app.py a.ts Dockerfile values.yaml a.ipynb a.tf Makefile requirements.in"


@pytest.mark.parametrize("name", NOT_READ.split())
def test_lock_files_logs_binaries_and_prose_are_not_read(name):
    assert not is_read(name)


@pytest.mark.parametrize("name", READ.split())
def test_code_configuration_and_environments_are_read(name):
    assert is_read(name)


def test_prose_is_read_where_asked_for_and_where_a_file_is_named(project, audit):
    project(notes_DOT_md="We use one-1.\n")
    assert audit()[0] == 0
    assert audit("--prose")[0] == 1
    assert audit(paths=("notes.md",))[0] == 1


def test_binaries_and_links_are_not_read(project, audit, tmp_path):
    folder = project(app_DOT_py="")
    (folder / "data").write_bytes(b'\0"one-1"')
    (tmp_path / "other.py").write_text('"one-1"')
    (folder / "link.py").symlink_to(tmp_path / "other.py")
    (folder / "wide.ps1").write_text('$m = "one-1"\n', encoding="utf-16")
    assert places(audit("--format", "json")[1]) == [("wide.ps1", 1, "one-1")]


def test_what_gitignore_leaves_out_is_not_read(project, audit):
    names = ("a_DOT_py", "gen_DOT_py", "build__b_DOT_py", "src__c_DOT_py", "src__keep_DOT_py")
    folder = project(**dict.fromkeys(names, '"one-1"'))
    (folder / ".gitignore").write_text("# ours\nbuild/\ngen.*\nsrc/*.py\n")
    (folder / "src" / ".gitignore").write_text("!keep.py\n")
    assert [file for file, *_ in places(audit("--format", "json")[1])] == ["a.py", "src/keep.py"]


def test_a_gitignore_above_counts_within_one_checkout(project, audit):
    folder = project(src__a_DOT_py='"one-1"', src__b_DOT_py='"one-1"')
    (folder / ".gitignore").write_text("/src/a.py\n")
    (folder / ".git").mkdir()
    assert [file for file, *_ in places(audit("--format", "json", paths=("src",))[1])] == [
        "src/b.py"
    ]


def test_environments_of_packages_are_not_read(project, audit):
    project(env__pyvenv_DOT_cfg="", env__a_DOT_py='"one-1"', node_modules__a_DOT_js='"one-1"')
    assert audit()[0] == 0


def test_patterns_leave_files_out(project, audit):
    project(a_DOT_py='"one-1"', tests__a_DOT_py='"one-1"')
    assert len(places(audit("--format", "json", "--exclude", "tests/")[1])) == 1


def test_settings_name_deployments_and_what_is_a_finding(project, audit):
    folder = project(app_DOT_py='client.chat(model="prod-chat")\n', tests__a_DOT_py='"one-1"')
    (folder / ".ecosys.toml").write_text(
        '[audit]\nfail_within = "60d"\nexclude = ["tests/"]\n'
        '[deployments]\n"prod-chat" = "azure/one-1"\n'
    )
    code, said = audit("--format", "json")
    mine = [row for row in json.loads(said)["data"] if row["file"] == "app.py"]
    assert [(row["name"], row["subject"], row["channel"]) for row in mine] == [
        ("prod-chat", "acme/one-1", "azure")
    ]
    assert (code, mine[0]["shutdown"]) == (0, "2027-01-31")
    assert audit("--fail-within", "90d")[0] == 1
    assert {row["file"] for row in json.loads(said)["data"]} == {"app.py", ".ecosys.toml"}


@pytest.mark.parametrize(
    "text",
    [
        "[deployment]",
        "[audit]\nfail = 1",
        "[audit]\nexclude = 'x'",
        "x",
        '[deployments]\na = "one-77"',
    ],
)
def test_settings_that_mean_nothing_are_refused(project, audit, text):
    folder = project(app_DOT_py="")
    (folder / ".ecosys.toml").write_text(text)
    with pytest.raises(InvalidInput, match=r"\.ecosys\.toml"):
        audit()


def test_a_baseline_accepts_what_stands_there_and_no_more(project, audit):
    project(app_DOT_py='x = "one-1"\n')
    assert audit("--write-baseline", "base.json")[0] == 0
    project(app_DOT_py='\n\ny = "one-1"\n')
    code, said = audit("--baseline", "base.json")
    assert (code, "1 in the baseline" in said) == (0, True)
    project(app_DOT_py='x = "one-1"\ny = "one-1"\n')
    assert audit("--baseline", "base.json")[0] == 1
    assert audit()[0] == 1


def test_what_was_ending_in_the_baseline_and_has_ended_is_a_finding(project, run, tmp_path):
    project(app_DOT_py='x = "late-1"\n')
    words = ("audit", ".", "--database", str(tmp_path / "ecosys.db"))
    run("", *words, "--as-of", "2026-11-22", "--write-baseline", "base.json")
    assert run("", *words, "--as-of", "2026-12-21", "--baseline", "base.json").exit_code == 0
    assert run("", *words, "--as-of", "2026-12-22", "--baseline", "base.json").exit_code == 1


def git(folder, *words):
    settings = ("-c", "user.name=a", "-c", "user.email=a@b", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *settings, *words], cwd=folder, check=True, capture_output=True)


def test_only_changed_lines_are_judged(project, audit):
    folder = project(app_DOT_py='x = "one-1"\n', old_DOT_py='"one-1"')
    git(folder, "init")
    git(folder, "add", ".")
    git(folder, "commit", "-m", "first")
    assert audit("--diff", "HEAD")[0] == 0
    project(app_DOT_py='x = "one-1"\ny = "late-1"\n', new_DOT_py='z = "one-1"\n')
    code, said = audit("--diff", "HEAD", "--format", "json")
    assert (code, places(said)) == (1, [("app.py", 2, "late-1"), ("new.py", 1, "one-1")])
    git(folder, "add", ".")
    git(folder, "commit", "-m", "second")
    assert audit("--diff", "HEAD")[0] == 0
    assert len(places(audit("--diff", "HEAD~1", "--format", "json")[1])) == 2
    with pytest.raises(InvalidInput, match="no such commit"):
        audit("--diff", "nowhere")


def test_a_fix_puts_the_one_replacement_in_and_shows_the_patch(project, audit):
    text = 'x = "one-1"\ny = "azure/one-1", "acme/one-1"\nz = "late-1"'
    folder = project(app_DOT_py=text)
    code, said = audit("--fix", "--dry-run")
    assert (folder / "app.py").read_text() == text
    assert code == 1
    code, said = audit("--fix")
    assert (folder / "app.py").read_text() == (
        'x = "one-2"\ny = "azure/one-1", "acme/one-2"\nz = "late-1"'
    )
    assert "--- a/app.py\n+++ b/app.py\n" in said
    assert '-x = "one-1"\n' in said
    assert '+x = "one-2"\n' in said
    assert code == 1  # azure/one-1 and late-1 are left to people
    assert audit("--fix", "--format", "json")[0] == 1


def test_a_fix_keeps_line_ends_and_all_else_as_it_is(project, audit):
    folder = project(app_DOT_py="")
    (folder / "app.py").write_bytes('é = "one-1"\r\n\tz\r\n'.encode())
    assert audit("--fix")[0] == 0
    assert (folder / "app.py").read_bytes() == 'é = "one-2"\r\n\tz\r\n'.encode()


def test_usage_tells_ids_that_no_file_names(project, audit):
    folder = project(app_DOT_py='x = "one-2"\n')
    (folder / "calls.csv").write_text("day,model\n2026-11-01,one-1\n2026-11-02,one-1\n,one-2\n")
    (folder / "calls.jsonl").write_text(
        '{"attributes": {"gen_ai.request.model": "late-1"}}\n{"model": "nobody"}\n'
    )
    (folder / "ids.txt").write_text("# ids\none-1\n\nazure/one-1\n")
    asked = ("--format", "json", "--exclude", "calls.*", "--usage")
    code, said = audit(*asked, "calls.csv")
    assert (code, places(said)) == (1, [("app.py", 1, "one-2"), ("calls.csv", 2, "one-1")])
    said = audit(*asked, "calls.jsonl")[1]
    assert places(said)[1:] == [("calls.jsonl", 1, "late-1")]
    assert [each["name"] for each in json.loads(said)["unknown"]] == ["nobody"]
    assert [name for *_, name in places(audit(*asked, "ids.txt")[1])[1:]] == [
        "one-1",
        "azure/one-1",
    ]


def test_a_table_of_usage_without_a_column_of_ids_is_refused(project, audit):
    folder = project(app_DOT_py="")
    (folder / "calls.csv").write_text("day,cost\n2026-11-01,1\n")
    with pytest.raises(InvalidInput, match="no column names the model"):
        audit("--usage", "calls.csv")


def test_a_file_that_cannot_be_read_is_named(project, audit, run, tmp_path, monkeypatch):
    project(app_DOT_py='x = "one-2"\n')

    def refuse(path):
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr("ecosys.commands._audit.run.read", refuse)
    done = run("audit", ".", "--database", str(tmp_path / "ecosys.db"))
    assert (done.exit_code, "app.py is not audited: Permission denied." in done.stderr) == (0, True)


def test_a_moment_or_database_that_cannot_be_asked_is_no_finding(project, run, tmp_path):
    project(app_DOT_py="")
    (tmp_path / "text.db").write_text("no database")
    with pytest.raises(InvalidInput):
        run("audit", ".", "--database", str(tmp_path / "text.db"))
    with pytest.raises(InvalidInput):
        run("audit", ".", "--database", str(tmp_path / "ecosys.db"), "--known-at", "2099-01-01")


def test_data_that_are_too_old_are_refused(project, audit):
    project(app_DOT_py="")
    with pytest.raises(InvalidInput, match="The data are of 2026-11-22"):
        audit("--max-data-age", "0d")


AUDIT = """
import socket, sys
socket.socket.connect = None  # whoever asks the network fails
sys.argv = ["ecosys", "audit", {folder!r}, "--database", {database!r}]
from ecosys.__main__ import main
try:
    main()
except SystemExit as end:
    print("exit", end.code)
print("heavy", sorted({{"fastapi", "sqlalchemy", "alembic"}} & sys.modules.keys()))
"""


@pytest.mark.parametrize("there", [True, False])
def test_an_audit_imports_no_web_no_orm_and_no_network(project, released_database, tmp_path, there):
    folder = project(app_DOT_py='x = "gpt-4-0314"\n')
    database = released_database if there else tmp_path / "none.db"
    code = AUDIT.format(folder=str(folder), database=str(database))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    assert lines[-2:] == ["exit 1", "heavy []"]
    assert "gpt-4-0314 ended" in lines[0]
    assert database.exists() == there


def test_a_place_that_has_changed_since_is_not_fixed(project, tmp_path, timeline):
    path = tmp_path / "app.py"
    path.write_text("moved\n")
    timeline.append(HISTORY)
    found = row(timeline, "one-1")
    assert list(fix.patches([replace(found, file=str(path))], write=True)) == []
    assert path.read_text() == "moved\n"
