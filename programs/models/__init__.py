from programs.models.evidence import (
    Engagement,
    EvaluationPeriod,
    InstitutionRanking,
    MediaReport,
    PerformanceEvaluation,
    Showcase,
    TrainingInstitution,
)
from programs.models.notices import (
    Assumption,
    CalendarPhase,
    Clause,
    Notice,
    NoticeVersion,
    PolicyValue,
    Program,
    Target,
)

__all__ = [
    "Assumption",
    "CalendarPhase",
    "Clause",
    "Engagement",
    "EvaluationPeriod",
    "InstitutionRanking",
    "MediaReport",
    "Notice",
    "NoticeVersion",
    "PerformanceEvaluation",
    "PolicyValue",
    "Program",
    "Showcase",
    "Target",
    "TrainingInstitution",
]
