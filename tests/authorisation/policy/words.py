"""The principals, what a line says, and the words most lines use."""

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
    """Who is answered at an address by a method, and who changes something.

    ``undoes`` marks a reading that tries something out and takes it back before it answers.
    """

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
    undoes: bool = False

    @property
    def one_thing(self) -> bool:
        """Whether the address itself names something of one of the two lines."""
        return any("{" in part for part in (*self.args, self.query))


PUBLIC = Line(own=EVERYBODY | OUTSIDE, public=True, heavy=True)
SIGNED_IN = Line()


def of(*args, own=OVER_COUNTY, foreign=PROVINCE, shows=NOBODY, **more) -> Line:
    """One thing, read; ``shows`` names who is told of foreign things beyond those who may read them."""
    return Line(own, foreign, args, **more, shows=shows | foreign | PROVINCE)


def post(*args, own=OVER_COUNTY, foreign=PROVINCE, acts=NOBODY, shows=NOBODY, **more) -> Line:
    """Something sent."""
    return Line(own, foreign, args, method=more.pop("method", "post"), acts=acts, shows=shows | foreign | PROVINCE, **more)


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
