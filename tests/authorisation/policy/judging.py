"""Lines for panels, scores and public notices."""

from tests.authorisation.policy.words import CYCLE, NOBODY, PROVINCE, SIGNED_IN, of, post

NO_PANEL = of(CYCLE, "county_unit", own=NOBODY, foreign=NOBODY)  # none is set up in this world
JUDGING = {
    "awards:panel-list": [of(CYCLE, own=PROVINCE), post(CYCLE, own=PROVINCE, acts=PROVINCE, data={"category": "county_unit"})],
    "awards:panel": NO_PANEL,
    "awards:panel-act": post(CYCLE, "county_unit", "start", own=NOBODY, foreign=NOBODY),
    "awards:judge-desk": SIGNED_IN,
    "awards:ballot": [of("1", own=NOBODY, foreign=NOBODY), post("1", own=NOBODY, foreign=NOBODY)],
    "awards:ballot-recuse": post("1", own=NOBODY, foreign=NOBODY),
}
