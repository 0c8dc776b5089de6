"""ecosys serve: the API and the page on this machine."""

from typing import Annotated

import typer

from ecosys.commands._options import Database


def serve(
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port.")] = 8000,
    database: Database = None,
) -> None:
    """Serve the API and the page; an empty log is filled first, /readyz tells when that is done."""
    import os

    import uvicorn

    if database is not None:
        os.environ["ECOSYS_DATABASE"] = database
    typer.echo(f"ecosys at http://{host}:{port} (the API: /docs)", err=True)
    app = "ecosys_api.app:app_from_environment"
    uvicorn.run(app, factory=True, host=host, port=port, log_level="warning")
