"""The files a judge reads of a nomination he scores: what hangs on the form, and the scans its kept findings rest on."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from awards.enums import TAKEN_IN
from awards.facts_desk.conflicts import ground_of
from awards.models import Attestation, Ballot
from awards.personal_numbers import masked
from programs.models import MediaReport

KINDS = {"attachments": _("佐证材料"), "attestations": _("人工认定的依据"), "media": _("媒体报道扫描件")}


@dataclass(frozen=True)
class JudgeFile:
    """One of them as the page of a ballot offers it; ``about`` says what it supports."""

    kind: str
    name: str
    about: str
    url: str

    @property
    def word(self) -> str:
        return str(KINDS[self.kind])


def files_of(ballot: Ballot) -> dict[str, QuerySet]:
    """By kind, the rows whose files the judge of this ballot, who may see it, is given.

    None while a rule keeps him out, which a post taken up since can bring about, nor once the form lies with its unit again.
    """
    if ballot.nomination.state not in TAKEN_IN or ground_of(ballot.judge, ballot.nomination):
        return {}
    return {
        "attachments": ballot.nomination.attachments.kept().select_related("nomination__unit").order_by("pk"),
        "attestations": _named(ballot, Attestation).exclude(file="").order_by("pk"),
        "media": _named(ballot, MediaReport).exclude(scan="").order_by("pk"),
    }


def _named(ballot: Ballot, model) -> QuerySet:
    """The records of this kind that the findings kept with the form name."""
    label = model._meta.label_lower
    findings = ballot.nomination.frozen.get("findings", [])
    keys = {source["pk"] for one in findings for source in one.get("sources", ()) if source["model"] == label}
    return model.objects.filter(pk__in=keys).select_related("unit")


def files_shown(ballot: Ballot) -> list[JudgeFile]:
    """All of them in one list, in a fixed number of queries."""
    return [_shown(ballot, kind, row) for kind, rows in files_of(ballot).items() for row in rows]


def _shown(ballot: Ballot, kind: str, row) -> JudgeFile:
    name = row.scan_name if kind == "media" else row.file_name
    about = {"attestations": "clause", "media": "title"}.get(kind)
    address = reverse("awards:ballot-file", args=[ballot.pk, kind, row.pk])
    return JudgeFile(kind, masked(name), getattr(row, about) if about else "", address)
