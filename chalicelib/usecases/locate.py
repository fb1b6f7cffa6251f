"""Locate: a place that nobody here knew well is looked up outside, after the answer was given.

Why so, and what is left alone: docs/decisions, "Places are looked up after the answer".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.errors import (
    Gone,
    InvalidRequest,
    NotFound,
    Permanent,
    Temporary,
    WegwijsError,
)
from chalicelib.domain.events import CLOCK, Event, EventKind
from chalicelib.domain.geography import Located, Precision
from chalicelib.domain.offering import Naming
from chalicelib.domain.place_names import place_query, postcode_query
from chalicelib.domain.referral import ENDED, Referral, ReferralStatus
from chalicelib.domain.step import Step, begun
from chalicelib.usecases.finding import locate
from chalicelib.usecases.offers import offer_anew
from chalicelib.usecases.order import NeedAsked, PlaceAsked
from chalicelib.usecases.ports import Geocoder, Ports, ReferralKey
from chalicelib.usecases.saving import settle

Understand = Callable[[Mapping[str, Any], str], NeedAsked]
"""What a kept need means; the second is the municipality that is meant where none is named."""

FIRST_PAUSE = timedelta(minutes=15)
GIVES_UP_AFTER = timedelta(days=1)  # then a case worker's correction is quicker
LONGEST_RUN = timedelta(seconds=20)  # within the time that a scheduled function has
# Offered or further: what she was told stays. These were told that nothing is known.
_MATCHES_ANEW = frozenset({ReferralStatus.NEEDS_REVIEW, ReferralStatus.NO_OFFER})


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What looking up gave: a point, or none, or, until `again`, no answer."""

    found: Located | None = None
    again: bool = False
    retry_after_s: int | None = None


def locate_owed(*, understand: Understand, ports: Ports, limit: int = 200) -> int:
    """Referrals whose place is due to be looked up have been looked at; how many.

    Raises:
        Temporary: some could not be; all others were.
    """
    began, looked_at, failed = ports.now(), 0, 0
    for key in ports.referrals.due(at=began, limit=limit):
        if ports.now() - began > LONGEST_RUN:
            break  # the rest is still due in a minute
        looked_at += 1
        try:
            locate_due(key, understand=understand, ports=ports)
        except WegwijsError:
            failed += 1
    if failed:
        raise Temporary(f"{failed} of {looked_at} go back")
    return looked_at


def locate_due(key: ReferralKey, *, understand: Understand, ports: Ports) -> None:
    """What this referral's place turned out to be is known, kept for others, and matched on.

    Harmless when nothing is due, and when called twice at once.
    """
    try:
        referral = ports.referrals.get(key)
    except (NotFound, Gone):
        return
    if referral.lookup is None or referral.lookup.due_at > ports.now():
        return
    asked = _understood(referral, understand)
    outcome = _Outcome() if asked is None else _looked_up(asked.place, ports=ports)

    def decide(now: Referral, names: Naming) -> Step:
        if now.lookup is None or now.asked != referral.asked:
            return begun(now)  # somebody corrected it meanwhile: her place is another
        if outcome.again:
            return _later(now, outcome.retry_after_s, at=ports.now())
        return _located(now, asked, outcome.found, names=names, ports=ports)

    settle(lambda: ports.referrals.get(key), decide, ports=ports)


def _understood(referral: Referral, understand: Understand) -> NeedAsked | None:
    try:
        return understand(referral.asked, referral.organisation)
    except InvalidRequest:  # kept by a release whose words are no longer ours
        return None


def _looked_up(asked: PlaceAsked, *, ports: Ports) -> _Outcome:
    """Where it is: as somebody found before, or else as the geocoder says; kept for the next."""
    known = locate(asked, places=ports.places)
    if ports.geocoder is None or (known is not None and known.precision is not Precision.AREA):
        return _Outcome(known)
    try:
        found = _asked_outside(asked, ports.geocoder)
    except Temporary as error:
        return _Outcome(again=True, retry_after_s=error.retry_after_s)
    except Permanent:
        return _Outcome(known)
    if found is not None:
        ports.place_cache.put(_query(asked), found)
    return _Outcome(found or known)


def _asked_outside(asked: PlaceAsked, geocoder: Geocoder) -> Located | None:
    if asked.postcode is not None:
        return geocoder.postcode(asked.postcode)
    return geocoder.place(asked.name or "")


def _query(asked: PlaceAsked) -> str:
    if asked.postcode is not None:
        return postcode_query(asked.postcode)
    return place_query(asked.name or "")


def _later(referral: Referral, retry_after_s: int | None, *, at: datetime) -> Step:
    """Due again after as long as it waits already, so ever more seldom; given up after a day."""
    lookup = referral.lookup
    if lookup is None or at - lookup.since >= GIVES_UP_AFTER:
        return begun(referral).then(replace(referral, lookup=None))
    asked_for = timedelta(seconds=retry_after_s or 0)
    pause = min(max(FIRST_PAUSE, at - lookup.since, asked_for), GIVES_UP_AFTER)
    return begun(referral).then(replace(referral, lookup=replace(lookup, due_at=at + pause)))


def _located(
    referral: Referral,
    asked: NeedAsked | None,
    found: Located | None,
    *,
    names: Naming,
    ports: Ports,
) -> Step:
    """The step in which her place is what was found; matched again while nothing is offered."""
    step = begun(referral).then(replace(referral, lookup=None))
    need = referral.need
    is_better = found is not None and (need is None or found.radius_km < need.location.radius_km)
    if found is None or asked is None or not is_better or referral.status in ENDED:
        return step
    status = referral.status
    placed = replace(need or asked.unplaced, location=found)
    moved = replace(step.referral, need=placed, needs_review=False)
    line = Event(EventKind.NEED_CHANGED, ports.now(), CLOCK, reason="place_found")
    step = step.then(moved, line)
    if status not in _MATCHES_ANEW:
        return step
    step, _ = offer_anew(step, names=names, actor=CLOCK, ports=ports)
    return step
