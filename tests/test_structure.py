"""The house keeps to its budgets, and what measures it measures rightly."""

import ast
from textwrap import dedent

import grimp
import pytest

from tests import structure


@pytest.fixture(scope="module")
def figures():
    return {figure.name: figure for figure in structure.measure(structure.ROOT)}


@pytest.mark.parametrize("name", structure.BUDGETS)
def test_the_house_keeps_to_its_budget(figures, name):
    figure = figures[name]
    assert figure.value <= structure.BUDGETS[name], ", ".join(figure.names)


def test_the_arrows_are_those_that_the_import_linter_sees():
    seen = grimp.build_graph("ecosys", "ecosys_api", cache_dir=None)
    arrows = {
        (structure.room_of(module), structure.room_of(imported))
        for module in seen.modules
        for imported in seen.find_modules_directly_imported_by(module)
    }
    library = structure.read_modules(structure.ROOT / "ecosys")
    api = structure.read_modules(structure.ROOT / "api" / "ecosys_api")
    assert drawn(structure.arrows([*library, *api])) == {
        (one, other) for one, other in arrows if one and other and one != other
    }


def drawn(graph):
    """The arrows of a graph as pairs."""
    return {(one, other) for one in graph for other in graph[one]}


@pytest.fixture
def tree(tmp_path):
    """Writes files into a checkout of its own and reads the modules of its library."""

    def write(files):
        files = {"ecosys/__init__.py": "", "pyproject.toml": "", **files}
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(content), encoding="utf-8")
        packages = [tmp_path / "ecosys", tmp_path / "api" / "ecosys_api"]
        return [module for package in packages for module in structure.read_modules(package)]

    return write


def graph_of(tree, **contents):
    """The graph of modules at the top of a library, by name and content."""
    return structure.arrows(tree({f"ecosys/{name}.py": text for name, text in contents.items()}))


def test_an_entry_is_a_module_or_a_package_at_the_top(tree):
    counted = ["cli.py", "log/__init__.py", "log/reader.py"]
    others = ["__main__.py", "py.typed", "data/names.json", "__pycache__/cli.cpython-311.pyc"]
    files = {f"ecosys/{name}": "" for name in counted + others}
    modules = tree({**files, "api/ecosys_api/__init__.py": ""})
    assert structure.entries(modules) == ["cli", "log"]


def test_three_packages_in_a_chain_stand_on_three_floors(tree):
    graph = structure.arrows(
        tree(
            {
                "ecosys/top/__init__.py": "",
                "ecosys/top/hall.py": "from ecosys.middle import stairs",
                "ecosys/middle/__init__.py": "",
                "ecosys/middle/stairs.py": "import ecosys.ground.cellar",
                "ecosys/ground/__init__.py": "",
                "ecosys/ground/cellar.py": "import json",
            }
        )
    )
    assert structure.longest_path(graph) == ("top", "middle", "ground")
    assert drawn(graph) == {("top", "middle"), ("middle", "ground")}


def test_the_longest_of_several_ways_counts(tree):
    graph = graph_of(
        tree, a="from ecosys import d, b", b="from ecosys import c", c="import ecosys.d", d=""
    )
    assert structure.longest_path(graph) == ("a", "b", "c", "d")


def test_what_imports_nothing_stands_on_one_floor(tree):
    assert len(structure.longest_path(graph_of(tree, a="", b=""))) == 1


def test_the_api_is_one_room_above_the_library(tree):
    graph = structure.arrows(
        tree(
            {
                "ecosys/log.py": "",
                "api/ecosys_api/__init__.py": "",
                "api/ecosys_api/app.py": "from ecosys_api.routes import events",
                "api/ecosys_api/routes/__init__.py": "",
                "api/ecosys_api/routes/events.py": "from ecosys.log import Log",
            }
        )
    )
    assert graph == {"ecosys_api": {"log"}, "log": set()}


@pytest.mark.parametrize(
    "importing",
    [
        "import ecosys.b",
        "import ecosys.b as other",
        "from ecosys import b",
        "from ecosys import b as other",
        "from ecosys.b import anything",
        "from . import b",
        "from .b import anything",
        "def late():\n    from ecosys.b import anything",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from ecosys.b import anything",
        "try:\n    import ecosys.b\nexcept ImportError:\n    pass",
    ],
)
def test_an_import_counts_however_it_is_written(tree, importing):
    assert drawn(graph_of(tree, a=importing, b="")) == {("a", "b")}


