"""Where an event is written among the seeds."""

from ecosys import paths
from ecosys.seeding.place import place_of

TWO = """# A remark.

- id: first
  type: launched

- id: second-launch
  type: launched
"""


def test_an_event_is_found_by_its_whole_id_at_the_line_on_which_it_begins(tmp_path):
    (tmp_path / "acme.yaml").write_text(TWO)
    assert place_of("first", tmp_path) == ("acme.yaml", 3)
    assert place_of("second-launch", tmp_path) == ("acme.yaml", 6)
    assert place_of("second", tmp_path) is None


def test_a_file_may_begin_with_an_event(tmp_path):
    (tmp_path / "acme.yaml").write_text("- id: first\n  type: launched\n")
    assert place_of("first", tmp_path) == ("acme.yaml", 1)


def test_a_released_event_stands_where_the_file_says():
    place = place_of("openai-o3-price-2025-06-10")
    assert place is not None
    file, line = place
    lines = (paths.seeds() / file).read_text(encoding="utf-8").splitlines()
    assert lines[line - 1] == "- id: openai-o3-price-2025-06-10"
