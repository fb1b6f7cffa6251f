"""A process that dies round any write of a waiting list: the next look makes it whole."""

from collections.abc import Callable

import pytest

from chalicelib.domain.errors import IllegalTransition
from chalicelib.domain.reply import Reply, Wish
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.reply import reply
from chalicelib.usecases.waiting import sweep_lists
from tests.fakes.ports import FakePorts
from tests.usecases.unruly import Crash
from tests.usecases.worlds import (
    BUDDY,
    CASE_WORKER,
    a_world,
    id_on,
    now_of,
    referred,
    states,
    taken,
    with_referrals,
)

PEOPLE = ("1", "2", "3")


def told(**unruly: object) -> tuple[FakePorts, int]:
    """Three wait; the first says no, the second yes. With how many crashes there were."""
    ports = with_referrals(a_world([BUDDY]), **unruly)
    people = [referred(ports, key) for key in PEOPLE]

    def joins(nth: int) -> Callable[[], object]:
        chosen = id_on(people[nth], "act_buddy")
        return lambda: accept_for_her(people[nth].id, chosen, caller=CASE_WORKER, ports=ports)

    def says(nth: int, wish: Wish) -> Callable[[], object]:
        token, chosen = ports.derivation.link_token(people[nth].id), id_on(people[nth], "act_buddy")
        return lambda: reply(token, Reply(wish, chosen), ports=ports)

    crashes = 0
    for step in (
        *(joins(nth) for nth in range(len(PEOPLE))),
        lambda: ports.activities.set_taken_elsewhere(BUDDY.id, 0),
        lambda: sweep_lists(ports=ports),
        says(0, Wish.NO),
        lambda: sweep_lists(ports=ports),
        says(1, Wish.YES),
        lambda: sweep_lists(ports=ports),
    ):
        crashes += _until_it_stands(step)
    return ports, crashes


def _until_it_stands(step: Callable[[], object]) -> int:
    """How often it crashed first; one that stood before the crash is illegal the second time."""
    for crashes in range(3):
        try:
            step()
        except Crash:
            continue
        except IllegalTransition:
            assert crashes, "illegal, though nothing crashed"
        return crashes
    raise AssertionError("crashes again and again")


def end(ports: FakePorts) -> tuple[list[str], list[int], int, int]:
    """Where each stands, who still waits with which number, and what is counted."""
    people = [now_of(referred(ports, key), ports) for key in PEOPLE]
    numbers = [ticket.number for ticket in ports.waiting.line(BUDDY.id).tickets]
    waiting = ports.activities.get(BUDDY.id).seats.waiting
    return [states(r)["act_buddy"] for r in people], numbers, waiting, taken(ports, BUDDY)


UNDISTURBED = told()[0]
WRITES = int(UNDISTURBED.referrals.calls["save"])  # type: ignore[attr-defined]


def test_undisturbed_the_second_has_the_seat_and_the_third_waits() -> None:
    assert end(UNDISTURBED) == (["declined", "held", "waitlisted"], [3], 1, 1)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("write", range(1, WRITES + 1))
def test_a_crash_at_any_write_loses_no_seat_and_passes_nobody_by(write: int, when: str) -> None:
    ports, crashes = told(**{when: {("save", write): Crash()}})
    assert crashes == 1
    assert end(ports) == end(UNDISTURBED)