@pytest.mark.parametrize(
    "importing",
    [
        "import ecosys",
        "from ecosys import Timeline",
        "from ecosys import a",
        "from other import b",
        "import b",
        "import ecosystem.b",
        "'from ecosys import b'",
    ],
)
def test_no_arrow_goes_to_the_root_to_oneself_or_to_others(tree, importing):
    assert drawn(graph_of(tree, a=importing, b="")) == set()


def test_names_that_the_root_hands_out_lazily_are_no_arrows(tree):
    root = "def __getattr__(name):\n    from ecosys import a\n    return getattr(a, name)"
    graph = graph_of(tree, __init__=root, __main__="from ecosys.a import main", a="")
    assert graph == {"a": set()}


def test_relative_imports_start_at_the_package_of_the_file(tree):
    graph = structure.arrows(
        tree(
            {
                "ecosys/log/__init__.py": "from .reader import read\nfrom .. import values",
                "ecosys/log/reader.py": "from . import line\nfrom ..event import Event",
                "ecosys/log/line.py": "",
                "ecosys/event.py": "",
                "ecosys/values.py": "",
            }
        )
    )
    assert drawn(graph) == {("log", "event"), ("log", "values")}


def test_an_import_for_type_checkers_alone_makes_a_pair_and_a_cycle(tree):
    back = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from ecosys.a import A"
    graph = graph_of(tree, a="from ecosys.b import B", b=back)
    assert structure.pairs(graph) == [("a", "b")]
    assert structure.cycles(graph) == [("a", "b")]


def test_a_cycle_of_three_holds_no_pair_and_saves_no_floor(tree):
    graph = graph_of(
        tree,
        door="from ecosys import b",
        a="from ecosys import b",
        b="from ecosys import c",
        c="from ecosys import a, cellar",
        cellar="",
    )
    assert structure.pairs(graph) == []
    assert structure.cycles(graph) == [("a", "b", "c")]
    assert structure.longest_path(graph) == ("door", "a", "b", "c", "cellar")


def test_two_ways_to_one_room_are_no_cycle(tree):
    graph = graph_of(tree, a="from ecosys import b, c", b="import ecosys.c", c="")
    assert structure.cycles(graph) == []


CONTRACTS = """
    [[tool.importlinter.contracts]]
    type = "layers"
    layers = ["ecosys_api | ecosys.cli", "(ecosys.answers) : ecosys.log"]

    [[tool.importlinter.contracts]]
    type = "layers"
    containers = ["ecosys.domain"]
    layers = ["prices", "shares | (figures)"]

    [[tool.importlinter.contracts]]
    type = "forbidden"
    source_modules = ["ecosys", "ecosys.moment"]
    forbidden_modules = ["ecosys.clock"]

    [[tool.importlinter.contracts]]
    type = "independence"
    modules = ["ecosys.importers.litellm", "ecosys.importers.tokencost"]

    [[tool.importlinter.contracts]]
    type = "acyclic_siblings"
    ancestors = ["ecosys.values"]
"""


def unbound(tree, tmp_path, *names):
    modules = tree({"pyproject.toml": CONTRACTS, **{f"ecosys/{name}.py": "" for name in names}})
    return structure.unbound(modules, structure.read_contracts(tmp_path / "pyproject.toml"))


def test_a_module_is_bound_when_a_contract_names_it_or_a_package_around_it(tree, tmp_path):
    layered = ["cli", "answers/prices", "log/__init__", "log/tables/event"]
    contained = ["domain/prices", "domain/shares", "domain/figures/runs"]
    sources = ["moment/hold", "importers/litellm/fields", "importers/tokencost"]
    assert unbound(tree, tmp_path, *layered, *contained, *sources) == []


@pytest.mark.parametrize(
    "name",
    [
        "values",  # in no contract but one of a type that binds none
        "clock",  # only ever forbidden to others
        "logs",  # begins like one that is bound
        "domain/__init__",  # holds layers and is none
        "domain/endings",
        "importers/openrouter",
    ],
)
def test_a_module_that_no_contract_names_is_unbound(tree, tmp_path, name):
    module = "ecosys." + name.removesuffix("/__init__").replace("/", ".")
    assert unbound(tree, tmp_path, name) == [module]


