"""From the policy in force at a school to what is asked of its teachers."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from credits.enums.ledger import Environment
from credits.facts.planning import wanted_of
from credits.rules.completion import USUAL_STAFF, WHOLE, Requirement
from credits.rules.planning import Wanted
from portal.kit.numbers import to_hundredths
from programs.policy import Policy

AMOUNTS = {
    "online": "online_hours",
    "practice": "practice_hours",
    "face_to_face": "face_to_face_hours",
    "total": "total_hours",
    "credits": "credits",
    "joint": "joint_credits",
}
CITED = {
    **AMOUNTS,
    "share": "practice_share_min",
    "assessment": "assessed_staff",
    "prerequisite": "prerequisite",
    "relief": "age_rule",
    "entry": "new_teachers",
    "points": "point_count",
    "dimensions": "dimension_count",
    "cover": "dimensions",
    "compulsory": "compulsory_points",
    "environments": "environments",
    "environment_rule": "environment_rule",
    "excluded": "excluded_points",
}


def looks_at_school(policy: Policy) -> bool:
    """Whether what is asked depends on the environment a school teaches in."""
    rule = policy["environment_rule"]
    return rule is not None and rule.value == "of_school"


def requirement_of(policy: Policy, environment: str = "") -> Requirement:
    """What the policy asks of teachers at a school of that environment; values nobody set are not asked."""
    share, staff, relief = policy["practice_share_min"], policy["assessed_staff"], policy["age_rule"]
    return Requirement(
        **{name: _hundredths(policy[parameter]) for name, parameter in AMOUNTS.items()},
        share=None if share is None else int(Decimal(share.value) * WHOLE),
        choice=_choice(policy, environment),
        only_passed=policy["hours_need_pass"] is not None,
        assessed=staff is not None,
        prerequisite=policy["prerequisite"] is not None,
        staff=USUAL_STAFF if staff is None else tuple(staff.value),
        relief=None if relief is None else (relief.value.born, relief.value.inclusive),
        entry=_entry(policy),
        citations={name: policy[parameter].citation for name, parameter in CITED.items() if policy[parameter] is not None},
    )


def _choice(policy: Policy, environment: str) -> Wanted:
    """What is asked of the passed points besides credits; a list of all environments leaves none out."""
    wanted = wanted_of(policy, environment)
    narrowed = wanted.environments if wanted.environments != set(Environment.values) else frozenset()
    return replace(wanted, credits=None, environments=narrowed)


def _entry(policy: Policy) -> tuple[date, date | None] | None:
    """While the training runs: from the day of the notice to the end of the year by which everybody is to be done."""
    entry, year = policy["new_teachers"], policy["deadline_year"]
    return None if entry is None else (entry.notice.issued_on, None if year is None else date(year.value, 12, 31))


def _hundredths(resolved) -> int | None:
    return None if resolved is None else to_hundredths(resolved.value)
