"""Tests are compiled once a run: a worker of xdist compiles its share, and finds the rest compiled when it collects."""

import sys
from pathlib import Path

import pytest
from _pytest.assertion import rewrite

FOLDER = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    # The process that only tells the workers what to do collects nothing.
    worker = getattr(session.config, "workerinput", None)
    if worker is None or sys.dont_write_bytecode:
        return
    place = int(worker["workerid"].removeprefix("gw"))
    for source in sorted(FOLDER.rglob("test_*.py"))[place :: worker["workercount"]]:
        _compile(source, session.config)


def _compile(source: Path, config: pytest.Config) -> None:
    """What the module becomes with its assertions rewritten is kept where pytest looks for it."""
    kept = rewrite.get_cache_dir(source) / f"{source.stem}{rewrite.PYC_TAIL}"
    if rewrite._read_pyc(source, kept) is None and rewrite.try_makedirs(kept.parent):
        of_source, code = rewrite._rewrite_test(source, config)
        rewrite._write_pyc(config.stash[rewrite.assertstate_key], code, of_source, kept)
