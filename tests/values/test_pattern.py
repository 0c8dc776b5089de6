"""The work of a pattern is known before it meets a name."""

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosys.values.pattern import work
from tests.properties import examples

HOSTILE = [
    "^(a|aa)+$",
    "(a+)+",
    "(a*)*",
    "(a|a)*b",
    "(?:a|b|ab)*c",
    "((a|b)|ab)+",
    "(a?)*",
    "(?=a)*",
    "(?i)(k|\u212a)*x",
    "([à-é]|[b-ü])*x",
    "(a{1,2})+",
    "(x+x+)+y",
]


DEEP = "(" * 900 + ")" * 900


@pytest.mark.parametrize("pattern", HOSTILE)
def test_what_is_repeated_without_end_is_read_in_one_way_only(pattern):
    with pytest.raises(ValueError, match="repeated without end"):
        work(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "(a|b)*",
        "(-(mini|pro|preview))*",
        "(ab|ac)+d",
        "[a-z.]+x",
        "(?is)(?=.*a\\Z).*",
        "(?:ab|ba){3}",
        "(?<!x)a",
        "a{}",
    ],
)
def test_what_is_read_in_one_way_may_be_repeated(pattern):
    assert work(pattern) > 0


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a)\1",
        "(?>a+)",
        "(?i:a)",
        "(?#x)",
        "(a)(?(1)b|c)",
        r"\x41",
        r"[\n-z]",
        "(?x) a",
        "[",
        "a{99999999999}",
        DEEP,
        r"(?P<n>a)(?P=n)",
        "*",
    ],
)
def test_what_cannot_be_counted_is_refused(pattern):
    with pytest.raises(ValueError):  # noqa: PT011  each for a reason of its own
        work(pattern)


def test_two_of_a_kind_multiply_and_alternatives_add_up():
    assert work(".*.*a") > 100 * work(".*a")
    assert work("(.*a|.*b)") == 2 * work(".*a")
    assert work("(a|aa){240}") >= 10**12  # 2²⁴⁰ ways


# A pattern as a tree, its text, and every way to read a name by it, counted one by one.


def places(tree, name, at):
    """Where the readings of a tree end that begin at a place, one for each way."""
    kind, *inner = tree
    if kind == "char":
        return [at + 1] if at < len(name) and (inner[0] in (".", name[at])) else []
    if kind == "or":
        return [end for each in inner for end in places(each, name, at)]
    if kind == "then":
        return [
            end for middle in places(inner[0], name, at) for end in places(inner[1], name, middle)
        ]
    ends, now = [at] if kind in "*?" else [], [at]
    while now:
        now = [end for each in now for end in places(inner[0], name, each) if end > each]
        ends += now
        if kind == "?":
            break
    return ends


def written(tree):
    kind, *inner = tree
    if kind == "char":
        return inner[0]
    if kind == "or":
        return f"(?:{'|'.join(map(written, inner))})"
    if kind == "then":
        return "".join(map(written, inner))
    return f"(?:{written(inner[0])}){kind}"


def trees(inner):
    return st.one_of(
        st.tuples(st.just("or"), inner, inner),
        st.tuples(st.just("then"), inner, inner),
        st.tuples(st.sampled_from("*+?"), inner),
    )


TREES = st.recursive(st.tuples(st.just("char"), st.sampled_from("ab.")), trees, max_leaves=6)


@examples(300)
@given(TREES)
def test_no_name_can_be_read_in_more_ways_than_were_counted(tree):
    pattern = written(tree)
    try:
        most = work(pattern)
    except ValueError:
        return
    for letters in product("ab", repeat=4):
        name = "".join(letters)
        for at in range(5):
            assert len(places(tree, name, at)) <= most
        assert (4 in places(tree, name, 0)) == (re.fullmatch(pattern, name) is not None)
