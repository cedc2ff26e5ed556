"""Ranks that do not fit the scores they belong to."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ranked:
    """A score (any unit, higher is better) and the rank it was given, under a key of the caller's."""

    key: object
    score: int
    rank: int


def contradictions(entries: Iterable[Ranked]) -> dict[object, Ranked]:
    """Key → an entry it contradicts: one with a higher score and no better rank, or a lower score and no worse rank."""
    by_score = sorted(entries, key=lambda entry: -entry.score)
    found = _against_better(by_score, better=lambda other, entry: other.rank >= entry.rank, pick=max)
    found |= _against_better(by_score[::-1], better=lambda other, entry: other.rank <= entry.rank, pick=min)
    return found


def _against_better(entries: list[Ranked], *, better, pick) -> dict[object, Ranked]:
    """Sweep entries in order of score; the extreme rank met at strictly other scores tells whether an entry fits."""
    found, extreme, waiting = {}, None, []
    for entry in entries:
        if waiting and waiting[0].score != entry.score:
            extreme = pick([*([extreme] if extreme else []), *waiting], key=lambda other: other.rank)
            waiting = []
        if extreme and better(extreme, entry):
            found[entry.key] = extreme
        waiting.append(entry)
    return found
