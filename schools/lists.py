"""The long lists of this app, as their pages narrow them and as workers write them into files."""

from django.utils.translation import gettext_lazy as _

from portal.jobs.long_lists import LongList, declare
from portal.kit.lists import Listing, Ordering, with_defaults
from schools import exports
from schools.filters import EMPLOYED_ONES, SchoolFilter, TeacherFilter
from schools.finding import schools_in_reach
from schools.models import Teacher

TEACHER_ORDERS = Ordering({"school": ("unit__path", "name"), "name": ("name",)}, default="school")
SCHOOL_ORDERS = Ordering({"place": ("path",), "name": ("name",)}, default="place")


def teachers(asked) -> Listing:
    """People in post or on leave, unless the address names another status."""
    rows = Teacher.objects.visible_to(asked.user).select_related("unit")
    query = with_defaults(asked.GET, status=EMPLOYED_ONES)
    return Listing(asked, TeacherFilter(query, rows, request=asked), TEACHER_ORDERS)


def schools(asked) -> Listing:
    """Schools as units, described or not."""
    rows = schools_in_reach(asked.user).select_related("parent", "school")
    return Listing(asked, SchoolFilter(asked.GET, rows, request=asked), SCHOOL_ORDERS)


TEACHERS = declare(LongList("schools.teachers", _("教师名册"), exports.TEACHERS, teachers, exports.teachers))
SCHOOLS = declare(LongList("schools.schools", _("学校"), exports.SCHOOLS, schools, exports.schools))
