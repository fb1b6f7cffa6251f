"""A library sees who comes: as little as it needs, from her yes on, and no longer than it lasts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.domain.errors import NotFound
from chalicelib.domain.ids import LibraryId
from chalicelib.domain.vocabulary import Level, Requirement, WithdrawalReason
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.expecting import Expected, Guest, expected, placements_of_library
from chalicelib.usecases.ports import LibraryQuery
from chalicelib.usecases.refer import take_back
from tests.fakes.making import NOW, UTRECHT
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import (
    CASE_WORKER,
    HERE,
    LIBRARIAN,
    a_need_asked,
    a_world,
    id_on,
    key_of,
    referred,
)

TUESDAY = date(2026, 11, 24)
NEED = a_need_asked(
    unplaced=replace(
        a_need_asked().unplaced,
        location=HERE,
        spoken_languages=("ar",),
        requirements=frozenset({Requirement.STEP_FREE}),
    )
)


def coming(ports: FakePorts, key: str = "key-1", activity: str = "act_cafe") -> Expected:
    """One who said yes, as her library sees her."""
    referral = referred(ports, key, need=NEED)
    placement_id = id_on(referral, activity)
    accept_for_her(referral.id, placement_id, caller=CASE_WORKER, ports=ports)
    return next(e for e in seen(ports) if e.placement.id == placement_id)


def seen(ports: FakePorts, on: date | None = None) -> tuple[Expected, ...]:
    return placements_of_library(UTRECHT, on=on, caller=LIBRARIAN, ports=ports).items


def test_before_she_says_yes_the_library_sees_nothing() -> None:
    ports = a_world()
    referred(ports)
    assert seen(ports) == ()


def test_the_library_knows_what_it_needs_to_receive_her() -> None:
    ports = a_world()
    expected_ = coming(ports)
    assert expected_.guest == Guest(
        first_name="Amina",
        phone="+31612345678",
        contact_language="ar",
        spoken_languages=("ar",),
        level=Level.A1,
        requirements=frozenset({Requirement.STEP_FREE}),
    )
    assert expected_.activity is not None
    assert expected_.activity.title == "Taalcafé"
    assert expected_.next_at is not None
    assert expected_.next_at.date() == TUESDAY
    assert "Amina" not in repr(expected_)


def test_who_she_is_goes_when_it_ends() -> None:
    ports = a_world()
    placement = coming(ports).placement
    referral = ports.referrals.of_placement(placement.id, library=UTRECHT)
    take_back(referral.id, WithdrawalReason.WORK, caller=CASE_WORKER, ports=ports)
    (ended,) = seen(ports)
    assert (ended.placement.state, ended.guest, ended.next_at) == ("cancelled", None, None)


def test_who_was_erased_a_moment_ago_is_nobody() -> None:
    ports = a_world()
    placement = coming(ports).placement
    ports.referrals.lose_person(key_of(ports.referrals.of_placement(placement.id, library=UTRECHT)))
    assert [e.guest for e in seen(ports)] == [None]


def test_another_library_is_the_same_as_an_unknown_one() -> None:
    ports = a_world()
    for isil in ("NL-0899010000", "NL-0000000000"):
        with pytest.raises(NotFound):
            placements_of_library(LibraryId(isil), caller=LIBRARIAN, ports=ports)


def test_a_day_shows_who_is_expected_then() -> None:
    ports = a_world()
    coming(ports)
    coming(ports, "key-2", "act_group")  # held: the library has not said when
    assert [e.placement.activity_id for e in seen(ports, on=TUESDAY)] == ["act_cafe"]
    assert [e.placement.activity_id for e in seen(ports, on=TUESDAY + timedelta(days=7))] == [
        "act_cafe"
    ]
    assert seen(ports, on=TUESDAY + timedelta(days=1)) == ()


def test_a_page_of_one_day_goes_on_until_it_is_full() -> None:
    ports = a_world()
    for number in range(3):
        coming(ports, f"group-{number}", "act_group" if number < 2 else "act_cafe")
    page = expected(LibraryQuery(UTRECHT, page_size=1), on=TUESDAY, ports=ports)
    assert [e.placement.activity_id for e in page.items] == ["act_cafe"]


def test_a_page_that_would_take_too_long_is_handed_over_as_it_is() -> None:
    ports = a_world()
    for number in range(2):
        coming(ports, f"group-{number}", "act_group")
    for number in range(9):
        coming(ports, f"cafe-{number}")
    nobody = expected(LibraryQuery(UTRECHT, page_size=1), on=NOW.date(), ports=ports)
    assert nobody.items == ()
    assert nobody.next_cursor is not None


def test_an_activity_that_is_gone_expects_nobody() -> None:
    ports = a_world()
    coming(ports)
    ports.activities._by_id.clear()
    assert [(e.activity, e.next_at) for e in seen(ports)] == [(None, None)]
    assert seen(ports, on=TUESDAY) == ()
