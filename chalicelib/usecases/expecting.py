"""Expecting: what a library knows of those who come to it: as little as it needs, and no longer.

Nothing before she accepted or showed her code, nothing of who she is once it has ended, and never
what is between her and her municipality.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from chalicelib.domain.caller import Caller
from chalicelib.domain.catalogue import Activity
from chalicelib.domain.errors import Gone, NotFound
from chalicelib.domain.events import Actor
from chalicelib.domain.ids import ActivityId, LibraryId, OrganisationId, PlacementId
from chalicelib.domain.ledger import Presence, Register
from chalicelib.domain.looks import Look, Purpose
from chalicelib.domain.meeting import is_expected_on, next_expected
from chalicelib.domain.placement import Placement, State
from chalicelib.domain.referral import Referral
from chalicelib.domain.vocabulary import Level, Requirement
from chalicelib.usecases.ports import KnownPlacement, LibraryQuery, Page, Ports
from chalicelib.usecases.said import Said, find
from chalicelib.usecases.saving import key_of

_ROUNDS = 10  # of asking the store, before a page is handed over as it is


@dataclass(frozen=True, slots=True)
class Guest:
    """Who comes: what a library may know of her, and nothing else."""

    first_name: str = field(repr=False)
    phone: str | None = field(repr=False)
    contact_language: str
    spoken_languages: tuple[str, ...]
    level: Level
    requirements: frozenset[Requirement]


@dataclass(frozen=True, slots=True)
class Expected:
    """One placement for its library; `next_at` is when she comes next, `guest` None once it ended.

    `activity` is None when it no longer exists. `no_shows` counts in a row; with `needs_a_call` she
    was asked about them and says nothing, or could not be asked. `presence` is what the library
    said of each day.
    """

    placement: Placement
    activity: Activity | None
    next_at: datetime | None
    guest: Guest | None
    no_shows: int = 0
    needs_a_call: bool = False
    presence: Mapping[date, Presence] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        """Whether she comes for the first time."""
        return self.placement.state is not State.ATTENDING


def placements_of_library(
    isil: LibraryId,
    *,
    on: date | None = None,
    status: State | None = None,
    page_size: int = 50,
    cursor: str | None = None,
    caller: Caller,
    ports: Ports,
) -> Page[Expected]:
    """What this caller's library knows; as `expected`.

    Raises:
        NotFound: another library's. InvalidRequest: the cursor is none of ours.
    """
    if isil != caller.library:
        raise NotFound(isil)
    query = LibraryQuery(isil, status=status, page_size=page_size, cursor=cursor)
    return expected(query, on=on, by=caller.actor, ports=ports)


def placement_of_library(said: Said, *, ports: Ports) -> Expected:
    """What the library knows of the one placement that it says something about.

    Raises:
        NotFound: unknown, or another library's.
    """
    referral, placement_id = find(said, ports=ports)
    known = KnownPlacement(referral, referral.placement(placement_id))
    return _expected_ones([known], None, by=said.by or said.actor, ports=ports)[0]


def expected(
    query: LibraryQuery, *, on: date | None = None, by: Actor | None = None, ports: Ports
) -> Page[Expected]:
    """Placements the library knows, with `on` only of those whom it expects that day.

    `by` is who looks; None is whoever holds the library's link.
    A page may hold fewer than asked for while there is a next one.
    """
    found: list[Expected] = []
    for _ in range(_ROUNDS):
        wanted = query.page_size - len(found)
        page = ports.referrals.known_to(replace(query, page_size=wanted))
        found += _expected_ones(page.items, on, by=by, ports=ports)
        if page.next_cursor is None or len(found) == query.page_size:
            return Page(tuple(found), page.next_cursor)
        query = replace(query, cursor=page.next_cursor)
    return Page(tuple(found), query.cursor)


def expected_one(placement_id: PlacementId, *, by: Actor | None = None, ports: Ports) -> Expected:
    """This placement, as its library knows it; `by` as in `expected`.

    Raises:
        NotFound: unknown, or its library does not know of it.
    """
    referral = ports.referrals.of_placement(placement_id, library=None)
    placement = referral.placement(placement_id)
    if not placement.is_known_to_library:
        raise NotFound(placement_id)
    known = KnownPlacement(referral, placement)
    _note([known], by, ports=ports)
    activity = ports.activities.get_many([placement.activity_id]).get(placement.activity_id)
    return _shown(known, activity, ports=ports)


def _expected_ones(
    known: Iterable[KnownPlacement], on: date | None, *, by: Actor | None, ports: Ports
) -> list[Expected]:
    pairs = tuple(known)
    activities = ports.activities.get_many(pair.placement.activity_id for pair in pairs)
    wanted = [p for p in pairs if on is None or _comes(p.placement, on, activities, ports=ports)]
    registers = ports.ledger.registers(pair.placement.id for pair in wanted)
    _note(wanted, by, ports=ports)
    return [
        _with_register(
            _shown(pair, activities.get(pair.placement.activity_id), ports=ports),
            registers.get(pair.placement.id),
            last_heard_at=pair.referral.last_heard_at,
            at=ports.now(),
        )
        for pair in wanted
    ]


def _note(known: Iterable[KnownPlacement], by: Actor | None, *, ports: Ports) -> None:
    """That their library sees who these are stands in the audit, before it does."""
    seen = [pair for pair in known if _is_shown(pair.placement)]
    for library in {pair.placement.library for pair in seen}:
        actor, organisation = by or Actor("library", library), OrganisationId(library)
        look = Look(ports.now(), actor, organisation, Purpose.EXPECT)
        hers = (key_of(p.referral) for p in seen if p.placement.library == library)
        ports.audit.note(hers, look)


def _is_shown(placement: Placement) -> bool:
    """Whether its library may see who comes: from her yes until it ends."""
    return placement.is_live and placement.is_known_to_library


def _with_register(
    expected: Expected, register: Register | None, *, last_heard_at: datetime | None, at: datetime
) -> Expected:
    if register is None or not expected.placement.is_live:
        return expected
    return replace(
        expected,
        no_shows=register.no_shows,
        needs_a_call=register.needs_a_call(last_heard_at=last_heard_at, at=at),
        presence={mark.said.held_on: mark.said.presence for mark in register.marks},
    )


def _comes(
    placement: Placement, on: date, activities: Mapping[ActivityId, Activity], *, ports: Ports
) -> bool:
    activity = activities.get(placement.activity_id)
    return activity is not None and is_expected_on(on, placement, activity, holidays=ports.holidays)


def _shown(known: KnownPlacement, activity: Activity | None, *, ports: Ports) -> Expected:
    placement, next_at = known.placement, None
    if activity is not None:
        next_at = next_expected(placement, activity, holidays=ports.holidays, at=ports.now())
    return Expected(placement, activity, next_at, guest(known.referral, placement, ports=ports))


def guest(referral: Referral, placement: Placement, *, ports: Ports) -> Guest | None:
    """What the library may know of who comes: the only place where it is read for one.

    None before she accepted, once it has ended, and when she was erased.
    """
    if not _is_shown(placement):
        return None
    try:
        person = ports.referrals.person(key_of(referral))
    except (NotFound, Gone):
        return None
    need = referral.need
    return Guest(
        first_name=person.first_name,
        phone=person.phone,
        contact_language=referral.contact_language,
        spoken_languages=need.spoken_languages if need else (),
        level=need.level if need else Level.UNKNOWN,
        requirements=need.requirements if need else frozenset(),
    )
