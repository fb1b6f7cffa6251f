"""The whole API in this process, on ports in memory: what a caller sends and what comes back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chalice.app import Chalice
from chalice.test import Client
from standardwebhooks.webhooks import Webhook

from chalicelib.domain.caller import Caller
from chalicelib.domain.geography import Located, Point, Precision
from chalicelib.domain.ids import LibraryId, OrganisationId
from chalicelib.domain.signing import secret_bytes
from chalicelib.domain.vocabulary import Role
from tests.fakes.library_secrets import FakeLibrarySecrets
from tests.fakes.outside import FakeIdentities, FakePlaces
from tests.fakes.ports import FakePorts

UTRECHT = LibraryId("NL-0899040000")
SECRET = "whsec_d2Vnd2lqcy1pcy10aGUtd2F5LXRvLWEtY2FmZQ=="
ORGANISATION_BY_ROLE = {
    Role.CASE_WORKER: "GM0344",
    Role.MUNICIPALITY_ADMIN: "GM0344",
    Role.PARTNER_REFERRER: "PR00000001",
    Role.LIBRARY_STAFF: UTRECHT,
    Role.LIBRARY_ADMIN: UTRECHT,
    Role.PROGRAMME_ANALYST: "KB",
}
CALLERS = {
    role.value: Caller(f"usr_{role}", role, OrganisationId(organisation))
    for role, organisation in ORGANISATION_BY_ROLE.items()
}

NEXT_MUNICIPALITY = "case_worker of Amsterdam"  # where somebody moves to
CALLERS[NEXT_MUNICIPALITY] = Caller("usr_next", Role.CASE_WORKER, OrganisationId("GM0363"))


def ports_of_utrecht() -> FakePorts:
    """Nothing stored yet; everybody can sign in, and the library of Utrecht can sign."""
    return FakePorts(
        identities=FakeIdentities(CALLERS),
        secrets=FakeLibrarySecrets({UTRECHT: (secret_bytes(SECRET),)}),
        places=FakePlaces({"3562": Located(Point(52.117, 5.107), Precision.POSTCODE, 1.0)}),
    )


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back; `path` is what was asked for, without /v1 and the query."""

    method: str
    path: str
    status: int
    headers: Mapping[str, str]
    raw: bytes

    @property
    def body(self) -> Any:
        return json.loads(self.raw)


@dataclass
class ApiOnFakes:
    """The API; `answered` keeps all that came back."""

    app: Chalice
    ports: FakePorts = field(default_factory=ports_of_utrecht)
    answered: list[Answered] = field(default_factory=list)

    def ask(
        self, role: str | None, method: str, path: str, body: Any = None, **headers: str
    ) -> Answered:
        """What comes back when somebody of this role asks; underscores in headers are dashes."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if role is not None:
            sent["Authorization"] = f"Bearer {role}"
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self._send(method, path, b"" if body is None else raw, sent)

    def webhook(self, message_id: str, body: Mapping[str, Any], *, to: str = "webhook") -> Answered:
        """What comes back when the library of Utrecht says this, signed now."""
        written, now = json.dumps(body), self.ports.now()
        signed = {
            "webhook-id": message_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(SECRET).sign(message_id, now, written),
        }
        return self._send("POST", f"/libraries/{UTRECHT}/{to}", written.encode(), signed)

    def publish(self) -> None:
        """What the libraries offer can be matched."""
        self.ports.snapshots.show(self.ports.activities.all_active())

    def _send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answered:
        with Client(self.app) as client:
            sent = {"Content-Type": "application/json", **headers}
            response = client.http.request(method, f"/v1{path}", headers=sent, body=body)
        answered = Answered(
            method,
            path.partition("?")[0],
            response.status_code,
            {name.lower(): value for name, value in response.headers.items()},
            response.body,
        )
        self.answered.append(answered)
        return answered
