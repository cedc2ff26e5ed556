"""Until when a programme runs."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from programs.parameters.base import Group, Parameter, parameter


@parameter
class DeadlineYear(Parameter):
    """The year by whose end the programme is to be completed; an earlier one is stricter."""

    key, label, group = "deadline_year", gettext_lazy("完成年度"), Group.TERM
    shape = Annotated[int, Field(ge=2000, le=2100, strict=True)]

    def format(self, value):
        return _("%d 年底前") % value

    def keeps(self, upper, lower):
        return lower <= upper
