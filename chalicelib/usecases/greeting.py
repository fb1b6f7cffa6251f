"""Greeting: she stands at the desk of a library and shows her code; that is all it needs."""

from enum import StrEnum

from chalicelib.domain.errors import Conflict, NotFound, SeatTaken
from chalicelib.domain.events import Actor
from chalicelib.domain.ids import LibraryId
from chalicelib.domain.ledger import Attendance, Presence
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.usecases.attend import record_attendance
from chalicelib.usecases.confirm import confirm_intake
from chalicelib.usecases.ports import Ports
from chalicelib.usecases.said import Said


class Greeting(StrEnum):
    """What a code at the desk came to."""

    WELCOME = "welcome"
    UNKNOWN = "unknown"  # nobody who may come to this library has it
    FULL = "full"  # the last seat is gone
    NOT_NOW = "not_now"  # she holds too much already, or something changed meanwhile


def greet(
    library: LibraryId, code: str, *, met: bool = False, by: Actor | None = None, ports: Ports
) -> Greeting:
    """Whoever showed this code takes part today; with `met` she only came to get acquainted."""
    said = Said(library, code=code, by=by)
    try:
        if met:
            confirm_intake(said, ports=ports)
        else:
            today = ports.now().astimezone(AMSTERDAM).date()
            there = Attendance(today, Presence.PRESENT)
            record_attendance(said, there, ports=ports)
    except NotFound:
        return Greeting.UNKNOWN
    except SeatTaken:
        return Greeting.FULL
    except Conflict:
        return Greeting.NOT_NOW
    return Greeting.WELCOME
