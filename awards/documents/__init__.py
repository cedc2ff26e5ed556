from awards.documents.annexes import (
    InstitutionManagerRecommendation,
    InstitutionRecommendation,
    ManagerRecommendation,
    Recommendation,
    RecommendationSummary,
    UnitRecommendation,
)
from awards.documents.editable import summary_workbook, word
from awards.documents.names import AnnouncedPaper, PublicNoticePaper
from portal.documents.editions import written_by

for _form in (UnitRecommendation, ManagerRecommendation, InstitutionRecommendation, InstitutionManagerRecommendation):
    written_by(_form.form, "docx", word)
written_by(RecommendationSummary.form, "docx", word)
written_by(RecommendationSummary.form, "xlsx", summary_workbook)

__all__ = [
    "AnnouncedPaper",
    "InstitutionManagerRecommendation",
    "InstitutionRecommendation",
    "ManagerRecommendation",
    "PublicNoticePaper",
    "Recommendation",
    "RecommendationSummary",
    "UnitRecommendation",
]
