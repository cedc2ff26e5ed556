"""Runs every benchmark on SQLite, and on PostgreSQL where DATABASE_URL names one, and writes ``bench/results/latest.json``.

``python -m bench [--scale PEOPLE] [SUBJECT …]``: a province of so many teachers; only these subjects (completion, rosters, …).
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

RESULTS = Path(__file__).parent / "results" / "latest.json"


def main() -> int:
    """Run each database in a process of its own; 1 when a goal was missed."""
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--scale", type=int, help="teachers of the province that is measured; BENCH_SCALE says the same")
    parser.add_argument("subjects", nargs="*", help="only these, all unless named")
    asked = parser.parse_args()
    if asked.scale:
        os.environ["BENCH_SCALE"] = str(asked.scale)
    rows = []
    databases = {"sqlite": None, "postgresql": os.environ.get("DATABASE_URL")}
    for name, address in databases.items():
        if name == "postgresql" and not address:
            print("postgresql: left out, DATABASE_URL is not set (make services prints one)")
            continue
        rows += run(name, address, asked.subjects)
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(rows, ensure_ascii=False, indent=1))
    print(f"written: {RESULTS.relative_to(Path.cwd())}" if RESULTS.is_relative_to(Path.cwd()) else f"written: {RESULTS}")
    return 0 if all(row["ok"] for row in rows) else 1


def run(name: str, address: str | None, subjects: list[str]) -> list[dict]:
    """The results of one database; its data lives in a folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        variables = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {"DATA_DIR": folder}
        if address:
            variables["DATABASE_URL"] = address
        out = Path(folder) / "rows.json"
        subprocess.run([sys.executable, "-m", "bench.suite", name, str(out), *subjects], env=variables, check=True)
        return json.loads(out.read_text())


if __name__ == "__main__":
    sys.exit(main())
