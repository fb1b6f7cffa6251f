"""How long a library is told something, and what it is told."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.delivery import (
    KEPT_ATTEMPTS,
    LEASE,
    PAUSES,
    Delivery,
    DeliveryState,
    NoticeType,
    body,
    claimed,
    ended,
    put_off,
    replayed,
    retry_after,
)
from chalicelib.domain.endpoint import (
    DISABLED_AFTER,
    SUBSCRIBABLE,
    DisabledBecause,
    answered_well,
    failed,
    notice_of_end,
)
from chalicelib.entry.parsing.endpoint import EndpointIn, Subscribable
from tests.adapters.contracts.notices import a_delivery, an_endpoint
from tests.fakes.making import NOW


def pauses(delivery: Delivery) -> list[timedelta]:
    """Between its attempts, when each of them fails."""
    found: list[timedelta] = []
    at: datetime | None = NOW
    while at is not None:
        ours = claimed(delivery, at=at)
        assert ours is not None
        delivery = put_off(ours, at=at, outcome="500")
        found += [] if delivery.due_at is None else [delivery.due_at - at]
        at = delivery.due_at
    assert delivery.state is DeliveryState.FAILED
    return found


@given(st.text("abcdef0123456789", min_size=4, max_size=24))
def test_it_is_tried_for_about_three_days_and_then_has_failed(letters: str) -> None:
    waited = pauses(a_delivery(f"dlv_{letters}"))
    assert len(waited) == len(PAUSES)
    assert timedelta(days=2.3) < sum(waited, timedelta()) < timedelta(days=3.6)
    for pause, planned in zip(waited, PAUSES, strict=True):
        assert 0.8 * planned <= pause <= 1.2 * planned


def test_those_who_fail_at_the_same_moment_do_not_come_back_at_the_same_moment() -> None:
    first = {pauses(a_delivery(f"dlv_{n}"))[4] for n in range(50)}
    assert len(first) > 40


@pytest.mark.parametrize(
    ("asked", "waits"),
    [(timedelta(minutes=10), timedelta(minutes=10)), (timedelta(days=400), timedelta(days=1))],
)
def test_it_waits_as_long_as_is_asked_and_at_most_a_day(asked: timedelta, waits: timedelta) -> None:
    ours = claimed(a_delivery(), at=NOW)
    assert ours is not None
    assert put_off(ours, at=NOW, outcome="429", retry_after=asked).due_at == NOW + waits


def test_it_comes_no_sooner_than_we_would_ourselves() -> None:
    ours = claimed(a_delivery(), at=NOW)
    assert ours is not None
    later = put_off(ours, at=NOW, outcome="503", retry_after=timedelta(0)).due_at
    assert later is not None
    assert later >= NOW + timedelta(seconds=4)


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("120", timedelta(minutes=2)),
        (" 5 ", timedelta(seconds=5)),
        ("", None),
        ("-1", None),
        ("Wed, 21 Oct 2026 07:28:00 GMT", None),
        ("٣", None),
        ("9" * 40, None),
    ],
)
def test_how_long_they_ask_us_to_wait(written: str, means: timedelta | None) -> None:
    assert retry_after({"retry-after": written}) == means
    assert retry_after({}) is None


def test_only_what_is_due_and_pending_is_claimed_and_for_a_lease() -> None:
    ours = claimed(a_delivery(), at=NOW)
    assert ours is not None
    assert (ours.due_at, ours.tried) == (NOW + LEASE, 1)
    assert claimed(ours, at=NOW) is None
    assert claimed(a_delivery(due_at=None), at=NOW) is None
    done = ended(a_delivery(), DeliveryState.DELIVERED, at=NOW, outcome="200")
    assert claimed(done, at=NOW) is None
    again = claimed(replayed(done, at=NOW), at=NOW)
    assert again is not None
    assert (again.id, again.tried) == (done.id, 1)


def test_the_last_attempts_are_kept() -> None:
    delivery = a_delivery()
    for number in range(KEPT_ATTEMPTS + 5):
        delivery = ended(delivery, DeliveryState.FAILED, at=NOW, outcome=str(number))
    assert [attempt.outcome for attempt in delivery.attempts][:1] == ["5"]
    assert len(delivery.attempts) == KEPT_ATTEMPTS


def test_the_body_is_thin_and_the_same_at_every_attempt() -> None:
    ours = claimed(a_delivery(), at=NOW)
    assert ours is not None
    assert body(ours) == body(a_delivery())
    assert json.loads(body(ours)) == {
        "type": "referral.accepted",
        "timestamp": "2026-11-23T09:00:00Z",
        "data": {"placementId": "plc_1", "activityId": "act_cafe", "status": "held"},
    }
    test = a_delivery(
        type=NoticeType.ENDPOINT_TEST, placement_id=None, activity_id=None, status=None
    )
    assert json.loads(body(test))["data"] == {}


def test_an_endpoint_that_says_it_is_gone_is_told_nothing_more() -> None:
    gone = failed(an_endpoint(), at=NOW, is_gone=True)
    assert (gone.is_enabled, gone.disabled_because) == (False, DisabledBecause.GONE)


def test_five_days_of_failures_end_it_and_one_success_begins_them_anew() -> None:
    failing = failed(an_endpoint(), at=NOW)
    almost = failed(failing, at=NOW + DISABLED_AFTER - timedelta(seconds=1))
    assert almost.is_enabled
    assert almost.failing_since == NOW
    over = failed(almost, at=NOW + DISABLED_AFTER)
    assert over.disabled_because is DisabledBecause.FAILING
    mended = answered_well(almost)
    assert mended == an_endpoint()
    assert failed(mended, at=NOW + DISABLED_AFTER).is_enabled


def test_the_library_hears_of_the_end_once_for_each_time() -> None:
    assert notice_of_end(an_endpoint()) is None
    ends = [
        notice_of_end(failed(an_endpoint(), at=at, is_gone=True)) for at in (NOW, NOW, NOW + LEASE)
    ]
    ids = [end.id for end in ends if end is not None]
    assert ids[0] == ids[1] != ids[2]


def test_a_library_can_ask_for_all_but_tests_and_its_own_end() -> None:
    assert set(get_args(Subscribable)) == SUBSCRIBABLE
    assert EndpointIn.model_validate_json('{"url": "https://x.nl"}').types == SUBSCRIBABLE
    endpoint = replace(an_endpoint(), types=frozenset({NoticeType.PLACEMENT_WAITING}))
    assert endpoint.wants(NoticeType.ENDPOINT_TEST)
    assert endpoint.wants(NoticeType.PLACEMENT_WAITING)
    assert not endpoint.wants(NoticeType.REFERRAL_ACCEPTED)


def test_our_secret_does_not_show_where_an_endpoint_is_written_down() -> None:
    assert "sss" not in repr(an_endpoint())
