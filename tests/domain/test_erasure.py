"""What is left of who was erased: how it ended, and nothing of her."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from chalicelib.domain.answering import opened
from chalicelib.domain.erasure import BACKED_UP, erased, receipt, remains
from chalicelib.domain.events import CLOCK, EventKind
from chalicelib.domain.message import MessageState
from chalicelib.domain.placement import Placement, State
from chalicelib.domain.referral import ErasedFor, Lookup, Referral, ReferralStatus
from chalicelib.domain.reply import LastReply, Wish
from chalicelib.domain.step import Step, begun
from chalicelib.domain.task import TaskReason
from tests.fakes.making import NOW, a_message, a_placement, a_referral

# Of a referral these stay; whoever adds a field says here what becomes of it.
STAYS = {
    "id",
    "organisation",
    "created_by",
    "created_at",
    "updated_at",
    "agreement",
    "agreed",
    "channel",
    "assigned_to",
    "count_hours",
    "placements",
    "withdrawal",
    "closed_at",
    "ended_at",
    "reopened_at",
    "erased_at",
    "erased_for",
    "forgotten_at",
    "round",
    "version",
    "chain",
}
GOES = {
    "milestones",  # counted by then, and kept in her row of the reports
    "asked",
    "need",
    "contact_language",
    "body_mac",
    "client_reference",
    "messages",
    "tasks",
    "line",
    "last_reply",
    "last_heard_at",
    "needs_review",
    "lookup",
    "parked_at",
    "clock",
    "previous_id",
    "handover",
}
OF_A_PLACEMENT_STAYS = {
    "id",
    "activity_id",
    "library",
    "branch",
    "state",
    "round",
    "declined_by",
    "reason",
    "moved_at",
    "known_since",
}


def flagged(referral: Referral, why: ErasedFor = ErasedFor.ASKED) -> Step:
    return erased(begun(referral), why, actor=CLOCK, at=NOW)


def test_every_field_of_a_referral_stays_or_goes() -> None:
    assert {field.name for field in fields(Referral)} == STAYS | GOES


def test_what_goes_is_as_if_it_never_was() -> None:
    full = a_referral(
        client_reference="UTR-1",
        line=3,
        last_reply=LastReply(Wish.YES, NOW, 1),
        last_heard_at=NOW,
        lookup=Lookup(NOW, NOW),
        previous_id=a_referral("ref_0").id,
        placements=(a_placement(),),
        messages=(a_message(),),
    )
    left = remains(flagged(full).referral, at=NOW)
    empty = replace(left, asked={}, need=None, contact_language="und", body_mac="")
    for name in GOES - {"asked", "need", "contact_language", "body_mac"}:
        default = next(f.default for f in fields(Referral) if f.name == name)
        assert getattr(left, name) == default, name
    assert left == empty


def test_of_a_placement_stays_where_and_how_it_ended() -> None:
    before = a_placement(code="4821", state=State.ATTENDING)
    (after,) = remains(a_referral(placements=(before,)), at=NOW).placements
    for field in fields(Placement):
        if field.name in OF_A_PLACEMENT_STAYS:
            assert getattr(after, field.name) == getattr(before, field.name)
    assert after.code == ""
    assert (after.offered.distance_km, after.offered.travel_minutes) == (0.0, 0)
    assert (after.offered.parts, after.offered.reasons) == ((), ())


def test_who_is_erased_has_no_place_and_no_text_any_more_and_nobody_a_task() -> None:
    held = a_placement("plc_1", state=State.HELD, seat_counted=True)
    referral = a_referral(placements=(held,), messages=(a_message(),))
    step = opened(begun(referral), TaskReason.CALL_ME, actor=CLOCK, at=NOW)
    after = flagged(step.referral)
    assert [p.state for p in after.referral.placements] == [State.CANCELLED]
    assert [move.by for move in after.seat_moves] == [-1]
    assert [m.state for m in after.referral.messages] == [MessageState.NONE]
    assert not any(task.is_open for task in after.referral.tasks)
    assert after.referral.status is ReferralStatus.CLOSED
    assert after.events[-1].kind is EventKind.ERASED


def test_how_it_ended_before_stays_so() -> None:
    completed = a_referral(placements=(a_placement(state=State.COMPLETED),))
    after = flagged(completed).referral
    assert (after.status, after.closed_at) == (ReferralStatus.COMPLETED, None)


def test_while_a_text_is_on_its_way_forgetting_is_owed_when_it_no_longer_can_be() -> None:
    lease = NOW + timedelta(seconds=90)
    sending = a_message(state=MessageState.SENDING, due_at=lease)
    after = flagged(a_referral(messages=(sending,))).referral
    assert after.due_at == lease
    assert flagged(a_referral()).referral.due_at == NOW
    assert remains(after, at=NOW).due_at is None


@pytest.mark.parametrize(("why", "kept"), [(ErasedFor.ASKED, False), (ErasedFor.TIME, True)])
def test_hours_outlast_time_but_not_her_asking(why: ErasedFor, *, kept: bool) -> None:
    told = receipt(flagged(a_referral(), why).referral)
    assert ("hours" in told.kept, "hours" in told.erased) == (kept, not kept)


def test_it_is_final_when_no_backup_can_bring_anything_back() -> None:
    under_way = flagged(a_referral()).referral
    assert receipt(under_way).final_at is None
    assert receipt(remains(under_way, at=NOW)).final_at == NOW + BACKED_UP["core"]
