"""The list of teachers of a whole province: pages, search by name, JSON and workbooks, beside the usual ways."""

import os
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl
from django.db import connection
from django.db.models import Q
from django.http import QueryDict
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import pagination, renderers, serializers, viewsets
from rest_framework.test import APIRequestFactory, force_authenticate

from bench import crowd
from portal.accounts.actions import issue_token
from portal.accounts.models import User
from portal.jobs.long_lists import Asked
from portal.kit.paging import encode_cursor, value_of
from portal.kit.xlsx import write_workbook
from portal.units.models import Unit
from programs.models import Program
from schools import exports, lists
from schools.api import TeacherSerializer, TeacherViewSet
from schools.filters import TeacherApiFilter
from schools.models import Teacher
from schools.searching import like

ROUNDS, CALLS, ROWS = 7, 10, 10_000
SEARCHES = (("two characters", 2, 15.0), ("three characters", 3, 15.0))
FREQUENT = "王"
MOST_MEMORY = 100
HERE = Path(__file__).resolve().parent.parent


def measure(median_pair, timed):
    """Everything as the office of the province sees it; JSON as a city's client."""
    people = crowd.build(Program.objects.get(code="ict2"))
    yield from pages(timed, people)
    yield from searches(median_pair, people)
    yield from json_lists(median_pair)
    yield from workbooks(median_pair, people)


def asked(username: str, query: str = "") -> Asked:
    """A list as that person asks for it now."""
    user = User.objects.get(username=username)
    return Asked(user=user, post=user.current_posts()[0], GET=QueryDict(query))


