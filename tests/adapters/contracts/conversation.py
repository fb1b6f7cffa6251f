"""What every store keeps its word on when she answers: links, numbers, receipts, tasks."""

from dataclasses import replace

import pytest

from chalicelib.domain.answering import done, opened
from chalicelib.domain.caps import Cap, Rate
from chalicelib.domain.errors import NotFound
from chalicelib.domain.events import CLOCK
from chalicelib.domain.ids import OrganisationId, TaskId
from chalicelib.domain.message import MessageKind, claimed, sent
from chalicelib.domain.referral import Referral
from chalicelib.domain.reply import LastReply, Wish
from chalicelib.domain.step import begun
from chalicelib.domain.task import TaskReason
from chalicelib.usecases.ports import CapReached, LineTaken, TaskQuery
from tests.adapters.contracts.referrals import key_of, offered, saved, withdrawn
from tests.adapters.contracts.worlds import World, mac_of
from tests.fakes.making import (
    CASE_WORKER,
    GM0344,
    NOW,
    UTRECHT,
    a_message,
    a_person,
    a_referral,
    referring,
)

PHONE = "+31612345678"
MAC = mac_of(PHONE)
OTHER = "+31687654321"


def on_line(world: World, number: int, line: int, *, link: str | None = None) -> Referral:
    """A referral with a line on the number that they share."""
    referral = replace(offered(number), line=line)
    world.referrals.add(referring(referral), a_person(), phone_mac=MAC, link_hash=link)
    return world.referrals.get(key_of(referral))


def with_task(world: World, referral: Referral, reason: TaskReason) -> Referral:
    return saved(world, opened(begun(referral), reason, actor=CASE_WORKER, at=NOW))


