"""Cases 1 to 20: whatever the file is, the reading ends with one clear sentence and the worker lives."""

import pytest

from tests.corpus import containers
from tests.corpus.judged import brought, codes

pytestmark = pytest.mark.usefixtures("ict2", "wenzhou_counties", "xihu")

REFUSED = [
    (1, containers.bomb, "bomb"),
    (2, containers.lying_bomb, "damaged"),
    (4, containers.far_corner, "too_many_rows"),
    (4, containers.far_corner_in_disguise, "too_much_memory"),
    (6, containers.too_wide, "too_many_columns"),
    (8, containers.billion_laughs, "unsafe_xml"),
    (8, containers.external_entity, "unsafe_xml"),
    (8, containers.external_declaration, "unsafe_xml"),
    (10, containers.macros, "macros"),
    (10, containers.renamed_macros, "macros"),
    (10, containers.add_in, "macros"),
    (11, containers.password, "encrypted"),
    (12, containers.web_page, "wrong_type"),
    (12, containers.binary_xlsx, "wrong_type"),
    (12, containers.old_excel_with_password, "encrypted"),
    (13, containers.word_document, "wrong_type"),
    (14, containers.plain_zip, "wrong_type"),
    (14, containers.pdf, "wrong_type"),
    (14, containers.jpeg, "wrong_type"),
    (14, containers.program, "wrong_type"),
    (14, containers.workbook_as_text, "renamed"),
    (16, containers.random_bytes, "no_workbook"),
    (16, containers.letters_of_no_table, "no_workbook"),
    (16, containers.prose_as_workbook, "no_workbook"),
    (16, containers.nothing, "empty"),
    (16, containers.truncated, "damaged"),
    (16, containers.flipped, "damaged"),
    (16, containers.many_entries, "too_many_entries"),
    (20, containers.other_form, "other_sheet"),
    (20, containers.other_heading, "no_heading"),
    (20, containers.heading_without_a_column, "missing_columns"),
]
TAKEN = [
    (5, containers.empty_rows, []),
    (6, containers.formatted_columns, []),
    (12, containers.old_excel, []),
    (12, containers.tabs, ["encoding"]),
    (12, containers.open_document, []),
    (13, containers.wps, []),
    (17, containers.linked_and_embedded, ["ignored_parts"]),
]


def named(cases):
    return [pytest.param(build, expected, id=f"{number}-{build.__name__}") for number, build, expected in cases]


@pytest.mark.parametrize(("build", "code"), named(REFUSED))
def test_a_file_nobody_can_use_is_refused_with_one_sentence(build, code, wenzhou, wenzhou_bureau):
    upload = brought(build(), unit=wenzhou, by=wenzhou_bureau)

    assert upload.state == "refused"
    (finding,) = upload.findings.all()
    assert (finding.severity, finding.code) == ("file", code)
    assert finding.message.endswith("。")
    assert finding.advice.endswith("。")


@pytest.mark.parametrize(("build", "warned"), named(TAKEN))
def test_an_unusual_container_is_read_all_the_same(build, warned, wenzhou, wenzhou_bureau):
    upload = brought(build(), unit=wenzhou, by=wenzhou_bureau)

    assert upload.state == "preview"
    assert upload.counts["new"] == 1
    assert codes(upload) == warned
