"""Lines for schools, teachers and their rosters."""

from tests.authorisation.policy.words import (
    EVERYBODY,
    EXPORTS,
    FILE,
    KEEPERS,
    LEADING,
    NOBODY,
    OVER_SCHOOL,
    PROVINCE,
    SIGNED_IN,
    SYSADMIN,
    UNIT_SEEN,
    Line,
    listed,
    of,
    post,
)

ACCOUNT_KEEPERS = KEEPERS | {"school_admin"}
ACCOUNT_READERS = ACCOUNT_KEEPERS | {"client"}
ROSTER_KEEPERS = KEEPERS | {"school_admin", "cio"}
TEACHER, TRANSFER, MERGE, REPORT = "{teacher.code}", "{transfer.pk}", "{merge.pk}", "{report.pk}"
ON_DAY = {"counted_on": "2024-01-01", "due_on": "2024-02-01", "starts_on": "2024-01-01", "on": "2024-01-01"}


def of_school(*args, **more) -> Line:
    """Something of a school, read by those who hold an office there or above."""
    return of(*args, own=OVER_SCHOOL, **more)


def to_school(*args, acts=ROSTER_KEEPERS, **more) -> Line:
    """Something sent about a school's people."""
    return post(*args, own=OVER_SCHOOL, acts=acts, **more)


ROSTERS = {
    "schools:school-list": listed(*EXPORTS, "q=金丝雀", "unit=330382", shows=PROVINCE | SYSADMIN),
    "schools:teacher-list": listed(*EXPORTS, "q=金丝雀", "unit=330382", shows=PROVINCE | SYSADMIN),
    "schools:teacher": of_school(TEACHER),
    "schools:teacher-edit": [of_school(TEACHER), to_school(TEACHER, data={"name": "某人", "category": "support"})],
    "schools:teacher-status": [of_school(TEACHER), to_school(TEACHER, data=ON_DAY | {"status": "on_leave"})],
    "schools:teacher-reveal": [of_school(TEACHER), to_school(TEACHER, data={"field": "id_number", "reason": "核对"})],
    "schools:teacher-number": of_school(TEACHER),
    "schools:teacher-id-number": [
        of_school(TEACHER),
        to_school(TEACHER, data={"id_type": "passport", "id_number": "E12345678", "reason": "证件换发"}),
    ],
    "schools:merge-new": [
        of_school(TEACHER),
        to_school(TEACHER, data={"other": "{spare.code}", "keep": "this", "reason": "同一人"}),
    ],
    "schools:account-list": listed("q=金丝雀", "account=used", own=ACCOUNT_KEEPERS),
    "schools:accounts-open": post(
        own=ACCOUNT_KEEPERS, acts=ACCOUNT_KEEPERS, data={"teacher": TEACHER, "confirmed": "yes"}, foreign=PROVINCE
    ),
    "schools:slips-new": post(
        own=EVERYBODY, acts=KEEPERS | SYSADMIN, foreign=PROVINCE | SYSADMIN, data={"row": "{post.pk}", "confirmed": "yes"}
    ),
    "schools:slips": [of("{job.pk}", own=NOBODY, foreign=NOBODY), post("{job.pk}", own=NOBODY, foreign=NOBODY)],
    "schools:merge-list": SIGNED_IN,
    "schools:merge": of_school(MERGE),
    "schools:merge-confirm": to_school(MERGE),
    "schools:merge-refuse": to_school(MERGE),
    "schools:transfer-list": listed("direction=in", "direction=out", "q=金丝雀"),
    "schools:transfer-new": [
        of(own=ROSTER_KEEPERS),
        post(
            own=ROSTER_KEEPERS,
            acts=KEEPERS,
            data=ON_DAY | {"unit": "{second.code}", "name": "某某人", "id_type": "resident", "id_number": "{spare.id_number}"},
        ),
    ],
    "schools:transfer": of_school(TRANSFER),
    "schools:transfer-agree": to_school(TRANSFER),
    "schools:transfer-refuse": to_school(TRANSFER, data={"answer": "不同意"}),
    "schools:transfer-withdraw": to_school(TRANSFER, acts=KEEPERS),
    "schools:census-list": SIGNED_IN,
    "schools:census-new": [
        of(own=KEEPERS),
        post(own=KEEPERS, acts=frozenset({"county"}), data=ON_DAY | {"unit": "{county.pk}", "title": "x"}),
    ],
    "schools:census": [of("{census.pk}", query=query, own=UNIT_SEEN) for query in ("", *EXPORTS)],
    "schools:census-lock": post("{census.pk}", own=UNIT_SEEN, acts=LEADING, data={"row": REPORT, "confirmed": "yes"}),
    "schools:census-extend": [
        of("{census.pk}", own=KEEPERS),
        post("{census.pk}", own=KEEPERS, acts=KEEPERS, data={"due_on": "2030-01-01", "reason": "暴雨停课"}),
    ],
    "schools:census-void": [
        of("{census.pk}", own=KEEPERS),
        post("{census.pk}", own=KEEPERS, data={"reason": "日期有误"}),  # one school has reported
    ],
    "schools:census-remind": post("{census.pk}", own=UNIT_SEEN, acts=LEADING),
    "schools:report-new": [of_school("{census.pk}", "{school.code}"), to_school("{census.pk}", "{school.code}")],
    "schools:report": of(REPORT),
    "schools:report-lock": post(REPORT, acts=LEADING),
    "schools:report-send-back": post(REPORT, acts=LEADING, data={"reason": "有误"}),
    "schools:report-unlock": post(REPORT, data={"reason": "有误"}),
    "census-list": [
        SIGNED_IN,
        post(own=KEEPERS, acts=KEEPERS, data=ON_DAY | {"unit": "{county.code}", "title": "x"}),
    ],
    "census-detail": of("{census.pk}", own=UNIT_SEEN),
    "census-extend": post("{census.pk}", own=UNIT_SEEN, acts=KEEPERS, data={"due_on": "2030-01-01", "reason": "暴雨停课"}),
    "census-void": post("{census.pk}", own=UNIT_SEEN, data={"reason": "日期有误"}),
    "census-remind": post("{census.pk}", own=UNIT_SEEN, acts=LEADING),
    "census-report": post("{census.pk}", own=OVER_SCHOOL, acts=ROSTER_KEEPERS, data={"unit": "{school.code}"}),
    "roster-report-list": listed("unit=330382", "state=submitted"),
    "roster-report-detail": of(REPORT),
    "roster-report-lock": post(REPORT, acts=LEADING),
    "roster-report-send-back": post(REPORT, acts=LEADING, data={"reason": "有误"}),
    "roster-report-unlock": post(REPORT, data={"reason": "有误"}),
    "teacher-account-list": listed("unit=330382", "account=none", own=ACCOUNT_READERS),
    "teacher-account-detail": of(TEACHER, own=ACCOUNT_READERS),
    "teacher-list": listed("unit=330382"),
    "teacher-detail": of_school(TEACHER),
    "transfer-list": SIGNED_IN,
    "transfer-detail": of_school(TRANSFER),
    "roster-list": [SIGNED_IN, post(own=KEEPERS, acts=KEEPERS, data={"unit": "{county.code}", "file": FILE})],
    "roster-template": of(query="unit={county.code}", own=KEEPERS),
    "roster-detail": of("{roster_upload.pk}"),
    "roster-marked-up": of("{roster_upload.pk}"),
    "roster-confirm": post("{roster_upload.pk}", acts=KEEPERS),
    "roster-undo": post("{roster_upload.pk}"),
}
