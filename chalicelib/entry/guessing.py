"""Before a door that a link opens: whoever tried too many that open nothing waits for a while."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from chalice.app import Response

from chalicelib.domain.errors import NotFound, WegwijsError
from chalicelib.domain.guessing import WINDOW
from chalicelib.entry.door import Call

C = TypeVar("C", bound=Call)
_OPENS_NOTHING = "-"


class TooManyGuesses(WegwijsError):
    """So many links that are not there were asked for that no other is looked at for now."""

    code = "rate_limited"


def by_link(handler: Callable[[C, str], Response]) -> Callable[[C, str], Response]:
    """The handler of a link, for who has not guessed too often; a good link counts for nothing.

    Whoever has sees the page of a link that is not there, whatever she asks for.
    """

    @wraps(handler)
    def asked(call: C, token: str) -> Response:
        guesses = call.ports.guesses
        bucket = _bucket(call)
        if guesses.are_too_many(bucket):
            return _later(handler, call)
        try:
            response = handler(call, token)
        except NotFound:
            guesses.count(bucket)
            raise
        if response.status_code == 404:
            guesses.count(bucket)
        return response

    return asked


def _bucket(call: Call) -> str:
    """A name for where this comes from, which does not tell where that is."""
    identity = (call.request.context or {}).get("identity") or {}
    return call.ports.derivation.address_mac(str(identity.get("sourceIp", "")), on=call.ports.now())


def _later(handler: Callable[[C, str], Response], call: C) -> Response:
    try:
        response = handler(call, _OPENS_NOTHING)
    except NotFound:
        raise TooManyGuesses from None
    response.status_code = 429
    response.headers["Retry-After"] = str(int(WINDOW.total_seconds()))
    return response
