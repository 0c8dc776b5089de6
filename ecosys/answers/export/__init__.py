"""Export: what holds at a moment in the layout of another tool, and what that could not carry."""

from ecosys.answers.export.layout import Export, Layout, export, exports, get_layout, layouts
from ecosys.answers.export.loss import Loss

__all__ = ["Export", "Layout", "Loss", "export", "exports", "get_layout", "layouts"]
