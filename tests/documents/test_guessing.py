"""Corpus row 98: the public page tells nothing to those who guess, not by words, size, queries or time."""

import random
import string
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.documents import actions, limits, verifying
from portal.documents.models import Document, new_code
from portal.documents.models.documents import CODE_BYTES
from tests.documents.factories import issued

pytestmark = pytest.mark.django_db
LETTERS = string.ascii_letters + string.digits + "-_"
ROUNDS, PATIENCE = 100, 10
SAME = 1.05
QUIET = 0.1  # of an answer's times this share is the least disturbed by what else the machine does


@pytest.fixture
def unlimited(monkeypatch):
    monkeypatch.setattr(limits, "PER_MINUTE", 10**9)


@pytest.fixture
def codes(yueqing, xihu) -> dict[str, str]:
    """One code of each kind nobody is told of."""
    revoked, expired, good = issued(yueqing, name="甲"), issued(xihu, name="乙"), issued(yueqing, name="丙", series="zj-2024")
    actions.revoke(document=revoked, reason="姓名有误", by=None)
    Document.objects.filter(pk=expired.pk).stamp(expires_on=timezone.localdate() - timezone.timedelta(days=1))
    altered = good.code[:-1] + ("A" if good.code[-1] != "A" else "B")
    return {"wrong": new_code(), "altered": altered, "revoked": revoked.code, "expired": expired.code}


def address_of(code: str) -> str:
    return reverse("documents:verify", args=[code])


def neighbours(code: str, count: int) -> list[str]:
    """Codes that differ from ``code`` in one character, then in two."""
    single = [code[:at] + letter + code[at + 1 :] for at in range(len(code)) for letter in LETTERS if letter != code[at]]
    double = [one[:-1] + letter for one in single for letter in LETTERS if letter != one[-1] and one[:-1] + letter != code]
    return list(dict.fromkeys(single + double))[:count]


def test_ten_thousand_neighbours_of_a_good_code_find_nothing(yueqing):
    good = issued(yueqing).code
    asked = neighbours(good, 10_000)
    assert (len(asked), good in asked) == (10_000, False)

    found = [
        code
        for start in range(0, 10_000, 500)
        for code in Document.objects.verifiable().filter(code__in=asked[start : start + 500]).values_list("code", flat=True)
    ]

    assert found == []
    assert verifying.find(good)  # canary: the good one is found the same way
    assert [verifying.find(code) for code in asked[:50]] == [None] * 50


def test_wrong_altered_expired_and_revoked_cost_the_same_queries_and_bytes(client, codes, unlimited):
    told = {}
    for kind, code in codes.items():
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address_of(code))
        told[kind] = (answer.status_code, len(answer.content), len(asked), tuple(sorted(answer.headers)))

    assert told == dict.fromkeys(codes, told["wrong"])


def ask_all(client, codes, times: dict[str, list[float]]) -> None:
    """Ask for each kind of code and note what it took.

    In a new order each round: in a fixed one every second answer takes 4 % longer, whatever it is asked for.
    """
    order = random.Random(len(times["wrong"]))
    for _round in range(ROUNDS):
        for kind in order.sample(sorted(codes), len(codes)):
            started = time.perf_counter()
            client.get(address_of(codes[kind]))
            times[kind].append(time.perf_counter() - started)


def quiet_time(times: list[float]) -> float:
    """Seconds of an answer while the machine is left in peace."""
    return sorted(times)[int(len(times) * QUIET)]


def least_spread(client, codes, patience: int = PATIENCE) -> float:
    """The slowest kind against the quickest; on a machine with other work to do it takes longer to be seen."""
    times: dict[str, list[float]] = {kind: [] for kind in codes}
    for _again in range(patience):
        ask_all(client, codes, times)
        quiet = [quiet_time(taken) for taken in times.values()]
        if max(quiet) <= SAME * min(quiet):
            break
    return max(quiet) / min(quiet)


def test_the_time_of_an_answer_tells_nothing(client, codes, unlimited):
    assert least_spread(client, codes) <= SAME


def test_the_measure_of_time_would_notice_a_slower_answer(client, codes, unlimited, monkeypatch):
    """Canary: a tenth of an answer's time more for revoked codes is seen."""
    times: dict[str, list[float]] = {kind: [] for kind in codes}
    ask_all(client, codes, times)
    find, more = verifying.find, quiet_time(times["revoked"]) / 10
    monkeypatch.setattr(verifying, "find", lambda code: (time.sleep(more if code == codes["revoked"] else 0), find(code))[1])

    assert least_spread(client, codes, patience=5) > SAME


def test_a_million_guesses_hit_nothing_by_arithmetic():
    """With ten million documents about, a million guesses find one with a chance below one in 10^24."""
    assert CODE_BYTES * 8 == 128
    assert 10**6 * 10**7 / 2**128 < 1e-24


def test_a_million_guesses_of_one_address_would_take_69_days(client, monkeypatch):
    now = [1_700_000_000.0]
    monkeypatch.setattr(limits.time, "time", lambda: now[0])
    answered = 0
    for _minute in range(3):
        answered += sum(client.get(address_of(new_code())).status_code == 404 for _ in range(25))
        now[0] += 60

    assert answered == 30
    assert 10**6 / limits.PER_MINUTE / 60 / 24 > 69


def test_a_forged_forwarding_address_gives_no_new_guesses(client, monkeypatch):
    monkeypatch.setattr(limits.time, "time", lambda: 1_700_000_000.0)

    statuses = [client.get(address_of(new_code()), headers={"X-Forwarded-For": f"10.0.0.{n}"}).status_code for n in range(11)]

    assert statuses == [404] * 10 + [429]
