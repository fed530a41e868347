"""Runs the processes of the Procfile together: when one ends, or somebody asks, all end."""

import ctypes
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Self

# A worker that is killed in the middle leaves its rows to the next one, so waiting longer gains nothing.
PATIENCE_SECONDS = 8


def on_ending(handler: Callable) -> None:
    """Ctrl-C, a kill and a closed terminal call the handler; what nohup has asked to be ignored stays ignored."""
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(ending) is not signal.SIG_IGN:
            signal.signal(ending, handler)


class Supervisor:
    """The processes run inside the block. Each leads a group of its own, so that nothing it starts stays behind."""

    def __init__(self, procfile: Path):
        self._commands = dict(re.findall(r"^(\w+):\s*(.+)$", procfile.read_text(), re.M))
        self._root = procfile.parent
        self._running: dict[str, subprocess.Popen] = {}
        self._asked = False

    def __enter__(self) -> Self:
        on_ending(self._ask)
        for name, command in self._commands.items():
            self._running[name] = subprocess.Popen(
                ["/bin/sh", "-c", command], cwd=self._root, start_new_session=True, preexec_fn=_end_with_parent
            )
        return self

    def __exit__(self, *_) -> None:
        self._end_all()

    def wait(self, condition: Callable[[], bool] = lambda: False) -> str:
        """Returns when the condition holds or somebody has asked for the end ("") or a process has ended (its name)."""
        while not self._asked and not condition():
            for name, process in self._running.items():
                if process.poll() is not None:
                    return name
            time.sleep(0.2)
        return ""

    def _ask(self, *_) -> None:
        self._asked = True

    def _end_all(self) -> None:
        for process in self._running.values():
            if process.poll() is None:
                process.terminate()
        end = time.monotonic() + PATIENCE_SECONDS
        for process in self._running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0, end - time.monotonic()))
        for process in self._running.values():
            # The leader may have gone without its children.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _end_with_parent() -> None:
    """The process gets SIGTERM when the supervisor dies without a chance to say so (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
