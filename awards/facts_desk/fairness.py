"""What a fairness package tells of a selection, part by part, as plain data; contacts and phones stay out."""

from django.db.models import F, Max, Min, QuerySet

from awards.marking.criteria import points
from awards.models import (
    Abstention,
    Attachment,
    Attestation,
    AwardCycle,
    Ballot,
    Eligibility,
    FindingRow,
    Judge,
    JudgingPanel,
    LatePermit,
    Moderation,
    Nomination,
    NoticeFile,
    NoticeName,
    Objection,
    OfficeTerms,
    PaperReceipt,
    Placing,
    PublicNotice,
    Quota,
    Recusal,
    Release,
    SpecialDay,
)
from awards.personal_numbers import masked
from awards.publicity.objectors import without_objector
from awards.publicity.working_days import shipped
from awards.results import eligibility_rows, quota_table
from portal.audit.models import Event
from portal.documents.models import Document, SealedCopy
from programs.models import MediaReport

# Of the package: 2 added parts 13 to 15, limits of texts, what objections say; 3 part 16, files of attestations, expiry;
# 4 part 17, who gave a late permit and when.
FORMAT = 4


def parts_of(cycle: AwardCycle) -> dict:
    """Name of the file → a function that gathers its content; each in a fixed number of queries."""
    return {
        "01-rules": lambda: _rules(cycle),
        "02-quotas": lambda: quota_table(cycle),
        "03-findings": lambda: eligibility_rows(
            Eligibility.objects.current().filter(cycle=cycle).order_by("category", "unit__path")
        ),
        "04-attestations": lambda: _attestations(cycle),
        "05-nominations": lambda: _nominations(cycle),
        "06-judges": lambda: _judges(cycle),
        "07-scores": lambda: _scores(cycle),
        "08-moderation-and-places": lambda: _places(cycle),
        "09-public-notices": lambda: _notices(cycle),
        "10-objections": lambda: _objections(cycle),
        "11-decisions": lambda: _decisions(cycle),
        "12-who-did-what": lambda: _events(cycle),
        "13-abstentions": lambda: _abstentions(cycle),
        "14-attachments": lambda: _attachments(cycle),
        "15-papers": lambda: _papers(cycle),
        "16-media-scans": lambda: _media_scans(cycle),
        "17-special-days": lambda: _special_days(cycle),
    }


def _rules(cycle: AwardCycle) -> dict:
    terms = OfficeTerms.objects.filter(cycle=cycle).first()
    return {
        "cycle": cycle.code,
        "name": cycle.name,
        "notice": cycle.notice.number,
        "assumptions": cycle.assumptions,
        "text_limits": {"reason": cycle.reason_limit, "clause": cycle.reason_clause},
        "codes_on_forms": cycle.show_codes,
        "papers_until": cycle.papers_until,
        "phases": list(cycle.phases.values("key", "label", "opens_at", "ends_at", "printed_ends_at", "clause")),
        "categories": list(cycle.categories.values("key", "name", "nominee", "route", "criteria", "clause")),
        "office_terms": _plain(terms, "paper_required", "city_notice", "province_notice", "notice_days", "reason"),
        "late_permits": _late_permits(cycle),
    }


def _late_permits(cycle: AwardCycle) -> list[dict]:
    rows = LatePermit.objects.filter(cycle=cycle).order_by("pk")
    return list(rows.values("unit__code", "city__code", "until", "reason", "given_by__username", "updated_at"))


def _plain(row, *names: str) -> dict:
    return {name: getattr(row, name) for name in names} if row else {}


def _attestations(cycle) -> list:
    rows = Attestation.objects.filter(cycle=cycle).order_by("pk")
    told = ("category__key", "unit__code", "clause", "met", "reason", "by__username", "created_at", "latest")
    told += ("file_name", "file_sha256")
    return [row | {"file_name": masked(row["file_name"])} for row in rows.values(*told)]


def _nominations(cycle) -> list[dict]:
    rows = cycle.nominations.select_related("unit", "via", "category", "graded").in_notice_order("category__position")
    papers = {one.nomination_id: one for one in PaperReceipt.objects.filter(nomination__cycle=cycle)}
    return [
        {
            "id": row.pk,
            "category": row.category.key,
            "subject": row.subject,
            "unit": row.unit.code,
            "via": row.via.code,
            "position": row.position,
            "result": row.result_text,
            "reason": row.reason,
            "opinion": row.opinion,
            "late": row.came_late,
            "entered_from": row.entered_from,
            "frozen": row.frozen,
            "submitted_at": row.submitted_at,
            "recommended_at": row.recommended_at,
            "paper": _plain(papers.get(row.pk), "copies", "received_on", "note"),
            "state": row.state,
            **({"grade": row.grade} if row.grade else {}),
        }
        for row in rows
    ]