def pages(timed, people: int):
    """Page one, the middle and the last page by school, each with its total, a fresh list each time."""
    found = lists.teachers(asked("province"))
    depths = {"first": 0, "middle": people // 2, "last": people - 60}
    addresses = {name: cursor(found, depth) for name, depth in depths.items()}
    spent = {name: [] for name in depths}
    for _round in range(ROUNDS):
        for name, address in addresses.items():
            one = asked("province", address)
            spent[name].append(timed(lambda: lists.teachers(one).page.rows))  # noqa: B023
    middle = {name: statistics.median(times) * 1000 for name, times in spent.items()}
    note = f"{people:,} people, " + ", ".join(f"{name} {ms:.1f} ms" for name, ms in middle.items())
    yield _row("teacher list, deepest page against the first", max(middle.values()) / middle["first"], 3, note, "lower")


def cursor(found, depth: int) -> str:
    """The address of the page after the first ``depth`` rows."""
    if not depth:
        return ""
    last = found.rows[depth - 1 : depth][0]
    query = QueryDict(mutable=True)
    query["after"] = encode_cursor([value_of(last, key) for key in found.lookups])
    return query.urlencode()


def searches(median_pair, people: int):
    """The first fifty of the province by school for words with few hits, and for a surname that a tenth of all bear."""
    found = lists.teachers(asked("province"))
    for label, length, goal in SEARCHES:
        words = few_hits(length)
        ours, scan = median_pair(first_page(found, words, like), first_page(found, words, scanned), ROUNDS)
        hits = Teacher.objects.filter(name__contains=words).count()
        note = f"{words}, {hits} hits among {people:,}: {ours * 1000:.1f} against {scan * 1000:.1f} ms"
        yield _row(f"name search of {label}, against LIKE", scan / ours, goal, note)
    ours, scan = median_pair(first_page(found, FREQUENT, like), first_page(found, FREQUENT, scanned), ROUNDS)
    note = f"{FREQUENT}: {ours * 1000:.1f} against {scan * 1000:.1f} ms"
    yield _row("name search of one frequent character, times LIKE", ours / scan, 3, note, "lower")


def few_hits(length: int) -> str:
    """The beginning of the first name that at most fifty people share."""
    names = Teacher.objects.filter(name__regex=f"^[^·]{{{max(length, 3)}}}$", code__startswith="P").order_by("pk")
    for name in names.values_list("name", flat=True)[:500]:
        if 0 < Teacher.objects.filter(name__contains=name[:length])[:51].count() <= 50:
            return name[:length]
    raise LookupError("no name is rare enough")


def scanned(words: str) -> Q:
    """The LIKE that the index replaces."""
    return Q(name__contains=words)


def first_page(found, words: str, condition):
    return lambda: list(found.rows.filter(condition(words))[:51])


class PlaceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Unit
        fields = ["code", "name"]


class UsualSerializer(serializers.ModelSerializer):
    """The same fields as ours, the school nested."""

    unit = PlaceSerializer(read_only=True)
    id_number = serializers.CharField(source="masked_id", read_only=True)
    phone = serializers.CharField(source="masked_phone", read_only=True)

    class Meta:
        model = Teacher
        fields = [name for name in TeacherSerializer.Meta.fields if name != "unit_name"]


class UsualPages(pagination.PageNumberPagination):
    page_size = 50


class UsualView(viewsets.ReadOnlyModelViewSet):
    """The usual way: model serializers, numbered pages with their count, a query for each row's school."""

    serializer_class = UsualSerializer
    pagination_class = UsualPages
    renderer_classes = [renderers.JSONRenderer]
    filter_backends = [DjangoFilterBackend]
    filterset_class = TeacherApiFilter

    def get_queryset(self):
        return Teacher.objects.visible_to(self.request.user).order_by("pk")


def json_lists(median_pair):
    """Fifty people of a city: permission, throttle, filters, masking and rendering on both sides; no middleware.

    Once by token, as clients call; once as somebody known already, without the queries for token and posts.
    """
    user = User.objects.get(username="wenzhou")
    _token, secret = issue_token(user=user, name="bench", scope="read", days=1, by=None)
    user.current_posts()
    signed = {"headers": {"Authorization": f"Bearer {secret}"}}
    goals = (12, 6) if connection.vendor == "postgresql" else (8, 4)  # where a row's own query costs least, it is least to be saved
    for label, goal, known, more in (("signed in", goals[0], user, {}), ("by token", goals[1], None, signed)):
        calls = [caller(view.as_view({"get": "list"}), known, more) for view in (TeacherViewSet, UsualView)]
        ours, usual = median_pair(*calls, ROUNDS)
        note = f"{CALLS / ours:.0f}/s against {CALLS / usual:.0f}/s"
        yield _row(f"JSON list of teachers {label}, against ModelSerializer", usual / ours, goal, note)


def caller(view, user, more: dict):
    def call():
        for _call in range(CALLS):
            request = APIRequestFactory().get("/api/v1/teachers/", **more)
            if user:
                force_authenticate(request, user=user)
            response = view(request)
            response.render()
            assert response.status_code == 200, response.content[:200]

    return call


def workbooks(median_pair, people: int):
    """Ten thousand people with masked numbers from the database into a file, and the memory of a process that writes many."""
    found = lists.teachers(asked("province"))
    ours, usual = median_pair(lambda: written(found, ROWS), lambda: written_as_usual(found, ROWS), 3)
    rates = [f"{ROWS / seconds:,.0f} rows/s" for seconds in (ours, usual)]
    yield _row("xlsx of teachers, against openpyxl write-only", usual / ours, 6, f"{rates[0]} against {rates[1]}")
    for count in (min(people, 100_000), min(people, 300_000)):
        idle, peak = memory_of(count)
        note = f"a process of its own: {idle:.0f} MB with the portal loaded, {peak:.0f} MB at its highest"
        yield _row(f"xlsx of {count:,} teachers, MB it takes", peak - idle, MOST_MEMORY, note, "lower")


def written(found, count: int) -> None:
    with tempfile.TemporaryFile() as file:
        write_workbook(file, exports.TEACHERS, exports.teachers(found.rows[:count]), "教师名册")


def written_as_usual(found, count: int) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("教师名册")
    sheet.append([str(heading) for heading in exports.TEACHERS])
    for row in exports.teachers(found.rows[:count]):
        sheet.append(row)
    with tempfile.TemporaryFile() as file:
        book.save(file)


def memory_of(count: int) -> list[float]:
    """Megabytes of a fresh process before it wrote so many people, and at most."""
    program = f"import django; django.setup(); from bench import lists; lists.write_alone({count})"
    variables = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings"}
    answer = subprocess.run([sys.executable, "-c", program], cwd=HERE, env=variables, check=True, capture_output=True, text=True)
    return [float(word) for word in answer.stdout.split()[-2:]]


def write_alone(count: int) -> None:
    found, idle = lists.teachers(asked("province")), high_water()
    written(found, count)
    print(idle, high_water())


def high_water() -> float:
    """The most memory this process ever had, in megabytes."""
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024


def _row(name, ratio, goal, note, better="higher") -> dict:
    return {"name": name, "ratio": ratio, "goal": goal, "better": better, "note": note}
