"""Finding what fits: the beats that every verb which makes offers shares."""

from dataclasses import replace

from chalicelib.domain.catalogue import Activity
from chalicelib.domain.geography import Located, Precision
from chalicelib.domain.ids import ActivityId
from chalicelib.domain.matching.engine import match
from chalicelib.domain.matching.need import Need
from chalicelib.domain.matching.result import Matches
from chalicelib.domain.offering import MOST_PROPOSED, not_again
from chalicelib.domain.referral import Lookup, Referral
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.domain.vocabulary import ActivityStatus
from chalicelib.usecases.order import NeedAsked, PlaceAsked
from chalicelib.usecases.ports import Places, Ports

_ROUNDS = 4  # a snapshot is at most a minute old: more than a few fresh surprises is not a surprise


def locate(asked: PlaceAsked, *, places: Places) -> Located | None:
    """Where it is, or None when nobody here knows the place."""
    if asked.located is not None:
        return asked.located
    if asked.postcode is not None:
        return places.postcode(asked.postcode)
    return places.place(asked.name or "")


def placed(asked: NeedAsked, *, places: Places) -> Need | None:
    """The need with its place looked up, or None when the place is unknown."""
    located = locate(asked.place, places=places)
    return None if located is None else replace(asked.unplaced, location=located)


def lookup_wanted(need: Need | None, asked: PlaceAsked, *, ports: Ports) -> Lookup | None:
    """That somebody looks the place up outside, later: unknown here, or known as an area only.

    Never while the caller waits; nothing where no geocoder is set.
    """
    known_well = need is not None and need.location.precision is not Precision.AREA
    if ports.geocoder is None or asked.located is not None or known_well:
        return None
    return Lookup(since=ports.now(), due_at=ports.now())


def question(referral: Referral, need: Need) -> Need:
    """What to ask the catalogue for this referral: nothing she was refused or holds already."""
    return replace(need, parked=need.parked | not_again(referral), limit=MOST_PROPOSED)


def living_there_now(need: Need, *, ports: Ports) -> Need:
    """The need with the code that her municipality has today: it may have merged since."""
    today = ports.now().astimezone(AMSTERDAM).date()
    return replace(need, residence=ports.municipalities.current_code(need.residence, today))


def suggest_fresh(need: Need, *, ports: Ports) -> Matches:
    """What fits, checked against the table: the index proposes, the table decides.

    Activities that closed or filled since the snapshot was made are passed over, and the rest is
    matched again without them.
    """
    need = living_there_now(need, ports=ports)
    gone: frozenset[ActivityId] = frozenset()
    for _ in range(_ROUNDS):
        matches = match(need, ports.snapshots.current(), ports.now(), full=gone)
        found = ports.activities.get_many(m.activity.id for m in matches.matches)
        gone_now = frozenset(
            m.activity.id for m in matches.matches if not _takes_people(found.get(m.activity.id))
        )
        if not gone_now:
            return matches
        gone |= gone_now
    still_there = tuple(m for m in matches.matches if m.activity.id not in gone)
    return replace(matches, matches=still_there)


def _takes_people(activity: Activity | None) -> bool:
    if activity is None or activity.status is not ActivityStatus.ACTIVE:
        return False
    return activity.seats.has_room or activity.waiting_list