def test_without_contracts_every_module_but_the_root_is_unbound(tree, tmp_path):
    modules = tree({"ecosys/__main__.py": "", "ecosys/a.py": "", "ecosys/b/c.py": ""})
    none = structure.read_contracts(tmp_path / "pyproject.toml")
    assert structure.unbound(modules, none) == ["ecosys.a", "ecosys.b.c"]


def test_a_function_is_as_long_as_from_def_to_its_last_line():
    code = """
        @decorated(
            by="two",
        )
        @again
        def outer(
            argument,
        ):
            async def inner():
                '''One line.'''

                return 1

            return inner
    """
    lengths = {
        node.name: structure.length(node) for node in structure.functions(ast.parse(dedent(code)))
    }
    assert lengths == {"outer": 9, "inner": 4}


def test_sizes_are_median_nine_tenths_and_maximum():
    measured = [(lines, f"file{lines}") for lines in (70, 10, 100, 20, 90, 30, 80, 40, 60, 50)]
    median, p90, maximum = structure.sizes("file", measured)
    assert (median.value, p90.value, maximum.value) == (55, 90, 100)
    assert maximum.names == ["file100"]


def test_a_file_is_as_long_as_its_lines(tree):
    lines = {each.name: each.lines for each in tree({"ecosys/a.py": "a = 1\n\nb = 2\n"})}
    assert lines == {"ecosys": 0, "ecosys.a": 3}


ANNOTATED = """
    def says() -> int: ...
    def is_silent(): ...
    class Thing:
        async def says_too(self) -> None: ...
        def outer(self) -> None:
            def is_silent_within(): ...
"""


def test_functions_and_methods_say_what_they_return(tree):
    figure = structure.annotated(tree({"ecosys/a.py": ANNOTATED}))
    assert figure.value == 60
    assert figure.names == ["ecosys.a:3:is_silent", "ecosys.a:7:is_silent_within"]


DOCUMENTED = '''
    if True:
        def told():
            """Told."""
            def within(): ...
            class Within: ...
    def untold(): ...
    def _private(): ...
    class Told:
        """Told."""
        def untold_method(self): ...
        def __len__(self): ...
    class _Private:
        def method(self): ...
'''


def test_what_others_may_use_has_a_docstring(tree):
    hidden = {"ecosys/_hidden.py": DOCUMENTED, "ecosys/_own/shown.py": DOCUMENTED}
    figure = structure.documented(tree({"ecosys/a.py": DOCUMENTED, **hidden}))
    assert figure.value == 50
    assert figure.names == ["ecosys.a:7:untold", "ecosys.a:11:untold_method"]


def test_the_table_names_every_figure_and_what_is_over_its_budget(tree, tmp_path, capsys):
    tree({"ecosys/a.py": "from ecosys import b\ndef f(): ...", "ecosys/b.py": "import ecosys.a"})
    structure.main(tmp_path)
    rows = capsys.readouterr().out.partition("\n\n")[0].splitlines()
    assert [" ".join(row.split()) for row in rows] == [
        "value budget",
        "entries of the package 2 22",
        "lines of a file, median 1",
        "lines of a file, p90 2",
        "lines of a file, maximum 2 350",
        "lines of a function, median 1",
        "lines of a function, p90 1",
        "lines of a function, maximum 1",
        "floors 2 11",
        "arrows 2",
        "pairs that import each other 1 0 over",
        "cycles 1 0 over",
        "modules outside the contracts 2 0 over",
        "% of functions with a return annotation 0",
        "% of public functions and classes with a docstring 0",
    ]


def test_the_table_tells_the_names_behind_a_number(tree, tmp_path, capsys):
    tree({"ecosys/a.py": "from ecosys import b\ndef f(): ...", "ecosys/b.py": "import ecosys.a"})
    structure.main(tmp_path)
    names = capsys.readouterr().out.partition("\n\n")[2]
    assert "cycles:\n    a and b\n" in names
    assert "modules outside the contracts:\n    ecosys.a, ecosys.b\n" in names


def test_a_folder_without_the_library_is_refused(tmp_path):
    with pytest.raises(SystemExit, match="no folder ecosys"):
        structure.main(tmp_path)


def test_a_figure_may_be_as_large_as_its_budget_and_no_larger():
    most = structure.BUDGETS["floors"]
    assert "over" not in structure.table([structure.Figure("floors", most)])
    assert "over" in structure.table([structure.Figure("floors", most + 1)])
