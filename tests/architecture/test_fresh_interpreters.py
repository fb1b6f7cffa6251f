"""Each door in a fresh interpreter: loads nothing heavy, and runs without app.py."""

from typing import Any

import pytest
from chalice.app import SQSEventConfig

from app import app
from tests.architecture.modules import run_fresh

# Each costs more than a match, and is loaded when a port that needs it is first used.
UNWELCOME = {
    "babel",
    "boto3",
    "botocore",
    "cryptography",
    "geopy",
    "itsdangerous",
    "jinja2",
    "joserfc",
    "moto",
    "phonenumbers",
    "pynamodb",
    "requests",
    "urllib3",
}
LOADED = "import json, sys; print(json.dumps(sorted({m.split('.')[0] for m in sys.modules})))"


def loaded_by(program: str) -> set[str]:
    return set(run_fresh(f"{program}\n{LOADED}"))


@pytest.mark.parametrize(
    "door",
    [
        "app",
        "chalicelib.entry.workers",
        "chalicelib.entry.schedules",
        "chalicelib.entry.tokens",
        "chalicelib.wiring",
    ],
)
def test_a_door_loads_nothing_unwelcome(door: str) -> None:
    assert loaded_by(f"import {door}") & UNWELCOME == set()


def test_the_core_loads_no_framework_at_all() -> None:
    loaded = loaded_by("import chalicelib.usecases.refer, chalicelib.usecases.deliver")
    assert loaded & (UNWELCOME | {"chalice", "pydantic"}) == set()


def test_pydantic_is_loaded_without_its_extras() -> None:
    loaded = loaded_by("import app")
    assert loaded & {"email_validator", "dotenv", "pydantic_settings"} == set()


SQS = """
body = json.dumps({
    "schema": 1, "organisation": "GM0344", "referral": "ref_unknown",
    "library": "NL-0899040000", "import": "imp_unknown",
})
record = {"messageId": "m-1", "body": body, "receiptHandle": "r", "eventSourceARN": "arn:q"}
event = {"Records": [record]}
"""
CLOCK = """
event = {"version": "0", "id": "e", "detail-type": "Scheduled Event", "source": "aws.events",
         "account": "1", "time": "2026-11-23T09:00:00Z", "region": "eu-west-1",
         "resources": [], "detail": {}}
"""
RUN = """
import json, sys
{event}
from chalicelib import wiring
from tests.fakes.ports import FakePorts
world = FakePorts()
wiring.ports = lambda: world
from {module} import {name}
answer = {name}(event, None)
print(json.dumps({{"answer": answer, "app": "app" in sys.modules}}))
"""


@pytest.mark.parametrize("source", app.event_sources, ids=lambda source: source.name)
def test_every_queue_and_clock_is_served_without_app_py(source: Any) -> None:
    module, name = source.handler_string.rsplit(".", 1)
    is_queue = isinstance(source, SQSEventConfig)
    ran = run_fresh(RUN.format(event=SQS if is_queue else CLOCK, module=module, name=name))
    assert not ran["app"]
    # About something that nobody knows there is nothing to do, or it goes back.
    goes_back = [[], [{"itemIdentifier": "m-1"}]]
    assert ran["answer"] in (
        [{"batchItemFailures": ids} for ids in goes_back] if is_queue else [None]
    )


def test_every_queue_has_one_consumer() -> None:
    queues = [s.queue for s in app.event_sources if isinstance(s, SQSEventConfig)]
    assert len(queues) == len(set(queues)) >= 2
