"""Prints the corpus as a table: each case, what is claimed of it, and what the portal did. ``python -m tests.corpus.table``."""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
WIDEST = 60


class Table:
    """A pytest plugin that notes how every upload of a case ended."""

    def __init__(self):
        self.rows, self.seen = [], []

    def pytest_configure(self):
        from tests.sheets import flow  # models are ready only now

        ran = flow.ran

        def noted(job, upload):
            ended = ran(job, upload)
            self.seen.append(told(ended))
            return ended

        flow.ran = noted

    def pytest_runtest_setup(self):
        self.seen.clear()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item, call):
        report = yield
        if report.when == "call" or report.failed:
            parameters = getattr(item, "callspec", None)
            case = parameters.id if parameters else "—"
            claim = item.originalname.removeprefix("test_").replace("_", " ")
            outcome = {"passed": "as claimed", "failed": "NOT AS CLAIMED"}.get(report.outcome, report.outcome)
            self.rows.append((case, claim, "; ".join(self.seen) or "—", outcome))
        return report

    def markdown(self) -> str:
        lines = ["| case | expected | got | verdict |", "|---|---|---|---|"]
        lines += ["| " + " | ".join(plain(cell) for cell in row) + " |" for row in self.rows]
        kept = sum(row[-1] == "as claimed" for row in self.rows)
        return "\n".join([*lines, "", f"{kept} of {len(self.rows)} cases as claimed."])


def told(upload) -> str:
    """State, counts and the codes found, each once."""
    codes = sorted(set(upload.findings.values_list("code", flat=True)))
    counts = " ".join(f"{name} {number}" for name, number in upload.counts.items() if number)
    return f"{upload.state} {counts} [{', '.join(codes)}]".replace("  ", " ")


def plain(text: str) -> str:
    """A cell of one line: no bars, no control characters, not endless."""
    shown = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text).replace("|", "/")
    return shown if len(shown) <= 2 * WIDEST else f"{shown[: 2 * WIDEST]}…"


def main() -> int:
    table = Table()
    ended = pytest.main(["-q", "--no-header", "-n0", "--no-summary", str(HERE)], plugins=[table])
    sys.stdout.write(f"\n{table.markdown()}\n")
    return int(ended)


if __name__ == "__main__":
    sys.exit(main())
