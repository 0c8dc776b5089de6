"""Tables on the terminal."""

from ecosys.commands import _show


def test_what_stands_in_brackets_in_a_source_is_shown_as_it_is(capsys):
    said = "price [/1k tokens] is odd :smile: [bold]"
    _show.table([{"reason": said}], ["reason"])
    assert said in capsys.readouterr().out
