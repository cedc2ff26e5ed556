"""Employments kept in step with what rosters and movements say of teachers; set-based, whoever wrote the teachers."""

from datetime import date

from django.db.models import Case, CharField, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Now

from portal.kit.bulk import insert_from
from schools.actions import teaching_posts
from schools.enums import EMPLOYED, Ending, RecordState
from schools.models import Employment, Teacher
from schools.rules.movements import ENDINGS

WHY = Case(
    When(state=RecordState.VOID, merged_into__isnull=False, then=Value(Ending.MERGED)),
    When(state=RecordState.VOID, then=Value(Ending.MISTAKE)),
    *(When(status=status, then=Value(ending)) for status, ending in ENDINGS.items()),
    default=Value(Ending.TRANSFERRED),
    output_field=CharField(),
)


def follow(teachers, *, on: date, upload=None) -> None:
    """Close employments of ``teachers`` (a queryset) that are no longer true, as of ``on``, and open those that are missing.

    Runs inside the caller's transaction; two statements whatever the number of teachers, and the posts of those who have accounts.
    """
    _close(teachers, on, upload)
    _open(teachers.filter(state=RecordState.CURRENT, status__in=EMPLOYED), on, upload)
    teaching_posts.follow(teachers)


def _close(teachers, on: date, upload) -> None:
    """A day before its start an employment cannot end, so one opened later ends the day it began."""
    still = Q(teacher__state=RecordState.CURRENT, teacher__status__in=EMPLOYED, unit=F("teacher__unit"))
    over = Employment.objects.active().filter(teacher__in=teachers.values("pk")).exclude(still)
    Employment.objects.filter(pk__in=over.values("pk")).stamp(
        ends_on=Case(When(starts_on__gt=on, then=F("starts_on")), default=Value(on)),
        ending=Subquery(Teacher.objects.filter(pk=OuterRef("teacher")).annotate(why=WHY).values("why")),
        closed_by=upload,
    )


def _open(teachers, on: date, upload) -> None:
    lacking = teachers.exclude(pk__in=Employment.objects.active().values("teacher"))
    first = ~Q(pk__in=Employment.objects.filter(state=RecordState.CURRENT).values("teacher"))
    rows = lacking.annotate(
        since=Case(When(first & Q(joined_on__lte=on), then=F("joined_on")), default=Value(on)),
        counts=Value(RecordState.CURRENT),
        brought=Value(upload.pk if upload else None, output_field=Employment._meta.get_field("opened_by").target_field),
        no_reason=Value(""),
        made=Now(),
        touched=Now(),
    )
    columns = {
        "teacher": "pk",
        "unit": "unit_id",
        "starts_on": "since",
        "state": "counts",
        "ending": "no_reason",
        "opened_by": "brought",
        "created_at": "made",
        "updated_at": "touched",
    }
    insert_from(Employment, columns, rows)


def take_back(upload) -> None:
    """Undo what an upload did to employments: opened ones are void, closed ones open again."""
    Employment.objects.filter(opened_by=upload, state=RecordState.CURRENT).stamp(state=RecordState.VOID)
    closed = Employment.objects.filter(closed_by=upload, state=RecordState.CURRENT)
    closed.stamp(ends_on=None, ending="", closed_by=None)


def employed_at(unit):
    """Those who work at one school now."""
    return Teacher.objects.employed().filter(unit=unit)
