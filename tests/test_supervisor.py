"""The processes of a Procfile end together, whoever asks for the end."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROCFILE = "one: exec sleep 60\nwith_a_child: sleep 60 & sleep 60\n"
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


@pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="looks for leftovers in /proc")
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP])
def test_a_kill_and_a_closed_terminal_end_all_of_them(tmp_path, ending):
    folder = tmp_path.resolve()
    (folder / "Procfile").write_text(PROCFILE)
    process = subprocess.Popen(
        [sys.executable, "-c", SUPERVISED, str(folder / "Procfile")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(ending, signal.SIG_DFL),
    )
    assert process.stdout.readline() == "running\n"
    assert len(living_in(folder)) >= 2
    process.send_signal(ending)
    assert process.wait(20) == 0
    assert living_in(folder) == set()
