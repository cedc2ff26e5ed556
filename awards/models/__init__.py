from awards.models.cycles import AwardCategory, AwardCycle, CyclePhase, Quota
from awards.models.eligibility import Attestation, Eligibility, EligibilityRun, FindingRow
from awards.models.late import LatePermit
from awards.models.nominations import Nomination, Release

__all__ = [
    "Attestation",
    "AwardCategory",
    "AwardCycle",
    "CyclePhase",
    "Eligibility",
    "EligibilityRun",
    "FindingRow",
    "LatePermit",
    "Nomination",
    "Quota",
    "Release",
]
