"""The account that ``make test`` gives of its lanes."""

import subprocess

import pytest

from portal.setup import commands, lanes
from portal.setup.paths import ROOT

REPORT = '<testsuites><testsuite tests="10" failures="1" errors="2" skipped="3"/></testsuites>'


def outcome(name="embedded", **values):
    lane = next(lane for lane in lanes.LANES if lane.name == name)
    return lanes.Outcome(lane, **values)


def test_counts_come_from_the_report(tmp_path):
    (tmp_path / "report.xml").write_text(REPORT)

    counted = lanes.counted(lanes.LANES[0], tmp_path / "report.xml")

    assert (counted.ran, counted.passed, counted.failed, counted.skipped) == (True, 4, 3, 3)


def test_the_account_names_what_was_left_out_and_ends_with_the_totals(capsys):
    lanes.account_for([outcome(ran=True, passed=12, seconds=3), outcome("browser", why="本机没有 chromium")])

    lines = capsys.readouterr().out.splitlines()
    assert "已运行  嵌入式（SQLite）: 12 passed, 0 failed, 0 skipped，3 秒" in lines
    assert "未运行  浏览器（Chromium）: 本机没有 chromium" in lines
    assert lines[-1] == "12 passed, 0 failed, 0 skipped"


@pytest.mark.parametrize(
    ("required", "outcomes", "code"),
    [
        (False, [outcome(ran=True, passed=1), outcome("browser", why="没有")], 0),
        (True, [outcome(ran=True, passed=1), outcome("browser", why="没有")], 1),
        (True, [outcome(ran=True, passed=1), outcome("browser", ran=True)], 1),
        (True, [outcome(ran=True, passed=1), outcome("browser", ran=True, passed=1)], 0),
        (False, [outcome(ran=True, passed=1, failed=1)], 1),
    ],
    ids=["left out", "left out but required", "empty but required", "all there", "a failure"],
)
def test_a_missing_lane_fails_only_where_all_are_required(required, outcomes, code):
    assert lanes.verdict(outcomes, all_required=required) == code


def test_a_lane_without_its_servers_is_left_out_with_the_reason(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    browser = lanes.LANES[2]

    assert lanes.take(browser, ["browser"]) == lanes.Outcome(browser, why="本机没有 chromium")
    assert lanes.take(browser, ["embedded"]) == lanes.Outcome(browser, why="没有要求")


def test_every_target_of_the_makefile_is_a_verb():
    targets = (ROOT / "Makefile").read_text().split(".PHONY: help ")[1].splitlines()[0].split()

    assert sorted(targets) == sorted(commands.VERBS)


def test_the_ci_script_is_sound_bash():
    subprocess.run(["bash", "-n", ROOT / ".ci" / "run"], check=True)
