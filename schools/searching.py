"""Finding people by part of the name among a whole province: an index of single characters, one on each database.

Most searches are of one to three characters, too short for an index of trigrams. PostgreSQL holds the characters of
every name in a GIN index, SQLite in a full-text table kept by triggers; the hits are then read for the words themselves.
Capital and small letters count alike.
"""

from django.db import connection, models
from django.db.models import F, Func, Q, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower, StrIndex
from django.db.models.lookups import GreaterThan

from portal.kit.paging import COUNT_LIMIT
from portal.kit.text import clean_name

TABLE = "schools_teacher"
INDEX = "teachers_by_character"
PLACES = ", ".join(f"({place})" for place in range(1, 61))
COMMON = COUNT_LIMIT  # a name so frequent that walking the list finds a page of it sooner than the index would


def like(words: str, teacher: str = "") -> Q:
    """The condition that a teacher's name holds ``words``; ``teacher`` is the lookup that leads to the teacher, if any."""
    words, prefix = clean_name(words), f"{teacher}__" if teacher else ""
    if not words:
        return Q()
    holds = GreaterThan(StrIndex(Lower(F(f"{prefix}name")), Lower(Value(words))), Value(0))
    return _by_index(words, prefix) & Q(holds)


def _by_index(words: str, prefix: str) -> Q:
    """Those who have all the characters of ``words``, where asking the index is the shorter way."""
    if connection.vendor == "postgresql":
        return Q(HoldsAll(Characters(Lower(F(f"{prefix}name"))), Characters(Lower(Value(words)))))
    tokens = " ".join(f"{ord(character):x}" for character in dict.fromkeys(words.translate(SMALL)))
    matching = f"FROM {INDEX} WHERE {INDEX} MATCH %s"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM (SELECT 1 {matching} LIMIT {COMMON + 1})", [tokens])
        many = cursor.fetchone()[0] > COMMON
    return Q() if many else Q(**{f"{prefix}pk__in": RawSQL(f"SELECT rowid {matching}", [tokens])})


SMALL = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")  # what SQLite's lower() knows


class Characters(Func):
    """A text as the array of its characters."""

    template = "string_to_array(%(expressions)s, NULL)"
    output_field = models.TextField()


class HoldsAll(Func):
    """Whether one array holds all that is in another."""

    template = "%(expressions)s"
    arg_joiner = " @> "
    output_field = models.BooleanField()


def install(connection) -> None:
    """Make the index where it is not yet there; on SQLite also its triggers, which go whenever a migration remakes the table."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {INDEX} ON {TABLE} USING gin (string_to_array(lower(name), NULL))")
        elif _triggers(cursor) < len(TRIGGERS):
            _install_on_sqlite(cursor)


def uninstall(connection) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP INDEX IF EXISTS {INDEX}")
            return
        for name in TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(f"DROP TABLE IF EXISTS {INDEX}")


def _triggers(cursor) -> int:
    cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{INDEX}%"])
    return cursor.fetchone()[0]


def _install_on_sqlite(cursor) -> None:
    """Index whoever is there and keep it so."""
    cursor.execute(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {INDEX} "
        "USING fts5(characters, content='', detail='none', columnsize=0, tokenize='ascii')"
    )
    cursor.execute(f"INSERT INTO {INDEX}({INDEX}) VALUES ('delete-all')")
    cursor.execute(f"INSERT INTO {INDEX}(rowid, characters) SELECT id, {_tokens('t.name')} FROM {TABLE} t")
    for name, (moment, does) in TRIGGERS.items():
        cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {name} AFTER {moment} BEGIN {' '.join(does)} END")


def _tokens(name: str) -> str:
    """SQL: the characters of a name as hexadecimal numbers, so that the rarest is a word like any other."""
    return (
        f"(SELECT group_concat(printf('%x', unicode(substr(lower({name}), column1, 1))), ' ') "
        f"FROM (VALUES {PLACES}) WHERE column1 <= length({name}))"
    )


_put = f"INSERT INTO {INDEX}(rowid, characters) VALUES (new.id, {_tokens('new.name')});"
_take = f"INSERT INTO {INDEX}({INDEX}, rowid, characters) VALUES ('delete', old.id, {_tokens('old.name')});"
TRIGGERS = {
    f"{INDEX}_insert": (f"INSERT ON {TABLE}", [_put]),
    f"{INDEX}_update": (f"UPDATE OF name ON {TABLE} WHEN old.name IS NOT new.name", [_take, _put]),
    f"{INDEX}_delete": (f"DELETE ON {TABLE}", [_take]),
}
