"""The running service keeps to its document, whatever a caller sends: schemathesis makes it up.

Every door is tried by everybody who may come in and by some who may not, with ids, codes and
versions that exist as well as with what nobody has. Nothing may answer 5xx, and no answer may have
a status, a type, a header or a shape that the document does not tell of.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.schemas import APIOperation
from standardwebhooks.webhooks import Webhook

from chalicelib.entry.openapi import document
from tools.demo.client import Client
from tools.demo.stage import LocalStage
from tools.demo.story import newcomer
from tools.local.identity import of_this_machine
from tools.local.paths import IDENTITY
from tools.local.service import Service, started
from tools.token import ORGANISATION_BY_ROLE

UTRECHT = "NL-0899040000"
load_all_checks()
KEPT_TO: list[Any] = [
    CHECKS.get_one(name)
    for name in (
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
    )
]
MODEST = settings(
    max_examples=15,  # an operation: together under a minute
    deadline=None,
    derandomize=True,  # the same guesses every time: a failure here can be looked at again
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
MOSTLY = st.sampled_from([True] * 7 + [False])
Operation = APIOperation[Any, Any, Any, Any]
Made = Case[Any]

# The address is nobody's: requests go to whichever address the service took.
DOCUMENT = json.loads(json.dumps(document("http://127.0.0.1:1")))
FOUND: list[Any] = list(schemathesis.openapi.from_dict(DOCUMENT).get_all_operations())
OPERATIONS: list[Operation] = [found.ok() for found in FOUND]


@dataclass(frozen=True, slots=True)
class World:
    """What exists when the guessing begins, so that not every guess is at nothing.

    `known` are the values that members of a body, or parameters of a path, may well have.
    """

    address: str
    clients: Mapping[str, Client]
    known: Mapping[str, Sequence[str]]
    secret: str


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service of our own: what is made up here is written, and would confuse other tests."""
    with started(tmp_path_factory.mktemp("contract") / "state") as running:
        yield running


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    with requests.Session() as one:
        yield one


@pytest.fixture
def world(apart: Service) -> World:
    stage = LocalStage(apart)
    clients = {role: stage.caller(role, form[1]) for role, form in ORGANISATION_BY_ROLE.items()}
    referred = [refer(clients["case_worker"]) for _ in range(3)]
    placements = [placement for one in referred for placement in one["placements"]]
    own = clients["library_admin"].get(f"/v1/activities?library={UTRECHT}").body["items"]
    known = {
        "/referrals/{id}": [one["id"] for one in referred],
        "/activities/{id}": [one["id"] for one in own[:2]],
        "/placements/{id}": [one["id"] for one in placements],
        "isil": [UTRECHT],
        "branch": [own[0]["branch"]["isil"]],
        "placementId": [one["id"] for one in placements],
        "code": [one["code"] for one in placements],
        "phone": ["06 12345678"],
    }
    return World(apart.base_url, clients, known, of_this_machine(IDENTITY).library_secret(UTRECHT))


def test_the_service_tells_what_it_is_held_to(apart: Service) -> None:
    told = Client(apart.base_url).get("/v1/openapi.json")
    assert told.headers["Access-Control-Allow-Origin"] == "*"
    assert {**told.body, "servers": []} == {**DOCUMENT, "servers": []}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: str(operation.label))
def test_every_answer_is_as_described(
    operation: Operation, session: requests.Session, world: World
) -> None:
    fitting = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    unfit = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

    @settings(MODEST)
    @given(case=st.one_of(fitting, unfit), data=st.data())
    def holds(case: Made, data: st.DataObject) -> None:
        name_what_exists(case, Guess(data, world.known), world)
        response = session.send(request_of(case, data, world), timeout=20)
        case.validate_response(response, checks=KEPT_TO)

    holds()


@dataclass(frozen=True, slots=True)
class Guess:
    """Now and then, something that is known."""

    data: st.DataObject
    known: Mapping[str, Sequence[str]]

    def at(self, name: str, otherwise: Any) -> Any:
        """A known value of this name, mostly."""
        if name not in self.known or not self.data.draw(MOSTLY, label=f"known {name}"):
            return otherwise
        return self.data.draw(st.sampled_from(self.known[name]), label=name)

    def within(self, body: Any, *, inside: str = "") -> Any:
        """The body with some of its texts replaced by known ones."""
        if isinstance(body, list):
            return [self.within(one, inside=inside) for one in body]
        if not isinstance(body, dict):
            return self.at(inside, body) if isinstance(body, str) else body
        # A library and each of its branches are named by the same key.
        names: dict[str, str] = {"isil": "branch"} if inside in {"branch", "branches"} else {}
        return {
            key: self.within(one, inside=names.get(str(key), str(key))) for key, one in body.items()
        }


def name_what_exists(case: Made, guess: Guess, world: World) -> None:
    start = "/".join(case.path.split("/")[:3])
    for name, made_up in case.path_parameters.items():
        case.path_parameters[name] = guess.at(name if name == "isil" else start, made_up)
    if "If-Match" in case.headers and guess.data.draw(MOSTLY, label="as read"):
        case.headers["If-Match"] = version_now(case, world)
    case.body = guess.within(case.body)


def version_now(case: Made, world: World) -> str:
    role = "library_admin" if case.path.startswith("/activities") else "municipality_admin"
    read = world.clients[role].get(f"/v1{quote(case.formatted_path, safe='/%')}")
    given_headers = {name.lower(): value for name, value in read.headers.items()}
    return given_headers.get("etag", '"1"')


def request_of(case: Made, data: st.DataObject, world: World) -> requests.PreparedRequest:
    raw = case.operation.definition.raw
    arguments = case.as_transport_kwargs(f"{world.address}/v1")
    arguments.pop("timeout", None)
    request = requests.Request(**arguments).prepare()
    if raw["operationId"] == "librarySays":
        sign(request, world)
    role = data.draw(st.sampled_from([*raw["x-roles"] * 4, *world.clients]), label="role")
    if data.draw(MOSTLY, label="signed in"):
        request.headers["Authorization"] = f"Bearer {world.clients[role].token}"
    return request


def sign(request: requests.PreparedRequest, world: World) -> None:
    now, id_ = datetime.now(UTC), f"msg_{uuid4().hex}"
    body = request.body if isinstance(request.body, (bytes, str)) else b""
    try:
        written = body if isinstance(body, str) else body.decode()
    except UnicodeDecodeError:
        return  # no library can sign what is no text; it is refused unsigned
    request.headers.update(
        {
            "webhook-id": id_,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(world.secret).sign(id_, now, written),
        }
    )


def refer(case_worker: Client) -> Any:
    body = newcomer("Amina", "06 10000070")
    answered = case_worker.post("/v1/referrals", body, Idempotency_Key=uuid4().hex)
    assert answered.status == 201, answered.body
    return answered.body
