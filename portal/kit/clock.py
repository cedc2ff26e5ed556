"""The database's clock: deadlines follow it, not the clock of a web machine."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.db import connection

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
