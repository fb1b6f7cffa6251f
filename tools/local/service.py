"""The service in a process of its own, for tests and the demo: what `make run` runs."""

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tools.local.failures import StartFailed
from tools.local.paths import ROOT
from tools.local.stack import LocalStack, found

READY_TIMEOUT_S = 180.0  # what others do on a machine is not the service's fault
STOP_TIMEOUT_S = 60.0


@dataclass(slots=True)
class Service:
    """A service that someone started; `printed` grows as it says lines."""

    process: "subprocess.Popen[str]"
    printed: list[str] = field(default_factory=list)
    base_url: str = ""
    _lines: "queue.SimpleQueue[str | None]" = field(default_factory=queue.SimpleQueue)

    @property
    def stack(self) -> LocalStack:
        """The emulator's address and the names of what stands on it."""
        return found(int(self.base_url.rpartition(":")[2]))

    def line_with(self, text: str, *, within_s: float) -> str:
        """The first line that holds `text`; TimeoutError when it is not said in time."""
        deadline = time.monotonic() + within_s
        for line in list(self.printed):
            if text in line:
                return line
        while (left := deadline - time.monotonic()) > 0:
            line = self._next_line(left)
            if text in line:
                return line
        raise TimeoutError(f"{text!r} was not said within {within_s} s")

    def stop(self) -> int:
        """One interrupt to its process group, as Ctrl-C gives; its exit code."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(STOP_TIMEOUT_S)

    def listen(self) -> None:
        """Lines are taken in from now on, so that the service never waits for a reader."""
        threading.Thread(target=self._take_in, daemon=True).start()

    def _take_in(self) -> None:
        if self.process.stdout is not None:
            for line in self.process.stdout:
                self._lines.put(line.rstrip("\n"))
        self._lines.put(None)

    def _next_line(self, within_s: float) -> str:
        try:
            line = self._lines.get(timeout=within_s)
        except queue.Empty:
            return ""
        if line is None:
            raise StartFailed(f"the service ended: {' / '.join(self.printed[-3:])}")
        self.printed.append(line)
        return line


@contextmanager
def started(state: Path, *arguments: str) -> Iterator[Service]:
    """A service on a free port with its state in `state`; stopped when the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tools.local", "--port", "0", "--state", str(state), *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        start_new_session=True,  # a group of its own, so that an interrupt meets nobody else
    )
    service = Service(process)
    service.listen()
    try:
        service.base_url = service.line_with("ready ", within_s=READY_TIMEOUT_S).split()[1]
        yield service
    finally:
        service.stop()
        if process.stdout is not None:
            process.stdout.close()
