"""Who may open which address. Every named pattern and method has a line here; one without fails the test.

A line that names a thing in braces is opened for the own line's thing, the foreign line's and one that does not exist.
``own`` and ``foreign`` are those whom it answers (below 400, or below 500 where something is sent); ``acts`` are those who
change something by it in this world; ``shows`` are those who may see foreign texts in it; ``phones`` the numbers it may show.
An answer that is the same for all who get one and takes long to make is ``heavy``: only ``SAMPLED`` wait for it.
"""

from tests.authorisation.policy.calendar import CALENDAR
from tests.authorisation.policy.checks import CHECKS
from tests.authorisation.policy.cycle_drafts import CYCLE_DRAFTS
from tests.authorisation.policy.declarations import DECLARATIONS
from tests.authorisation.policy.drafting import DRAFTS
from tests.authorisation.policy.filings import FILINGS, TASKS
from tests.authorisation.policy.ground import DOCUMENTS, JOBS, OPEN, PEOPLE, SHEETS, SHELL, SIGNING_IN, UNITS
from tests.authorisation.policy.groups import ACTIVITIES, FUNDS, GROUPS, INSTITUTIONS
from tests.authorisation.policy.items import ITEMS
from tests.authorisation.policy.judging import JUDGING
from tests.authorisation.policy.learning import LEARNING
from tests.authorisation.policy.programs import EVIDENCE, NOTICES
from tests.authorisation.policy.reviews import REVIEWS
from tests.authorisation.policy.rosters import ROSTERS
from tests.authorisation.policy.selections import CYCLES, NOMINATIONS
from tests.authorisation.policy.words import FILE, OUTSIDE, PRINCIPALS, SAMPLED, Line

__all__ = ["FILE", "OUTSIDE", "POLICY", "PRINCIPALS", "SAMPLED", "Line"]

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
    DRAFTS,
    EVIDENCE,
    TASKS,
    FILINGS,
    GROUPS,
    INSTITUTIONS,
    FUNDS,
    ACTIVITIES,
    CALENDAR,
    LEARNING,
    CHECKS,
    REVIEWS,
    ITEMS,
    DECLARATIONS,
    CYCLES,
    CYCLE_DRAFTS,
    JUDGING,
    NOMINATIONS,
)
POLICY = {name: lines if isinstance(lines, list) else [lines] for table in TABLES for name, lines in table.items()}
