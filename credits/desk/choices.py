"""What choosing says on the front page: choices that wait for the head of a group, and those that wait for the school."""

from collections.abc import Iterator

from django.db.models import Count, F, Min, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from credits.enums.choosing import Stage
from credits.models import Selection
from portal.accounts.enums import Role
from portal.kit.desk import Item, Waiting
from portal.units.enums import Level

KEEPERS = (Role.SCHOOL_ADMIN, Role.CIO)


def choices(user, post) -> Iterator[Item]:
    """Choices whose turn it is; one query for a teacher, two for a school's office.

    A plan without a head, and the head's own choices, wait for the school, which enters what was agreed.
    """
    if post is None:
        return
    proposed = Selection.objects.current().filter(stage=Stage.PROPOSED)
    if post.role == Role.TEACHER:
        led = proposed.filter(plan__head__user=user, teacher__unit=post.unit).exclude(teacher__user=user)
        yield from _waiting(led, _("%d 条选点待您所在教研组商定"), Stage.PROPOSED, _("商定"))
    elif post.role in KEEPERS and post.unit.level == Level.SCHOOL:
        own = proposed.filter(teacher__unit=post.unit)
        entered = own.filter(Q(plan=None) | Q(plan__head__user=None) | Q(plan__head=F("teacher")))
        yield from _waiting(entered, _("%d 条选点没有组长商定，待学校登记"), Stage.PROPOSED, _("登记"))
        agreed = Selection.objects.current().filter(stage=Stage.AGREED, teacher__unit=post.unit)
        yield from _waiting(agreed, _("%d 条选点待学校确认"), Stage.AGREED, _("确认"))


def _waiting(rows, sentence: str, stage: Stage, act: str) -> Iterator[Waiting]:
    found = rows.aggregate(n=Count("pk"), since=Min(Coalesce("agreed_at", "created_at")))
    if found["n"]:
        yield Waiting(sentence % found["n"], f"{reverse('credits:choice-list')}?stage={stage}", act, since=found["since"])
