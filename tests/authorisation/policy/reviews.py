"""Lines for panels, the desk of readers, certificates and dossiers."""

from tests.authorisation.policy.rosters import ROSTER_KEEPERS, TEACHER, of_school
from tests.authorisation.policy.words import EVERYBODY, LEADING, NOBODY, OVER_SCHOOL, SIGNED_IN, listed, of, post

PANEL, REVIEW, CERTIFICATE, AT_SCHOOL = "{panel.pk}", "{review.pk}", "{certificate.pk}", {"unit": "{school.code}"}
REASON = {"reason": "核对"}
RELATED = {"relate-reviewer": "{clerk.pk}", "relate-staff_number": "{reading.teacher.name}", "relate-reason": "亲属"}


def to_panel(act, *, acts=ROSTER_KEEPERS, **data):
    return post(PANEL, act, own=ROSTER_KEEPERS, acts=acts, data=data)


REVIEWS = {
    "credits:panel-list": listed(),
    "credits:panel-open": post(own=OVER_SCHOOL, data=AT_SCHOOL),  # it is there already
    "credits:panel": of_school(PANEL),
    "credits:panel-give": [
        of(PANEL, "{reading.code}", own=ROSTER_KEEPERS),
        post(PANEL, "{reading.code}", own=ROSTER_KEEPERS, data={"reader": "{clerk.pk}"}),  # he reads it already
    ],
    "credits:panel-act": [
        to_panel("share-out"),
        to_panel("seat", **{"seat-username": "{post.user.username}"}),
        to_panel("unseat", member="{seat.pk}"),
        to_panel("delegate", acts=NOBODY),
        to_panel("automatic", automatic="no"),
        to_panel("relate", **RELATED),
        to_panel("unrelate", relation="{relation.pk}"),
    ],
    "credits:review-list": listed("state=", "q=x"),
    "credits:review-next": SIGNED_IN,
    "credits:phrases": [SIGNED_IN, post(own=EVERYBODY, acts=EVERYBODY, data={"text": "写得具体。"})],
    "credits:review": [of(REVIEW, own=NOBODY, foreign=NOBODY), post(REVIEW, own=NOBODY, foreign=NOBODY, data={"act": "keep"})],
    "credits:review-send-back": post(REVIEW, own=NOBODY, foreign=NOBODY, data={"back-reason": "补充"}),
    "credits:review-recuse": post(REVIEW, own=NOBODY, foreign=NOBODY, data={"recuse-reason": "亲属"}),
    "review-panel-list": listed("unit=330382"),
    "review-panel-detail": of_school(PANEL),
    "panel-review-list": listed("state=done"),
    "panel-review-detail": of(REVIEW, own=NOBODY, foreign=NOBODY),
    "credits:certificate-list": listed("q=金丝雀", "unit=330382", "state=valid"),
    "credits:certificate-issue": post(own=OVER_SCHOOL, acts=LEADING, data=AT_SCHOOL),
    "credits:certificate-batch": of_school("{certified.pk}", "zip"),
    "credits:certificate": of_school(CERTIFICATE),
    "credits:certificate-file": of_school(CERTIFICATE),
    "credits:certificate-act": [
        of(CERTIFICATE, "suspend", own=LEADING),
        post(CERTIFICATE, "suspend", own=LEADING, acts=LEADING, data=REASON),
        post(CERTIFICATE, "revoke", own=LEADING, acts=LEADING, data=REASON),
    ],
    "credits:dossier": of_school(TEACHER),
    "credits:dossier-paper": of_school(TEACHER, heavy=True),
    "credits:dossier-pack": post(own=OVER_SCHOOL, acts=ROSTER_KEEPERS, data=AT_SCHOOL),
    "credits:dossier-package": of("{packed.pk}", own=ROSTER_KEEPERS),
    "certificate-list": listed("unit=330382"),
    "certificate-detail": of_school(CERTIFICATE),
}
