from awards.models.answers import Abstention, Reminder
from awards.models.attachments import Attachment
from awards.models.cycles import AwardCategory, AwardCycle, CyclePhase
from awards.models.drafts import CycleDraft
from awards.models.eligibility import Attestation, Eligibility, EligibilityRun, FindingRow
from awards.models.judging import Ballot, Judge, JudgingPanel, Moderation, Placing, Recusal
from awards.models.late import LatePermit
from awards.models.nominations import Nomination, Release
from awards.models.notice_files import NoticeFile
from awards.models.publicity import NoticeName, Objection, OfficeTerms, PaperReceipt, PublicNotice, SpecialDay
from awards.models.quotas import GradeGiven, Quota, QuotaBound, QuotaChange, Reserve
from awards.models.readmissions import Readmission

__all__ = [
    "Abstention",
    "Attachment",
    "Attestation",
    "AwardCategory",
    "AwardCycle",
    "Ballot",
    "CycleDraft",
    "CyclePhase",
    "Eligibility",
    "EligibilityRun",
    "FindingRow",
    "GradeGiven",
    "Judge",
    "JudgingPanel",
    "LatePermit",
    "Moderation",
    "Nomination",
    "NoticeFile",
    "NoticeName",
    "Objection",
    "OfficeTerms",
    "PaperReceipt",
    "Placing",
    "PublicNotice",
    "Quota",
    "QuotaBound",
    "QuotaChange",
    "Readmission",
    "Recusal",
    "Release",
    "Reminder",
    "Reserve",
    "SpecialDay",
]
