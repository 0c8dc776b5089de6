"""Query: what every page is asked: the moment."""

from typing import Any

from pydantic import model_validator

from ecosys_api.parameters import Coordinates


class PageQuery(Coordinates):
    """The moment of a page; what a form leaves empty is not asked."""

    format: None = None

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        return {name: value for name, value in given.items() if value not in ("", [""])}

    @property
    def coordinates(self) -> dict[str, object]:
        """The coordinates as they were given."""
        given = {name: getattr(self, name) for name in ("as_of", "known_at", "position", "source")}
        return {name: value for name, value in given.items() if value is not None}

    @property
    def asked(self) -> dict[str, object]:
        """What is asked besides the moment, as it was given."""
        apart = {*Coordinates.model_fields}
        return self.model_dump(mode="json", exclude=apart, exclude_none=True, exclude_unset=True)
