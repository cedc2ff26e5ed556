from programs.models.calendar import CalendarStep, Designation, StepProgress
from programs.models.evidence import (
    Engagement,
    EvaluationPeriod,
    InstitutionRanking,
    MediaReport,
    PerformanceEvaluation,
    Showcase,
    TrainingInstitution,
)
from programs.models.filings import FiledRow, Filing, FilingFile, FilingVersion
from programs.models.groups import Group, GroupMember, GroupOpinion
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
from programs.models.tasks import Task

__all__ = [
    "Assumption",
    "CalendarPhase",
    "CalendarStep",
    "Clause",
    "Designation",
    "Engagement",
    "EvaluationPeriod",
    "FiledRow",
    "Filing",
    "FilingFile",
    "FilingVersion",
    "Group",
    "GroupMember",
    "GroupOpinion",
    "InstitutionRanking",
    "MediaReport",
    "Notice",
    "NoticeVersion",
    "PerformanceEvaluation",
    "PolicyValue",
    "Program",
    "Showcase",
    "StepProgress",
    "Target",
    "Task",
    "TrainingInstitution",
]