def _judges(cycle) -> dict:
    judges = Judge.objects.filter(panel__cycle=cycle).order_by("pk")
    recusals = Recusal.objects.filter(judge__panel__cycle=cycle).order_by("pk")
    return {
        "panels": list(cycle.panels.values("category__key", "criteria", "spread", "tie_rule", "state", "started_at", "closed_at")),
        "judges": list(judges.values("id", "panel__category__key", "user__name", "part", "workplace", "state")),
        "conflicts": list(recusals.values("judge_id", "nomination_id", "ground", "reason", "state", "created_at")),
    }


def _scores(cycle) -> list:
    """Scores of closed panels; those of one still scoring stay with their judges."""
    rows = Ballot.objects.filter(judge__panel__cycle=cycle, judge__panel__state="closed").order_by("nomination", "round", "judge")
    names = ("judge_id", "nomination_id", "round", "marks", "total", "comment", "state", "given_at")
    return [row | {"total_points": points(row["total"]) if row["total"] is not None else None} for row in rows.values(*names)]


def _places(cycle) -> dict:
    moderations = Moderation.objects.filter(panel__cycle=cycle).order_by("pk")
    placings = Placing.objects.filter(panel__cycle=cycle).order_by("panel", "rank", "pk")
    return {
        "moderations": list(
            moderations.values("nomination_id", "round", "reason", "spread_before", "opened_by__username", "opened_at")
        ),
        "places": list(placings.values("nomination_id", "total", "count", "rank", "tied", "reason", "resolved_by__username")),
    }


def _notices(cycle) -> dict:
    rows = PublicNotice.objects.filter(cycle=cycle).order_by("pk")
    names = NoticeName.objects.filter(notice__cycle=cycle).order_by("notice", "position")
    told = ("id", "unit__code", "title", "body", "days", "starts_on", "ends_on", "site_url", "site_from", "site_to", "state")
    return {
        "notices": list(rows.values(*told)),
        "files": list(
            NoticeFile.objects.kept().filter(notice__cycle=cycle).values("notice_id", "file_name", "file_sha256", "size", "unread")
        ),
        "names": list(names.values("notice_id", "nomination_id", "category_name", "subject", "workplace", "place", "state")),
    }


def _objections(cycle) -> list[dict]:
    """Objections without who made them: their names and contacts stay with the office that handled them."""
    rows = Objection.objects.filter(notice__cycle=cycle).select_related("listed").order_by("pk")
    told = ("number", "source", "state", "received_at", "answered_at")
    texts = ("text", "answer")
    return [
        {"nomination": row.listed.nomination_id}
        | _plain(row, *told)
        | {name: without_objector(getattr(row, name), row.name, row.contact) for name in texts}
        for row in rows
    ]


def _decisions(cycle) -> dict:
    rows = cycle.nominations.exclude(decided_at=None).order_by("pk")
    releases = Release.objects.filter(cycle=cycle).order_by("pk")
    told = ("id", "state", "decided_at", "decided_by__username", "decision_reason", "reserve_place", "announced_at")
    return {
        "decisions": list(rows.values(*told)),
        "releases": list(releases.values("state", "asked_by__username", "asked_at", "done_by__username", "done_at", "listed")),
    }


def _events(cycle) -> list:
    """Who did what to anything of the cycle, when, in order."""
    about = {}
    for model, rows in _things(cycle).items():
        about[model._meta.label_lower] = [str(pk) for pk in rows.values_list("pk", flat=True)]
    events = []
    for label, keys in about.items():
        found = Event.objects.filter(object_type=label, object_id__in=keys)
        told = ("id", "at", "verb", "actor__username", "unit__code", "object_type", "object_id", "object_text", "note", "source")
        events += list(found.values(*told))
    objectors = {str(row.pk): (row.name, row.contact) for row in Objection.objects.filter(notice__cycle=cycle)}
    for one in events:
        if one["object_type"] == Objection._meta.label_lower:
            one["note"] = without_objector(one["note"], *objectors[one["object_id"]])
    return sorted(events, key=lambda one: one["id"])


def _abstentions(cycle) -> list:
    """Who answered 本次不推荐, and who took that back."""
    told = ("category__key", "unit__code", "unit__name", "note", "declared_by__username", "declared_at", "state", "updated_at")
    return list(Abstention.objects.filter(cycle=cycle).order_by("pk").values(*told))


