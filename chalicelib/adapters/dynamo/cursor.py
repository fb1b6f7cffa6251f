"""Cursors: where a list goes on. Opaque to callers, and never able to name another list."""

import base64
import binascii
import json

from chalicelib.domain.errors import Fault, InvalidRequest

_LONGEST = 1_000


def cursor_after(position: str) -> str:
    """An opaque word for "after this position"; the list it belongs to is not in it."""
    return base64.urlsafe_b64encode(json.dumps([position]).encode()).decode().rstrip("=")


def position_of(cursor: str) -> str:
    """The position that `cursor_after` was given.

    Raises:
        InvalidRequest: no cursor of ours.
    """
    try:
        padded = cursor[:_LONGEST].encode("ascii") + b"=" * (-len(cursor) % 4)
        content = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, UnicodeError, ValueError, RecursionError) as error:
        raise no_cursor() from error
    match content:
        case [str(position)]:
            return position
        case _:
            raise no_cursor()


def no_cursor() -> InvalidRequest:
    return InvalidRequest([Fault("cursor", "bad_cursor")])
