"""Which annex of a cycle's own notice a recommendation form is."""

from awards.models import AwardCategory
from portal.documents.paper import FORMS
from programs.models import Clause


def annex_of(category: AwardCategory) -> str:
    """The annex (附件3) as which the cycle's notice prints this form; "" where it prints another or none. One query."""
    paper = FORMS[category.form]
    key = paper.annex.replace(" ", "")
    printed = Clause.objects.current().filter(notice=category.cycle.notice_id, key=key, title=paper.title)
    return key if printed.exists() else ""
