"""The database's clock: deadlines follow it, not the clock of a web machine."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models.functions import TruncDate

SHANGHAI = ZoneInfo("Asia/Shanghai")


def database_now() -> datetime:
    """The moment by the database's clock, as an aware datetime in UTC."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT clock_timestamp()")
            return cursor.fetchone()[0].astimezone(UTC)
        cursor.execute("SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')")
        return datetime.fromisoformat(cursor.fetchone()[0]).replace(tzinfo=UTC)


def local(moment: datetime) -> datetime:
    """The same moment as clocks in China show it."""
    return moment.astimezone(SHANGHAI)


class LocalDate(TruncDate):
    """The day a moment (from 1992 on) falls on in China, in a statement about many rows."""

    def as_sqlite(self, compiler, connection, **extra_context):
        """By SQLite's own arithmetic: Django's calls Python for every row. China has kept UTC+8 all the year since 1992.

        The fraction of the second goes first, since SQLite would round the last of it into the next day.
        """
        sql, parameters = compiler.compile(self.lhs)
        return f"DATE(SUBSTR({sql}, 1, 19), '+8 hours')", parameters
