"""Who may open which address. Every named pattern and method has a line here; one without fails the test.

A line that names a thing in braces is opened for the own line's thing, the foreign line's and one that does not exist.
``own`` and ``foreign`` are those whom it answers (below 400, or below 500 where something is sent); ``acts`` are those who
change something by it in this world; ``shows`` are those who may see foreign texts in it; ``phones`` the numbers it may show.
An answer that is the same for all who get one and takes long to make is ``heavy``: only ``SAMPLED`` wait for it.
"""

import base64
from dataclasses import dataclass, field

from tests.programs.notice_samples import small

PEOPLE_INSIDE = [
    *("nobody", "teacher", "school_admin", "cio", "county", "county_leader", "city", "province"),
    *("institution", "expert", "client", "sysadmin", "secadmin", "auditor"),
]
OUTSIDE = frozenset({"anonymous", "disabled"})
EVERYBODY = frozenset(PEOPLE_INSIDE)
PRINCIPALS = ["anonymous", "disabled", *PEOPLE_INSIDE]
NOBODY = frozenset()
PROVINCE = frozenset({"province"})
HOLDERS = EVERYBODY - {"nobody"}
ABOVE_COUNTY = frozenset({"city", "province"})
OVER_COUNTY = frozenset({"county", "county_leader", "city", "province", "client"})
OVER_SCHOOL = OVER_COUNTY | {"school_admin", "cio"}
BELOW = frozenset({"teacher", "school_admin", "cio"})
KEEPERS = frozenset({"county", "city", "province"})
LEADING = KEEPERS | {"county_leader"}
SAMPLED = frozenset({"anonymous", "nobody", "county", "province"})
FILE = "a workbook"


@dataclass(frozen=True)
class Line:
    """Who is answered at an address by a method, and who changes something."""

    own: frozenset = EVERYBODY
    foreign: frozenset = PROVINCE
    args: tuple = ()
    query: str = ""
    method: str = "get"
    data: dict = field(default_factory=dict)
    acts: frozenset = NOBODY
    shows: frozenset = PROVINCE
    phones: tuple = ()
    public: bool = False
    heavy: bool = False

    @property
    def one_thing(self) -> bool:
        """Whether the address itself names something of one of the two lines."""
        return any("{" in part for part in (*self.args, self.query))


PUBLIC = Line(own=EVERYBODY | OUTSIDE, public=True, heavy=True)
SIGNED_IN = Line()


def of(*args, own=OVER_COUNTY, foreign=PROVINCE, **more) -> Line:
    """One thing, read."""
    return Line(own, foreign, args, **more, shows=foreign | PROVINCE)


def post(*args, own=OVER_COUNTY, foreign=PROVINCE, acts=NOBODY, **more) -> Line:
    """Something sent."""
    return Line(own, foreign, args, method=more.pop("method", "post"), acts=acts, shows=foreign | PROVINCE, **more)


def listed(*queries, **more) -> list[Line]:
    """A list, everybody with his own rows, and the same list asked in other ways."""
    return [Line(query=query, **more) for query in ("", *queries)]


def notice_of(code: str) -> dict:
    """A notice of the unit with that code, as its preview sends it to be loaded."""
    return {"content": base64.b64encode(small(issuer=f'"{code}"')).decode(), "version": "1"}


CYCLE = "zj-2023"
EXPORTS = ("export=csv", "export=xlsx")
UNIT_SEEN = OVER_SCHOOL | {"teacher"}
SYSADMIN = frozenset({"sysadmin"})
AUDITOR = frozenset({"auditor"})
INSTITUTION = frozenset({"institution", "province"})
VOID = {"reason": "录入错误"}
WRITERS = frozenset({"county", "county_leader"})

