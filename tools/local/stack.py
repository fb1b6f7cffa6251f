"""The whole service on one machine: one object that starts it, one call that stops it."""

import fcntl
import importlib
import json
import os
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from chalice.app import Chalice
from waitress.server import create_server

from tools.local import resources
from tools.local.emulator import Emulator
from tools.local.failures import StartFailed
from tools.local.gateway import Gateway, Refuse
from tools.local.identity import of_this_machine
from tools.local.paths import EMULATOR_PROGRAM, IDENTITY, ROOT, RUNNING
from tools.local.settings import Choices, environment
from tools.local.sign_in import sign_in_service
from tools.local.texts import SentTexts
from tools.local.virtual_clock import VirtualClock
from tools.local.workers import Workers

HOST = "127.0.0.1"
THREADS = 16
# Larger bodies are cut off by the server; up to here they are read and answered with 413.
SERVER_BODY_BYTES = 64 * 2**20
FINISH_REQUESTS_S = 10


@dataclass(frozen=True, slots=True)
class LocalStack:
    """A running service; everything it writes to disk lies under its state and `.local/`."""

    base_url: str
    endpoint: str
    outputs: Mapping[str, str]
    clock: VirtualClock


@contextmanager
def running(choices: Choices, *, refuse: Refuse) -> Iterator[LocalStack]:
    """The service answers on 127.0.0.1 until the block ends; then its state is on disk.

    Sets this process's environment, which is where the service reads its settings. Raises
    StartFailed with one line that says why it cannot start.
    """
    with ExitStack() as until_the_end:
        listening = until_the_end.enter_context(_port(choices.port))
        base_url = f"http://{HOST}:{listening.getsockname()[1]}"
        state = until_the_end.enter_context(_state_of_our_own(choices.state, base_url))
        os.environ["no_proxy"] = os.environ["NO_PROXY"] = f"{HOST},localhost"
        emulator = Emulator.start(EMULATOR_PROGRAM, state)
        until_the_end.callback(emulator.stop)
        issuer = until_the_end.enter_context(sign_in_service())
        outputs = resources.deploy(emulator.endpoint, stage=choices.stage)
        os.environ.update(
            environment(
                choices,
                outputs=outputs,
                endpoint=emulator.endpoint,
                base_url=base_url,
                identity=of_this_machine(IDENTITY),
                sign_in_at=issuer,
            )
        )
        app = _application(choices.app_module)
        clock = VirtualClock(state)
        if choices.app_module == "app":
            _live_by(clock)
        for part in (
            SentTexts(emulator.endpoint),
            Workers(app, emulator.endpoint, choices.tick_s),
        ):
            part.start()
            until_the_end.callback(part.stop)
        gateway = Gateway(app, refuse=refuse)
        until_the_end.callback(_serve(gateway, listening))
        stack = LocalStack(base_url, emulator.endpoint, outputs, clock)
        until_the_end.enter_context(_known_as_running(stack))
        yield stack


def _application(module: str) -> Chalice:
    app = importlib.import_module(module).app
    if not isinstance(app, Chalice):
        raise StartFailed(f"{module}.app is no Chalice application")
    return app


def _live_by(clock: VirtualClock) -> None:
    """The service in this process takes its time from there, whatever it does."""
    from chalicelib import wiring  # only now, like every import of the service

    wiring.ports().now = clock.now


def _serve(gateway: Gateway, listening: socket.socket) -> Callable[[], None]:
    """Requests are answered from a thread; calling what is returned finishes those begun."""
    server = create_server(
        gateway,
        sockets=[listening],
        threads=THREADS,
        ident=None,
        max_request_body_size=SERVER_BODY_BYTES,
    )
    thread = threading.Thread(target=server.run, name="http", daemon=True)
    thread.start()

    def stop() -> None:
        server.close()
        server.task_dispatcher.shutdown(cancel_pending=False, timeout=FINISH_REQUESTS_S)

    return stop


@contextmanager
def _port(port: int) -> Iterator[socket.socket]:
    """A listening socket; 0 takes any free port."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen(128)
    except (OSError, OverflowError) as error:
        listening.close()
        raise StartFailed(f"port {port} cannot be used ({_reason(error)}); try PORT=…") from error
    with listening:
        yield listening


def _reason(error: Exception) -> str:
    return os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)


@contextmanager
def _state_of_our_own(wanted: Path, base_url: str) -> Iterator[Path]:
    """`wanted`, or, while another service uses it, a directory of this port's own beside it."""
    own = wanted.with_name(f"{wanted.name}-{base_url.rpartition(':')[2]}")
    for state in (wanted, own):
        state.mkdir(parents=True, exist_ok=True)
        with (state / "in-use").open("w") as mark:
            if _is_ours(mark):
                yield state
                return
    raise StartFailed(f"another service already uses {_shown(own)}")


def _is_ours(mark: IO[str]) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


@contextmanager
def _known_as_running(stack: LocalStack) -> Iterator[None]:
    """Other commands find the service by its port for as long as it runs."""
    note = note_of(int(stack.base_url.rpartition(":")[2]))
    note.parent.mkdir(parents=True, exist_ok=True)
    _forget_the_killed()
    facts = {
        "endpoint": stack.endpoint,
        "outputs": dict(stack.outputs),
        "state": str(stack.clock.state.resolve()),
        "pid": os.getpid(),
    }
    begun = note.with_suffix(".begun")  # whoever looks finds a whole note or none
    begun.write_text(json.dumps(facts))
    begun.replace(note)
    try:
        yield
    finally:
        note.unlink(missing_ok=True)


def note_of(port: int) -> Path:
    return RUNNING / f"{port}.json"


def _forget_the_killed() -> None:
    for note in RUNNING.glob("*.json"):
        if _facts(note) is None:
            note.unlink(missing_ok=True)


def _facts(note: Path) -> dict[str, Any] | None:
    """What a note says, if whoever wrote it still runs."""
    try:
        facts: dict[str, Any] = json.loads(note.read_text())
        os.kill(facts["pid"], 0)
    except (OSError, ValueError, KeyError):
        return None
    return facts


def found(port: int) -> LocalStack:
    """The service that runs on this machine at `port`; StartFailed when there is none."""
    facts = _facts(note_of(port))
    if facts is None:
        raise StartFailed(f"no service runs on port {port}; start it with `make run`")
    clock = VirtualClock(Path(facts["state"]))
    return LocalStack(f"http://{HOST}:{port}", facts["endpoint"], facts["outputs"], clock)
