"""An undo goes back to what was, deletes nothing, and is refused where later work stands on the upload."""

import pytest

from portal.audit.models import Change
from portal.kit.errors import WrongState
from portal.sheets import actions
from portal.sheets.undoing import DependedOn
from programs.models import PerformanceEvaluation, Showcase
from tests.sheets.flow import bring, keep
from tests.sheets.rows import SHOWCASES, scores

pytestmark = pytest.mark.usefixtures("world")


def stored():
    return list(PerformanceEvaluation.objects.order_by("pk").values_list("period__number", "score", "state", "upload"))


def test_undo_restores_changed_rows_and_voids_new_ones(wenzhou, wenzhou_bureau):
    first = keep(bring("scores", scores(91.4, 90), unit=wenzhou))
    second = keep(bring("scores", scores(92.5, 90, 88), unit=wenzhou, by=wenzhou_bureau), by=wenzhou_bureau)

    actions.undo(upload=second, by=wenzhou_bureau)

    assert stored() == [
        (1, 9140, "current", first.pk),
        (2, 9000, "current", first.pk),
        (3, 8800, "void", second.pk),
    ]
    second.refresh_from_db()
    assert (second.state, second.undone_by) == ("undone", wenzhou_bureau)
    told = Change.objects.filter(event__verb="upload.undone").values_list("field", "before", "after")
    assert ("score", "9250", "9140") in list(told)


def test_undo_brings_back_what_a_whole_list_voided(wenzhou):
    keep(bring("scores", scores(91.4, 90), unit=wenzhou))
    whole = keep(bring("scores", scores(91.4), unit=wenzhou, whole=True), choices={"vanished": "void"})

    actions.undo(upload=whole, by=None)

    assert [row[:3] for row in stored()] == [(1, 9140, "current"), (2, 9000, "current")]


def test_undo_is_refused_where_a_later_upload_changed_a_row(wenzhou):
    first = keep(bring("scores", scores(91.4, 90), unit=wenzhou))
    later = keep(bring("scores", scores(92.5), unit=wenzhou))

    with pytest.raises(DependedOn, match=r"其中 1 行后来又被“表\.xlsx”改动"):
        actions.undo(upload=first, by=None)
    actions.undo(upload=later, by=None)
    actions.undo(upload=first, by=None)

    assert {row[2] for row in stored()} == {"void"}


def test_undo_is_refused_where_a_row_was_changed_by_hand(wenzhou):
    upload = keep(bring("scores", scores(91.4), unit=wenzhou))
    PerformanceEvaluation.objects.stamp(rank=1)

    with pytest.raises(DependedOn, match="其中 1 行后来被改动"):
        actions.undo(upload=upload, by=None)


def test_undo_is_refused_where_the_thing_was_registered_anew(wenzhou):
    keep(bring("scores", scores(91.4, 90), unit=wenzhou))
    whole = keep(bring("scores", scores(91.4), unit=wenzhou, whole=True), choices={"vanished": "void"})
    keep(bring("scores", scores(91.4, 77), unit=wenzhou))

    with pytest.raises(DependedOn, match="重新登记"):
        actions.undo(upload=whole, by=None)
    assert [row[1:3] for row in stored()] == [(9140, "current"), (9000, "void"), (7700, "current")]


def test_undo_brings_links_back(wenzhou, institutions):
    def row(named):
        return [SHOWCASES, ["乐清市", "案例一", "国家级", "典型案例", 2022, named]]

    keep(bring("showcases", row("培训机构1、培训机构2"), unit=wenzhou))
    upload = keep(bring("showcases", row("培训机构3"), unit=wenzhou))

    actions.undo(upload=upload, by=None)

    names = Showcase.objects.get().institutions.order_by("pk").values_list("name", flat=True)
    assert list(names) == ["培训机构1", "培训机构2"]


def test_only_what_was_saved_is_undone_and_only_once(wenzhou):
    upload = bring("scores", scores(91.4), unit=wenzhou)
    with pytest.raises(WrongState):
        actions.undo(upload=upload, by=None)

    upload = keep(upload)
    actions.undo(upload=upload, by=None)
    with pytest.raises(WrongState):
        actions.undo(upload=upload, by=None)


def test_after_an_undo_the_same_file_comes_in_again(wenzhou):
    upload = keep(bring("scores", scores(91.4), unit=wenzhou))
    actions.undo(upload=upload, by=None)

    again = keep(bring("scores", scores(91.4), unit=wenzhou))

    assert again.counts["new"] == 1
    assert [row[2] for row in stored()] == ["void", "current"]
