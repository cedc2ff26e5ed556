"""What a selection being prepared says in words and no longer does in its rules: told before it starts, hindering nothing."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from awards.cycle_data import section_in
from awards.models import CycleDraft
from awards.quota_rules.rounding import percent
from portal.kit.errors import Refused
from programs.notice_data import rows_of

PERCENTS = re.compile(r"(\d+(?:\.\d+)?)\s*[%％]")
SHARES = ("share", "least_share", "most_share")
TABLE = re.compile(r"印出|名额表|附表|表为准")
PLACES = "名额"


def doubts_in(draft: CycleDraft) -> list[str]:
    """One sentence for each remark that speaks of another share than its rule, or of a printed table that is not there."""
    try:
        section = section_in(draft.text)
    except Refused:
        return []
    return [*_in_quotas(section), *_in_rules(section), *_in_assumptions(section)]


def _in_quotas(section: dict) -> Iterator[str]:
    names = {str(row.get("key")): str(row.get("name", "")) for row in rows_of(section, "categories")}
    for number, row in enumerate(rows_of(section, "quotas"), start=1):
        where = _("名额第 %(number)d 条（%(name)s）") % {"number": number, "name": names.get(str(row.get("category")), "")}
        rule = row.get("rule") if isinstance(row.get("rule"), dict) else {}
        yield from _of_shares(where, str(row.get("text", "")), _shares(rule))
        if rule.get("kind") != "table" and not rows_of(row, "printed"):
            yield from _of_tables(where, str(row.get("text", "")))


def _in_rules(section: dict) -> Iterator[str]:
    for number, row in enumerate(rows_of(section, "quota_rules"), start=1):
        yield from _of_shares(_("名额规则第 %d 条") % number, str(row.get("text", "")), _shares(row))


def _in_assumptions(section: dict) -> Iterator[str]:
    """Those about places, held against all rules and all tables."""
    quotas = rows_of(section, "quotas")
    rules = [row["rule"] for row in quotas if isinstance(row.get("rule"), dict)]
    shares = {one for rule in [*rules, *rows_of(section, "quota_rules")] for one in _shares(rule)}
    printed = any(rows_of(row, "printed") for row in quotas)
    for row in rows_of(section, "assumptions"):
        text = str(row.get("text", ""))
        if PLACES not in text:
            continue
        where = _("约定“%s”") % text[:30]
        yield from _of_shares(where, text, shares)
        if not printed:
            yield from _of_tables(where, text)


def _of_shares(where: str, text: str, shares: set[Decimal]) -> Iterator[str]:
    told = {Decimal(found) / 100 for found in PERCENTS.findall(text)}
    if told and shares and not told & shares:
        words = {"where": where, "told": _listed(told), "ruled": _listed(shares)}
        yield _("%(where)s的文字说 %(told)s，规则是 %(ruled)s，请核对。") % words


def _of_tables(where: str, text: str) -> Iterator[str]:
    if TABLE.search(text):
        yield _("%s的文字说到印出的名额表，草稿里没有表，请核对。") % where


def _listed(shares: set[Decimal]) -> str:
    return "、".join(percent(one) for one in sorted(shares))


def _shares(rule: dict) -> set[Decimal]:
    """The shares a rule works with; what is no number from 0 to 1 is a fault of its own."""
    found = set()
    for name in SHARES:
        try:
            share = Decimal(str(rule[name]))
            found |= {share} if 0 <= share <= 1 else set()
        except (KeyError, InvalidOperation):
            continue
    return found
