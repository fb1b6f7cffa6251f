"""Signing in, in memory: a service that knows everybody it was told of, and sessions."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.domain.caller import Caller
from chalicelib.domain.errors import NotFound, Unauthorized
from chalicelib.domain.session import Attempt, Session
from chalicelib.usecases.ports import SignedIn


class FakeSignInService:
    """Everybody it was told of, by code; it gives back a code only for the attempt it began."""

    def __init__(self, people: Mapping[str, SignedIn | Unauthorized] | None = None) -> None:
        self._people = dict(people or {})
        self.begun: list[Attempt] = []

    def begin(self, goes_on_to: str) -> tuple[Attempt, str]:
        number = len(self.begun) + 1
        attempt = Attempt(f"state-{number}", f"nonce-{number}", f"verifier-{number}", goes_on_to)
        self.begun.append(attempt)
        return attempt, f"https://login.example/?state={attempt.state}"

    def redeem(self, code: str, attempt: Attempt) -> SignedIn:
        found = self._people.get(code)
        if attempt not in self.begun or found is None:
            raise Unauthorized("bad_code")
        if isinstance(found, Unauthorized):
            raise found
        return found


class FakeSessions:
    """Sessions by token; tokens count up, so that a test can say which one it means."""

    def __init__(self) -> None:
        self._open: dict[str, Session] = {}
        self._count = 0

    def open(self, session: Session) -> str:
        self._count += 1
        token = f"owner.secret-{self._count}"
        self._open[token] = session
        return token

    def get(self, token: str) -> Session:
        try:
            return self._open[token]
        except KeyError:
            raise NotFound from None

    def seen(self, token: str, at: datetime) -> None:
        if token in self._open:
            self._open[token] = self._open[token].seen(at)

    def close(self, token: str) -> None:
        self._open.pop(token, None)

    def close_all(self, caller: Caller) -> None:
        hers = (caller.organisation, caller.subject)
        self._open = {
            token: session
            for token, session in self._open.items()
            if (session.caller.organisation, session.caller.subject) != hers
        }
