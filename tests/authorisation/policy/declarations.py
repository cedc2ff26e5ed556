"""Lines for declarations and the files that come with them."""

from tests.authorisation.policy.rosters import of_school
from tests.authorisation.policy.words import EXPORTS, NOBODY, OVER_SCHOOL, PROVINCE, SYSADMIN, Line, listed, of, post

SCHOOL = frozenset({"school_admin", "cio"})
DRAFT, HANDED_IN = "{begun.code}", "{submitted.code}"
OF_SCHOOL = {"own": SCHOOL, "foreign": NOBODY}
SURE = {"confirmed": "yes"}
ITEM = "item={item.key}"
DECLARATIONS = {
    "credits:declaration-list": listed(*EXPORTS, "q=金丝雀", "unit=330382", "state=draft", shows=PROVINCE | SYSADMIN),
    "credits:declaration-waiting": listed(*EXPORTS, "q=金丝雀", "unit=330382", "ability=A1", shows=PROVINCE | SYSADMIN),
    "credits:declaration-start": post(
        own=OVER_SCHOOL, acts=SCHOOL, data={"teacher": "{willing.code}", "ability": "{ability.code}"}
    ),
    "credits:declaration": [of_school(HANDED_IN), of(DRAFT, **OF_SCHOOL)],
    "credits:declaration-save": [
        post(DRAFT, **OF_SCHOOL, acts=SCHOOL, data={"reflection": "有收获"}),
        post(HANDED_IN, own=OVER_SCHOOL, data={"reflection": "有收获"}),
    ],
    "credits:declaration-hand-in": post(DRAFT, **OF_SCHOOL, acts=SCHOOL),
    "credits:declaration-withdraw": post(HANDED_IN, own=OVER_SCHOOL, acts=SCHOOL, data=SURE),
    "credits:declaration-files": [
        of_school(HANDED_IN, query=ITEM),
        of(DRAFT, query=ITEM, **OF_SCHOOL),
        post(DRAFT, **OF_SCHOOL, acts=SCHOOL, data={"item": "{item.key}", "name": "a.mp4", "size": "10"}),
    ],
    "credits:evidence-file": [of_school("{proof.pk}"), of("{own_proof.pk}", **OF_SCHOOL)],
    "credits:evidence-reading": [
        of_school("{proof.pk}", heavy=True),
        of("{own_proof.pk}", **OF_SCHOOL, heavy=True),
    ],
    "credits:evidence-part": [of_school("{proof.pk}", "picture", "0"), of("{own_proof.pk}", "picture", "0", **OF_SCHOOL)],
    "credits:evidence-remove": post("{own_proof.pk}", **OF_SCHOOL, acts=SCHOOL, data=SURE),
    "credits:evidence-bytes": Line(own=NOBODY, foreign=NOBODY, args=("nothing",), public=True),
    "credits:evidence-upload": of("{coming.key}", own=NOBODY, foreign=NOBODY),
    "declaration-list": listed("ability=A1", "state=submitted"),
    "declaration-detail": [of_school("{submitted.pk}"), of("{begun.pk}", **OF_SCHOOL)],
}
