from credits.models.abilities import MicroAbility
from credits.models.completion import CompletionResult, CompletionRule, CompletionRun, CompletionStat
from credits.models.items import EvidenceItem
from credits.models.ledger import CreditEntry, ExternalAssessment, Selection, TrainingHours

__all__ = [
    "CompletionResult",
    "CompletionRule",
    "CompletionRun",
    "CompletionStat",
    "CreditEntry",
    "EvidenceItem",
    "ExternalAssessment",
    "MicroAbility",
    "Selection",
    "TrainingHours",
]
