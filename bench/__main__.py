"""Runs every benchmark, or those named: ``python -m bench lists scan``."""

import os
import sys
from importlib import import_module
from pathlib import Path

import django

NOT_BENCHMARKS = {"__init__", "__main__", "county", "demo", "hands", "measure"}


def names() -> list[str]:
    """The benchmark modules of this folder."""
    return sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in NOT_BENCHMARKS)


def main(wanted: list[str]) -> None:
    unknown = set(wanted) - set(names())
    if unknown:
        sys.exit(f"no benchmark named {', '.join(sorted(unknown))}; there are {', '.join(names())}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")
    django.setup()
    for name in wanted or names():
        print(f"\n== {name}", flush=True)
        import_module(f"bench.{name}").run()


if __name__ == "__main__":
    main(sys.argv[1:])
