"""What `make run` promises, shown with a small application in the place of the service."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tools import sms
from tools.local import resources
from tools.local.emulator import Emulator
from tools.local.failures import StartFailed
from tools.local.paths import ROOT
from tools.local.service import Service, started

SMALL = ("--app", "tests.tools.small_app", "--no-demo-catalogue", "--tick-s", "0.5")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with started(tmp_path_factory.mktemp("small") / "state", *SMALL) as service:
        yield service


def get(service: Service, path: str, **headers: str) -> Any:
    request = urllib.request.Request(service.base_url + path, headers=headers)  # noqa: S310 - our own address
    with urllib.request.urlopen(request, timeout=20) as response:  # noqa: S310 - our own address
        return json.load(response)


def eventually(holds: Any, *, within_s: float = 15) -> bool:
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.1)
    return False


def test_no_request_sees_anothers_data(small: Service) -> None:
    """Eight callers at once, each pausing in the middle of its request."""

    def call(number: int) -> tuple[int, Any]:
        return number, get(small, f"/echo/n{number}?pause=0.01", **{"X-Caller": f"c{number}"})

    with ThreadPoolExecutor(8) as callers:
        answers = list(callers.map(call, range(400)))
    assert [(answer["name"], answer["caller"]) for _, answer in answers] == [
        (f"n{number}", f"c{number}") for number, _ in answers
    ]
    assert len({answer["lambdaRequest"] for _, answer in answers}) == 400


def test_a_message_is_handled_once_and_a_failed_one_ends_in_the_dead_letter_queue(
    small: Service,
) -> None:
    outputs = small.stack.outputs
    sqs = resources.client("sqs", small.stack.endpoint)
    for body in ("one", "poison", "two"):
        sqs.send_message(QueueUrl=outputs["MessagesQueueUrl"], MessageBody=body)
    assert eventually(lambda: get(small, "/seen")["handled"] == ["one", "two"])
    found: list[str] = []

    def look_among_the_dead() -> bool:
        received = sqs.receive_message(QueueUrl=outputs["MessagesDeadLetterQueueUrl"])
        found.extend(message["Body"] for message in received.get("Messages", []))
        return bool(found)

    assert eventually(look_among_the_dead, within_s=30)
    assert found == ["poison"]
    assert get(small, "/seen")["handled"] == ["one", "two"]


def test_schedules_run_by_themselves(small: Service) -> None:
    before = get(small, "/seen")["ticks"]
    assert eventually(lambda: get(small, "/seen")["ticks"] >= before + 2)


def test_an_accepted_text_is_said_within_five_seconds(small: Service) -> None:
    resources.client("sns", small.stack.endpoint).publish(
        PhoneNumber="+31612345679", Message="Hoi\nበሰላም"
    )
    line = small.line_with("sms to", within_s=5)
    assert line == "sms to 06…79: Hoi⏎በሰላም"


def test_an_inbound_text_reaches_its_queue(small: Service) -> None:
    sms.hand_in(small.stack, sender="+31612345678", text="1")
    (message,) = resources.client("sqs", small.stack.endpoint).receive_message(
        QueueUrl=small.stack.outputs["InboundQueueUrl"], WaitTimeSeconds=5
    )["Messages"]
    body = json.loads(message["Body"])
    assert (body["originationNumber"], body["messageBody"]) == ("+31612345678", "1")


def test_a_body_too_large_is_refused_and_the_next_request_answered(small: Service) -> None:
    with socket.create_connection(("127.0.0.1", int(small.base_url.rpartition(":")[2]))) as caller:
        size = 6 * 2**20
        caller.sendall(
            b"POST /echo/x HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + f"Content-Length: {size}\r\nConnection: close\r\n\r\n".encode()
            + b"0" * size
        )
        assert caller.makefile("rb").readline().split()[1] == b"413"
    assert get(small, "/echo/x")["name"] == "x"


def test_one_interrupt_stops_it_and_what_it_held_is_there_next_time(tmp_path: Path) -> None:
    with started(tmp_path / "state", *SMALL) as first:
        table = first.stack.outputs["CoreTableName"]
        item = {"PK": {"S": "a"}, "SK": {"S": "b"}}
        resources.client("dynamodb", first.stack.endpoint).put_item(TableName=table, Item=item)
        assert first.stop() == 0
    with started(tmp_path / "state", *SMALL) as second:
        stored = resources.client("dynamodb", second.stack.endpoint).get_item(
            TableName=table, Key=item
        )
    assert "Item" in stored


def test_a_service_that_was_killed_leaves_nothing_behind_for_the_next(tmp_path: Path) -> None:
    with started(tmp_path / "state", *SMALL) as killed:
        table = killed.stack.outputs["CoreTableName"]
        item = {"PK": {"S": "a"}, "SK": {"S": "b"}}
        resources.client("dynamodb", killed.stack.endpoint).put_item(TableName=table, Item=item)
        killed.process.send_signal(signal.SIGKILL)
        killed.process.wait()
    with started(tmp_path / "state", *SMALL) as next_one:
        stored = resources.client("dynamodb", next_one.stack.endpoint).get_item(
            TableName=table, Key=item
        )
    assert "Item" in stored


def test_two_services_never_share_their_state(small: Service, tmp_path: Path) -> None:
    with started(tmp_path / "state", *SMALL) as one, started(tmp_path / "state", *SMALL) as other:
        assert len({one.stack.endpoint, other.stack.endpoint, small.stack.endpoint}) == 3


def run_and_fail(tmp_path: Path, *arguments: str, **environment: str) -> str:
    ended = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "tools.local", "--state", str(tmp_path / "state"), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, **environment},
    )
    assert ended.returncode == 1
    assert ended.stdout == ""
    return ended.stderr


def test_a_port_that_is_taken_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = run_and_fail(tmp_path, "--port", port)
    assert said == f"port {port} cannot be used (Address already in use); try PORT=…\n"


def test_an_emulator_that_does_not_start_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "state" / "emulator.log").mkdir(parents=True)  # nowhere to write
    said = run_and_fail(tmp_path, "--port", "0")
    assert said.startswith("the emulator does not start: ")
    assert said.count("\n") == 1


def test_an_emulator_that_ends_at_once_leaves_its_last_words(tmp_path: Path) -> None:
    program = tmp_path / "emulator"
    program.write_text("#!/bin/sh\necho starting\necho no room on disk\nexit 3\n")
    program.chmod(0o755)
    with pytest.raises(StartFailed, match="does not start: no room on disk"):
        Emulator.start(program, tmp_path / "state")


def test_python_that_is_too_old_is_said_in_one_line(tmp_path: Path) -> None:
    """On a PATH with no Python but one that says it is too old."""
    for name in ("python3", "sh"):
        (tmp_path / name).write_text("#!/bin/sh\nexit 1\n")
        (tmp_path / name).chmod(0o755)
    ended = subprocess.run(  # noqa: S603 - our own program
        ["/bin/sh", "tools/environment.sh", str(tmp_path / "environment"), "requirements-dev.txt"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": str(tmp_path)},
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("Wegwijs needs Python 3.11 or newer")
    assert ended.stderr.count("\n") == 1
