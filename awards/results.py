"""What commands, REST and reports answer about a cycle, in one shape."""

from collections import Counter

from awards.models import AwardCycle, Eligibility, Nomination


def quota_rows(cycle: AwardCycle, user=None) -> list[dict]:
    """The quota table with what is used and left, in the notice's order; two queries."""
    quotas = cycle.quotas.select_related("unit", "category")
    if user is not None:
        quotas = quotas.visible_to(user)
    held = Counter(Nomination.objects.holding_a_place().filter(cycle=cycle).values_list("category_id", "via_id"))
    return [
        {
            "unit": quota.unit.code,
            "name": quota.unit.name,
            "category": quota.category.key,
            "basis": quota.basis,
            "counted": quota.counted,
            "formula": quota.formula_text,
            "places": quota.places,
            "used": held[quota.category_id, quota.unit_id],
            "left": quota.places - held[quota.category_id, quota.unit_id],
            "agrees": quota.formula == quota.places,
            "clause": cycle.cite(quota.clause),
        }
        for quota in quotas
    ]


def quota_table(cycle: AwardCycle, user=None) -> dict:
    """The rows with their totals: 95 counties and 25 places in 浙工程办函〔2023〕7号 附件1."""
    rows = quota_rows(cycle, user)
    totals = {key: sum(row[key] for row in rows) for key in ("basis", "places", "used", "left")}
    return {"rows": rows, "total": totals}


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
