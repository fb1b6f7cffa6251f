"""Signing in to the pages, being known there, and signing out, here or everywhere."""

from dataclasses import asdict
from datetime import timedelta

from chalicelib.domain.caller import Caller
from chalicelib.domain.errors import NotFound, Temporary, Unauthorized
from chalicelib.domain.session import Attempt, Session
from chalicelib.usecases.ports import Ports, SignInService

_ATTEMPT = "sign in"
_LONGEST_ATTEMPT = timedelta(minutes=15)


def begin(goes_on_to: str, *, ports: Ports) -> tuple[str, str]:
    """The address where she signs in, and what her browser keeps until she is back.

    Raises:
        Temporary: nowhere to sign in, or the service does not answer.
    """
    attempt, address = _service(ports).begin(goes_on_to)
    return address, ports.seals.seal(_ATTEMPT, asdict(attempt))


def finish(kept: str, *, state: str, code: str, ports: Ports) -> tuple[str, str]:
    """She is signed in: the token of her session, and where she was going.

    Raises:
        Unauthorized: `no_attempt` when this browser began none, or too long ago; what the service
        says; `unknown_role` and `organisation` when she is known there and has no place here.
        Temporary: the service does not answer.
    """
    attempt = _attempt(kept, state=state, ports=ports)
    who = _service(ports).redeem(code, attempt)
    at = ports.now()
    token = ports.sessions.open(Session(who.caller, at, at, who.organisation_name))
    return token, attempt.goes_on_to


def recognise(token: str, *, ports: Ports) -> Session | None:
    """Her session while it lives, noted as seen now; None when she has to sign in again."""
    try:
        session = ports.sessions.get(token)
    except NotFound:
        return None
    at = ports.now()
    if not session.is_live(at):
        ports.sessions.close(token)
        return None
    if session.is_news(at):
        ports.sessions.seen(token, at)
    return session.seen(at)


def leave(token: str, *, ports: Ports) -> None:
    """This session is over."""
    ports.sessions.close(token)


def leave_everywhere(caller: Caller, *, ports: Ports) -> None:
    """She is signed in nowhere."""
    ports.sessions.close_all(caller)


def _attempt(kept: str, *, state: str, ports: Ports) -> Attempt:
    value = ports.seals.unseal(_ATTEMPT, kept, at_most=_LONGEST_ATTEMPT)
    if value is None or value["state"] != state:
        raise Unauthorized("no_attempt")
    return Attempt(**value)


def _service(ports: Ports) -> SignInService:
    if ports.sign_in_service is None:
        raise Temporary("no sign-in service is set")
    return ports.sign_in_service
