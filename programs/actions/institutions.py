"""Training institutions: presented, checked against the notices, recommended, judged by three sources."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.kit.clock import database_now, local
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of
from portal.kit.text import clean_text
from portal.units.enums import Level
from portal.units.models import Unit
from programs.attaching import PAPERS, accepted
from programs.enums.evidence import RecordState
from programs.models import (
    InstitutionOpinion,
    InstitutionProfile,
    InstitutionVerdict,
    Program,
    Qualification,
    RecommendedInstitution,
)
from programs.policies import institutions as policies
from programs.policy import resolve

PRESENTED = ("about", "scheme", "courses", "platform", "link")
VOID = RecordState.VOID


@transaction.atomic
def present(*, institution: Unit, by, **texts) -> InstitutionProfile:
    """What an institution tells the schools about itself."""
    policies.check_present(by, institution)
    _check_institution(institution)
    values = {name: clean_text(texts[name]) for name in PRESENTED if name in texts}
    profile, _made = InstitutionProfile.objects.get_or_create(institution=institution)
    changes = {name: (len(getattr(profile, name)), len(value)) for name, value in values.items() if getattr(profile, name) != value}
    for name, value in values.items():
        setattr(profile, name, value)
    profile.save(update_fields=[*values])
    record(by, "institution.presented", profile, unit=institution, data={"characters": changes})
    return profile


@transaction.atomic
def check(*, institution: Unit, unit: Unit, program: Program, key: str, met: bool, by, years=(), note="", evidence=None):
    """Put down whether an institution meets a condition of the notices in force for ``unit``; the last answer holds."""
    policies.check_judge(by, unit)
    _check_institution(institution)
    asked = resolve(unit, program).get("institution_requirements")
    if asked is None or key not in {need.key for need in asked.value.items}:
        raise Refused(_("%s适用的通知没有这一项条件。") % unit.name)
    kept = accepted(evidence, PAPERS, field="evidence")
    earlier = Qualification.objects.current().filter(institution=institution, unit=unit, program=program, key=key)
    before = earlier.first()
    if before is not None and not kept:
        kept = {name: getattr(before, name) for name in ("evidence", "evidence_name", "evidence_sha256")}
    earlier.stamp(state=VOID)
    about = {"institution": institution, "unit": unit, "program": program, "key": key}
    said = {"met": met, "years": sorted(set(years)), "note": clean_text(note), "checked_by": by, "checked_on": _today()}
    row = Qualification.objects.create(**about, **said, **kept)
    record(by, "institution.checked", row, unit=unit, changes={key: (before.met if before else None, met)}, note=said["note"])
    return row


@transaction.atomic
def recommend(*, institution: Unit, unit: Unit, by, note: str = "") -> RecommendedInstitution:
    """Put an institution on the list from which the unit's schools choose."""
    policies.check_judge(by, unit)
    _check_institution(institution)
    Unit.objects.select_for_update().get(pk=unit.pk)
    there = RecommendedInstitution.objects.current().filter(unit=unit)
    if there.filter(institution=institution).exists():
        raise Refused(_("%(institution)s已在%(unit)s的推荐名单中。") % {"institution": institution.name, "unit": unit.name})
    last = there.aggregate(last=Max("position"))["last"] or 0
    values = {"position": last + 1, "since": _today(), "note": clean_text(note)}
    row = RecommendedInstitution.objects.create(institution=institution, unit=unit, **values)
    record(by, "institution.recommended", row, unit=unit, note=values["note"])
    return row


@transaction.atomic
def strike(*, row: RecommendedInstitution, reason: str, by) -> None:
    """Take an institution off the list; engagements there are go on."""
    policies.check_judge(by, row.unit)
    reason = reason_of(reason, asked=_("请写明移出的原因"))
    if not RecommendedInstitution.objects.current().filter(pk=row.pk).stamp(state=VOID):
        raise WrongState(_("%s已不在名单中。") % row.institution.name)
    record(by, "institution.struck", row, unit=row.unit, note=reason)


@transaction.atomic
def give_opinion(*, institution: Unit, unit: Unit, program: Program, by, evidence=None, upload=None, **values):
    """One source's judgement of a year (``year``, ``source``, ``score``, ``people``, ``note``); a later one replaces it."""
    policies.check_judge(by, unit)
    _check_institution(institution)
    kept = accepted(evidence, PAPERS, field="evidence")
    about = {"institution": institution, "unit": unit, "program": program}
    same = {name: values[name] for name in ("year", "source")}
    before = InstitutionOpinion.objects.current().filter(**about, **same).first()
    InstitutionOpinion.objects.current().filter(**about, **same).stamp(state=VOID)
    row = InstitutionOpinion.objects.create(**about, **values, **kept, upload=upload)
    record(by, "institution.judged", row, unit=unit, changes={"score": (before.score if before else None, row.score)})
    return row


@transaction.atomic
def conclude(*, institution: Unit, unit: Unit, program: Program, year: int, consequence: str, note: str, by):
    """What follows from a year's judgements; ``Refused`` while no source has spoken."""
    policies.check_judge(by, unit)
    about = {"institution": institution, "unit": unit, "program": program, "year": year}
    if not InstitutionOpinion.objects.current().filter(**about).exists():
        raise Refused(_("%(institution)s %(year)d 年度还没有评价。") % {"institution": institution.name, "year": year})
    InstitutionVerdict.objects.current().filter(**about).stamp(state=VOID)
    said = {"consequence": consequence, "note": clean_text(note), "decided_by": by, "decided_on": _today()}
    row = InstitutionVerdict.objects.create(**about, **said)
    record(by, "institution.concluded", row, unit=unit, note=said["note"])
    return row


def _check_institution(unit) -> None:
    if unit.level != Level.INSTITUTION:
        raise Refused(_("%s不是培训机构。") % unit.name, fields={"institution": _("请填写培训机构。")})


def _today():
    return local(database_now()).date()