SIGNING_IN = {
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_signup": PUBLIC,
    "account_inactive": PUBLIC,
    "account_change_password": SIGNED_IN,
    "account_reauthenticate": SIGNED_IN,
}
OPEN = {
    "api-schema": PUBLIC,
    "api-docs": PUBLIC,
    "documents:verify-start": PUBLIC,
    "documents:verify": [
        of("{document.code}", own=EVERYBODY | OUTSIDE, foreign=EVERYBODY | OUTSIDE, public=True, heavy=True),
        post("{document.code}", own=EVERYBODY | OUTSIDE, foreign=EVERYBODY | OUTSIDE, public=True, heavy=True),
    ],
    "shell:healthz": PUBLIC,
    "shell:readyz": PUBLIC,
    "shell:metrics": PUBLIC,  # from the machine itself, as the test client is
    "shell:help": PUBLIC,
}
SHELL = {
    "me": SIGNED_IN,
    "shell:home": SIGNED_IN,
    "shell:search": listed("q=金丝", "q=33038", "q=annex"),
    "shell:messages": SIGNED_IN,
    "shell:read-messages": post(own=EVERYBODY),
    "shell:open-message": post("{message.pk}", own=NOBODY, foreign=NOBODY),
    "shell:act-as": post(own=NOBODY, data={"post": "{post.pk}"}),
    "shell:styleguide": of(own=SYSADMIN),
}
UNITS = {
    "units:unit-list": [
        *listed("q=金丝雀", "level=county", shows=PROVINCE | SYSADMIN),
        of(query="under={county.code}", own=UNIT_SEEN | SYSADMIN, foreign=PROVINCE | SYSADMIN),
    ],
    "units:unit": of("{county.code}", own=UNIT_SEEN | SYSADMIN, foreign=PROVINCE | SYSADMIN),
    "unit-list": listed("q=金丝雀", shows=PROVINCE | SYSADMIN),
    "unit-detail": of("{county.code}", own=UNIT_SEEN | SYSADMIN, foreign=PROVINCE | SYSADMIN),
    "unit-children": of("{county.code}", own=UNIT_SEEN | SYSADMIN, foreign=PROVINCE | SYSADMIN),
    "schools:school": [
        of("{school.code}", own=OVER_SCHOOL - {"client"} | SYSADMIN, foreign=PROVINCE | SYSADMIN),
        post(
            "{school.code}",
            own=OVER_SCHOOL - {"client"} | SYSADMIN,
            foreign=PROVINCE | SYSADMIN,
            acts=KEEPERS | {"school_admin"},
            data={"kind": "central", "stages": "primary", "ownership": "private"},
        ),
    ],
    "school-list": SIGNED_IN,
    "school-detail": of("{school_row.pk}", own=UNIT_SEEN),
}
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
    "schools:merge-new": [
        of_school(TEACHER),
        to_school(TEACHER, data={"other": "{spare.code}", "keep": "this", "reason": "同一人"}),
    ],
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
    "schools:report-new": [of_school("{census.pk}", "{school.code}"), to_school("{census.pk}", "{school.code}")],
    "schools:report": of(REPORT),
    "schools:report-lock": post(REPORT, acts=LEADING),
    "schools:report-send-back": post(REPORT, acts=LEADING, data={"reason": "有误"}),
    "schools:report-unlock": post(REPORT, data={"reason": "有误"}),
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
MANAGERS = KEEPERS | {"school_admin"} | SYSADMIN
ADMINS = SYSADMIN | {"secadmin"}  # who look through all posts; the system administrator alone changes them
PEOPLE = {
    "accounts:post-list": listed("q=金丝雀", "unit=330382", "q=13900990022", shows=PROVINCE | ADMINS),
    "accounts:open-account": [
        of(own=MANAGERS),
        post(
            own=MANAGERS,
            acts=KEEPERS | SYSADMIN,
            foreign=PROVINCE | SYSADMIN,
            data={"name": "张三", "phone": "13800138000", "unit": "{county.code}", "role": "bureau"},
        ),
    ],
    "accounts:end-post": [
        of("{post.pk}", own=KEEPERS | SYSADMIN, foreign=PROVINCE | SYSADMIN),
        post("{post.pk}", own=KEEPERS | SYSADMIN, foreign=PROVINCE | SYSADMIN, acts=KEEPERS | SYSADMIN),
    ],
    "accounts:reset-passwords": post(
        own=EVERYBODY, foreign=PROVINCE | ADMINS, acts=KEEPERS | SYSADMIN, data={"row": "{post.pk}", "confirmed": "yes"}
    ),
    "accounts:secrets": SIGNED_IN,
    "accounts:token-list": Line(shows=PROVINCE | SYSADMIN),
    "accounts:issue-token": post(
        own=EVERYBODY,
        foreign=PROVINCE | SYSADMIN,
        acts=KEEPERS | SYSADMIN,
        data={"user": "{client.pk}", "name": "x", "scope": "read", "days": "9"},
    ),
    "accounts:revoke-token": post("{token.pk}", own=KEEPERS | SYSADMIN, foreign=PROVINCE | SYSADMIN, acts=KEEPERS | SYSADMIN),
    "audit:event-list": listed("q=金丝雀", shows=PROVINCE | AUDITOR),
    "audit:event": of("{event.pk}", own=OVER_COUNTY | AUDITOR, foreign=PROVINCE | AUDITOR),
}
JOBS = {
    "jobs:job-list": SIGNED_IN,
    "jobs:job": of("{job.pk}"),
    "jobs:progress": of("{job.pk}"),
    "jobs:cancel": post("{job.pk}", acts=LEADING),
    "jobs:retry": post("{job.pk}"),
    "job-list": SIGNED_IN,
    "job-detail": of("{job.pk}"),
    "job-cancel": post("{job.pk}", acts=LEADING),
    "job-retry": post("{job.pk}"),
}
SHEETS = {
    "sheets:upload-list": SIGNED_IN,
    "sheets:upload-new": [
        of("scores", own=KEEPERS),
        post("scores", own=KEEPERS, acts=KEEPERS, data={"unit": "{county.code}", "file": FILE}),
    ],
    "sheets:template": of("scores", query="unit={county.code}", own=KEEPERS),
    "sheets:upload": of("{upload.pk}"),
    "sheets:progress": of("{upload.pk}"),
    "sheets:marked-up": of("{upload.pk}"),
    "sheets:confirm": post("{upload.pk}", acts=KEEPERS),
    "sheets:undo": post("{upload.pk}"),
    "import-list": [
        SIGNED_IN,
        post(own=KEEPERS, acts=KEEPERS, data={"sheet": "scores", "unit": "{county.code}", "file": FILE}),
    ],
    "import-template": of(query="sheet=scores&unit={county.code}", own=KEEPERS),
    "import-detail": of("{upload.pk}"),
    "import-marked-up": of("{upload.pk}"),
    "import-confirm": post("{upload.pk}", acts=KEEPERS),
    "import-undo": post("{upload.pk}"),
}
DOCUMENTS = {
    "documents:document-list": listed("q=annex"),
    "documents:document": of("{document.number}"),
    "documents:document-file": of("{document.number}"),
    "documents:revoke": post("{document.number}", acts=LEADING, data={"reason": "作废"}),
    "documents:bundle": post(own=EVERYBODY, data={"row": "{document.number}", "kind": "zip"}),
    "documents:batch-file": of("{batch.pk}", "zip"),
    "document-list": listed("unit=330382"),
    "document-detail": of("{document.number}"),
    "document-file": of("{document.number}"),
    "document-revoke": post("{document.number}", data={"reason": "作废"}),
}
NOTICES = {
    "programs:notice-list": listed("q=金丝雀"),
    "programs:bring-notice": [
        of(own=KEEPERS),
        post(own=KEEPERS, data={"file": FILE}),
        post(own=KEEPERS, acts=KEEPERS, data=notice_of("330381")),  # the own line's county
        post(own=KEEPERS, acts=PROVINCE, data=notice_of("330382")),  # the foreign line's
    ],
    "programs:notice-schema": Line(heavy=True),
    "programs:notice": of("{notice.pk}", own=UNIT_SEEN),
    "programs:notice-file": of("{notice.pk}", own=UNIT_SEEN),
    "programs:notice-version": of("{notice.pk}", "1", own=UNIT_SEEN),
    "programs:policy": [*listed("q=金丝雀"), of(query="unit={county.code}", own=UNIT_SEEN)],
    "notice-list": SIGNED_IN,
    "notice-file-format": Line(heavy=True),
    "notice-detail": of("{notice.pk}", own=UNIT_SEEN),
    "notice-file": of("{notice.pk}", own=UNIT_SEEN),
    "program-list": SIGNED_IN,
    "program-detail": of("ict2", own=EVERYBODY),
    "program-policy": of("ict2", query="unit={county.code}", own=UNIT_SEEN),
}
EVIDENCE = {
    "programs:evaluation-list": listed(*EXPORTS, "q=金丝雀", "region=330100"),
    "programs:ranking-list": listed(*EXPORTS),
    "programs:institution-list": listed(*EXPORTS, "q=金丝雀", phones=("institution",)),
    "programs:institution": of("{institution.code}", own=INSTITUTION, phones=("institution",)),
    "programs:showcase-list": listed(*EXPORTS, "q=金丝雀", "region=330100"),
    "programs:showcase": of("{showcase.pk}"),
    "programs:media-list": listed(*EXPORTS, "q=金丝雀", "region=330100"),
    "programs:void-evidence": [
        line
        for kind, thing, own in (
            ("evaluation", "{evaluation.pk}", ABOVE_COUNTY),  # no county takes back what others said of it
            ("showcase", "{showcase.pk}", OVER_COUNTY),
            ("media", "{media.pk}", OVER_COUNTY),
            ("ranking", "{ranking.pk}", INSTITUTION),
            ("institution", "{listed.pk}", INSTITUTION),
        )
        for line in (of(kind, thing, own=KEEPERS & own), post(kind, thing, own=KEEPERS & own, acts=KEEPERS & own, data=VOID))
    ],
    "evaluation-list": listed("unit=330382"),
    "evaluation-detail": of("{evaluation.pk}"),
    "ranking-list": SIGNED_IN,
    "ranking-detail": of("{ranking.pk}", own=INSTITUTION),
    "institution-list": Line(phones=("institution",)),
    "institution-detail": of("{listed.pk}", own=INSTITUTION, phones=("institution",)),
    "showcase-list": listed("unit=330382"),
    "showcase-detail": of("{showcase.pk}"),
    "media-list": listed("unit=330382"),
    "media-detail": of("{media.pk}"),
    "credits:ability-list": SIGNED_IN,
    "ability-list": SIGNED_IN,
    "ability-detail": of("{ability.pk}", own=EVERYBODY, foreign=EVERYBODY),
}
REPORTERS = ROSTER_KEEPERS | {"institution"}
REPORTS = [*listed("format=csv", "format=xlsx"), of(query="unit={county.code}")]
LEARNING = {
    "credits:completion": [
        *listed(*EXPORTS),
        of(query="unit={county.code}&run={run.pk}"),
        of_school(query="unit={school.code}&run={run.pk}"),
        of_school(query="unit={school.code}&export=csv"),
    ],
    "credits:people": [*listed(*EXPORTS, "status=incomplete"), of(query="unit={county.code}&run={run.pk}")],
    "credits:score": post(acts=LEADING, data={"unit": "{county.code}"}),
    "credits:teacher": of_school(TEACHER),
    "credits:my": SIGNED_IN,
    "credits:hours-list": listed(*EXPORTS, "q=金丝雀", "unit=330382", shows=PROVINCE | SYSADMIN),
    "credits:selection-list": listed(*EXPORTS, "q=金丝雀", "unit=330382", shows=PROVINCE | SYSADMIN),
    "credits:credit-list": listed(*EXPORTS, "q=金丝雀", "unit=330382", shows=PROVINCE | SYSADMIN),
    "credits:assessment-list": listed(*EXPORTS, "q=金丝雀", "unit=330382", shows=PROVINCE | SYSADMIN),
    "credits:void": [
        line
        for kind, thing, own in (
            ("hours", "{hours.pk}", REPORTERS),
            ("credits", "{credit.pk}", ROSTER_KEEPERS),
            ("selections", "{selection.pk}", ROSTER_KEEPERS),
            ("assessments", "{assessment.pk}", ROSTER_KEEPERS),
        )
        for line in (of(kind, thing, own=own), post(kind, thing, own=own, acts=own, data=VOID))
    ],
    "programs:engagement-list": listed("when=", "q=金丝雀"),
    "programs:engagement-new": [
        of(own=KEEPERS),
        post(
            own=KEEPERS,
            acts=KEEPERS,
            data={"institution": "{institution.code}", "unit": "{school.code}", "starts_on": "2024-01-01"},
        ),
    ],
    "programs:engagement-end": [
        of("{engagement.pk}", own=KEEPERS),
        post("{engagement.pk}", own=KEEPERS, acts=KEEPERS, data={"ends_on": "2030-01-01"}),
    ],
    "hours-list": listed("unit=330382"),
    "hours-detail": of("{hours.pk}", own=OVER_SCHOOL | INSTITUTION),
    "selection-list": listed("unit=330382"),
    "selection-detail": of_school("{selection.pk}"),
    "credit-list": listed("unit=330382"),
    "credit-detail": of_school("{credit.pk}"),
    "assessment-list": listed("unit=330382"),
    "assessment-detail": of_school("{assessment.pk}"),
    "teacher-dossier": of_school(TEACHER),
    "report-completion": REPORTS,
    "report-hours-by-year": REPORTS,
    "report-credits-by-ability": REPORTS,
}
OF_CYCLE = of(CYCLE, own=HOLDERS)
OFFICE_ONLY = of(CYCLE, own=PROVINCE)
NOMINEE = (CYCLE, "county_unit", "{county.code}")
NOMINATION, DRAFT = "{nomination.pk}", "{draft.pk}"
JUDGED = {"row": NOMINATION, "confirmed": "yes"}
NEW = {"cycle": CYCLE, "category": "county_manager", "unit": "{county.code}"}


