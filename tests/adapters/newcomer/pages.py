"""Her page made of one referral in each state, without a door in between."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from chalicelib.adapters.newcomer.page import NewcomerPages
from chalicelib.adapters.rendering import GettextWords
from chalicelib.domain.catalogue import Activity, Price, Seats
from chalicelib.domain.geography import Point
from chalicelib.domain.holidays import Holidays
from chalicelib.domain.placement import Offered, Placement, State
from chalicelib.domain.referral import Referral
from tests.fakes.making import NOW, OVERVECHT, a_placement, a_referral, an_activity

WORDS = GettextWords(drafts=True)
TOKEN = "x" * 16  # as long as a real one


def page_of(referral: Referral, activities: Sequence[Activity], words: GettextWords = WORDS) -> str:
    pages = NewcomerPages(words, holidays=Holidays({}), now=NOW)
    return pages.page(TOKEN, referral, {a.id: a for a in activities})


def with_placements(*states: State, language: str = "en", **changes: Any) -> Referral:
    """A referral with a placement in each of these states, each on an activity of its own."""
    placements = tuple(placed(n, state) for n, state in enumerate(states))
    return a_referral(contact_language=language, placements=placements, **changes)


def placed(n: int, state: State, **changes: Any) -> Placement:
    plain = a_placement(
        f"plc_{n:024d}",
        code=f"482{n}",
        activity_id=activity(n).id,
        state=state,
        offered=Offered(n + 1, 0.7, (), (), 12.3, 45, None),
        moved_at=None if state is State.PROPOSED else NOW,
    )
    return replace(plain, **changes)


def activity(n: int) -> Activity:
    """Longer names and more facts than the longest real ones; each in a building of its own."""
    return an_activity(
        f"act_{n}",
        title=f"Conversatiegroep Nederlands spreken voor gevorderde vrouwen {n}",
        branch=replace(
            OVERVECHT,
            name=f"Bibliotheek Rotterdam Hoogvliet Sprong {n}",
            address="Burgemeester van Leeuwenlaan 1234",
            place="Capelle aan den IJssel",
            point=Point(52.12 + n / 100, 5.1),
        ),
        seats=Seats(capacity=1, taken_elsewhere=1),
        waiting_list=True,
        expected_wait_weeks=12,
        price=Price(Decimal("12.50")),
    )


ACTIVITIES = tuple(activity(n) for n in range(10))
