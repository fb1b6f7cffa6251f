"""One ministack process: started, asked, and stopped so that what it holds is on disk."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tools.local.failures import StartFailed

REGION = "eu-west-1"
# Whoever owns the account on the emulator; botocore insists on something to sign with.
ACCESS_KEY = SECRET_KEY = "local"  # noqa: S105
START_TIMEOUT_S = 30.0
STOP_TIMEOUT_S = 30.0
POLL_S = 0.05


@dataclass(slots=True)
class Emulator:
    """A running emulator; its state directory outlives it."""

    endpoint: str
    state: Path
    process: "subprocess.Popen[bytes]"

    @classmethod
    def start(
        cls, program: Path, state: Path, port: int | None = None, *, keeps_policies: bool = False
    ) -> Self:
        """A ministack that answers on 127.0.0.1, with what `state` held when it last stopped.

        One that keeps policies refuses what the caller's role may not do, as AWS would.

        It leads a process session of its own, so an interrupt meant for the service does not
        reach it. Raises StartFailed with the last line it said.
        """
        stop_leftover(state)
        if not program.exists():
            raise StartFailed("the emulator is not installed; run `make setup`")
        port = port or free_port()
        try:
            process = _spawn(program, state, port, keeps_policies)
            _pid_file(state).write_text(str(process.pid))
        except OSError as error:
            raise StartFailed(f"the emulator does not start: {error}") from error
        emulator = cls(f"http://127.0.0.1:{port}", state, process)
        try:
            emulator.wait_until_ready()
        except BaseException:  # an interrupt as well: nobody else knows of it yet
            emulator.stop()
            raise
        return emulator

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while not _answers(f"{self.endpoint}/_ministack/ready"):
            if self.process.poll() is not None:
                raise StartFailed(f"the emulator does not start: {_last_line(_log(self.state))}")
            if time.monotonic() > deadline:
                raise StartFailed(f"the emulator is not ready after {START_TIMEOUT_S:.0f} s")
            time.sleep(POLL_S)

    def stop(self) -> None:
        """The process is gone and, unless it had to be killed, its state is saved."""
        self.process.terminate()
        try:
            self.process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        _pid_file(self.state).unlink(missing_ok=True)


def free_port() -> int:
    """A TCP port on 127.0.0.1 that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def stop_leftover(state: Path) -> None:
    """No emulator that a killed service left behind holds this state any more; it has saved."""
    try:
        pid = int(_pid_file(state).read_text())
    except (OSError, ValueError):
        return
    if _is_emulator(pid):
        os.kill(pid, signal.SIGTERM)
        _wait_for_end(pid)
    _pid_file(state).unlink(missing_ok=True)


def _spawn(
    program: Path,
    state: Path,
    port: int,
    keeps_policies: bool,  # noqa: FBT001
) -> "subprocess.Popen[bytes]":
    for name in ("services", "objects", "tmp"):
        (state / name).mkdir(parents=True, exist_ok=True)
    with _log(state).open("wb") as log:
        return subprocess.Popen(
            [program],
            env={**_environment(state, port), **(_POLICIES if keeps_policies else {})},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


_POLICIES = {
    "AUTH": "true",
    "AWS_ACCESS_KEY_ID": ACCESS_KEY,
    "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
}


def _environment(state: Path, port: int) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(state),  # no credentials or settings of the person who runs this
        "TMPDIR": str(state / "tmp"),
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "MINISTACK_HOST": "127.0.0.1",
        "MINISTACK_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "PERSIST_STATE": "1",
        "STATE_DIR": str(state / "services"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(state / "objects"),
        "LOG_LEVEL": "WARNING",
        # Listeners of services that we do not use.
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
    }


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310 - our own http address
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _is_emulator(pid: int) -> bool:
    """Whether this process runs and is an emulator, not another that got the number since."""
    if Path("/proc/self").exists():  # not everywhere on Linux is there a `ps`
        return "ministack" in _text(Path(f"/proc/{pid}/cmdline"))
    shown = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return "ministack" in shown.stdout


def _wait_for_end(pid: int) -> None:
    deadline = time.monotonic() + STOP_TIMEOUT_S
    while _is_emulator(pid) and time.monotonic() < deadline:
        time.sleep(POLL_S)


def _last_line(log: Path) -> str:
    lines = [line for line in _text(log).splitlines() if line.strip()]
    return lines[-1].strip() if lines else "it said nothing"


def _text(path: Path) -> str:
    with suppress(OSError):
        return path.read_text(errors="replace")
    return ""


def _log(state: Path) -> Path:
    return state / "emulator.log"


def _pid_file(state: Path) -> Path:
    return state / "emulator.pid"
