"""Moment: what holds, and what names mean, at the coordinates at which a question is asked."""

from ecosys.moment.held import Held
from ecosys.moment.moment import Moment
from ecosys.moment.view import View

__all__ = ["Held", "Moment", "View"]
