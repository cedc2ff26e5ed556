"""A roster of 20,000 people confirmed with everything on, beside a floor with the same duties and beside the usual way."""

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.duties import Duties
from bench.floor import floor
from bench.imports import save
from bench.people import rows_of, uploaded, workbook
from bench.usual import Skipping, Tuned, Usual, bring_in
from bench.waiting import seconds_to_progress, worker
from schools.models import Employment, Teacher

ROWS, USUAL_ROWS, TUNED_ROWS, LARGE = 20_000, 1_000, 2_000, 100_000
ROUNDS = 3


def measure(median_pair, timed):
    """New people, the same file again, one column changed; memory of 100,000 rows; the first sign of progress."""
    people = rows_of(ROWS)
    yield from new_people(workbook(people), timed)
    yield from again(people, timed)
    yield changed(people, timed)
    yield from large()
    yield waiting()


def new_people(content, timed):
    ours, bare, usual = [], [], []
    for number in range(ROUNDS):
        confirmed, other, few = (
            uploaded(content if not number else workbook(rows_of(ROWS))),
            workbook(rows_of(ROWS)),
            rows_of(USUAL_ROWS),
        )
        ours.append(timed(lambda: save(*confirmed)))  # noqa: B023
        bare.append(timed(lambda: floor(other)))  # noqa: B023
        usual.append(timed(lambda: bring_in(Usual, few, new=True)) * ROWS / USUAL_ROWS)  # noqa: B023
    middle, least, most = (statistics.median(times) for times in (ours, bare, usual))
    watched, whole = taken_apart(workbook(rows_of(ROWS)), timed)
    told = f"{rate(middle)}, floor {rate(least)}; {watched.told(whole)}"
    yield _row("20,000 people confirmed, against floor", least / middle, 0.5, told)
    left = middle * (1 - watched.beside_the_usual() / whole)
    told = f"{left:.2f} s, with them {middle:.2f} s and {most / middle:.1f} times; usual {most:.1f} s, from {USUAL_ROWS:,} rows"
    yield _row("20,000 people confirmed, against usual, without its duties", most / left, 20, told)


def taken_apart(content, timed) -> tuple[Duties, float]:
    """One confirmation with its duties timed, and its seconds; timing costs some of what it says."""
    confirmed, watched = uploaded(content), Duties()
    with watched.timed():
        whole = timed(lambda: save(*confirmed))
    return watched, whole


def again(people, timed):
    """Nothing changed: the same people in a file saved anew, read; the very same file, read; and confirmed."""
    few, content = rows_of(TUNED_ROWS), workbook(people)
    bring_in(Tuned, few, new=True)
    unchanged(uploaded(content))
    before, anew, reading, saving, tuned, skipping = written(), [], [], [], [], []
    for number in range(ROUNDS):
        other = workbook(people, f"{number}")
        anew.append(timed(lambda: unchanged(uploaded(other))))  # noqa: B023
        waits = []
        reading.append(timed(lambda: waits.append(unchanged(uploaded(other)))))  # noqa: B023
        saving.append(timed(lambda: save(*waits[0])))  # noqa: B023
        tuned.append(timed(lambda: bring_in(Tuned, few, new=False)) * ROWS / TUNED_ROWS)
        skipping.append(timed(lambda: bring_in(Skipping, few, new=False)) * ROWS / TUNED_ROWS)
    assert written() == before, "rows were written"
    usual, skips = statistics.median(tuned), statistics.median(skipping)
    told = f"s, 0 rows written; tuned {usual:.1f} s, from {TUNED_ROWS:,} rows; with skip_unchanged {skips:.1f} s"
    for act, times, goal in (
        ("same file, confirmed", saving, 40),
        ("same file, read", reading, 40),
        ("saved anew, read", anew, 20),
    ):
        seconds = statistics.median(times)
        yield _row(f"20,000 people unchanged, {act}, against tuned", usual / seconds, goal, f"{seconds:.2f} {told}")


def unchanged(confirmed):
    """The upload, and by whom, once it is sure that nothing in it is new."""
    counts = confirmed[0].counts
    assert (counts["unchanged"], counts["new"], counts["changed"]) == (ROWS, 0, 0), counts
    return confirmed


def changed(people, timed) -> dict:
    """One column changed in every row: prior values for an undo and audit rows are kept of each."""
    content, own = workbook(people), Teacher.objects.filter(staff_number__startswith=people[0][1].partition("-")[0] + "-")
    ours, bare = [], []
    for _round in range(ROUNDS):
        own.stamp(subject="数学")
        confirmed, other = uploaded(content), workbook(rows_of(ROWS))
        assert confirmed[0].counts["changed"] == ROWS, confirmed[0].counts
        ours.append(timed(lambda: save(*confirmed)))  # noqa: B023
        bare.append(timed(lambda: floor(other)))  # noqa: B023
    own.stamp(subject="数学")
    watched, whole = taken_apart(content, timed)
    told = f"the floor writes new people and keeps no prior values; {watched.told(whole)}"
    return _row("20,000 people changed, confirmed, against floor", statistics.median(bare) / statistics.median(ours), 0.4, told)


def written() -> tuple:
    """How many rows there are, and the last time one of them was written."""
    last = Teacher.objects.exclude(id_number="").order_by("-updated_at").values_list("updated_at", flat=True).first()
    return last, Employment.objects.count()


def large():
    """Memory of a process that reads and then saves 100,000 rows, its reading child included."""
    with tempfile.TemporaryDirectory() as folder:
        book, out = Path(folder) / "roster.xlsx", Path(folder) / "peak.json"
        book.write_bytes(workbook(rows_of(LARGE)))
        subprocess.run([sys.executable, "-m", "bench.peak", str(book), str(out)], check=True)
        told = json.loads(out.read_text())
    assert told["rows"] == LARGE, told
    yield _row("100,000 people read, megabytes", told["reading"], 400, "process and child together", "lower")
    yield _row("100,000 people read and confirmed, megabytes", told["both"], 400, "one process after the other", "lower")


def waiting() -> dict:
    """Seconds until the page of a roster just handed in tells how far its reading is."""
    with worker():
        seconds_to_progress(workbook(rows_of(10)))
        seen = [seconds_to_progress(workbook(rows_of(ROWS))) for _round in range(ROUNDS)]
    return _row("first progress of 20,000 people, seconds", statistics.median(seen), 1, "from handing in, real worker", "lower")


def rate(seconds: float) -> str:
    return f"{ROWS / seconds:,.0f} rows/s"


def _row(name, ratio, goal, note, better="higher") -> dict:
    return {"name": name, "ratio": ratio, "goal": goal, "better": better, "note": note}
