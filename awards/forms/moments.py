"""Date and time of a step of the calendar, between the file and the fields of a form."""

from datetime import datetime

from django import forms

from awards.moments import READ, known
from portal.kit.clock import local

MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local", "step": 1}, format="%Y-%m-%dT%H:%M:%S")


def shown(step: dict) -> dict[str, str]:
    """When a step opens and ends as clocks in China show it, for the fields; "" where the file says nothing that can be read."""
    found = {name: known(step, name) for name in READ}
    return {name: moment.strftime(MOMENT.format) if moment else "" for name, moment in found.items()}


def written(typed: dict, step: dict) -> dict[str, object]:
    """The same as the file writes it, from what was typed: what came back as it was shown stays as the ``step`` has it."""
    return {name: step.get(name) if _same(typed[name], known(step, name)) else _iso(typed[name]) for name in READ}


def _same(typed: datetime | None, there: datetime | None) -> bool:
    return typed == (there.replace(microsecond=0) if there else None)


def _iso(moment: datetime | None) -> str | None:
    return local(moment).isoformat() if moment else None
