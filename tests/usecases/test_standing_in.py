"""While somebody is away a colleague sees what waits for her, and only then."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.domain.cover import Cover
from chalicelib.domain.errors import Forbidden, InvalidRequest, NotFound
from chalicelib.domain.referral import Referral
from chalicelib.domain.reply import Reply, Wish
from chalicelib.usecases.reading import read
from chalicelib.usecases.reply import reply
from chalicelib.usecases.standing_in import cover_of, is_back, stands_in
from chalicelib.usecases.tasks import do_task, list_tasks
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import ADMIN, CASE_WORKER, a_world, now_of, referred

COLLEAGUE = replace(CASE_WORKER, subject="usr_2")
TODAY = date(2026, 11, 23)
WEEK = Cover("usr_1", "usr_2", TODAY, TODAY + timedelta(days=6))


def with_a_call(ports: FakePorts, key: str = "key-1", **changes: object) -> Referral:
    referral = referred(ports, key, **changes)
    reply(ports.derivation.link_token(referral.id), Reply(Wish.CALL_ME), ports=ports)
    return now_of(referral, ports)


def seen(ports: FakePorts, page_size: int = 50) -> list[str]:
    page = list_tasks(COLLEAGUE, of_team=False, page_size=page_size, cursor=None, ports=ports)
    return [item.referral_id for item in page.items]


def test_on_those_days_the_tasks_are_seen_and_done_by_the_stand_in() -> None:
    ports = a_world()
    hers = with_a_call(ports)
    mine = with_a_call(ports, "mine", assigned_to="usr_2")
    stands_in(WEEK, caller=CASE_WORKER, ports=ports)
    assert sorted(seen(ports)) == sorted([hers.id, mine.id])
    assert read(hers.id, caller=COLLEAGUE, ports=ports).id == hers.id
    done, _ = do_task(hers.tasks[0].id, caller=COLLEAGUE, ports=ports)
    assert (done.is_open, done.done_by) == (False, "usr_2")


@pytest.mark.parametrize("days", [-1, 7])
def test_before_and_after_nothing_is_seen(days: int) -> None:
    ports = a_world()
    hers = with_a_call(ports)
    stands_in(WEEK, caller=CASE_WORKER, ports=ports)
    ports.now.forward(timedelta(days=days))
    assert seen(ports) == []
    with pytest.raises(NotFound):
        read(hers.id, caller=COLLEAGUE, ports=ports)


def test_who_is_back_is_covered_no_more() -> None:
    ports = a_world()
    with_a_call(ports)
    stands_in(WEEK, caller=CASE_WORKER, ports=ports)
    is_back("usr_1", caller=CASE_WORKER, ports=ports)
    assert seen(ports) == []


def test_of_several_people_the_nearest_deadline_comes_first_page_by_page() -> None:
    ports = a_world()
    hers = [with_a_call(ports, f"hers-{n}").id for n in range(3)]
    mine = [with_a_call(ports, f"mine-{n}", assigned_to="usr_2").id for n in range(3)]
    stands_in(WEEK, caller=CASE_WORKER, ports=ports)
    found, cursor = [], None
    while True:
        page = list_tasks(COLLEAGUE, of_team=False, page_size=2, cursor=cursor, ports=ports)
        found += [item.referral_id for item in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert sorted(found) == sorted(hers + mine)


def test_an_administrator_arranges_it_for_whoever_is_ill() -> None:
    ports = a_world()
    hers = with_a_call(ports)
    stands_in(WEEK, caller=ADMIN, ports=ports)
    assert seen(ports) == [hers.id]


def test_nobody_makes_herself_the_stand_in_of_another() -> None:
    ports = a_world()
    with pytest.raises(Forbidden):
        stands_in(WEEK, caller=COLLEAGUE, ports=ports)
    with pytest.raises(Forbidden):
        is_back("usr_1", caller=COLLEAGUE, ports=ports)


def test_what_cannot_be_is_told_all_at_once() -> None:
    wrong = Cover("usr_1", "usr_1", TODAY, TODAY - timedelta(days=1))
    with pytest.raises(InvalidRequest) as raised:
        stands_in(wrong, caller=CASE_WORKER, ports=a_world())
    assert [fault.name for fault in raised.value.faults] == ["standIn", "untilOn"]


def test_she_sees_her_own_cover_until_it_is_over() -> None:
    ports = a_world()
    assert cover_of(CASE_WORKER, ports=ports) is None
    stands_in(WEEK, caller=CASE_WORKER, ports=ports)
    assert cover_of(CASE_WORKER, ports=ports) == WEEK
    assert cover_of(COLLEAGUE, ports=ports) is None
    ports.now.forward(timedelta(days=7))
    assert cover_of(CASE_WORKER, ports=ports) is None
