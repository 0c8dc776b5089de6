"""ecosys serve: the API and the page on this machine."""

from typing import Annotated, Literal

import typer

from ecosys.commands._options import Database

SERVER = "ecosys_api.server:serve"
"""What serves; named here, as the library imports nothing of the API."""


def serve(
    host: Annotated[
        str, typer.Option(envvar="ECOSYS_HOST", help="The address to listen at.")
    ] = "127.0.0.1",
    port: Annotated[
        int,
        typer.Option(
            envvar="ECOSYS_PORT", min=0, max=65535, help="The port; 0 takes one that is free."
        ),
    ] = 8000,
    workers: Annotated[
        int,
        typer.Option(
            envvar="ECOSYS_WORKERS", min=1, max=64, help="How many processes answer questions."
        ),
    ] = 1,
    root_path: Annotated[
        str,
        typer.Option(
            envvar="ECOSYS_ROOT_PATH",
            help="What a proxy puts before all paths: /ecosys. Links have it then.",
        ),
    ] = "",
    forwarded_allow_ips: Annotated[
        str,
        typer.Option(
            envvar=["ECOSYS_FORWARDED_ALLOW_IPS", "FORWARDED_ALLOW_IPS"],
            help="Proxies that are believed: addresses or networks, by commas; or *.",
        ),
    ] = "127.0.0.1,::1",
    proxy_headers: Annotated[
        Literal["x-forwarded", "forwarded"],
        typer.Option(
            envvar="ECOSYS_PROXY_HEADERS",
            help="Which of their headers: X-Forwarded-For, -Proto, -Host, -Prefix; or Forwarded.",
        ),
    ] = "x-forwarded",
    access_log: Annotated[
        bool,
        typer.Option(
            "--access-log/--no-access-log",
            envvar="ECOSYS_ACCESS_LOG",
            help="Write every request to standard output.",
        ),
    ] = False,
    log_format: Annotated[
        Literal["text", "json"],
        typer.Option(
            envvar="ECOSYS_LOG_FORMAT", help="Log lines as text for a terminal, or as JSON."
        ),
    ] = "text",
    metrics_from: Annotated[
        str,
        typer.Option(
            envvar="ECOSYS_METRICS_FROM",
            help="Networks that are told /metricsz, by commas; *: everybody; nobody: none.",
        ),
    ] = "127.0.0.0/8,::1,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7,fe80::/10",
    writes_a_minute: Annotated[
        int,
        typer.Option(
            envvar="ECOSYS_WRITES_A_MINUTE",
            min=0,
            help="How often an API key may write; 0: as often as anybody likes.",
        ),
    ] = 600,
    question_seconds: Annotated[
        float,
        typer.Option(
            envvar="ECOSYS_QUESTION_SECONDS",
            min=0,
            help="How long one question may be worked on, in seconds; 0: without end.",
        ),
    ] = 60,
    answer_rows: Annotated[
        int,
        typer.Option(
            envvar="ECOSYS_ANSWER_ROWS",
            min=0,
            help="How many rows an answer has that is given as a whole; 0: all that there are.",
        ),
    ] = 250_000,
    read_database: Annotated[
        str | None,
        typer.Option(
            envvar="ECOSYS_READ_DATABASE",
            help="A replica of the database, postgresql://...: it is asked, and never written to.",
            show_default=False,
            metavar="URL",
        ),
    ] = None,
    database: Database = None,
) -> None:
    """Serve the API and the page; an empty log is filled first, /readyz tells when that is done."""
    from pkgutil import resolve_name

    resolve_name(SERVER)(
        database,
        host=host,
        port=port,
        workers=workers,
        root_path=root_path,
        proxies=forwarded_allow_ips,
        proxy_headers=proxy_headers,
        access_log=access_log,
        log_format=log_format,
        metrics_from=metrics_from,
        writes_a_minute=writes_a_minute,
        question_seconds=question_seconds,
        answer_rows=answer_rows,
        read_database=read_database,
    )
