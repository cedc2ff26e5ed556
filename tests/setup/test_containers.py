"""Dockerfile and compose file, judged without an engine."""

import re

import pytest
import yaml
from check_jsonschema.builtin_schemas import get_builtin_schema
from jsonschema import Draft7Validator

from portal.setup.paths import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = ["migrations", "web", "worker", "beat"]
ADDRESSES = {"ALLOWED_HOSTS", "PUBLIC_URL"}
SECRETS = {"SECRET_KEY", "FIELD_KEYS", "POSTGRES_PASSWORD", "REDIS_PASSWORD"}


def instructions():
    """Instruction and argument of every line of the Dockerfile, continued lines joined."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines()]
    return [tuple(line.split(None, 1)) for line in lines if line and not line.startswith("#")]


def test_compose_follows_the_published_schema():
    validator = Draft7Validator(get_builtin_schema("vendor.compose-spec"))

    assert [error.message for error in validator.iter_errors(COMPOSE)] == []


def test_compose_brings_up_the_whole_portal_and_watches_each_part():
    assert set(SERVICES) == {*OURS, "postgres", "redis"}
    for name in set(SERVICES) - {"migrations"}:
        assert SERVICES[name]["restart"] == "unless-stopped"
    for name in ("worker", "beat", "postgres", "redis"):
        assert SERVICES[name]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}


def test_nothing_of_ours_starts_before_the_migrations_are_done():
    for name in ("web", "worker", "beat"):
        assert SERVICES[name]["depends_on"]["migrations"] == {"condition": "service_completed_successfully"}
    assert SERVICES["migrations"]["depends_on"]["postgres"] == {"condition": "service_healthy"}


def test_every_volume_used_is_declared():
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}

    assert used == set(COMPOSE["volumes"])


def test_secrets_come_from_the_environment_and_have_no_default():
    text = (ROOT / "docker-compose.yml").read_text()
    uses = re.findall(r"\$\{(\w+)(:\?|:-)?", text)

    assert {name for name, kind in uses if kind == ":?"} == SECRETS | ADDRESSES
    assert {name for name, kind in uses if kind == ":-"} & (SECRETS | ADDRESSES) == set()


@pytest.mark.parametrize("name", OURS)
def test_each_of_ours_prints_the_same_address_and_code(name):
    told = {setting: SERVICES[name]["environment"][setting] for setting in ("PUBLIC_URL", "FORM_QR")}

    assert told == {"PUBLIC_URL": "${PUBLIC_URL:?set PUBLIC_URL in .env}", "FORM_QR": "${FORM_QR:-true}"}


def test_the_example_names_all_that_must_be_given():
    given = {line.split("=")[0] for line in (ROOT / ".env.example").read_text().splitlines() if "=" in line and line[0] != "#"}

    assert given >= SECRETS | ADDRESSES


def test_redis_keeps_what_it_is_given():
    command = " ".join(SERVICES["redis"]["command"])

    assert "--appendonly yes" in command
    assert "--maxmemory-policy noeviction" in command


def test_only_the_web_is_published_and_only_on_loopback_by_default():
    assert {name for name in SERVICES if "ports" in SERVICES[name]} == {"web"}
    assert SERVICES["web"]["ports"] == ["${BIND:-127.0.0.1}:${PORT:-8000}:8000"]


def test_image_has_two_stages_runs_as_nobody_special_and_tells_its_health():
    steps = instructions()
    names = [name for name, _ in steps]

    assert names.count("FROM") == 2
    assert next(argument for name, argument in steps if name == "USER") == "portal"
    assert names.index("USER") < names.index("HEALTHCHECK") < names.index("CMD")
    assert "/healthz" in dict(steps)["HEALTHCHECK"]


def copied():
    return [argument for name, argument in instructions() if name == "COPY"]


@pytest.mark.parametrize("source", [word for words in copied() if "--from" not in words for word in words.split()[:-1]])
def test_everything_copied_into_the_image_exists_and_is_not_ignored(source):
    admitted = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}

    assert (ROOT / source).exists()
    assert source == "." or source.split("/")[0] in admitted


def test_fonts_and_front_end_files_are_in_the_image():
    assert "--from=fetched /srv/portal/static/vendor static/vendor" in copied()
    assert "--from=fetched /srv/portal/var/fonts var/fonts" in copied()
