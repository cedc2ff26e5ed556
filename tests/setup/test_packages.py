"""Requirements, lock file and constraints: what set-up installs is fixed, and names no registry."""

import json
import re
from importlib import metadata

from packaging.requirements import Requirement

from portal.setup import frontend, packages, stamps
from portal.setup.paths import ROOT


def pins(name):
    """Package → version of a requirements file, without its comments and inclusions."""
    lines = (ROOT / name).read_text().splitlines()
    return dict(line.lower().split("==") for line in lines if line and line[0] not in "#-")


def test_every_requirement_is_pinned_as_the_constraints_pin_it():
    constraints = pins("constraints.txt")

    for name, version in (pins("requirements.txt") | pins("requirements-dev.txt")).items():
        assert constraints[name] == version


def test_constraints_pin_everything_that_comes_along():
    constraints, seen = pins("constraints.txt"), set()
    waiting = [Requirement(f"{name}=={version}") for name, version in pins("requirements.txt").items()]
    while waiting:
        requirement = waiting.pop()
        for line in metadata.requires(requirement.name) or []:
            needed = Requirement(line)
            extras = [{"extra": extra} for extra in requirement.extras] or [{"extra": ""}]
            wanted = needed.marker is None or any(needed.marker.evaluate(extra) for extra in extras)
            if wanted and needed.name not in seen:
                seen.add(needed.name)
                waiting.append(needed)

    normal = {re.sub(r"[-_.]+", "-", name) for name in constraints}
    assert {re.sub(r"[-_.]+", "-", name.lower()) for name in seen} - normal == set()


def test_lock_file_names_no_registry_and_agrees_with_package_json():
    text = (ROOT / "package-lock.json").read_text()
    locked, asked = json.loads(text)["packages"], json.loads((ROOT / "package.json").read_text())["dependencies"]

    assert "resolved" not in text
    assert locked[""]["dependencies"] == asked
    assert {name: locked[f"node_modules/{name}"]["version"] for name in asked} == asked
    assert all(entry["integrity"].startswith("sha512-") for path, entry in locked.items() if path)


def test_source_map_comments_are_cut_from_the_end_of_css_and_js():
    assert frontend.SOURCE_MAP.sub(b"\n", b"a{}\n/*# sourceMappingURL=a.css.map */") == b"a{}\n"
    assert frontend.SOURCE_MAP.sub(b"\n", b"f();\n//# sourceMappingURL=f.js.map\n") == b"f();\n"
    assert frontend.SOURCE_MAP.sub(b"\n", b"no comment here") == b"no comment here"


def test_a_stamp_is_fresh_until_a_file_or_a_word_changes(tmp_path):
    file, stamp = tmp_path / "requirements.txt", tmp_path / "stamp"
    file.write_text("Django==5.2.19\n")
    stamps.mark(stamp, stamps.key_of([file], "3.11"))

    assert stamps.is_fresh(stamp, stamps.key_of([file], "3.11"))
    assert not stamps.is_fresh(stamp, stamps.key_of([file], "3.12"))
    file.write_text("Django==5.2.20\n")
    assert not stamps.is_fresh(stamp, stamps.key_of([file], "3.11"))


def test_uv_is_told_of_the_mirror_that_only_pip_knows(tmp_path, monkeypatch):
    for name in ("PIP_INDEX_URL", "UV_DEFAULT_INDEX", "PIP_CERT", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    config = tmp_path / "pip.conf"
    config.write_text("[global]\nindex-url = https://mirror.example/simple\ncert = /etc/mirror.pem\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(config))

    told = {"UV_DEFAULT_INDEX": "https://mirror.example/simple", "SSL_CERT_FILE": "/etc/mirror.pem"}
    assert packages.uv_environment() == told


def test_what_uv_was_told_itself_is_left_alone(monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple")
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://nearer.example/simple")

    assert "UV_DEFAULT_INDEX" not in packages.uv_environment()
