from programs.models.activities import Activity, ActivityFigure, Expert, Participation, VisitFinding
from programs.models.bulletins import Bulletin, BulletinOrder
from programs.models.calendar import CalendarStep, Designation, StepProgress
from programs.models.calls import InstitutionBid, InstitutionCall
from programs.models.consulting import FilingAdvice
from programs.models.duties import Duty
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
from programs.models.funds import FundSource, Spending
from programs.models.groups import Group, GroupMember, GroupOpinion
from programs.models.institutions import (
    ChoiceObjection,
    InstitutionChoice,
    InstitutionOpinion,
    InstitutionProfile,
    InstitutionVerdict,
    Qualification,
    RecommendedInstitution,
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
from programs.models.receipts import NoticeReceipt
from programs.models.refining import Refinement
from programs.models.register import NoticeAttachment, NoticeBasis, NoticeDraft
from programs.models.systems import OutsideSystem
from programs.models.tasks import Task
from programs.models.trainers import TrainerNomination

__all__ = [
    "Activity",
    "ActivityFigure",
    "Assumption",
    "Bulletin",
    "BulletinOrder",
    "CalendarPhase",
    "CalendarStep",
    "ChoiceObjection",
    "Clause",
    "Designation",
    "Duty",
    "Engagement",
    "EvaluationPeriod",
    "Expert",
    "FiledRow",
    "Filing",
    "FilingAdvice",
    "FilingFile",
    "FilingVersion",
    "FundSource",
    "Group",
    "GroupMember",
    "GroupOpinion",
    "InstitutionBid",
    "InstitutionCall",
    "InstitutionChoice",
    "InstitutionOpinion",
    "InstitutionProfile",
    "InstitutionRanking",
    "InstitutionVerdict",
    "MediaReport",
    "Notice",
    "NoticeAttachment",
    "NoticeBasis",
    "NoticeDraft",
    "NoticeReceipt",
    "NoticeVersion",
    "OutsideSystem",
    "Participation",
    "PerformanceEvaluation",
    "PolicyValue",
    "Program",
    "Qualification",
    "RecommendedInstitution",
    "Refinement",
    "Showcase",
    "Spending",
    "StepProgress",
    "Target",
    "Task",
    "TrainerNomination",
    "TrainingInstitution",
    "VisitFinding",
]
