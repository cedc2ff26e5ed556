"""The reserve lists of a city on its desk: who stands by in which place, and in which categories a list may be kept."""

from awards.models import Reserve


def mark_reserves(desk) -> None:
    """Tell every form of the desk its place on the reserve list and every category whether it keeps one; two queries at most."""
    rules = [one.rule for one in desk.cycle.quota_bounds.current()]
    rules = [rule for rule in rules if rule.kind == "reserve"]
    places = _places(desk) if rules else {}
    for group in desk.groups:
        key = group.category.key
        group.category.keeps_reserve = any(not rule.categories or key in rule.categories for rule in rules)
        for candidate in group.candidates:
            if candidate.nomination is not None:
                candidate.nomination.stands_by = places.get(candidate.nomination.pk)


def _places(desk) -> dict[int, int]:
    """The place of each form that waits, from 1 on in its category."""
    rows = Reserve.objects.in_line().filter(nomination__cycle=desk.cycle, nomination__via=desk.city)
    return dict(rows.values_list("nomination", "place"))
