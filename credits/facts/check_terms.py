"""What the policy says of checks when one is set up: strata and the formula of the pass rate, with their clauses or as defaults."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from credits.rules.pass_rate import Formula
from programs.parameters import parameter_named
from programs.policy import Policy

STRATA, FINDINGS, OF = "spot_check_strata", "pass_rate_findings", "pass_rate_of"
DEFAULTS = {STRATA: ["school"], FINDINGS: Formula().findings, OF: Formula().of}


@dataclass(frozen=True)
class Term:
    """One thing a check goes by; ``citation`` is empty where no notice says it."""

    parameter: str
    value: object
    citation: str = ""

    @property
    def label(self) -> str:
        return str(parameter_named(self.parameter).label)

    @property
    def text(self) -> str:
        """The value as a phrase; strata may be given up where no notice asks for any."""
        return parameter_named(self.parameter).format(self.value) if self.value else _("不分层")

    @property
    def source(self) -> str:
        """The clause, or that it is a default, or was chosen where no notice says anything."""
        chosen = self.value != DEFAULTS[self.parameter]
        return self.citation or (_("自行选定，通知没有规定") if chosen else _("默认，通知没有规定"))


def terms_in(policy: Policy) -> dict[str, Term]:
    """What holds for a check set up now, by parameter."""
    return {key: _term(key, policy.get(key)) for key in DEFAULTS}


def _term(key: str, resolved) -> Term:
    return Term(key, DEFAULTS[key]) if resolved is None else Term(key, resolved.value, resolved.citation)


def stored(terms: dict[str, Term]) -> dict:
    """As a check keeps them."""
    return {key: {"value": term.value, "clause": term.citation} for key, term in terms.items()}


def terms_of(check) -> list[Term]:
    """What a check was set up with; one from before there was a choice goes by the defaults and its own strata."""
    kept = {STRATA: {"value": check.strata, "clause": ""}} | check.terms
    found = {key: kept.get(key, {"value": value, "clause": ""}) for key, value in DEFAULTS.items()}
    return [Term(key, said["value"], said["clause"]) for key, said in found.items()]


def formula_of(check) -> Formula:
    """How the pass rates of a check are counted."""
    said = {term.parameter: term.value for term in terms_of(check)}
    return Formula(said[FINDINGS], said[OF])


def formula_in(policy: Policy) -> Formula:
    """How a pass rate is counted by the policy of today."""
    said = terms_in(policy)
    return Formula(said[FINDINGS].value, said[OF].value)