class ConversationContract:
    """Run with a fixture `world`."""

    def test_what_she_answered_comes_back(self, world: World) -> None:
        said = LastReply(Wish.OTHER_TIME, NOW, 1, part_of_day="evening")
        referral = replace(a_referral(), last_reply=said, line=2)
        world.referrals.add(referring(referral), a_person(), phone_mac=MAC)
        assert world.referrals.get(key_of(referral)) == replace(referral, version=1)

    def test_a_text_comes_back_with_what_it_shows(self, world: World) -> None:
        placement = offered().placements[0]
        text = a_message(
            kind=MessageKind.REMINDER,
            placement_id=placement.id,
            session_at=NOW,
            options=(placement.id,),
        )
        referral = replace(offered(), messages=(text,))
        world.referrals.add(referring(referral), a_person(), phone_mac=MAC)
        assert world.referrals.get(key_of(referral)).messages == (text,)

    def test_a_text_counts_in_every_bucket_or_in_none(self, world: World) -> None:
        wide, narrow = Rate(Cap.NUMBER, "number#1", 3), Rate(Cap.BLOCK, "block#1", 2)
        referral = on_line(world, 1, 0)
        for _ in range(2):
            referral = saved(world, replace(begun(referral), rates=(wide, narrow)))
        with pytest.raises(CapReached) as reached:
            saved(world, replace(begun(referral), rates=(wide, narrow)))
        assert reached.value.cap is Cap.BLOCK
        # The one that was refused left nothing behind: the wide bucket has room for its third.
        referral = saved(world, replace(begun(referral), rates=(wide,)))
        with pytest.raises(CapReached):
            saved(world, replace(begun(referral), rates=(wide,)))

    def test_a_link_leads_to_its_referral(self, world: World) -> None:
        referral = on_line(world, 1, 0, link="hash-1")
        assert world.referrals.of_link("hash-1") == referral
        with pytest.raises(NotFound):
            world.referrals.of_link("hash-2")

    @pytest.mark.parametrize("link", ["", "#", "x" * 5000, "é", "\ud800"])
    def test_whatever_is_sent_as_a_link_is_simply_not_found(self, world: World, link: str) -> None:
        with pytest.raises(NotFound):
            world.referrals.of_link(link)

    def test_the_link_of_somebody_erased_is_no_link(self, world: World) -> None:
        referral = on_line(world, 1, 0, link="hash-1")
        world.erase(key_of(referral))
        with pytest.raises(NotFound):
            world.referrals.of_link("hash-1")

    def test_a_number_leads_to_all_who_share_it_by_line(self, world: World) -> None:
        second, first = on_line(world, 2, 1), on_line(world, 1, 0)
        assert world.referrals.of_phone(MAC) == (first, second)
        assert world.referrals.of_phone(mac_of(OTHER)) == ()
        assert world.referrals.free_line(MAC) == 2

    def test_a_line_belongs_to_one(self, world: World) -> None:
        on_line(world, 1, 0)
        before = world.everything()
        with pytest.raises(LineTaken):
            on_line(world, 2, 0)
        assert world.everything() == before

    def test_who_ended_leaves_the_line(self, world: World) -> None:
        first = on_line(world, 1, 0)
        on_line(world, 2, 1)
        saved(world, withdrawn(first))
        assert [r.id for r in world.referrals.of_phone(MAC)] == ["ref_2"]
        assert world.referrals.free_line(MAC) == 0

    def test_who_was_erased_is_no_longer_found_by_her_number(self, world: World) -> None:
        referral = on_line(world, 1, 0)
        world.erase(key_of(referral))
        assert world.referrals.of_phone(MAC) == ()

    def test_who_has_another_number_now_is_found_by_that(self, world: World) -> None:
        referral = on_line(world, 1, 1)
        moved = replace(begun(referral), referral=replace(referral, line=0))
        world.referrals.save(moved, person=a_person(phone=OTHER))
        assert world.referrals.of_phone(MAC) == ()
        assert [r.id for r in world.referrals.of_phone(mac_of(OTHER))] == [referral.id]

    def test_who_has_no_number_any_more_is_not_found_by_one(self, world: World) -> None:
        referral = on_line(world, 1, 0)
        gone = replace(begun(referral), referral=replace(referral, line=None))
        world.referrals.save(gone, person=a_person(phone=None))
        assert world.referrals.of_phone(MAC) == ()

    def test_a_number_wants_no_texts_from_its_stop_until_its_start(self, world: World) -> None:
        assert not world.referrals.is_suppressed(MAC)
        world.referrals.suppress(MAC)
        world.referrals.suppress(MAC)
        assert world.referrals.is_suppressed(MAC)
        assert not world.referrals.is_suppressed(mac_of(OTHER))
        world.referrals.allow(MAC)
        assert not world.referrals.is_suppressed(MAC)

    def test_a_stop_outlives_who_said_it_and_greets_who_comes(self, world: World) -> None:
        referral = on_line(world, 1, 0)
        world.referrals.suppress(MAC)
        world.erase(key_of(referral))
        on_line(world, 2, 1)
        assert world.referrals.is_suppressed(MAC)

    def test_a_providers_id_leads_to_its_text(self, world: World) -> None:
        referral = replace(offered(), messages=(a_message(),))
        world.referrals.add(referring(referral), a_person(), phone_mac=MAC)
        stored = world.referrals.get(key_of(referral))
        claim = claimed(stored.messages[0], at=NOW)
        assert claim is not None
        claiming = replace(begun(stored), referral=stored.with_message(claim), wants_texts=True)
        held = saved(world, claiming)
        told = held.with_message(sent(held.messages[0], provider_id="p-1", at=NOW))
        after = saved(world, replace(begun(held), referral=told))
        assert world.referrals.of_receipt("p-1") == (after, "msg_1")
        with pytest.raises(NotFound):
            world.referrals.of_receipt("p-2")

    def test_a_task_is_found_by_its_id_and_by_its_owner(self, world: World) -> None:
        referral = with_task(world, on_line(world, 1, 0), TaskReason.CALL_ME)
        (task,) = referral.tasks
        assert world.referrals.of_task(task.id) == referral
        (found,) = world.referrals.open_tasks(TaskQuery(GM0344, "usr_1")).items
        assert (found.task, found.referral_id) == (task, referral.id)
        assert world.referrals.open_tasks(TaskQuery(GM0344, "usr_2")).items == ()
        assert world.referrals.open_tasks(TaskQuery(OrganisationId("GM0363"), "usr_1")).items == ()
        with pytest.raises(NotFound):
            world.referrals.of_task(TaskId("tsk_unknown"))

    def test_a_librarys_task_is_found_at_that_library_only(self, world: World) -> None:
        referral = on_line(world, 1, 0)
        asks = opened(
            begun(referral),
            TaskReason.LIBRARY_ANSWER,
            actor=CLOCK,
            at=NOW,
            placement_id=referral.placements[0].id,
            library=UTRECHT,
        )
        (task,) = saved(world, asks).tasks
        at_library = TaskQuery(OrganisationId(UTRECHT), UTRECHT)
        assert [found.task for found in world.referrals.open_tasks(at_library).items] == [task]
        assert world.referrals.open_tasks(TaskQuery(GM0344, "usr_1")).items == ()
        assert world.referrals.open_tasks(TaskQuery(GM0344, UTRECHT)).items == ()
        assert world.referrals.timeline(key_of(referral))[-1].task_id == task.id

    def test_a_task_that_is_done_waits_for_nobody(self, world: World) -> None:
        referral = with_task(world, on_line(world, 1, 0), TaskReason.CALL_ME)
        after = saved(world, done(begun(referral), referral.tasks[0].id, actor=CLOCK, at=NOW))
        assert world.referrals.open_tasks(TaskQuery(GM0344, "usr_1")).items == ()
        assert world.referrals.of_task(after.tasks[0].id).tasks[0].done_by == "wegwijs"

    def test_the_nearest_deadline_comes_first_page_by_page(self, world: World) -> None:
        reasons = (TaskReason.NOT_NOW, TaskReason.CALL_ME, TaskReason.TOO_MANY)
        for number, reason in enumerate(reasons, start=1):
            with_task(world, on_line(world, number, number), reason)
        first = world.referrals.open_tasks(TaskQuery(GM0344, "usr_1", page_size=2))
        assert [t.task.reason for t in first.items] == ["call_me", "too_many"]
        rest = TaskQuery(GM0344, "usr_1", page_size=2, cursor=first.next_cursor)
        page = world.referrals.open_tasks(rest)
        assert ([t.task.reason for t in page.items], page.next_cursor) == (["not_now"], None)
