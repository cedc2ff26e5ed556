import pytest

from portal.accounts.models import Post
from portal.sheets.checks import check_layouts, faults
from portal.sheets.kinds import Kind, Text, UnitRef
from portal.sheets.layout import Column, HandLayout, Layout
from programs.models import MediaReport


class Sheet(Layout):
    model = MediaReport
    identity = ("unit", "title")
    columns = (Column("unit", "单位", kind=UnitRef()), Column("title", "标题", kind=Text(max_length=200)))


LONG = Column("title", "标题", kind=Text(max_length=900))


def test_every_shipped_layout_fits_its_model():
    assert check_layouts(None) == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        (
            {"columns": (*Sheet.columns[:1], Column("title", "标题", kind=Text(max_length=900)))},
            "title takes 900 characters, the field 200",
        ),
        ({"identity": ("unit", "nothing")}, "identity names nothing, which is neither column nor stored"),
    ],
    ids=["too long", "no column"],
)
def test_a_layout_that_does_not_fit_is_told(changes, fault):
    layout = type("Wrong", (Sheet,), changes)()

    assert fault in list(faults(layout))


def test_a_model_that_uploads_cannot_write_is_told():
    layout = type("Wrong", (Sheet,), {"model": Post, "identity": (), "columns": ()})()

    assert list(faults(layout)) == ["the model lacks upload"]


@pytest.mark.parametrize("incomplete", [Kind, HandLayout])
def test_what_lacks_its_essentials_cannot_be_made(incomplete):
    with pytest.raises(TypeError, match="abstract"):
        type("Incomplete", (incomplete,), {})()
