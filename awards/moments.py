"""The moments of a selection's calendar as its file writes them, read by the clocks of China."""

import re
from datetime import date, datetime, time

from portal.kit.clock import SHANGHAI, local

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
TIMED = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\S+", re.ASCII)
FIRST_YEAR, LAST_YEAR = 2000, 2100
LAST_SECOND = time(23, 59, 59)
UNREADABLE = (
    "时间应写成 2023-11-30T23:59:59+08:00 的样子，不写时区的按北京时间；只写日期的，开始是当天 0 时，截止含当天（到 23:59:59）。"
)


def opening(written: object) -> datetime:
    """When a step opens: a day alone opens at 00:00; ``ValueError`` says in a sentence what cannot be read."""
    return _moment(written, time.min)


def ending(written: object) -> datetime:
    """The last moment of a step: a day alone is included whole, as 浙工程办函〔2023〕7号 三2 (11月30日前) is read."""
    return _moment(written, LAST_SECOND)


READ = {"opens": opening, "until": ending}


def known(step: dict, name: str) -> datetime | None:
    """When a ``step`` of a file ``opens`` or ends (``until``) by the clocks of China; None for nothing that can be read."""
    try:
        return local(READ[name](step[name])) if step.get(name) else None
    except ValueError:
        return None


def _moment(written: object, clock: time) -> datetime:
    found = written if isinstance(written, datetime) else _read(written, clock)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError(f"年份应在 {FIRST_YEAR} 年到 {LAST_YEAR} 年之间。")
    return found if found.tzinfo else found.replace(tzinfo=SHANGHAI)


def _read(written: object, clock: time) -> datetime:
    text = written.strip() if isinstance(written, str) else ""
    try:
        if DAY.fullmatch(text):
            return datetime.combine(date.fromisoformat(text), clock, SHANGHAI)
        if TIMED.fullmatch(text):
            return datetime.fromisoformat(text.upper())
    except ValueError:
        pass
    raise ValueError(UNREADABLE)
