"""The kinds of condition a cycle can state; each is one declared class in a file of its own."""

from awards.measures.attested import Attested
from awards.measures.base import Measure
from awards.measures.evaluation_rank import EvaluationRank
from awards.measures.evaluation_score import EvaluationScore
from awards.measures.institution_rank import InstitutionRank
from awards.measures.media_report import MediaReported
from awards.measures.showcase import Showcased

MEASURES: tuple[type[Measure], ...] = (EvaluationScore, EvaluationRank, InstitutionRank, Showcased, MediaReported, Attested)

__all__ = ["MEASURES", "Attested", "EvaluationRank", "EvaluationScore", "InstitutionRank", "Measure", "MediaReported", "Showcased"]
