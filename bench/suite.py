"""The benchmarks of one database, one after another."""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from bench import completion, cycles, forms, imports, policies, rosters  # noqa: E402


def timed(act: Callable) -> float:
    """Seconds one call takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def median_pair(ours: Callable, other: Callable, rounds: int) -> tuple[float, float]:
    """Medians of both sides, run in turn so that the machine's moods fall on both alike."""
    pairs = [(timed(ours), timed(other)) for _round in range(rounds)]
    return statistics.median(a for a, _b in pairs), statistics.median(b for _a, b in pairs)


def main(database: str, out: Path) -> None:
    """Build a small world and measure in it."""
    fresh_schema()
    call_command("migrate", verbosity=0)
    call_command("demo", stage="evidence", stdout=open(os.devnull, "w"))  # noqa: SIM115
    rows = []
    for measure in (imports.measure, rosters.measure, cycles.measure, completion.measure, forms.measure, policies.measure):
        for row in measure(median_pair, timed):
            row = {"database": database, **row}  # noqa: PLW2901
            row["ok"] = row["ratio"] >= row["goal"] if row["better"] == "higher" else row["ratio"] <= row["goal"]
            mark = "ok" if row["ok"] else "MISSED"
            print(
                f"{database:<11}{row['name']:<44}{row['ratio']:>9.2f}  goal {row['goal']:<6}{row['better']:<7}{row['note']}  {mark}"
            )
            rows.append(row)
    out.write_text(json.dumps(rows, ensure_ascii=False))


def fresh_schema() -> None:
    """An empty schema of our own on a server, so that a benchmark never meets or leaves data."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
