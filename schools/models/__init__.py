from schools.models.movements import Merge, Transfer
from schools.models.rosters import Census, CensusReminder, RosterReport
from schools.models.schools import School, SchoolStage
from schools.models.teachers import Employment, Teacher

__all__ = ["Census", "CensusReminder", "Employment", "Merge", "RosterReport", "School", "SchoolStage", "Teacher", "Transfer"]
