"""The processes of a Procfile end together, whoever asks for the end."""

import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.processes import wait_until

ROOT = Path(__file__).resolve().parent.parent
PROCFILE = "one: exec sleep 60\nwith_a_child: sleep 60 & sleep 60\n"
PROGRAMS = "one: exec sleep 60\ntwo: exec sleep 60\n"
SUPERVISED = """
import sys
from pathlib import Path
from governance.supervisor import Supervisor
with Supervisor(Path(sys.argv[1])) as centre:
    print("running", flush=True)
    sys.exit(1 if centre.wait() else 0)
"""


def living_in(folder: Path) -> set[str]:
    """What runs in the folder, by process."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if os.readlink(process / "cwd") == str(folder):
                found.add(process.name)
    return found


def supervised(folder: Path, ending: signal.Signals) -> subprocess.Popen:
    """Whoever keeps together what runs in the folder, as a terminal starts it that ignores no signal."""
    process = subprocess.Popen(
        [sys.executable, "-c", SUPERVISED, str(folder / "Procfile")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(ending, signal.SIG_DFL),
    )
    assert process.stdout.readline() == "running\n"
    assert len(living_in(folder)) >= 2
    return process


@pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="looks for leftovers in /proc")
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP])
def test_a_kill_and_a_closed_terminal_end_all_of_them(tmp_path, ending):
    folder = tmp_path.resolve()
    (folder / "Procfile").write_text(PROCFILE)
    process = supervised(folder, ending)
    process.send_signal(ending)
    assert process.wait(20) == 0
    assert living_in(folder) == set()


@pytest.mark.skipif(sys.platform != "linux", reason="a parent's death is signalled on Linux alone")
def test_who_is_killed_outright_takes_all_programs_along(tmp_path):
    """Whatever the centre's own file starts is the program itself, and no shell before it that would die alone."""
    folder = tmp_path.resolve()
    (folder / "Procfile").write_text(PROGRAMS)
    process = supervised(folder, signal.SIGTERM)
    process.kill()
    process.wait()
    wait_until(lambda: living_in(folder) == set(), seconds=20, what=lambda: str(living_in(folder)))
    commands = (ROOT / "Procfile").read_text().splitlines()
    assert commands and all(re.match(r"\w+: exec ", command) for command in commands)
