"""Which annexes of a cycle's own notice the recommendation forms are."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from awards.models import AwardCategory, AwardCycle
from portal.documents.paper import FORMS

SUMMARY = "annex-2"
ANNEX = "附件"
CALLED = {SUMMARY: _l("汇总表"), "annex-3": _l("单位推荐表"), "annex-4": _l("管理者推荐表")}
CALLED |= {"annex-5": _l("机构推荐表"), "annex-6": _l("机构管理者推荐表")}


def annexes_in(clauses: Iterable[tuple[str, str]]) -> dict[str, str]:
    """By form, the annex (附件3) as which a notice with these (key, title) prints it under its title; nothing where it does not."""
    printed = {title: key for key, title in clauses if key.startswith(ANNEX)}
    return {form: printed[FORMS[form].title] for form in CALLED if FORMS[form].title in printed}


def annex_of(category: AwardCategory) -> str:
    """The annex as which the cycle's notice prints this form; "" where it prints another or none."""
    return category.cycle.annexes.get(category.form, "")


def annex_line(cycle: AwardCycle, form: str) -> str | None:
    """The annex as a paper of the cycle prints it, 附件 5; None where it is the one the form carries by itself."""
    own, printed = FORMS[form].annex, cycle.annexes.get(form, "").replace(ANNEX, f"{ANNEX} ")
    return None if printed == own else printed


def paper_names(cycle: AwardCycle) -> dict[str, str]:
    """By form, what the papers of a cycle are called in short, with the annex its own notice prints them as; one query."""
    known, categories = cycle.annexes, cycle.categories.all()
    forms = {category.form for category in categories} | {SUMMARY for category in categories if category.summary}
    return {form: f"{known.get(form, '')} {name}".strip() for form, name in CALLED.items() if form in forms}


@dataclass(frozen=True)
class CityPapers:
    """What the papers of a city are called: by their annexes where the notice numbers all of them, else in words."""

    summary: str
    together: str


def city_papers(cycle: AwardCycle) -> CityPapers:
    """The summary (附件2) and all of a city's papers (附件2–4) as the cycle's notice numbers them; one query."""
    known = cycle.annexes
    forms = {category.form for category in cycle.categories.all() if category.summary == SUMMARY}
    numbers = [known[form].removeprefix(ANNEX) for form in sorted({SUMMARY, *forms}) if form in known]
    whole = len(numbers) == len({SUMMARY, *forms})
    together = f"{ANNEX}{_range(numbers)}" if whole else _("汇总表和推荐表")
    return CityPapers(_("%s汇总表") % known.get(SUMMARY, ""), together)


def _range(numbers: list[str]) -> str:
    """2–4 for numbers that follow each other, else 2、4."""
    found = [int(number) for number in numbers if number.isdecimal()]
    if len(found) == len(numbers) > 1 and found == list(range(found[0], found[0] + len(found))):
        return f"{found[0]}–{found[-1]}"
    return "、".join(numbers)
