"""The waiting list on real tables, with twenty who join, leave, answer and ask at once."""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from chalicelib.adapters.dynamo.tables import connect
from chalicelib.domain.catalogue import Seats
from chalicelib.domain.errors import IllegalTransition, SeatTaken, Temporary
from chalicelib.domain.placement import Placement, State
from chalicelib.domain.referral import Referral
from chalicelib.domain.reply import Reply, Wish
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.reply import reply
from chalicelib.usecases.waiting import ask_the_next, standings
from tests.adapters.contracts.worlds import REGION, DynamoWorld, world_on
from tests.fakes.ports import FakePorts
from tests.integration.conftest import RunningEmulator
from tests.usecases.worlds import BUDDY, CASE_WORKER, a_world, key_of, referred

THREADS = 20
LIST = replace(BUDDY, seats=Seats(capacity=3, taken_elsewhere=3))


@pytest.fixture
def world(emulator: RunningEmulator) -> Iterator[DynamoWorld]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "local")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "local")
        yield world_on(
            emulator.client("dynamodb"), connect(region=REGION, endpoint=emulator.endpoint)
        )


@pytest.fixture
def ports(world: DynamoWorld) -> FakePorts:
    """Everything in memory but what is stored."""
    ports: Any = a_world([LIST])
    ports.referrals, ports.activities, ports.waiting = (
        world.referrals,
        world.activities,
        world.waiting,
    )
    ports.activities.put(LIST, expected_version=None)
    typed: FakePorts = ports
    return typed


def placement(ports: FakePorts, referral: Referral) -> Placement:
    return ports.referrals.get(key_of(referral)).placements[0]


def joins(ports: FakePorts, referral: Referral) -> None:
    accept_for_her(referral.id, referral.placements[0].id, caller=CASE_WORKER, ports=ports)


def says(ports: FakePorts, referral: Referral, wish: Wish) -> None:
    token = ports.derivation.link_token(referral.id)
    reply(token, Reply(wish, referral.placements[0].id), ports=ports)


def at_once(jobs: list[Callable[[], object]]) -> None:
    """All are done, each tried again while others keep writing the same, as callers do."""

    def persist(job: Callable[[], object]) -> None:
        for _ in range(20):
            with suppress(Temporary, SeatTaken):
                job()
                return
        raise AssertionError("others kept writing for ever")

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(persist, jobs))


def tickets(ports: FakePorts) -> list[int]:
    return [ticket.number for ticket in ports.waiting.line(LIST.id).tickets]


def test_twenty_who_join_at_once_have_twenty_places(ports: FakePorts) -> None:
    people = [referred(ports, f"key-{number}") for number in range(THREADS)]
    at_once([partial(joins, ports, r) for r in people])
    stands = standings([ports.referrals.get(key_of(r)) for r in people], ports=ports)
    assert sorted(s.position for s in stands.values()) == list(range(1, THREADS + 1))
    assert {s.of for s in stands.values()} == {THREADS}
    assert ports.activities.get(LIST.id).seats.waiting == THREADS


def test_whatever_twenty_do_at_once_no_seat_is_lost_and_the_order_is_kept(
    world: DynamoWorld, ports: FakePorts
) -> None:
    people = [referred(ports, f"key-{number}") for number in range(THREADS)]
    for referral in people:
        joins(ports, referral)
    ports.activities.set_taken_elsewhere(LIST.id, 0)
    leaving = people[3::5]
    asked_before: set[int] = set()
    chance = random.Random(16)
    for _ in range(3):
        doing: list[Callable[[], object]] = [partial(ask_the_next, LIST.id, ports=ports)] * 6
        wishes = [chance.choice([Wish.YES, Wish.NO]) for _ in people]
        doing += [partial(_answers, ports, *who) for who in zip(people, wishes, strict=True)]
        doing += [partial(_leaves, ports, referral) for referral in leaving]
        chance.shuffle(doing)
        at_once(doing)
        asked = {n for n, r in enumerate(people, 1) if _was_asked(ports, r)}
        assert asked >= asked_before
        asked_before = asked
    at_once([lambda: ask_the_next(LIST.id, ports=ports)])
    now = [placement(ports, referral) for referral in people]
    counted = sum(p.seat_counted for p in now)
    seats = ports.activities.get(LIST.id).seats
    assert (seats.taken, counted) == (counted, counted)
    assert counted <= 3
    assert world.free_as_stored(LIST.id) == 3 - counted
    waiting = [p.ticket for p in now if p.state is State.WAITLISTED]
    assert tickets(ports) == waiting, "in the order in which they joined, nobody twice"
    assert seats.waiting == len(waiting)
    assert counted == 3 or not waiting, "a seat is free and somebody waits for it"
    last_asked = max(n for n, r in enumerate(people, 1) if _was_asked(ports, r))
    assert all(number > last_asked for number in waiting if number), "nobody was passed by"


def _answers(ports: FakePorts, referral: Referral, wish: Wish) -> None:
    if placement(ports, referral).state is State.SEAT_OFFERED:
        with suppress(IllegalTransition):
            says(ports, referral, wish)


def _leaves(ports: FakePorts, referral: Referral) -> None:
    if placement(ports, referral).state is State.WAITLISTED:
        says(ports, referral, Wish.LEAVE)


def _was_asked(ports: FakePorts, referral: Referral) -> bool:
    lines = ports.referrals.timeline(key_of(referral))
    return any(event.after == "seat_offered" for event in lines)
