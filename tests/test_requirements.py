"""What is installed is what was looked at: every package is pinned by version and hash, and by no address."""

import re
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[1]
LISTS = ("requirements", "requirements-dev", "requirements-node", "requirements-uv")
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==(\S+)")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def named(name: str) -> dict[str, str]:
    """The packages that we name ourselves, with their versions."""
    lines = (HOME / f"{name}.in").read_text(encoding="utf-8").splitlines()
    found = [PIN.match(line) for line in lines if line and not line.startswith("-r ")]
    assert all(found), "a package without a version"
    return {_plain(match[1]): match[2] for match in found}


def locked(name: str) -> dict[str, tuple[str, int]]:
    """Every package that is installed, with its version and how many files of it may be."""
    text = (HOME / f"{name}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    found = [(PIN.match(line), len(HASH.findall(line))) for line in text.splitlines() if not line.startswith("#")]
    return {_plain(match[1]): (match[2], hashes) for match, hashes in found if match}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", LISTS)
def test_every_package_has_its_hashes_and_nothing_says_where_from(name):
    rows = locked(name)
    assert rows and [package for package, (_, hashes) in rows.items() if not hashes] == []
    assert "://" not in (HOME / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", LISTS)
def test_the_list_is_drawn_up_anew_when_a_version_changes(name):
    rows = locked(name)
    assert {package: rows.get(package, ("", 0))[0] for package in named(name)} == named(name)


def test_a_desk_has_what_a_server_has():
    server, desk = locked("requirements"), locked("requirements-dev")
    assert {package: desk.get(package) for package in server} == server


def test_nothing_is_installed_without_its_hash():
    text = (HOME / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    ways = re.findall(r"pip install[^\n]*", text)
    # By pip, and by uv.
    assert len(ways) == 2 and all("--require-hashes" in way for way in ways), ways
