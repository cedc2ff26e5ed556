"""A form of the tests' own, as small as a form can be, and documents made from it."""

from dataclasses import dataclass, field
from typing import ClassVar

from portal.documents import actions
from portal.documents.paper import OfficialForm, official_form


@official_form
@dataclass(frozen=True)
class Slip(OfficialForm):
    """A form of one line."""

    form: ClassVar = "slip"
    annex: ClassVar = "附件 0"
    title: ClassVar = "测试单"
    template: ClassVar = "documents/pdf/form.html"

    name: str = field(default="", metadata={"label": "姓名"})

    @property
    def subject_text(self) -> str:
        return self.name


def issued(unit, *, name="欧阳明", series="zj-2023", by=None):
    """An issued slip about ``unit``."""
    return actions.issue(form=Slip(name), series=series, unit=unit, subject=unit, by=by)
