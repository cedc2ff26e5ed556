"""Lines for the ground: signing in, the shell, units, people, jobs, sheets, documents."""

from tests.authorisation.policy.words import (
    AUDITOR,
    EVERYBODY,
    FILE,
    KEEPERS,
    LEADING,
    NOBODY,
    OUTSIDE,
    OVER_COUNTY,
    OVER_SCHOOL,
    PROVINCE,
    PUBLIC,
    SIGNED_IN,
    SYSADMIN,
    UNIT_SEEN,
    Line,
    listed,
    of,
    post,
)

HANDING_IN = OVER_SCHOOL - {"client"} | {"institution"}
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
    "accounts:first-password": SIGNED_IN,
    "accounts:token-list": Line(shows=PROVINCE | SYSADMIN),
    "accounts:issue-token": post(
        own=EVERYBODY,
        foreign=PROVINCE | SYSADMIN,
        acts=KEEPERS | SYSADMIN,
        data={"user": "{client.pk}", "name": "x", "scope": "read", "days": "9"},
    ),
    "accounts:revoke-token": post("{token.pk}", own=KEEPERS | SYSADMIN, foreign=PROVINCE | SYSADMIN, acts=KEEPERS | SYSADMIN),
    "audit:event-list": listed("q=金丝雀", shows=PROVINCE | AUDITOR),
    "audit:event": of("{event.pk}", own=OVER_COUNTY - {"client"} | AUDITOR, foreign=PROVINCE | AUDITOR),
}
JOBS = {
    "jobs:job-list": SIGNED_IN,
    "jobs:job": of("{job.pk}"),
    "jobs:progress": of("{job.pk}"),
    "jobs:cancel": post("{job.pk}", acts=LEADING),
    "jobs:retry": post("{job.pk}"),
    "jobs:list-new": post(
        own=EVERYBODY, foreign=EVERYBODY, acts=EVERYBODY, data={"list": "schools.teachers", "query": "", "kind": "csv"}
    ),
    "jobs:list-file": of("{list_file.pk}", own=NOBODY, foreign=NOBODY),
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
    "documents:edition": of("{document.number}", "docx"),
    "document-edition": of("{document.number}", "docx"),
    "documents:sealed": [of("{document.number}"), post("{document.number}")],
    "documents:sealed-file": of("{document.number}", "{scan.pk}"),
    "documents:sealed-confirm": post("{document.number}", "{scan.pk}", acts=LEADING, data={"stamped": "on", "copies": "3"}),
    "documents:sealed-withdraw": post("{document.number}", "{scan.pk}", acts=LEADING, data={"reason": "传错"}),
    "documents:seal": post("{document.number}", acts=LEADING),  # a service that cannot read the file leaves a row that says so
    "documents:seal-file": of("{document.number}", "{sealing.pk}"),
    "document-sealed-copies": [of("{document.number}"), post("{document.number}")],
    "document-sealed-copy": of("{document.number}", "{scan.pk}"),
    "document-confirm-copy": post("{document.number}", "{scan.pk}", data={"stamped": True, "copies": 3}),
    "document-withdraw-copy": post("{document.number}", "{scan.pk}", data={"reason": "传错"}),
    "document-copy-file": of("{document.number}", "{scan.pk}"),
    "document-seal": [of("{document.number}"), post("{document.number}", acts=LEADING)],
    "documents:scans": [of(query=query, own=HANDING_IN, foreign=HANDING_IN) for query in ("", "state=waiting")]
    + [post(own=HANDING_IN, foreign=HANDING_IN)],
    "documents:scans-confirm": post(own=EVERYBODY, data={"row": "{incoming.pk}", "stamped": "on", "copies": "3"}),
    "documents:scan-file": of("{incoming.pk}"),
    "documents:scan-place": post("{incoming.pk}", data={"number": "{document.number}"}),
    "documents:scan-drop": post("{incoming.pk}", acts=LEADING, data={"reason": "白纸"}),
    "sealed-scan-list": [*listed("state=waiting"), post(own=EVERYBODY)],  # which takes files alone
    "sealed-scan-detail": of("{incoming.pk}"),
    "sealed-scan-file": of("{incoming.pk}"),
    "sealed-scan-place": post("{incoming.pk}", data={"document": "{document.number}"}),
    "sealed-scan-drop": post("{incoming.pk}", data={"reason": "白纸"}),
    "documents:revoke": post("{document.number}", acts=LEADING, data={"reason": "作废"}),
    "documents:bundle": post(own=EVERYBODY, data={"row": "{document.number}", "kind": "zip"}),
    "documents:batch-file": of("{batch.pk}", "zip"),
    "document-list": listed("unit=330382"),
    "document-detail": of("{document.number}"),
    "document-file": of("{document.number}"),
    "document-revoke": post("{document.number}", data={"reason": "作废"}),
}
