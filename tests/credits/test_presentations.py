"""Kinds of evidence: presentations where an item asks for one and nowhere else, and nothing asked that cannot be handed in."""

from importlib import import_module

import pytest
from django.apps import apps

from credits.actions.items import load_items, read_items
from credits.enums.declarations import FileKind, FileState
from credits.enums.items import ItemKind
from credits.evidence.kinds import TAKEN, taken_by
from credits.models import EvidenceFile, EvidenceItem
from tests.corpus import materials
from tests.credits import declared

ALLOWED = {"pdf", "jpg", "png", "docx", "xlsx", "mp4"}  # what may be handed in for every point


def handed(lin, abilities, program, kinds) -> EvidenceFile:
    item = declared.item(abilities["A1"], kinds=kinds)
    declared.account(lin) if lin.user is None else None
    return declared.handed(declared.started(lin, abilities["A1"], program), item, materials.office("pptx"), "课件.pptx")


def test_documents_pictures_and_films_are_the_six_kinds():
    everywhere = {kind for form, kinds in TAKEN.items() if form != ItemKind.SLIDES for kind in kinds}

    assert everywhere == ALLOWED


def test_a_presentation_is_no_document(lin, abilities, program):
    file = handed(lin, abilities, program, ["document", "image"])

    assert file.state == FileState.REFUSED
    assert "演示文稿" in file.finding


def test_a_presentation_is_taken_where_one_is_asked_for(lin, abilities, program):
    file = handed(lin, abilities, program, ["slides"])

    assert (file.state, file.kind) == (FileState.CLEAN, FileKind.PPTX)


def test_the_shipped_defaults_ask_for_presentations_in_a3_alone_and_for_nothing_that_is_not_taken(abilities):
    load_items(rows=read_items(), by=None)

    items = EvidenceItem.objects.current().select_related("ability")
    assert [item.key for item in items if FileKind.PPTX in taken_by(item)] == ["A3-2"]
    assert not any("打包" in item.name or set(item.kinds) - set(ItemKind.values) for item in items)
    slides = next(item for item in items if item.key == "A3-2")
    assert slides.default
    assert {FileKind.MP4, FileKind.PNG, FileKind.PDF} <= set(taken_by(slides))


@pytest.mark.parametrize("kinds", [["document", "archive"], ["archive", "slides"]])
def test_items_that_asked_for_an_archive_ask_for_a_presentation(abilities, kinds):
    row = EvidenceItem.objects.create(ability=abilities["A3"], key="A3-2", name="演示文稿", kinds=kinds)
    other = declared.item(abilities["A1"], kinds=["text"])
    migration = import_module("credits.migrations.0017_presentations_instead_of_archives")

    migration.forward(apps, None)

    row.refresh_from_db()
    other.refresh_from_db()
    assert row.kinds == (["document", "slides"] if "document" in kinds else ["slides"])
    assert row.kind_labels[-1] == "演示文稿"
    assert FileKind.PPTX in taken_by(row)
    assert other.kinds == ["text"]
