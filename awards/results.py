"""What commands, REST and reports answer about a cycle, in one shape."""

from collections import Counter
from datetime import datetime

from awards.facts_desk.quota_past import held_at, quotas_as_then
from awards.facts_desk.quota_withdrawn import withdrawn_after
from awards.models import AwardCycle, Eligibility, Nomination, Quota


def quota_rows(cycle: AwardCycle, user=None, as_of: datetime | None = None) -> list[dict]:
    """The quota table with its rules, what is used and left, and what was changed by hand, in the notice's order; four queries.

    ``as_of`` asks for it as it stood then, from the audit log, in five more; quotas that were given out later are left
    out, those that were taken away since stand in it (two more).
    """
    quotas = cycle.quotas.select_related("unit", "category").prefetch_related("changes")
    if user is not None:
        quotas = quotas.visible_to(user)
    if as_of is None:
        held = Counter(Nomination.objects.holding_a_place().filter(cycle=cycle).values_list("category_id", "via_id"))
        return [_quota_row(cycle, quota, held[quota.category_id, quota.unit_id]) for quota in quotas]
    found, held = [*quotas.filter(created_at__lte=as_of), *withdrawn_after(cycle, as_of, user)], held_at(cycle, as_of)
    found.sort(key=lambda quota: quota.position)
    quotas_as_then(found, as_of)
    return [_quota_row(cycle, quota, held[quota.category_id, quota.unit_id], as_of) for quota in found]


def _quota_row(cycle: AwardCycle, quota: Quota, used: int, as_of: datetime | None = None) -> dict:
    changes = [one for one in quota.changes.all() if as_of is None or one.created_at <= as_of]
    return {
        "unit": quota.unit.code,
        "name": quota.unit.name,
        "category": quota.category.key,
        "category_name": quota.category.name,
        "basis": quota.basis,
        "counted": quota.counted,
        "kind": quota.rule.kind,
        "rule": quota.rule.explain({}),
        "formula": quota.formula_text,
        "by_formula": quota.formula,
        "printed": quota.printed,
        "ruled": quota.ruled,
        "places": quota.places,
        "used": used,
        "left": quota.places - used,
        "short": quota.rule.short(used, quota.unit.name),
        "agrees": quota.formula == quota.ruled,
        "changes": [{"before": one.before, "after": one.after, "reason": one.reason, "at": one.created_at} for one in changes],
        "clause": cycle.cite(quota.clause),
    }


def quota_rules(cycle: AwardCycle) -> list[dict]:
    """Every rule on places of a cycle in plain words, those that give places first; two queries."""
    names = {category.key: category.name for category in cycle.categories.all()}
    found = {}
    for quota in cycle.quotas.select_related("category").order_by("category__position", "position"):
        sentence = f"“{quota.category.name}”{quota.rule.explain(names)}"
        found.setdefault(sentence, {"kind": quota.rule.kind, "label": quota.rule.label, "text": sentence, "key": quota.clause})
    for row in cycle.quota_bounds.current():
        rule = row.rule
        found[rule.explain(names)] = {"kind": rule.kind, "label": rule.label, "text": rule.explain(names), "key": rule.clause}
    return [{**rule, "clause": cycle.cite(rule["key"])} for rule in found.values()]


def quota_table(cycle: AwardCycle, user=None) -> dict:
    """The rows with their totals, 95 counties and 25 places in 浙工程办函〔2023〕7号 附件1, and the rules behind them."""
    rows = quota_rows(cycle, user)
    totals = {key: sum(row[key] for row in rows) for key in ("basis", "places", "used", "left")}
    return {"rows": rows, "total": totals, "rules": quota_rules(cycle)}


def eligibility_rows(verdicts) -> list[dict]:
    """Verdicts with their findings, three queries."""
    return [
        eligibility_row(verdict) for verdict in verdicts.select_related("unit", "category", "cycle").prefetch_related("findings")
    ]


def eligibility_row(verdict: Eligibility) -> dict:
    """One nominee: eligible true, false or null, and why."""
    return {
        "unit": verdict.unit.code,
        "name": verdict.unit.name,
        "category": verdict.category.key,
        "eligible": verdict.eligible,
        "state": verdict.state,
        "updated_at": verdict.updated_at,
        "findings": [
            {
                "clause": finding.clause,
                "state": finding.state,
                "measure": finding.measure,
                "value": finding.value,
                "threshold": finding.threshold,
                "margin": finding.margin,
                "period": finding.period,
                "text": finding.text,
                "advice": finding.advice,
                "sources": finding.sources,
            }
            for finding in verdict.findings.all()
        ],
    }
