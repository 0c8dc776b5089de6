"""Views: what the read models hold, in the plain columns that queries in SQL ask for."""

from ecosys.views.columns import Column, Columns
from ecosys.views.views import ALL, VERSION, View, views

__all__ = ["ALL", "VERSION", "Column", "Columns", "View", "views"]