def on_draft(**more) -> Line:
    """Something sent to a draft, which only its county sees."""
    return post(DRAFT, own=WRITERS, foreign=NOBODY, **more)


CYCLES = {
    "awards:cycle-list": SIGNED_IN,
    "awards:cycle": OF_CYCLE,
    "awards:quotas": OF_CYCLE,
    "awards:results": of(CYCLE, own=NOBODY),  # nothing is published yet
    "awards:eligibility": [of(CYCLE, query=query, own=HOLDERS) for query in ("", "export=xlsx", "category=institution")],
    "awards:nominee": of(*NOMINEE),
    "awards:attest": post(*NOMINEE, acts=frozenset({"city"}), data={"clause": "二(一)1区县(3)", "met": "yes", "reason": "已核对"}),
    "awards:desk": [
        of(CYCLE, own=frozenset({"city", "province"})),
        of(CYCLE, query="unit={city.code}", own=frozenset({"city", "province"})),
    ],
    "awards:order": post(CYCLE, query="unit={city.code}", own=frozenset({"city", "province"}), data={"category": "county_unit"}),
    "awards:issue-city": post(CYCLE, query="unit={city.code}", own=frozenset({"city", "province"})),
    "awards:issue-cycle": post(CYCLE, own=PROVINCE),
    "awards:draft": post(CYCLE, own=UNIT_SEEN, data=NEW),
    "awards:score": post(CYCLE, own=HOLDERS, acts=PROVINCE),
    "awards:move-deadline": post(
        CYCLE, own=HOLDERS, acts=PROVINCE, data={"phase": "nominate", "ends_at": "2099-01-01", "reason": "顺延"}
    ),
    "awards:province": [of(CYCLE, query=query, own=PROVINCE) for query in ("", "export=xlsx")],
    "awards:accept": post(CYCLE, own=PROVINCE, data=JUDGED),
    "awards:decide": post(CYCLE, own=PROVINCE, data=JUDGED),
    "awards:reconsider": post(CYCLE, own=PROVINCE, data=JUDGED),
    "awards:announce": [OFFICE_ONLY, post(CYCLE, own=PROVINCE)],
    "awards:cancel-release": post(CYCLE, own=PROVINCE),
    "cycle-list": SIGNED_IN,
    "cycle-detail": OF_CYCLE,
    "cycle-quotas": OF_CYCLE,
    "cycle-eligibility": [OF_CYCLE, of(CYCLE, query="unit={county.code}", own=UNIT_SEEN)],
    "cycle-accept": post(CYCLE, own=PROVINCE, data={"nominations": []}),
    "cycle-announce": post(CYCLE, own=PROVINCE),
    "cycle-reconsider": post(CYCLE, own=PROVINCE, data={"nominations": [], "reason": "有误"}),
    "cycle-decide": post(CYCLE, own=PROVINCE, data={"chosen": [], "declined": []}),
    "report-quota-usage": listed("format=csv", "format=xlsx"),
    "report-awards": listed("format=csv", "format=xlsx"),
}
NOMINATIONS = {
    "awards:nomination": [
        of(NOMINATION, phones=("nomination",)),
        of(DRAFT, own=WRITERS, foreign=NOBODY, phones=("nomination",)),
    ],
    "awards:proof": [of(NOMINATION, heavy=True), of(DRAFT, own=WRITERS, foreign=NOBODY, heavy=True)],
    "awards:save": [
        post(NOMINATION, data={"version": "1"}, phones=("nomination",)),
        on_draft(acts=WRITERS, data={"version": "1", "manager_name": "某人"}, phones=("nomination",)),
    ],
    "awards:submit": [post(NOMINATION), on_draft(phones=("nomination",))],
    "awards:recommend": [post(NOMINATION, acts=frozenset({"city"})), on_draft()],
    "awards:send-back": [
        post(NOMINATION, acts=frozenset({"city"}), data={"reason": "请补充"}),
        on_draft(data={"reason": "请补充"}),
    ],
    "awards:revoke": [post(NOMINATION, data={"reason": "另有考虑"}), on_draft()],
    "awards:withdraw": [post(NOMINATION, acts=WRITERS), on_draft(acts=WRITERS)],
    "awards:issue": [post(NOMINATION), on_draft()],
    "nomination-list": [SIGNED_IN, post(own=UNIT_SEEN, acts=WRITERS, data=NEW)],
    "nomination-detail": [
        of(NOMINATION),
        of(DRAFT, own=WRITERS, foreign=NOBODY),
        post(NOMINATION, method="patch", data={"reason": "x"}),
    ],
    "nomination-submit": post(NOMINATION),
    "nomination-recommend": post(NOMINATION, acts=frozenset({"city"}), data={"opinion": "同意"}),
    "nomination-send-back": post(NOMINATION, acts=frozenset({"city"}), data={"reason": "请补充"}),
    "nomination-revoke": post(NOMINATION, data={"reason": "另有考虑"}),
    "nomination-withdraw": [post(NOMINATION, acts=WRITERS), on_draft(acts=WRITERS)],
    "nomination-accept": post(NOMINATION),
}
TABLES = (
    SIGNING_IN,
    OPEN,
    SHELL,
    UNITS,
    ROSTERS,
    PEOPLE,
    JOBS,
    SHEETS,
    DOCUMENTS,
    NOTICES,
    EVIDENCE,
    LEARNING,
    CYCLES,
    NOMINATIONS,
)
POLICY = {name: lines if isinstance(lines, list) else [lines] for table in TABLES for name, lines in table.items()}
