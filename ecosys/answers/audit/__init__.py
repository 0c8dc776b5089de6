"""Audit: which models code names, what becomes of each, and when."""

from ecosys.answers.audit.answer import Audit, AuditMeta, audit, data_date
from ecosys.answers.audit.names import Meaning, ModelNames, model_names
from ecosys.answers.audit.reading import Reader
from ecosys.answers.audit.rows import AuditRow, ReplacementRow, UnknownRow
from ecosys.answers.audit.scan import Found, Scanner, Unknown, Use, read_alone

__all__ = [
    "Audit",
    "AuditMeta",
    "AuditRow",
    "Found",
    "Meaning",
    "ModelNames",
    "Reader",
    "ReplacementRow",
    "Scanner",
    "Unknown",
    "UnknownRow",
    "Use",
    "audit",
    "data_date",
    "model_names",
    "read_alone",
]
