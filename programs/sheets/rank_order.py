from django.utils.translation import gettext as _

from portal.kit.numbers import plain_hundredths
from programs.ranking import Ranked, contradictions


def warn_of_contradictions(group: list[Ranked]) -> None:
    """Warn rows whose rank does not follow from the scores; keys are (row or None for what is stored, unit's name or "")."""
    by_key = {entry.key: entry for entry in group}
    for (row, name), other in contradictions(group).items():
        if row is not None:
            row.warn(
                "rank",
                _said(by_key[row, name], other),
                code="rank_contradicts_score",
                advice=_("请核对两个单位的得分和排名；确认无误可以照常导入。"),
            )


def _said(entry: Ranked, other: Ranked) -> str:
    """The contradiction in a sentence; another unit without a name is not told apart."""
    own = {"score": plain_hundredths(entry.score), "rank": entry.rank}
    name = other.key[1]
    if not name:
        return _("得分 %(score)s 排第 %(rank)d，与同级另一单位已有的得分和名次顺序不符。") % own
    about = {"other": name, "other_score": plain_hundredths(other.score), "other_rank": other.rank}
    return _("得分 %(score)s 排第 %(rank)d，而%(other)s得分 %(other_score)s 排第 %(other_rank)d，名次与得分顺序不符。") % (
        own | about
    )
