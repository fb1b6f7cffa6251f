"""Who stays away is asked; who says nothing is called by her library, and nobody else knows."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.errors import NotFound
from chalicelib.domain.ids import OrganisationId, TaskId
from chalicelib.domain.ledger import Attendance, Presence
from chalicelib.domain.referral import Referral
from chalicelib.domain.reply import Reply, Wish
from chalicelib.domain.task import Task
from chalicelib.domain.vocabulary import Channel, LibraryDeclineReason
from chalicelib.usecases import absence
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.answering import answer
from chalicelib.usecases.attend import record_attendance
from chalicelib.usecases.confirm import decline_intake
from chalicelib.usecases.said import Said
from chalicelib.usecases.tasks import do_task, list_tasks
from tests.fakes.making import UTRECHT, a_person
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import (
    CASE_WORKER,
    LIBRARIAN,
    a_world,
    id_on,
    key_of,
    now_of,
    referred,
)

WEEK = timedelta(days=7)


@pytest.fixture
def ports() -> FakePorts:
    return a_world()


def comes(ports: FakePorts, key: str = "key-1", *, by_letter: bool = False) -> Referral:
    unasked = {"channel": Channel.LETTER, "person": a_person(phone=None)} if by_letter else {}
    referral = referred(ports, key, **unasked)
    return accept_for_her(referral.id, id_on(referral, "act_cafe"), caller=CASE_WORKER, ports=ports)


def was(ports: FakePorts, referral: Referral, presence: Presence) -> None:
    """What is noted of this week, and then a week goes by."""
    said = Said(UTRECHT, placement_id=id_on(referral, "act_cafe"))
    day = ports.now().date()
    record_attendance(said, Attendance(day, presence, 90), ports=ports)
    ports.now.forward(WEEK)


def stays_away(ports: FakePorts, referral: Referral, times: int = 2) -> None:
    for _ in range(times):
        was(ports, referral, Presence.ABSENT)


def to_do(ports: FakePorts) -> list[Task]:
    page = list_tasks(LIBRARIAN, of_team=False, page_size=50, cursor=None, ports=ports)
    return [item.task for item in page.items]


def test_who_was_asked_and_says_nothing_for_a_week_is_called_by_her_library(
    ports: FakePorts,
) -> None:
    referral = comes(ports)
    stays_away(ports, referral, 1)
    assert to_do(ports) == []
    was(ports, referral, Presence.ABSENT)
    (task,) = to_do(ports)
    assert (task.reason, task.owner, task.placement_id) == (
        "no_shows",
        UTRECHT,
        id_on(referral, "act_cafe"),
    )
    assert task.deadline > task.opened_at.date()


def test_a_week_is_left_to_her_to_answer(ports: FakePorts) -> None:
    referral = comes(ports)
    stays_away(ports, referral)
    ports.now.forward(-timedelta(hours=1))
    assert to_do(ports) == []
    reply = Reply(Wish.YES, id_on(referral, "act_cafe"))
    answer(key_of(referral), reply, ports=ports)
    ports.now.forward(WEEK)
    assert to_do(ports) == []


def test_who_cannot_be_asked_is_called_at_once(ports: FakePorts) -> None:
    stays_away(ports, comes(ports, by_letter=True))
    assert len(to_do(ports)) == 1


def test_once_called_it_is_not_asked_again_before_she_stays_away_as_often_again(
    ports: FakePorts,
) -> None:
    referral = comes(ports)
    stays_away(ports, referral)
    (task,) = to_do(ports)
    done, _ = do_task(task.id, caller=LIBRARIAN, ports=ports)
    assert (done.is_open, done.done_by) == (False, LIBRARIAN.subject)
    assert to_do(ports) == []
    with pytest.raises(NotFound):
        do_task(task.id, caller=LIBRARIAN, ports=ports)
    ports.now.forward(timedelta(hours=1))
    stays_away(ports, referral, 1)
    assert to_do(ports) == []
    stays_away(ports, referral, 1)
    assert len(to_do(ports)) == 1
    was(ports, referral, Presence.PRESENT)
    assert to_do(ports) == []


def test_her_municipality_sees_nothing_of_it(ports: FakePorts) -> None:
    referral = comes(ports)
    stays_away(ports, referral)
    before, lines = now_of(referral, ports), len(ports.referrals.timeline(key_of(referral)))
    (task,) = to_do(ports)
    do_task(task.id, caller=LIBRARIAN, ports=ports)
    after = now_of(referral, ports)
    assert len(ports.referrals.timeline(key_of(referral))) == lines
    assert (after.tasks, after.updated_at) == (before.tasks, before.updated_at)
    mine = list_tasks(CASE_WORKER, of_team=False, page_size=50, cursor=None, ports=ports)
    assert mine.items == ()


@pytest.mark.parametrize("task_id", ["tsk_call_plc_unknown", "tsk_call_"])
def test_a_call_about_nobody_is_not_found(ports: FakePorts, task_id: str) -> None:
    with pytest.raises(NotFound):
        do_task(TaskId(task_id), caller=LIBRARIAN, ports=ports)


def test_a_call_is_its_own_librarys(ports: FakePorts) -> None:
    referral = comes(ports)
    stays_away(ports, referral)
    (task,) = to_do(ports)
    elsewhere = replace(LIBRARIAN, organisation=OrganisationId("NL-0899010000"))
    for caller in (CASE_WORKER, elsewhere):
        with pytest.raises(NotFound):
            do_task(task.id, caller=caller, ports=ports)


def test_who_left_is_not_called(ports: FakePorts) -> None:
    referral = comes(ports)
    stays_away(ports, referral)
    (task,) = to_do(ports)
    answer(key_of(referral), Reply(Wish.LEAVE, id_on(referral, "act_cafe")), ports=ports)
    assert to_do(ports) == []
    with pytest.raises(NotFound):
        do_task(task.id, caller=LIBRARIAN, ports=ports)


def test_of_many_nobody_is_missed(ports: FakePorts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(absence, "_PAGE", 2)
    people = [comes(ports, f"key-{number}", by_letter=True) for number in range(5)]
    gone = comes(ports, "gone", by_letter=True)
    answer(key_of(gone), Reply(Wish.LEAVE, id_on(gone, "act_cafe")), ports=ports)
    for referral in people:
        said = Said(UTRECHT, placement_id=id_on(referral, "act_cafe"))
        for days in (7, 0):
            day = ports.now().date() - timedelta(days=days)
            record_attendance(said, Attendance(day, Presence.ABSENT), ports=ports)
    assert len(to_do(ports)) == 5
    more = list_tasks(LIBRARIAN, of_team=False, page_size=50, cursor="after ", ports=ports)
    assert more.items == ()


def test_a_no_of_the_library_ends_it(ports: FakePorts) -> None:
    referral = comes(ports)
    stays_away(ports, referral)
    said = Said(UTRECHT, placement_id=id_on(referral, "act_cafe"))
    decline_intake(said, LibraryDeclineReason.CANNOT_CONTACT, ports=ports)
    assert to_do(ports) == []
