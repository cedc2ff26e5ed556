"""Dates as a notice file writes them."""

import re
from datetime import date
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import BeforeValidator


def iso_day(value) -> date:
    """Only ``2023-11-15``: a bare number would silently become a day in 1970."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError(_("日期应写成 2023-11-15 的样子。"))
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(_("没有这一天。")) from None


Day = Annotated[date, BeforeValidator(iso_day)]
