"""Opening every address of the policy as one person, and what is wrong with the answers."""

import re
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.template import NodeList
from django.template.loader import get_template
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from portal.audit.models import Event
from tests.authorisation.answers import faults_of_headers, foreign_texts, phones_in, plain
from tests.authorisation.policy import FILE, OUTSIDE, POLICY, SAMPLED, Line
from tests.authorisation.things import workbook

MISSING = "99999999"
WRITE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"(\w+)"', re.IGNORECASE)
UNGUARDED = {"django_session"}  # signing in, messages and what is shown once live there
NOT_THEIRS = {403, 404}
THOROUGH = {"county", "teacher"}
FRAME = ("portal/_menu.html", "portal/_bar.html")
FRAMED = {"shell:home", "shell:search", "shell:messages", "units:unit", "nomination-detail", "awards:nomination"}


def routes(patterns=None, prefix="", route=""):
    """Every pattern as (name with namespaces, route)."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        whole = f"{route}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}", whole
        else:
            yield from routes(pattern.url_patterns, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix, whole)


@contextmanager
def content_alone():
    """Pages without menu and bar: they are the same on every page of a person, so only ``FRAMED`` draw them."""
    parts = [get_template(name).template for name in FRAME]
    kept = [part.nodelist for part in parts]
    try:
        for part in parts:
            part.nodelist = NodeList()
        yield
    finally:
        for part, nodes in zip(parts, kept, strict=True):
            part.nodelist = nodes


@dataclass
class Answer:
    """What came back: the response, its text as a person could read it, and what the request wrote."""

    url: str
    response: object
    text: str
    writes: set
    acted: bool

    @property
    def status(self) -> int:
        return self.response.status_code


class Walk:
    """All addresses as one person; ``faults`` tells what does not agree with the policy."""

    def __init__(self, world, principal: str):
        self.world, self.principal, self.faults, self.nowhere = world, principal, [], set()
        self.client, self.events = Client(raise_request_exception=False), told_events()
        if person := world.people[principal]:
            self.client.force_login(person)

    def take(self, only=lambda name, line: True) -> list[str]:
        """Walk the lines that ``only`` chooses."""
        for name, lines in POLICY.items():
            for line in lines:
                if only(name, line):
                    self.open_line(name, line)
            acting_alone = not any(line.method == "get" for line in lines)
            if acting_alone and only(name, lines[0]) and self.principal in SAMPLED | OUTSIDE:
                self.expect_no_reading(name, lines[0])
        return self.faults

    def open_line(self, name: str, line: Line) -> None:
        """The own thing, and where the line names one, the foreign one and one that does not exist."""
        if not line.heavy or self.principal in SAMPLED or self.principal not in line.own:
            self.check(name, line, self.ask(name, line, "own"), line.own)
        named = line.one_thing or any("{" in str(value) for value in line.data.values())
        if not named:
            return
        foreign = self.ask(name, line, "foreign")
        self.check(name, line, foreign, line.foreign if line.one_thing else None, acts=line.acts & line.foreign)
        if line.one_thing and self.principal not in line.foreign | OUTSIDE:
            self.check_alike(name, line, foreign)

    def ask(self, name: str, line: Line, side: str, method: str = "") -> Answer:
        """Send the request and undo whatever it did."""
        url, data = self.address(name, line, side), {key: self.filled(value, side) for key, value in line.data.items()}
        writes, drawing = set(), nullcontext() if name in FRAMED else content_alone()
        with transaction.atomic(), connection.execute_wrapper(_noting(writes)), drawing:
            response = self.send(method or line.method, url, data)
            self.client.cookies.pop("messages", None)  # told on the next page, which is another line's
            text = plain(response)
            acted = "audit_event" in writes and told_events() != self.events
            transaction.set_rollback(True)
        return Answer(url, response, text, writes - UNGUARDED, acted)

    def send(self, method: str, url: str, data: dict):
        if method == "get":
            return self.client.get(url)
        if data.get("file") == FILE:
            data["file"] = SimpleUploadedFile("x.xlsx", workbook("x"))
            return self.client.post(url, data)
        if url.startswith("/api/"):
            return getattr(self.client, method)(url, data, content_type="application/json")
        return self.client.post(url, data)

    def address(self, name: str, line: Line, side: str) -> str:
        url = reverse(name, args=[self.filled(part, side) for part in line.args])
        return f"{url}?{self.filled(line.query, side)}" if line.query else url

    def filled(self, text, side: str):
        """``text`` with the thing of that side in place of its braces."""
        if not isinstance(text, str) or side == "missing":
            return re.sub(r"\{[^}]*\}", MISSING, text) if isinstance(text, str) else text
        return text.format_map(vars(getattr(self.world, side)))

    def check(self, name: str, line: Line, answer: Answer, audience: frozenset | None, acts=None) -> None:
        """Status, what was written, what is shown, headers; an ``audience`` of None leaves open who is answered how."""
        if fault := self.wrong_status(name, line, answer, audience):
            self.blame(name, line, answer, fault)
        if fault := self.wrong_writes(line, answer, audience, line.acts if acts is None else acts):
            self.blame(name, line, answer, fault)
        if self.principal not in line.shows and not line.public:
            for text in foreign_texts(answer.text):
                self.blame(name, line, answer, f"shows {text}")
        asked = line.query.partition("=")[2]
        said = answer.text.replace(asked, "") if asked else answer.text
        for phone in phones_in(said, line.phones, foreign=self.principal in line.shows):
            self.blame(name, line, answer, f"shows the phone {phone}")
        for fault in faults_of_headers(answer.response, signed_in=self.principal not in OUTSIDE):
            self.blame(name, line, answer, fault)

    def wrong_status(self, name: str, line: Line, answer: Answer, audience: frozenset | None) -> str:
        """What the answer's status says against the policy; empty when nothing."""
        status = answer.status
        if status >= 500 and name != "shell:readyz":
            return f"{status} {getattr(answer.response, 'exc_info', '')}"
        if self.principal in OUTSIDE and not line.public:
            return "" if _sent_to_sign_in(answer) else f"{status}, should ask to sign in"
        if audience is None:
            return ""
        if self.principal in audience:
            return "" if status < 400 or (line.method != "get" and status != 404) else f"{status}, should answer"
        return "" if status in NOT_THEIRS else f"{status}, should be 404"

    def wrong_writes(self, line: Line, answer: Answer, audience: frozenset | None, acts: frozenset) -> str:
        """Who may not act writes nothing; who may does; reading writes nothing but the auditor's own row."""
        writes = answer.writes - ({"audit_event"} if self.principal == "auditor" else set())
        if line.undoes and not answer.acted:
            writes = set()
        if line.method == "get" or (audience is not None and self.principal not in audience):
            return f"writes {sorted(writes)}" if writes else ""
        if answer.acted != (self.principal in acts):
            return f"{answer.status}, acts: {answer.acted} {sorted(writes)}"
        return ""

    def check_alike(self, name: str, line: Line, foreign: Answer) -> None:
        """What is foreign looks just like what is not there.

        All but two people take an answer that was given for something missing before as proof enough.
        """
        told = foreign.status, _without_tokens(foreign)
        if told in self.nowhere and self.principal not in THOROUGH:
            return
        missing = self.ask(name, line, "missing")
        nowhere = missing.status, _without_tokens(missing)
        self.nowhere.add(nowhere)
        if told != nowhere:
            self.blame(name, line, foreign, f"{told[0]} and {nowhere[0]}, or their texts, differ from {missing.url}")

    def expect_no_reading(self, name: str, line: Line) -> None:
        """An address for acting is not opened."""
        answer = self.ask(name, line, "own", "get")
        fitting = _sent_to_sign_in(answer) if self.principal in OUTSIDE else answer.status == 405
        if not fitting:
            self.blame(name, line, answer, f"GET {answer.status}")

    def blame(self, name: str, line: Line, answer: Answer, fault: str) -> None:
        self.faults.append(f"{self.principal} {line.method} {name} {answer.url}: {fault}")


def told_events() -> int:
    """The events there are, apart from those that reading leaves."""
    return Event.objects.exclude(verb="audit.read").count()


def _noting(writes: set):
    """Note the tables that statements write to."""

    def wrapper(execute, sql, params, many, context):
        if found := WRITE.match(sql):
            writes.add(found[1])
        return execute(sql, params, many, context)

    return wrapper


def _sent_to_sign_in(answer: Answer) -> bool:
    """Pages lead to the sign-in page, REST says 401."""
    if answer.url.startswith("/api/"):
        return answer.status == 401
    return answer.status == 302 and answer.response["Location"].startswith("/accounts/login/")


def _without_tokens(answer: Answer) -> str:
    """The text without what differs by address or by time of asking."""
    text = answer.text
    path, _mark, query = answer.url.partition("?")
    for part in (answer.url, path, query, *(bit for bit in re.split(r"[/=&]", answer.url) if len(bit) > 4)):
        text = text.replace(part, "") if part else text
    return re.sub(r'name="(csrfmiddlewaretoken|form_token)" value="[^"]*"', "", text)
