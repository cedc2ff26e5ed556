"""What is still wrong with a selection that is being prepared, sentence by sentence, each with its place in the file."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from pydantic import ValidationError

from awards.cycle_data import clauses_of, section_in
from awards.models import AwardCycle, CycleDraft
from awards.notice_section import CycleSection
from portal.kit.errors import DomainError
from portal.units.models import Unit
from programs.faults import faults_of
from programs.notice_file import NoticeRefused
from programs.yaml_reading import Fault, FaultyTextError, locate, read_yaml


def section_from(text: str) -> CycleSection:
    """The part of a sound draft as it is loaded."""
    return CycleSection.model_validate(section_in(text))


def check_sound(draft: CycleDraft) -> None:
    """A draft that is to be issued has nothing wrong with it; ``NoticeRefused`` names line and key."""
    if faults := faults_in(draft):
        raise NoticeRefused(faults)


def faults_in(draft: CycleDraft) -> list[Fault]:
    """What issuing would refuse; nothing when the draft could be issued."""
    try:
        data, root = read_yaml(draft.text)
        written = section_in(draft.text)
    except FaultyTextError as error:
        return [error.fault]
    except DomainError as refusal:
        return [Fault(1, "", refusal.sentence())]
    place = ("cycle",) if "cycle" in data else ()
    try:
        section = CycleSection.model_validate(written)
    except ValidationError as error:
        return faults_of(error, root, place)
    return list(_strangers(draft, section, written, root, place))


def _strangers(draft: CycleDraft, section: CycleSection, data: dict, root, top: tuple) -> Iterator[Fault]:
    """Clauses the notice has not, units the tree has not, a code that is taken, an empty calendar; ``data`` stands at ``top``."""
    known = {row["key"] for row in clauses_of(draft.notice)}
    for place, clause in _cited(data, top):
        if clause not in known:
            yield Fault(*locate(root, place), _("%(notice)s没有条款“%(clause)s”。") % {"notice": draft.notice, "clause": clause})
    units = {row.unit for part in section.quotas for row in part.printed}
    found = set(Unit.objects.filter(code__in=units).values_list("code", flat=True))
    if missing := sorted(units - found):
        yield Fault(*locate(root, (*top, "quotas")), _("名额表中的单位 %s 不在单位树中。") % "、".join(missing))
    if AwardCycle.objects.filter(code=section.code).exclude(draft=draft).exists():
        yield Fault(*locate(root, (*top, "code")), _("评选代码 %s 已由另一次评选使用，请换一个。") % section.code)
    if not any(phase.key == "recommend" and phase.until for phase in section.calendar):
        yield Fault(*locate(root, (*top, "calendar")), _("日程里还没有“推荐报送”的截止时间。"))


def _cited(data, place: tuple) -> Iterator[tuple[tuple, str]]:
    if isinstance(data, dict):
        if isinstance(data.get("clause"), str):
            yield (*place, "clause"), data["clause"]
        for key, value in data.items():
            yield from _cited(value, (*place, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _cited(value, (*place, number))
