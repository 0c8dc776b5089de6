"""Read model: what a read model is, and how it is kept up with the log."""

from ecosys.read_model.keeper import Keeper
from ecosys.read_model.read_model import ReadModel, read_models

__all__ = ["Keeper", "ReadModel", "read_models"]
