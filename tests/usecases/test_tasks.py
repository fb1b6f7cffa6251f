"""What waits for a person: whose it is, who sees it, and that it is done."""

from dataclasses import replace

import pytest

from chalicelib.domain.errors import NotFound
from chalicelib.domain.ids import OrganisationId, TaskId
from chalicelib.domain.referral import Referral
from chalicelib.domain.reply import Reply, Wish
from chalicelib.domain.vocabulary import Channel, LibraryDeclineReason
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.confirm import confirm_intake, decline_intake
from chalicelib.usecases.order import Correction
from chalicelib.usecases.refer import correct
from chalicelib.usecases.reply import reply
from chalicelib.usecases.said import Said
from chalicelib.usecases.tasks import do_task, first_names, list_tasks
from chalicelib.usecases.waiting import ask_the_next
from tests.fakes.making import UTRECHT
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import (
    ADMIN,
    AGREED,
    BUDDY,
    CASE_WORKER,
    LIBRARIAN,
    a_world,
    id_on,
    key_of,
    now_of,
    referred,
)

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


def asked(ports: FakePorts) -> Referral:
    """Somebody who asked for a place that its library has to grant."""
    referral = referred(ports)
    chosen = id_on(referral, "act_group")
    return accept_for_her(referral.id, chosen, caller=CASE_WORKER, ports=ports)


def test_a_library_has_to_answer_whoever_asked_it_for_a_place() -> None:
    ports = a_world()
    referral = asked(ports)
    (item,) = list_tasks(LIBRARIAN, of_team=False, page_size=50, cursor=None, ports=ports).items
    assert (item.task.reason, item.task.placement_id, item.task.owner) == (
        "library_answer",
        id_on(referral, "act_group"),
        "NL-0899040000",
    )
    assert tasks_of(ports) == [], "it is not the municipality's"


@pytest.mark.parametrize("accepts", [True, False])
def test_once_it_answered_a_library_has_nothing_to_do(accepts: bool) -> None:  # noqa: FBT001
    ports = a_world()
    said = Said(UTRECHT, id_on(asked(ports), "act_group"), webhook_id="1")
    if accepts:
        confirm_intake(said, ports=ports)
    else:
        decline_intake(said, LibraryDeclineReason.FULL, ports=ports)
    assert tasks_of(ports, LIBRARIAN) == []


def test_a_librarys_task_is_its_own() -> None:
    ports = a_world()
    (task,) = asked(ports).tasks
    for caller in (CASE_WORKER, replace(LIBRARIAN, organisation=OrganisationId("NL-0899010000"))):
        with pytest.raises(NotFound):
            do_task(task.id, caller=caller, ports=ports)
    done, _ = do_task(task.id, caller=LIBRARIAN, ports=ports)
    assert (done.is_open, done.done_by) == (False, "usr_5")


def test_a_task_of_the_municipality_is_unknown_to_a_library() -> None:
    ports = a_world()
    (task,) = with_a_call(ports).tasks
    with pytest.raises(NotFound):
        do_task(task.id, caller=LIBRARIAN, ports=ports)


def test_a_librarys_task_stays_where_it_is_when_she_goes_to_a_colleague() -> None:
    ports = a_world()
    referral = asked(ports)
    given = Correction(assigned_to="team-oost", reassigns=True)
    correct(referral.id, given, expected_version=referral.version, caller=CASE_WORKER, ports=ports)
    assert tasks_of(ports, LIBRARIAN) == [referral.id]


def test_the_task_to_ask_her_about_a_free_seat_ends_with_her_answer() -> None:
    ports = a_world([BUDDY])
    referral = referred(
        ports, channel=Channel.VIA_CASE_WORKER, agreement=replace(AGREED, sms=False)
    )
    chosen = id_on(referral, "act_buddy")
    accept_for_her(referral.id, chosen, caller=CASE_WORKER, ports=ports)
    ports.activities.set_taken_elsewhere(BUDDY.id, 0)
    ask_the_next(BUDDY.id, ports=ports)
    assert tasks_of(ports) == [referral.id]
    accept_for_her(referral.id, chosen, caller=CASE_WORKER, ports=ports)
    assert tasks_of(ports) == []
