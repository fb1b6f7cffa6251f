"""What a store must do follows from a step: seats that move, codes freed, texts owed."""

from datetime import timedelta

from chalicelib.domain.events import CLOCK, Event, EventKind
from chalicelib.domain.ids import LibraryId
from chalicelib.domain.message import MessageState
from chalicelib.domain.placement import Happening, State, advance
from chalicelib.domain.step import SeatMove, Step, begun, closing, moved
from tests.domain.builders import a_placement_in, a_referral_with, a_step
from tests.fakes.making import CASE_WORKER, NOW, a_message, a_referral, referring

EVENT = Event(EventKind.ASSIGNED, NOW, CLOCK)


def after(step: Step, happening: Happening, *, nth: int = 0, reason: str | None = None) -> Step:
    placement = step.referral.placements[nth]
    change = advance(placement, happening, at=NOW, reason=reason)
    return moved(step, change, actor=CASE_WORKER)


def test_a_step_begins_with_nothing_decided() -> None:
    step = a_step(State.PROPOSED)
    assert step.before is step.referral
    assert not step.changes_anything


def test_a_step_changes_something_by_its_referral_its_lines_or_its_webhook() -> None:
    referral = a_referral()
    webhook = (LibraryId("NL-0899040000"), "msg_1")
    assert referring(referral).changes_anything
    assert begun(referral).then(referral, EVENT).changes_anything
    assert begun(referral).then(a_referral(round=2)).changes_anything
    assert Step(referral, referral, webhook=webhook).changes_anything


def test_deciding_more_keeps_what_was_decided() -> None:
    step = begun(a_referral()).then(a_referral(round=1), EVENT).then(a_referral(round=2), EVENT)
    assert step.events == (EVENT, EVENT)
    assert step.referral.round == 2
    assert step.before == a_referral()


def test_a_move_writes_one_line_that_says_it_all() -> None:
    step = after(a_step(State.HELD), Happening.LIBRARY_DECLINED, reason="full")
    assert step.events == (
        Event(
            EventKind.PLACEMENT_MOVED,
            NOW,
            CASE_WORKER,
            placement_id=step.referral.placements[0].id,
            before="held",
            after="declined",
            reason="full",
        ),
    )


def test_without_a_reason_the_line_says_what_happened() -> None:
    assert after(a_step(State.PROPOSED), Happening.ACCEPTED).events[0].reason == "accepted"


def test_a_row_that_stays_writes_nothing() -> None:
    step = a_step(State.ATTENDING)
    assert after(step, Happening.LIBRARY_CONFIRMED) is step


def test_only_seats_that_move_are_told_to_the_store() -> None:
    step = a_step(State.PROPOSED, State.HELD, State.PROPOSED)
    step = after(step, Happening.ACCEPTED, nth=0)
    step = after(step, Happening.NEWCOMER_DECLINED, nth=1)
    step = after(step, Happening.NEWCOMER_DECLINED, nth=2)  # never counted a seat
    first, second, _ = (p.activity_id for p in step.referral.placements)
    assert step.seat_moves == (SeatMove(first, 1), SeatMove(second, -1))
    assert [p.state for p in step.referral.placements] == ["held", "declined", "declined"]
    assert len(step.changes) == 3


def test_new_placements_are_those_that_were_not_there_before() -> None:
    before = a_referral_with(State.PROPOSED)
    later = a_referral_with(State.HELD, State.PROPOSED)
    assert [p.id for p in begun(before).then(later).new_placements] == ["plc_2"]
    assert [p.id for p in referring(later).new_placements] == ["plc_1", "plc_2"]


def test_codes_are_freed_of_placements_that_just_ended() -> None:
    step = a_step(State.PROPOSED, State.HELD, State.LAPSED)
    step = after(step, Happening.SILENCE, nth=1)
    assert [p.id for p in step.ended_placements] == ["plc_2"]
    assert referring(a_referral_with(State.LAPSED)).ended_placements == ()


def test_texts_are_owed_that_were_not_there_before() -> None:
    old, new = a_message("msg_1"), a_message("msg_2")
    done = a_message("msg_3", state=MessageState.SENT)
    step = begun(a_referral(messages=(old,))).then(a_referral(messages=(old, new, done)))
    assert step.owed_messages == (new,)
    assert referring(a_referral(messages=(old,))).owed_messages == (old,)


def test_a_step_that_is_saved_says_when() -> None:
    at = NOW + timedelta(minutes=5)
    step = closing(begun(a_referral()), at=at)
    assert step.referral.updated_at == at
    assert step.before == a_referral()


def test_one_placement_moves_and_its_neighbours_stay() -> None:
    step = after(a_step(State.PROPOSED, State.PROPOSED), Happening.ACCEPTED, nth=1)
    assert step.referral.placements[0] == a_placement_in(
        State.PROPOSED, "plc_1", activity_id="act_1", code="0001"
    )
    assert step.changes[0].placement == step.referral.placements[1]
