"""Directory: providers, models, and all that is known of one subject, or of several."""

from ecosys.answers.models import ModelRow, models
from ecosys.answers.providers import ProviderRow, providers
from ecosys.answers.subjects import SubjectRow, subject, subjects

__all__ = [
    "ModelRow",
    "ProviderRow",
    "SubjectRow",
    "models",
    "providers",
    "subject",
    "subjects",
]
