"""What libraries hear of a step: of those they know, and never of what they did themselves."""

from dataclasses import replace

import pytest

from chalicelib.domain.events import CLOCK, Actor, Event, EventKind
from chalicelib.domain.notices import notices
from chalicelib.domain.placement import TRANSITIONS, Happening, State, advance
from chalicelib.domain.referral import Withdrawal
from chalicelib.domain.step import Step, begun, closing, moved
from chalicelib.domain.vocabulary import WithdrawalReason
from tests.domain.builders import a_placement_in, a_step
from tests.fakes.making import CASE_WORKER, NOW, UTRECHT, a_placement, a_referral, referring

NEWCOMER = Actor("newcomer", "ref_1")
LIBRARY = Actor("library", UTRECHT)
S, H = State, Happening
TOLD = {
    (S.PROPOSED, H.ACCEPTED_DROP_IN): "referral.accepted",
    (S.PROPOSED, H.ACCEPTED): "referral.accepted",
    (S.PROPOSED, H.ACCEPTED_TO_LIST): "referral.accepted",
    (S.SEAT_OFFERED, H.ACCEPTED): "referral.accepted",
    (S.SEAT_OFFERED, H.ACCEPTED_DROP_IN): "referral.accepted",
    **{
        (state, happening): "placement.cancelled"
        for state in (S.HELD, S.WAITLISTED, S.SEAT_OFFERED, S.CONFIRMED, S.ATTENDING)
        for happening in (H.NEWCOMER_DECLINED, H.SILENCE, H.WITHDRAWN)
        if (state, happening) in TRANSITIONS
    },
}
OF_LIBRARIES = {
    H.LIBRARY_CONFIRMED,
    H.CODE_CONFIRMED,
    H.INTAKE_SCHEDULED,
    H.LIBRARY_DECLINED,
    H.ATTENDED,
    H.CODE_ATTENDED,
    H.WAS_ABSENT,
    H.LIBRARY_COMPLETED,
    H.LIBRARY_STOPPED,
}


def after(state: State, *happenings: Happening, actor: Actor) -> Step:
    step = a_step(state)
    for happening in happenings:
        placement = step.referral.placements[0]
        step = moved(step, advance(placement, happening, at=NOW), actor=actor)
    return closing(step, at=NOW)


@pytest.mark.parametrize(("state", "happening"), TRANSITIONS)
def test_each_happening_tells_what_it_should(state: State, happening: Happening) -> None:
    actor = LIBRARY if happening in OF_LIBRARIES else NEWCOMER
    told = [notice.type for notice in notices(after(state, happening, actor=actor))]
    expected = TOLD.get((state, happening))
    assert told == ([] if expected is None else [expected])


@pytest.mark.parametrize("role", ["library", "library_staff", "library_admin"])
def test_a_library_never_hears_of_what_it_did_itself(role: str) -> None:
    for state, happening in TRANSITIONS:
        assert notices(after(state, happening, actor=Actor(role, UTRECHT))) == ()


def test_a_notice_names_ids_and_the_state_and_nothing_else() -> None:
    (notice,) = notices(after(S.PROPOSED, H.ACCEPTED, actor=NEWCOMER))
    assert (notice.library, notice.placement_id, notice.activity_id, notice.status) == (
        UTRECHT,
        "plc_1",
        "act_1",
        S.HELD,
    )
    assert notice.happened_at == notice.due_at == NOW


def test_taken_back_by_the_municipality_is_told_apart_and_not_why() -> None:
    step = after(S.HELD, H.WITHDRAWN, actor=CASE_WORKER)
    withdrawal = Withdrawal(WithdrawalReason.DECEASED, NOW)
    step = replace(step, referral=replace(step.referral, withdrawal=withdrawal))
    (notice,) = notices(step)
    assert notice.type == "referral.withdrawn"
    assert "deceased" not in str(notice)


def test_what_moved_and_moved_back_in_one_step_is_no_news() -> None:
    step = begun(a_referral(placements=(a_placement_in(S.HELD),)))
    gone = moved(
        step,
        advance(step.referral.placements[0], H.NEWCOMER_DECLINED, at=NOW),
        actor=NEWCOMER,
    )
    back = replace(gone, referral=step.referral)
    assert notices(back) == ()


def test_a_library_that_is_nudged_hears_which_placement_waits() -> None:
    step = a_step(S.HELD)
    placement = step.referral.placements[0]
    nudge = Event(EventKind.LIBRARY_NUDGED, NOW, CLOCK, placement_id=placement.id)
    other = Event(EventKind.ASSIGNED, NOW, CLOCK)
    (notice,) = notices(step.then(step.referral, nudge, other))
    assert (notice.type, notice.placement_id) == ("placement.waiting", placement.id)


def test_a_new_referral_tells_nobody() -> None:
    assert notices(referring(a_referral(placements=(a_placement(),)))) == ()


def test_the_same_step_owes_the_same_and_the_next_one_something_else() -> None:
    step = after(S.PROPOSED, H.ACCEPTED, actor=NEWCOMER)
    assert notices(step) == notices(step)
    assert step.before is not None
    later = replace(step, before=replace(step.before, version=step.before.version + 1))
    assert {n.id for n in notices(step)}.isdisjoint(n.id for n in notices(later))
