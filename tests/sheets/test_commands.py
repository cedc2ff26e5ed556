import json

import pytest
from django.core.management import CommandError, call_command

from programs.models import PerformanceEvaluation
from tests.sheets.books import xlsx
from tests.sheets.rows import scores

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def run(capsys, tmp_path):
    """Exit code and JSON of ``import_sheet`` on a workbook with these rows."""

    def run(rows, *options, command=("import_sheet", "scores"), unit="330300"):
        path = tmp_path / "表.xlsx"
        path.write_bytes(rows if isinstance(rows, bytes) else xlsx(rows))
        code = 0
        try:
            call_command(*command, str(path), "--unit", unit, "--json", *options)
        except SystemExit as ended:
            code = ended.code
        return code, json.loads(capsys.readouterr().out.splitlines()[-1])

    return run


def test_check_tells_and_saves_nothing(run):
    code, told = run(scores(91.4, 90), "--check")

    assert (code, told["new"], told["findings"]) == (0, 2, [])
    assert PerformanceEvaluation.objects.count() == 0


def test_confirm_saves(run):
    code, told = run(scores(91.4, 90), "--confirm")

    assert (code, told["new"], told["state"]) == (0, 2, "done")
    assert PerformanceEvaluation.objects.count() == 2


def test_refused_rows_end_with_one_and_the_reasons(run):
    code, told = run(scores(91.4, "九十"), "--confirm")

    assert (code, told["refused"], told["state"]) == (1, 1, "preview")
    assert told["findings"][0]["advice"] == "请填写阿拉伯数字。"
    assert PerformanceEvaluation.objects.count() == 0


def test_accept_partial_saves_the_clean_rows(run):
    code, told = run(scores(91.4, "九十"), "--confirm", "--accept-partial")

    assert (code, told["new"], told["refused"]) == (0, 1, 1)


def test_a_file_nobody_can_read_ends_with_one(run):
    code, told = run(b"%PDF-1.7", "--check")

    assert (code, told["state"], told["findings"][0]["severity"]) == (1, "refused", "file")


def test_the_short_name_is_the_same_command(run):
    code, told = run(scores(91.4), "--confirm", command=("import_scores",))

    assert (code, told["new"]) == (0, 1)


def test_whose_name_it_runs_under_may_have_to_be_allowed(run, xihu_bureau):
    code, told = run(scores(91.4), "--as", "xihu")

    assert (code, told["code"]) == (1, "denied")


def test_a_unit_that_does_not_exist_is_misuse(run):
    with pytest.raises(CommandError) as error:
        run(scores(91.4), unit="999999")
    assert error.value.returncode == 2


def test_a_missing_file_is_misuse():
    with pytest.raises(CommandError) as error:
        call_command("import_sheet", "scores", "/nowhere/表.xlsx", "--unit", "330300")
    assert error.value.returncode == 2
