"""Lines for panels, scores and public notices."""

from tests.authorisation.policy.words import CYCLE, LEADING, NOBODY, PROVINCE, PUBLIC, SIGNED_IN, Line, listed, of, post

GIVERS = frozenset({"city", "province"})
KEEPING = LEADING
NEW_YEAR = {"day": "2031-01-01", "kind": "rest", "name": "元旦"}
TERMS = {"notice_days": "5", "reason": "按惯例"}
NO_PANEL = of(CYCLE, "county_unit", own=NOBODY, foreign=NOBODY)  # none is set up in this world
JUDGING = {
    "awards:panel-list": [of(CYCLE, own=PROVINCE), post(CYCLE, own=PROVINCE, acts=PROVINCE, data={"category": "county_unit"})],
    "awards:panel": NO_PANEL,
    "awards:panel-act": post(CYCLE, "county_unit", "start", own=NOBODY, foreign=NOBODY),
    "awards:judge-desk": SIGNED_IN,
    "awards:ballot": [of("1", own=NOBODY, foreign=NOBODY), post("1", own=NOBODY, foreign=NOBODY)],
    "awards:public-notices": [
        of(CYCLE, own=GIVERS, foreign=PROVINCE),
        post(CYCLE, own=NOBODY, foreign=NOBODY, data={"unit": "nowhere"}),
    ],
    "awards:terms": post(CYCLE, own=PROVINCE, acts=PROVINCE, data=TERMS),
    "awards:public-notice": of(CYCLE, "1", own=NOBODY, foreign=NOBODY),  # none is drafted in this world
    "awards:own-notice-file": of(CYCLE, "1", "1", own=NOBODY, foreign=NOBODY),
    "awards:notice-file": Line(own=NOBODY, foreign=NOBODY, args=("0000", "1"), public=True),
    "awards:notice-act": post(CYCLE, "1", "start", own=NOBODY, foreign=NOBODY),
    "awards:fairness": post(CYCLE, own=PROVINCE, acts=PROVINCE),
    "awards:fairness-package": of("{job.pk}", own=NOBODY, foreign=NOBODY),  # the job of this world made no package
    "awards:acceptance": [of("{nomination.pk}", own=PROVINCE), post("{nomination.pk}", own=PROVINCE, data={"act": "accept"})],
    "public-notice-list": SIGNED_IN,
    "public-notice-detail": of("1", own=NOBODY, foreign=NOBODY),
    "report-results": listed("format=csv", "format=xlsx"),
    "report-judging": listed("format=csv", "format=xlsx"),
    "awards:days": [
        Line(own=KEEPING),
        post(own=PROVINCE, acts=PROVINCE, data={"day": "2031-01-01", "kind": "rest", "name": "元旦"}),
    ],
    "awards:notice-list": PUBLIC,
    "awards:announced-list": PUBLIC,
    "awards:announced-page": Line(own=NOBODY, foreign=NOBODY, args=("nowhere",), public=True),
    "awards:results-paper": post(CYCLE, own=PROVINCE, acts=NOBODY),  # nothing is announced in this world
    "awards:notice-page": [
        Line(own=NOBODY, foreign=NOBODY, args=("0000",), public=True),
        Line(own=NOBODY, foreign=NOBODY, args=("0000",), method="post", public=True),
    ],
    "awards:ballot-file": of("1", "attachments", "1", own=NOBODY, foreign=NOBODY),
    "awards:ballot-recuse": post("1", own=NOBODY, foreign=NOBODY),
}
