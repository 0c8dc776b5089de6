"""Dialect: how PostgreSQL says what SQL has no common words for."""

import re

_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")


class PostgresDialect:
    """The words of PostgreSQL, over the tables of one schema."""

    def __init__(self, schema: str) -> None:
        self.schema = '"' + schema.replace('"', '""') + '"'

    def instant(self, column: str) -> str:
        """Whole seconds and the rest apart: their product as one number would not be exact."""
        seconds = f"{column} / 1000000 * interval '1 second'"
        rest = f"{column} % 1000000 * interval '1 microsecond'"
        at = f"timestamp '1970-01-01' + {seconds} + {rest}"
        return f"""to_char({at}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') COLLATE "C\""""

    def text(self, json: str, path: str) -> str:
        """What stands at a path of a JSON text; it sorts by its code points."""
        return f'({self._at(json, path)} COLLATE "C")'

    def whole(self, json: str, path: str) -> str:
        """The whole number at a path of a JSON text."""
        return f"CAST({self._at(json, path)} AS bigint)"

    def number(self, digits: str, times: int = 1) -> str:
        """Exact digits as a number: multiplied while they are exact."""
        number = f"CAST({digits} AS numeric)"
        return f"CAST({number if times == 1 else f'{number} * {times}'} AS double precision)"

    def place(self, text: str, part: str) -> str:
        """At which character a part begins."""
        return f"strpos({text}, {part})"

    def _at(self, json: str, path: str) -> str:
        steps = ",".join(name or at for name, at in _STEP.findall(path))
        return f"(CAST({json} AS json) #>> '{{{steps}}}')"
