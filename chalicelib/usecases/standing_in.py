"""Standing in: somebody is away for some days, and a colleague sees what waits for her."""

from chalicelib.domain.caller import Caller
from chalicelib.domain.cover import Cover
from chalicelib.domain.errors import Fault, Forbidden, InvalidRequest
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.domain.vocabulary import Role
from chalicelib.usecases.ports import Ports


def stands_in(cover: Cover, *, caller: Caller, ports: Ports) -> Cover:
    """On those days her tasks are her stand-in's as well, with the referrals they are about.

    Raises:
        Forbidden: somebody else's absence, and the caller is no administrator.
        InvalidRequest: for herself, or days that are upside down.
    """
    _may_arrange(cover.person, caller)
    faults = []
    if cover.stand_in == cover.person:
        faults.append(Fault("standIn", "same_as_giver"))
    if cover.last_day < cover.first_day:
        faults.append(Fault("untilOn", "upside_down"))
    if faults:
        raise InvalidRequest(faults)
    ports.covers.put(caller.organisation, cover)
    return cover


def is_back(person: str, *, caller: Caller, ports: Ports) -> None:
    """Nobody stands in for her any more.

    Raises:
        Forbidden: somebody else's absence, and the caller is no administrator.
    """
    _may_arrange(person, caller)
    ports.covers.end(caller.organisation, person)


def cover_of(caller: Caller, *, ports: Ports) -> Cover | None:
    """Who stands in for the caller, until that is over."""
    today = ports.now().astimezone(AMSTERDAM).date()
    covers = ports.covers.of(caller.organisation)
    hers = (cover for cover in covers if cover.person == caller.subject)
    return next((cover for cover in hers if today <= cover.last_day), None)


def covered_today(caller: Caller, *, ports: Ports) -> tuple[str, ...]:
    """Whom the caller stands in for today, on the calendar of Amsterdam."""
    today = ports.now().astimezone(AMSTERDAM).date()
    covers = ports.covers.of(caller.organisation)
    mine = (cover for cover in covers if cover.stand_in == caller.subject)
    return tuple(cover.person for cover in mine if cover.holds_on(today))


def _may_arrange(person: str, caller: Caller) -> None:
    if caller.role is not Role.MUNICIPALITY_ADMIN and person != caller.subject:
        raise Forbidden(caller.role)
