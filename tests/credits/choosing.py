"""Choices as short as can be: teachers with accounts, what they chose, how far it is."""

from credits.actions.choosing import choose
from credits.models import Selection
from tests import factories
from tests.schools import people

YEAR = 2022


def person(school, name, serial, **fields):
    """A teacher who has an account."""
    row = people.teacher(school, name, serial, **fields)
    row.user = factories.user(f"t{serial}", school, "teacher", name=name)
    row.save()
    return row


def chosen(teacher, *codes, program):
    return choose(teacher=teacher, program=program, codes=codes, by=teacher.user)


def stages(teacher):
    return dict(Selection.objects.filter(teacher=teacher).values_list("ability__code", "stage"))


def confirmed(teacher, program, clerk, *codes):
    choose(teacher=teacher, program=program, codes=codes, by=clerk)
