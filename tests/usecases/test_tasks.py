"""What waits for a person: whose it is, who sees it, and that it is done."""

from dataclasses import replace

import pytest

from chalicelib.domain.errors import NotFound
from chalicelib.domain.ids import OrganisationId, TaskId
from chalicelib.domain.referral import Referral
from chalicelib.domain.reply import Reply, Wish
from chalicelib.usecases.order import Correction
from chalicelib.usecases.refer import correct
from chalicelib.usecases.reply import reply
from chalicelib.usecases.tasks import do_task, first_names, list_tasks
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import ADMIN, CASE_WORKER, a_world, key_of, now_of, referred

TEAM_MATE = replace(CASE_WORKER, subject="usr_2", team="team-oost")
STRANGER = replace(ADMIN, organisation=OrganisationId("GM0363"))


def with_a_call(ports: FakePorts, key: str = "key-1", assigned_to: str | None = None) -> Referral:
    """Somebody who asked to be called."""
    referral = referred(ports, key, assigned_to=assigned_to)
    reply(ports.derivation.link_token(referral.id), Reply(Wish.CALL_ME), ports=ports)
    return now_of(referral, ports)


def tasks_of(ports: FakePorts, caller: object = CASE_WORKER, *, of_team: bool = False) -> list[str]:
    page = list_tasks(caller, of_team=of_team, page_size=50, cursor=None, ports=ports)  # type: ignore[arg-type]
    return [item.referral_id for item in page.items]


def test_a_task_is_hers_who_made_the_referral_or_whom_it_was_given() -> None:
    ports = a_world()
    hers, of_team = with_a_call(ports, "1"), with_a_call(ports, "2", "team-oost")
    assert tasks_of(ports) == [hers.id]
    assert tasks_of(ports, TEAM_MATE) == []
    assert tasks_of(ports, TEAM_MATE, of_team=True) == [of_team.id]
    assert tasks_of(ports, of_team=True) == [], "she is in no team"


def test_a_task_goes_where_the_referral_goes() -> None:
    ports = a_world()
    referral = with_a_call(ports)
    given = Correction(assigned_to="team-oost", reassigns=True)
    version = referral.version
    correct(referral.id, given, expected_version=version, caller=CASE_WORKER, ports=ports)
    assert tasks_of(ports) == []
    assert tasks_of(ports, TEAM_MATE, of_team=True) == [referral.id]


def test_done_is_done_and_stays_as_it_was() -> None:
    ports = a_world()
    referral = with_a_call(ports)
    (task,) = referral.tasks
    first, _ = do_task(task.id, caller=CASE_WORKER, ports=ports)
    again, _ = do_task(task.id, caller=ADMIN, ports=ports)
    assert (first, first.done_by, first.is_open) == (again, "usr_1", False)
    assert tasks_of(ports) == []


def test_foreign_and_unknown_tasks_are_the_same() -> None:
    ports = a_world()
    (task,) = with_a_call(ports).tasks
    for caller, id_ in (
        (STRANGER, task.id),
        (TEAM_MATE, task.id),
        (CASE_WORKER, TaskId("tsk_unknown")),
    ):
        with pytest.raises(NotFound):
            do_task(id_, caller=caller, ports=ports)


def test_a_task_says_whom_it_is_about_unless_she_was_erased() -> None:
    ports = a_world()
    referral, erased = with_a_call(ports, "1"), with_a_call(ports, "2")
    page = list_tasks(CASE_WORKER, of_team=False, page_size=50, cursor=None, ports=ports)
    ports.referrals.erase(key_of(erased))
    names = first_names(page.items, caller=CASE_WORKER, ports=ports)
    assert names == {referral.id: "Amina"}


def test_nobody_hears_the_name_in_a_task_that_is_not_hers() -> None:
    ports = a_world()
    with_a_call(ports)
    page = list_tasks(CASE_WORKER, of_team=False, page_size=50, cursor=None, ports=ports)
    assert first_names(page.items, caller=STRANGER, ports=ports) == {}
    assert first_names(page.items, caller=TEAM_MATE, ports=ports) == {}
