"""Accounts found for the people of a roster, so that a teacher who signs in meets his own record."""

from django.db.models import OuterRef, Subquery

from portal.accounts.enums import PostState
from portal.accounts.models import User
from schools.enums import RecordState
from schools.models import Teacher


def link_accounts(teachers) -> int:
    """Link teachers without account to the one with the same phone and name that holds a post at their school."""
    accounts = User.objects.filter(
        phone_key=OuterRef("phone_key"),
        name=OuterRef("name"),
        teacher=None,
        posts__unit=OuterRef("unit"),
        posts__state=PostState.ACTIVE,
    )
    lacking = teachers.current().filter(user=None).exclude(phone_key="")
    found = lacking.annotate(account=Subquery(accounts.values("pk")[:1])).exclude(account=None).values_list("pk", "account")
    linked = {account: teacher for teacher, account in found}
    for account, teacher in linked.items():
        Teacher.objects.filter(pk=teacher).update(user=account)
    return len(linked)


def hand_over(*, keep: Teacher, drop: Teacher) -> None:
    """The account of a registration that was merged opens the one that was kept, unless that has one."""
    if drop.user_id is not None:
        Teacher.objects.filter(pk=drop.pk).update(user=None)
        Teacher.objects.filter(pk=keep.pk, user=None).update(user=drop.user_id)


def unlink_void(teachers) -> None:
    """Set the accounts of records that count no more free for others."""
    teachers.filter(state=RecordState.VOID).exclude(user=None).update(user=None)
