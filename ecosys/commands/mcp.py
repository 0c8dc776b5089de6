"""ecosys mcp: the tools for language models, over standard input and output or HTTP."""

from typing import Annotated

import typer

from ecosys.commands._options import Database

SERVER = "ecosys_api.mcp.stdio:serve"
"""What answers over standard input and output; named here, as `serve` names the other one."""


def mcp(
    http: Annotated[
        bool, typer.Option("--http", help="Serve over HTTP at /mcp, as ecosys serve does.")
    ] = False,
    host: Annotated[str, typer.Option(help="The address to listen at, with --http.")] = "127.0.0.1",
    port: Annotated[
        int,
        typer.Option(min=0, max=65535, help="The port, with --http; 0 takes one that is free."),
    ] = 8000,
    database: Database = None,
) -> None:
    """Answer language models by the Model Context Protocol: prices, ends, changes, an audit.

    A client starts it, and speaks with it over standard input and output.
    """
    from importlib.util import find_spec
    from pkgutil import resolve_name

    from ecosys.commands.serve import serve
    from ecosys.errors import Unavailable

    if find_spec("mcp") is None:
        raise Unavailable("ecosys mcp needs mcp.", hint="pip install 'ecosys[mcp]'")
    if http:
        serve(host=host, port=port, database=database)
    else:
        resolve_name(SERVER)(database)
