from credits.models.abilities import MicroAbility
from credits.models.completion import CompletionResult, CompletionRule, CompletionRun, CompletionStat
from credits.models.declarations import Declaration
from credits.models.evidence import Evidence, EvidenceFile, EvidenceUpload
from credits.models.items import EvidenceItem
from credits.models.ledger import CreditEntry, ExternalAssessment, Selection, TrainingHours

__all__ = [
    "CompletionResult",
    "CompletionRule",
    "CompletionRun",
    "CompletionStat",
    "CreditEntry",
    "Declaration",
    "Evidence",
    "EvidenceFile",
    "EvidenceItem",
    "EvidenceUpload",
    "ExternalAssessment",
    "MicroAbility",
    "Selection",
    "TrainingHours",
]