def _attachments(cycle) -> list[dict]:
    """The files that support the nominations, those removed too, by name and hash; the files stay where they are."""
    told = ("nomination_id", "file_name", "file_sha256", "kind", "size", "uploaded_by__username", "created_at", "state")
    rows = Attachment.objects.filter(nomination__cycle=cycle).order_by("nomination", "pk").values(*told)
    return [row | {"file_name": masked(row["file_name"])} for row in rows]


def _media_scans(cycle) -> list[dict]:
    """The press reports that findings rest on, with the hashes of their scans; the files stay where they are."""
    findings = FindingRow.objects.filter(eligibility__cycle=cycle, eligibility__latest=True, measure="media_report")
    keys = {source["pk"] for sources in findings.values_list("sources", flat=True) for source in sources}
    told = ("id", "unit__code", "outlet", "title", "level", "published_on", "link", "scan_name", "scan_sha256", "state")
    rows = MediaReport.objects.filter(pk__in=keys).order_by("pk").values(*told)
    return [row | {"scan_name": masked(row["scan_name"])} for row in rows]


def _special_days(cycle) -> list[dict]:
    """The special days while notices of the cycle ran, by which their working days were counted, and who entered which when.

    A notice that has begun does not move when a day is entered later.
    """
    spans = PublicNotice.objects.filter(cycle=cycle, starts_on__isnull=False).aggregate(first=Min("starts_on"), last=Max("ends_on"))
    if spans["first"] is None:
        return []
    entered = {row.day: row for row in SpecialDay.objects.filter(state="current", day__range=(spans["first"], spans["last"]))}
    days = {day: told for day, told in shipped().items() if spans["first"] <= day <= spans["last"]}
    days |= {day: (row.kind, row.name) for day, row in entered.items()}
    told = _told_of_days([row.pk for row in entered.values()])
    return [
        {"day": day, "kind": kind, "name": name, "entered": told.get(str(entered[day].pk), []) if day in entered else None}
        for day, (kind, name) in sorted(days.items())
    ]


def _told_of_days(keys: list[int]) -> dict[str, list[dict]]:
    """Who entered or corrected each day, oldest first."""
    events = Event.objects.filter(object_type=SpecialDay._meta.label_lower, object_id__in=[str(key) for key in keys])
    told: dict[str, list[dict]] = {}
    for event in events.order_by("pk").select_related("actor").prefetch_related("changes"):
        kinds = [{"before": one.before, "after": one.after} for one in event.changes.all()]
        by = event.actor.username if event.actor else ""
        told.setdefault(event.object_id, []).append({"at": event.at, "by": by, "kinds": kinds})
    return told


def _papers(cycle) -> dict:
    """What was numbered for the cycle, and the sealed copies that came back, by the hashes of their content and files."""
    papers = Document.objects.filter(series=cycle.code).order_by("pk")
    copies = SealedCopy.objects.filter(document__series=cycle.code).order_by("pk").annotate(number=F("document__number"))
    paper = ("number", "form", "title", "unit__code", "subject_type", "subject_id", "subject_text", "template_version")
    paper += ("content_hash", "file_sha256", "pages", "issued_at", "issued_by__username", "expires_on", "state", "reason")
    copy = ("number", "file_sha256", "kind", "pages", "code_read", "stamped", "signed", "copies", "received_by__username")
    copy += ("created_at", "state", "reason")
    return {"documents": list(papers.values(*paper)), "sealed_copies": list(copies.values(*copy))}


def _things(cycle) -> dict[type, QuerySet]:
    return {
        AwardCycle: AwardCycle.objects.filter(pk=cycle.pk),
        Quota: Quota.objects.filter(cycle=cycle),
        Abstention: Abstention.objects.filter(cycle=cycle),
        Attestation: Attestation.objects.filter(cycle=cycle),
        Document: Document.objects.filter(series=cycle.code),
        Nomination: Nomination.objects.filter(cycle=cycle),
        Judge: Judge.objects.filter(panel__cycle=cycle),
        Recusal: Recusal.objects.filter(judge__panel__cycle=cycle),
        Ballot: Ballot.objects.filter(judge__panel__cycle=cycle),
        Moderation: Moderation.objects.filter(panel__cycle=cycle),
        PublicNotice: PublicNotice.objects.filter(cycle=cycle),
        Objection: Objection.objects.filter(notice__cycle=cycle),
        OfficeTerms: OfficeTerms.objects.filter(cycle=cycle),
        JudgingPanel: cycle.panels.all(),
    }
