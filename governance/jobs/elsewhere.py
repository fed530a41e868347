"""Files that are not trusted are read by another process, with little time and memory and nothing of ours around it.

A hostile file may make its parser loop, eat all memory or abort: the module that reads it calls ``limit_process``
first, and nobody imports it.
"""

import resource
import subprocess
import sys
from pathlib import Path

from governance.frame.refusals import Refusal

from .archives import MEGABYTE

ROOT = Path(__file__).resolve().parents[2]
# The exit status of a module that says on stdout why it refuses the file.
REFUSED = 3
MEMORY = 1024 * MEGABYTE
CPU_SECONDS = 60
WALL_SECONDS = CPU_SECONDS + 30


def limit_process(output: int) -> None:
    """This process cannot take more than its share, whatever the parser does; its files hold ``output`` bytes."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (output, output))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read_elsewhere(module: str, *words, refused: type[Refusal], slow: str, broken: str) -> str:
    """What the module says on stdout; raises ``refused`` with its sentence, or with ``slow`` or ``broken``."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", module, *map(str, words)],
            # A bare environment: the parser needs no address and no secret of ours.
            env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise refused(slow) from error
    if done.returncode:
        raise refused(done.stdout.decode() if done.returncode == REFUSED else broken)
    return done.stdout.decode()
