"""Names that go before the public as a document of the office: a public notice (公示), and the list announced (公布)."""

from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from awards.documents.annexes import labelled
from awards.documents.lists import announced_on, chinese, groups_of, sentences_of, winning_groups
from awards.models import AwardCycle, PublicNotice
from portal.documents.paper import OfficialForm, Text, official_form


@dataclass(frozen=True, kw_only=True)
class NamesPaper(OfficialForm):
    """A heading, the text, the names category by category, who gives it and on which day (GB/T 9704: 标题、正文、落款)."""

    annex: ClassVar = ""
    template: ClassVar = "awards/pdf/names.html"

    heading: str = labelled(_("标题"))
    text: str = labelled(_("正文"), default="")
    issuer: str = labelled(_("落款"))
    issued_on: str = labelled(_("日期"), default="")
    rows: tuple[tuple[str, str, str, str], ...] = labelled(
        _("类别"), _("名称（姓名）"), _("所在单位"), _("所属区县（设区市）"), default=()
    )

    @property
    def subject_text(self) -> str:
        return self.heading

    @property
    def groups(self) -> list[tuple[Text, list[list[Text]], bool]]:
        """Category by category, as the template prints them, and whether anybody of it has a workplace."""
        found = [(name, [row[1:] for row in rows]) for name, rows in groupby(self.rows, key=lambda row: row[0])]
        return [(Text(name), [[Text(cell) for cell in row] for row in rows], any(row[1] for row in rows)) for name, rows in found]


@official_form
@dataclass(frozen=True, kw_only=True)
class PublicNoticePaper(NamesPaper):
    """公示: the text of a notice with its names, days and who takes objections."""

    form: ClassVar = "public-notice"
    title: ClassVar = "名单公示"
    number_part: ClassVar = "GS"


@official_form
@dataclass(frozen=True, kw_only=True)
class AnnouncedPaper(NamesPaper):
    """公布: the final list of a selection."""

    form: ClassVar = "announced-list"
    title: ClassVar = "评选结果名单"
    number_part: ClassVar = "GB"


def notice_paper(notice: PublicNotice) -> PublicNoticePaper:
    """A notice as it stands now; struck names stay away."""
    return PublicNoticePaper(
        heading=notice.title,
        text="\n".join(sentences_of(notice)),
        issuer=notice.giver,
        coded=notice.cycle.show_codes,
        issued_on=chinese(notice.starts_on) if notice.starts_on else "",
        rows=_flat(groups_of(notice)),
    )


def announced_paper(cycle: AwardCycle, groups) -> AnnouncedPaper:
    """The list that was announced, in the notice's order; ``groups`` as ``winners_of`` gives them."""
    day = announced_on(groups)
    return AnnouncedPaper(
        heading=_("%(cycle)s名单") % {"cycle": cycle.name},
        issuer=cycle.office_name,
        coded=cycle.show_codes,
        issued_on=chinese(day) if day else "",
        rows=_flat(winning_groups(groups)),
    )


def _flat(groups) -> tuple[tuple[str, str, str, str], ...]:
    return tuple((name, *row) for name, rows in groups for row in rows)
