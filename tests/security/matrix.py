"""The access matrix: every route × role × whose, asked of the whole application on the fakes.

`python -m tests.security.matrix` writes docs/access-matrix.md; a test holds the page to the code.
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

from chalice.test import Client

from app import app
from chalicelib import wiring
from chalicelib.domain.caller import REFERRERS
from chalicelib.domain.session import form_token
from chalicelib.domain.vocabulary import Role
from tests.security.rows import READ, ROWS, Row
from tests.security.tokens import Issuer
from tests.security.world import CALLERS, Things, Whose, World, a_world_for

PAGE = Path(__file__).parents[2] / "docs" / "access-matrix.md"
HANDOVER = "handover_link"  # opens for two organisations only, and for who is signed in
OF_REFERRERS = {
    "referral_id",
    "placement_id",
    "task_id",
    HANDOVER,
}  # a team's and a colleague's differ
OWNED = {
    *OF_REFERRERS,
    *("isil", "activity_id", "desk_code", "import_id", "secret_id", "delivery_id", "code"),
}
SHARED = {"programme_id", "name", "report", "token"}  # everybody's who knows it: there or not


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: its status, and all that could tell a stranger something."""

    status: int
    headers: Mapping[str, Any]
    body: bytes

    @property
    def outcome(self) -> str:
        """In one word: in, or how she was turned away."""
        leads_to = str(self.headers.get("location", ""))
        if self.status == 303 and leads_to.startswith("/inloggen?"):
            return "sign in"
        return str(self.status) if self.status in {401, 403, 404} else "in"


def routes() -> Iterator[tuple[str, frozenset[Role]]]:
    """Every registered route as its row is called, and whom it lets in."""
    for path, by_method in app.routes.items():
        for method, route in by_method.items():
            view: Any = route.view_function
            yield f"{method} {path}", view.allow


def names_in(route: str) -> set[str]:
    """The names in its path, and of things of somebody's in what is sent, in braces."""
    row = ROWS.get(route, READ)
    sent = set(re.findall(r"{(\w+)}", json.dumps([row.json, dict(row.form or {})])))
    named = set(re.findall(r"{(\w+)}", route)) | (sent & OWNED)
    return named - {"token"} | {HANDOVER} if row.link == HANDOVER else named


def is_of_api(route: str) -> bool:
    return " /v1/" in route


def whose(route: str, role: Role) -> tuple[Whose, ...]:
    """Whose things can be asked for here by somebody of this role; last what is her own."""
    named = names_in(route)
    if not named:
        return (Whose.OWN,)
    if named & SHARED:
        return (Whose.UNKNOWN, Whose.OWN)
    strangers = (Whose.UNKNOWN, Whose.FOREIGN)
    if named & OF_REFERRERS and role in REFERRERS:
        return (*strangers, Whose.COLLEAGUE, Whose.TEAM, Whose.OWN)
    return (*strangers, Whose.OWN)


class Asking:
    """Asks the application on the fakes of one world."""

    def __init__(self, world: World, client: Client) -> None:
        self.world, self._client = world, client
        self._bearer = {"Authorization": f"Bearer {world.issuer.token(CALLERS[world.role])}"}

    def as_herself(self, route: str, which: Whose) -> Answer:
        """What somebody of this role gets."""
        if is_of_api(route):
            return self.ask(route, which, self._bearer)
        session = self.world.session()
        return self.ask(route, which, cookie_of(session), form_token(session))

    def ask(self, route: str, which: Whose, headers: Mapping[str, str], token: str = "") -> Answer:
        """What whoever sends these headers gets; `token` is that of a form."""
        row, things = ROWS.get(route, READ), self.world.things[which]
        method, path = route.split(" ")
        sent, body = _sent(row, things, token)
        origin = {"Origin": self.world.ports.public_url}
        with patch.object(wiring, "ports", lambda: self.world.ports):
            answer = self._client.http.request(
                method,
                _filled(path, {**things, **_link(row, things)}) + row.query,
                headers={**origin, **sent, **headers},
                body=body,
            )
        given = {name.lower(): value for name, value in answer.headers.items()}
        given.pop("x-request-id")  # another one each time, whatever was asked
        return Answer(answer.status_code, given, _but_for(answer.body, route, things, token))


