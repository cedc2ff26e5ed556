from credits.models.abilities import MicroAbility
from credits.models.acceptance import Acceptance, ResultBatch, ResultLine
from credits.models.certificates import Certificate
from credits.models.checks import CheckFinding, SampledItem, SpotCheck
from credits.models.choosing import SelectionPlan, SelectionReport
from credits.models.completion import CompletionResult, CompletionRule, CompletionRun, CompletionStat
from credits.models.declarations import Declaration
from credits.models.evidence import Evidence, EvidenceFile, EvidenceUpload
from credits.models.items import EvidenceItem
from credits.models.ledger import CreditEntry, ExternalAssessment, Selection, TrainingHours
from credits.models.reflections import StageReflection
from credits.models.reviews import PanelMember, PanelReview, Phrase, Relation, ReviewPanel
from credits.models.years import ClosedYear

__all__ = [
    "Acceptance",
    "Certificate",
    "CheckFinding",
    "ClosedYear",
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
    "PanelMember",
    "PanelReview",
    "Phrase",
    "Relation",
    "ResultBatch",
    "ResultLine",
    "ReviewPanel",
    "SampledItem",
    "Selection",
    "SelectionPlan",
    "SelectionReport",
    "SpotCheck",
    "StageReflection",
    "TrainingHours",
]
