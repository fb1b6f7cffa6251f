"""Everything has its end: the table, and what it means for one referral."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.erasure import BACKED_UP, erased, remains
from chalicelib.domain.events import CLOCK
from chalicelib.domain.placement import State
from chalicelib.domain.referral import ErasedFor, Referral
from chalicelib.domain.retention import (
    RULES,
    Kept,
    last_sign_of_life,
    months_after,
    next_end,
)
from chalicelib.domain.step import begun
from chalicelib.usecases.reopen import REOPENED_WITHIN
from tests.fakes.making import NOW, a_placement, a_referral

DAY = timedelta(days=1)


def ended(at: datetime = NOW) -> Referral:
    done = a_placement(state=State.COMPLETED)
    return a_referral(placements=(done,), ended_at=at, last_heard_at=at)


def forgotten(why: ErasedFor) -> Referral:
    flagged = erased(begun(ended()), why, actor=CLOCK, at=NOW + 28 * DAY).referral
    return remains(flagged, at=NOW + 28 * DAY)


def test_every_kind_has_one_rule_in_days_or_months() -> None:
    assert set(RULES) == set(Kept)
    assert all((rule.days is None) != (rule.months is None) for rule in RULES.values())


def test_who_may_still_be_reopened_is_not_forgotten() -> None:
    assert RULES[Kept.CONTACT].ends(NOW) > NOW + REOPENED_WITHIN


def test_the_receipt_and_the_table_say_the_same_of_backups() -> None:
    assert BACKED_UP["core"].days == BACKED_UP["people"].days == RULES[Kept.BACKUPS].days


def test_four_weeks_after_the_end_nobody_knows_who_she_was() -> None:
    assert next_end(ended()) == (Kept.CONTACT, NOW + 28 * DAY)


def test_reopened_it_has_no_end_any_more() -> None:
    live = a_referral(placements=(a_placement(state=State.HELD),), reopened_at=NOW + DAY)
    assert next_end(live)[0] is Kept.CONTACT_IN_SILENCE


def test_after_half_a_year_without_a_sign_of_life_nobody_does_either() -> None:
    live = a_referral(placements=(a_placement(state=State.HELD),))
    assert next_end(live) == (Kept.CONTACT_IN_SILENCE, months_after(NOW, 6))


@pytest.mark.parametrize(
    "sign",
    [
        {"last_heard_at": NOW + 10 * DAY},
        {"reopened_at": NOW + 10 * DAY},
        {"placements": (a_placement(state=State.WAITLISTED, renewed_at=NOW + 10 * DAY),)},
        {"placements": (a_placement(state=State.HELD, known_since=NOW + 10 * DAY),)},
    ],
)
def test_each_sign_of_life_begins_the_half_year_anew(sign: dict[str, Any]) -> None:
    assert last_sign_of_life(a_referral(**sign)) == NOW + 10 * DAY


def test_an_end_long_after_her_last_sign_of_life_does_not_add_to_it() -> None:
    late = replace(ended(months_after(NOW, 6) - DAY), last_heard_at=NOW)
    assert next_end(late) == (Kept.CONTACT_IN_SILENCE, months_after(NOW, 6))


def test_hours_outlast_her_name_and_the_outcome_outlasts_both() -> None:
    left = forgotten(ErasedFor.TIME)
    assert next_end(left) == (Kept.HOURS, months_after(NOW, 3))
    assert next_end(left, after=months_after(NOW, 3)) == (Kept.OUTCOME, months_after(NOW, 13))
    assert next_end(left, after=months_after(NOW, 20)) == (Kept.OUTCOME, months_after(NOW, 13))


def test_who_asked_left_no_hours() -> None:
    assert next_end(forgotten(ErasedFor.ASKED)) == (Kept.OUTCOME, months_after(NOW, 13))


def test_of_what_ended_under_an_older_release_the_last_change_counts() -> None:
    old = replace(ended(), ended_at=None, updated_at=NOW + DAY)
    assert next_end(old) == (Kept.CONTACT, NOW + 29 * DAY)


@pytest.mark.parametrize(
    ("since", "months", "then"),
    [
        (datetime(2026, 8, 31, 9, tzinfo=UTC), 6, datetime(2027, 2, 28, 9, tzinfo=UTC)),
        (datetime(2027, 8, 31, 9, tzinfo=UTC), 6, datetime(2028, 2, 29, 9, tzinfo=UTC)),  # leap
        (datetime(2026, 12, 1, tzinfo=UTC), 13, datetime(2028, 1, 1, tzinfo=UTC)),
    ],
)
def test_months_are_those_of_the_calendar(since: datetime, months: int, then: datetime) -> None:
    assert months_after(since, months) == then


@given(st.integers(0, 20_000), st.integers(0, 60))
def test_more_months_are_never_sooner(days: int, months: int) -> None:
    since = NOW + days * DAY
    assert months_after(since, months) < months_after(since, months + 1)
