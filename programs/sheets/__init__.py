"""The workbooks of evidence people send: scores, rankings, showcases, media reports, institutions."""

from portal.sheets.registry import register
from programs.sheets.activities import ActivitySheet, ExpertSheet
from programs.sheets.groups import GroupSheet
from programs.sheets.institutions import InstitutionSheet
from programs.sheets.media import MediaSheet
from programs.sheets.rankings import RankingSheet
from programs.sheets.scores import ScoreSheet
from programs.sheets.showcases import ShowcaseSheet

LAYOUTS = (
    ScoreSheet(),
    RankingSheet(),
    ShowcaseSheet(),
    MediaSheet(),
    InstitutionSheet(),
    GroupSheet(),
    ActivitySheet(),
    ExpertSheet(),
)

for layout in LAYOUTS:
    register(layout)
