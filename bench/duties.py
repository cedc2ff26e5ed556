"""What each duty of a roster's confirmation costs: the functions that fulfil it, timed without what they call for others."""

import functools
import time
from contextlib import ExitStack, contextmanager
from unittest import mock

from portal.kit import fields
from portal.sheets import actions, comparing, judging, pipeline, recognising, saving
from schools.actions import employments
from schools.sheets import places, roster
from schools.sheets.roster import RosterSheet

DUTIES = {
    "sandboxed reading": [(pipeline, "opened")],
    "cells": [(pipeline, "scan")],
    "judging": [(RosterSheet, "judge_cells"), (RosterSheet, "judge"), (judging, "resolve_units"), (judging, "refuse_repeats")],
    "crypto": [(fields, "encrypt"), (places, "fingerprint"), (roster, "fingerprint")],
    "staging": [(comparing.Compared, "pour")],
    "comparing": [(comparing.Compared, "match"), (comparing.Compared, "comparison")],
    "upsert": [(saving.Saving, "insert"), (saving.Saving, "update")],
    "employments": [(employments, "follow")],
    "audit": [(saving.Saving, "tell_changes"), (actions, "record")],
    "undo store": [(saving.Saving, "keep_prior")],
    "knowing lines again": [
        *((recognising.Recognising, name) for name in ("sign", "seen")),
        *((comparing.Compared, name) for name in ("hold_known", "remember")),
    ],
}

# What the usual way of bench.usual does not do at all; it gets its rows read, so reading is not counted on either side.
BESIDE = ("sandboxed reading", "crypto", "employments", "audit", "undo store", "knowing lines again")


class Duties:
    """Seconds spent under each duty while ``timed`` is open."""

    def __init__(self):
        self.spent, self.inner = dict.fromkeys(DUTIES, 0.0), []

    @contextmanager
    def timed(self):
        with ExitStack() as stack:
            for duty, places_of in DUTIES.items():
                for owner, name in places_of:
                    stack.enter_context(mock.patch.object(owner, name, self.watched(duty, getattr(owner, name))))
            yield self

    def watched(self, duty, function):
        @functools.wraps(function)
        def watching(*args, **kwargs):
            started = time.perf_counter()
            self.inner.append(0.0)
            try:
                return function(*args, **kwargs)
            finally:
                took = time.perf_counter() - started
                self.spent[duty] += took - self.inner.pop()
                if self.inner:
                    self.inner[-1] += took

        return watching

    def beside_the_usual(self) -> float:
        """Seconds of the duties that the usual way leaves out."""
        return sum(self.spent[duty] for duty in BESIDE)

    def told(self, whole: float) -> str:
        """The duties with their seconds, and what none of them accounts for."""
        named = [f"{duty} {seconds:.2f}" for duty, seconds in self.spent.items() if seconds >= 0.005]
        return f"{', '.join(named)}, the rest {whole - sum(self.spent.values()):.2f} of {whole:.2f} s"
