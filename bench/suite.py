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

from bench import certificates, completion, cycles, filings, forms, imports, lists, policies, rosters, verifying  # noqa: E402


def timed(act: Callable) -> float:
    """Seconds one call takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def median_pair(ours: Callable, other: Callable, rounds: int) -> tuple[float, float]:
    """Medians of both sides, run in turn so that the machine's moods fall on both alike."""
    pairs = [(timed(ours), timed(other)) for _round in range(rounds)]
    return statistics.median(a for a, _b in pairs), statistics.median(b for _a, b in pairs)


def main(database: str, out: Path, only: list[str]) -> None:
    """Build a small world and measure in it; ``only`` names the subjects measured, all where it is empty."""
    fresh_schema()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)  # pages name their files by digest
    call_command("demo", stage="evidence", stdout=open(os.devnull, "w"))  # noqa: SIM115
    rows = []
    subjects = (imports, rosters, lists, cycles, completion, forms, policies, filings, certificates, verifying)
    for subject in [one for one in subjects if not only or one.__name__.rpartition(".")[2] in only]:
        for row in subject.measure(median_pair, timed):
            row = {"database": database, **row}  # noqa: PLW2901
            row["ok"] = row["ratio"] >= row["goal"] if row["better"] == "higher" else row["ratio"] <= row["goal"]
            mark = "ok" if row["ok"] else "MISSED"
            told = f"{database:<11}{row['name']:<50}{row['ratio']:>9.2f}  goal {row['goal']:<6}{row['better']:<7}"
            print(f"{told}{mark}  {row['note']}", flush=True)
            rows.append(row)
    out.write_text(json.dumps(rows, ensure_ascii=False))


def fresh_schema() -> None:
    """An empty schema of our own on a server, so that a benchmark never meets or leaves data."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
