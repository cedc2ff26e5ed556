"""What a city's package (附件2–4 of 浙工程办函〔2023〕7号) still lacks, as lines with where each is put right."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.facts_desk.cities import CityDesk, Group
from awards.facts_desk.missing import Owing, owing_of
from portal.documents.models import Document


@dataclass(frozen=True)
class Lack:
    """One thing: ``must`` says whether it holds up the package or is only worth a look."""

    text: str
    url: str
    must: bool


def lacking(desk: CityDesk) -> list[Lack]:
    """Everything open in the package of a desk ``mark_reserves`` was at.

    Six queries, for those that have not answered and for the printed summary.
    """
    owing = owing_of(desk.cycle, desk.city)
    found = [lack for group in desk.groups for lack in _of_group(group, owing)]
    found += [lack for category, row, said in desk.own for lack in _of_own(category, row, said)]
    return found + _of_paper(desk)


def _of_group(group: Group, owing: list[Owing]) -> list[Lack]:
    """Forms that wait, places nobody took, counties that said nothing, opinions left empty."""
    url, name = f"#{group.category.key}", group.category.name
    waiting = sum(one.waits for one in group.candidates)
    found = []
    if waiting:
        told = _("“%(name)s”有 %(count)d 份推荐表等待审核，推荐或退回")
        if group.category.keeps_reserve:
            told = _("“%(name)s”有 %(count)d 份推荐表等待审核，推荐、备选或退回")
        found.append(Lack(told % {"name": name, "count": waiting}, url, must=bool(group.left is None or group.left > 0)))
    if group.left and not group.abstention:
        told = _("“%(name)s”还有 %(count)d 个名额没有用，用不完的可以不用")
        found.append(Lack(told % {"name": name, "count": group.left}, url, must=not group.ordered))
    found += _of_silence(group, owing)
    blank = sum(not one.nomination.opinion for one in group.ordered)
    if blank:
        told = _("“%(name)s”有 %(count)d 份已推荐的表没有填市级意见，打印后手写")
        found.append(Lack(told % {"name": name, "count": blank}, url, must=False))
    return found


def _of_silence(group: Group, owing: list[Owing]) -> list[Lack]:
    """Those that handed nothing in and did not answer, as the list of the missing counts them."""
    silent = [one for one in owing if any(category.pk == group.category.pk for category in one.categories)]
    if not silent:
        return []
    barred = sum(any(category.pk == group.category.pk for category in one.barred) for one in silent)
    told = _("%(count)d 个区县没有报送“%(name)s”，也没有答复不推荐")
    if barred:
        told = _("%(count)d 个区县没有报送“%(name)s”，也没有答复不推荐，其中 %(barred)d 个按最近一次认定不符合条件")
    words = {"name": group.category.name, "count": len(silent), "barred": barred}
    return [Lack(told % words, f"#{group.category.key}", must=False)]


def _of_own(category, row, said) -> list[Lack]:
    """The city's own form: begun and not handed in, or neither begun nor declined."""
    if row is not None and row.editable:
        return [Lack(_("“%s”本级推荐表已起草，还没有报送") % category.name, row.get_absolute_url(), must=True)]
    if row is None and said is None and not category.names_a_person:
        return [Lack(_("“%s”本级没有填报，也没有答复不推荐") % category.name, "#own", must=False)]
    return []


def _of_paper(desk: CityDesk) -> list[Lack]:
    """The summary on paper: not yet printed, or printed before the recommendations changed."""
    if not (desk.summary.units or desk.summary.managers):
        return []
    papers = Document.objects.filter(
        series=desk.cycle.code, form=desk.summary.form, subject_type="units.unit", subject_id=str(desk.city.pk), state="issued"
    )
    last = papers.order_by("-pk").values_list("content_hash", flat=True).first()
    if last is None:
        return [Lack(_("%s还没有生成正式表格") % desk.papers.together, "#summary", must=True)]
    if last != desk.summary.content_hash():
        told = _("推荐在生成%s之后有变化，请重新生成、重新盖章")
        return [Lack(told % desk.papers.summary, "#summary", must=True)]
    return []