def cookie_of(session: str) -> dict[str, str]:
    return {"Cookie": f"__Host-wegwijs-sessie={session}"}


def _link(row: Row, things: Things) -> Things:
    """Her link where there is one, else one that nobody made; and what other names stand for."""
    others = {name: things[thing] for name, thing in (row.path or {}).items()}
    return {"token": things.get(row.link or "", "x" * 24), **others}


def _sent(row: Row, things: Things, token: str) -> tuple[dict[str, str], bytes]:
    headers = {name: _filled(value, things) for name, value in (row.headers or {}).items()}
    if row.raw is not None:
        return {**headers, "Content-Type": row.raw[0]}, row.raw[1]
    if row.form is not None:
        fields = {name: _filled(value, things) for name, value in row.form.items()}
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return {**headers, **kind}, urlencode({**fields, "form_token": token}).encode()
    if row.json is None:
        return headers, b""
    written = _filled(json.dumps(row.json), things)
    return {**headers, "Content-Type": "application/json"}, written.encode()


def _filled(written: str, things: Things) -> str:
    """Each `{name}` that is one of these things by what it is."""
    return re.sub(r"{(\w+)}", lambda found: things.get(found[1], found[0]), written)


def _but_for(body: bytes, route: str, things: Things, token: str) -> bytes:
    """The body without what she sent herself, which a page may repeat."""
    sent = [things[name] for name in names_in(route) if name in things] + [token]
    for each in filter(None, sent):
        body = body.replace(each.encode(), b"-")
    return body


Answers = dict[tuple[str, Role, Whose], Answer]


def answers() -> Answers:
    """What came back on every route to every role, of everybody's things."""
    issuer, found = Issuer(), Answers()
    with Client(app) as client:
        for role in Role:
            world = a_world_for(role, issuer)
            for route, allow in routes():
                changes = role in allow and not route.startswith("GET ")
                asking = Asking(a_world_for(role, issuer) if changes else world, client)
                for which in whose(route, role):
                    found[route, role, which] = asking.as_herself(route, which)
    return found


HEAD = """\
# Who may do what

Every route of the service, asked by every role for her own things and for other people's, on the
whole application in one process; written by `python -m tests.security.matrix`, and a test fails
when this page is not current. **in** is any answer but being turned away; **401** and *sign in*
say that nobody was recognised, **403** that the role has no business here, and **404** that there
is no such thing, or that it is somebody else's: those two answers are the same, byte for byte.

Without a token, and with one that is expired, signed by another, for another service or of a role
that is unknown, every route with a role in its row answers 401, and every page leads to signing in.
"""


def page(found: Answers) -> str:
    """The matrix that these answers make."""
    parts = [HEAD]
    for title, kind in (("API", is_of_api), ("Pages and links", lambda r: not is_of_api(r))):
        parts.append(f"\n## {title}\n\n{_table([r for r, _ in routes() if kind(r)], found)}")
    return "".join(parts)


def _table(of: list[str], found: Answers) -> str:
    head = "| route | whose | " + " | ".join(Role) + " |\n" + "|---" * (2 + len(Role)) + "|\n"
    return head + "".join(line for route in of for line in _lines(route, found))


def _lines(route: str, found: Answers) -> Iterator[str]:
    allow = dict(routes())[route]
    for which in Whose:
        outcomes = [_outcome(found.get((route, role, which))) for role in Role]
        if not any(outcomes) or (which in {Whose.TEAM, Whose.COLLEAGUE} and not allow & REFERRERS):
            continue
        label = _label(which, names_in(route))
        name = f"`{route}`" if which is Whose.OWN else ""
        yield f"| {name} | {label} | " + " | ".join(outcomes) + " |\n"


def _outcome(answer: Answer | None) -> str:
    return "" if answer is None else answer.outcome


def _label(which: Whose, named: set[str]) -> str:
    if which is not Whose.OWN:
        return which.value
    if not named:
        return "–"
    return which.value if named & OWNED else "there is one"


def main() -> int:
    PAGE.write_text(page(answers()), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
