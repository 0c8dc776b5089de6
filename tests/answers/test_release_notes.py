"""Each release of the log is told in the changelog of the data."""

from ecosys import paths
from ecosys.answers.release_notes import NOTES, release_notes
from ecosys.log.release import RELEASES, releases


def test_the_changelog_of_the_data_has_each_release_with_what_it_added():
    told = (paths.seeds() / NOTES).read_text(encoding="utf-8").split("\n## ")[1:]
    past = releases(paths.seeds() / RELEASES)
    begins = [0, *(each.position for each in past)]
    assert [section.splitlines()[0] for section in reversed(told)] == [
        f"{made.version}, {made.day}: {made.position - begin:,} events"
        for begin, made in zip(begins, past, strict=False)
    ]


def test_what_a_release_did_not_hold_yet_is_not_told_of_it(seeded):
    third = release_notes(seeded, *releases(paths.seeds() / RELEASES)[1:3])
    assert "Positions 5,686 to 5,709" in third
    assert "AutoGPT launched" in third
    assert "ids_matched" not in third
