"""What she is asked about one placement, what her yes and no mean, and when it is not asked."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.choices import Choices
from chalicelib.domain.ids import PlacementId
from chalicelib.domain.message import YES_OR_NO, MessageKind
from chalicelib.domain.offering import Naming
from chalicelib.domain.placement import DeclinedBy, Happening, State, advance
from chalicelib.domain.referral import Referral, Withdrawal
from chalicelib.domain.step import Step, begun, moved
from chalicelib.domain.vocabulary import Channel, WithdrawalReason
from chalicelib.usecases.composing import is_wanted
from chalicelib.usecases.follow_up import owe
from chalicelib.usecases.saving import settle
from tests.domain.builders import a_placement_in
from tests.fakes.making import CASE_WORKER, NOW, a_message, a_person, a_referral
from tests.fakes.ports import FakePorts
from tests.usecases.test_conversation import Telephone, asked, reasons
from tests.usecases.worlds import BUDDY, CAFE, GROUP, a_world, key_of, now_of, states


def decided(ports: FakePorts, referral: Referral, *happenings: Happening) -> Referral:
    """The referral after these happened to its only placement."""

    def decide(current: Referral, _: Naming) -> Step:
        step = begun(current)
        for happening in happenings:
            (placement,) = step.referral.placements
            change = advance(placement, happening, at=ports.now())
            step = moved(step, change, actor=CASE_WORKER)
        return step

    return settle(lambda: ports.referrals.get(key_of(referral)), decide, ports=ports).referral


def questioned(ports: FakePorts, referral: Referral, kind: MessageKind) -> None:
    """This question about her only placement is on her screen."""

    def decide(current: Referral, names: Naming) -> Step:
        (placement,) = current.placements
        return owe(begun(current), kind, names=names, ports=ports, placement_id=placement.id)

    ports.now.forward(timedelta(minutes=1))
    settle(lambda: ports.referrals.get(key_of(referral)), decide, ports=ports)
    assert kind in Telephone(ports).gets()[-1]


def waiting(ports: FakePorts) -> Referral:
    referral = asked(ports)
    Telephone(ports).says("1")
    assert states(now_of(referral, ports)) == {"act_buddy": "waitlisted"}
    return referral


def coming(ports: FakePorts) -> Referral:
    referral = asked(ports)
    Telephone(ports).says("1")
    return decided(ports, referral, Happening.ATTENDED)


@pytest.mark.parametrize("said", ["1", "ja", "نعم", "١"])
def test_a_yes_while_she_waits_is_a_sign_of_life(said: str) -> None:
    ports = a_world([BUDDY])
    referral = waiting(ports)
    questioned(ports, referral, MessageKind.STILL_INTERESTED)
    Telephone(ports).says(said, id_="in-yes")
    now = now_of(referral, ports)
    assert states(now) == {"act_buddy": "waitlisted"}
    assert now.placements[0].renewed_at == now.last_heard_at == ports.now()
    assert reasons(referral, ports) == []


@pytest.mark.parametrize("said", ["0", "nee", "لا"])
def test_a_no_while_she_waits_leaves_the_list(said: str) -> None:
    ports = a_world([BUDDY])
    referral = waiting(ports)
    questioned(ports, referral, MessageKind.STILL_INTERESTED)
    Telephone(ports).says(said, id_="in-no")
    (placement,) = now_of(referral, ports).placements
    assert (placement.state, placement.declined_by) == ("declined", DeclinedBy.NEWCOMER)


@pytest.mark.parametrize(("said", "after"), [("1", "held"), ("ja", "held"), ("0", "declined")])
def test_a_free_seat_is_taken_or_refused(said: str, after: str) -> None:
    ports = a_world([BUDDY])
    referral = waiting(ports)
    ports.activities.set_taken_elsewhere(BUDDY.id, 0)
    decided(ports, referral, Happening.SEAT_OFFERED)
    questioned(ports, referral, MessageKind.SEAT_FREE)
    Telephone(ports).says(said, id_="in-seat")
    assert states(now_of(referral, ports)) == {"act_buddy": after}
    assert ports.activities.taken(BUDDY.id) == (1 if after == "held" else 0)


def test_a_yes_to_a_seat_that_went_to_another_is_told_so_and_a_no_is_not() -> None:
    ports = a_world([BUDDY])
    referral = waiting(ports)
    ports.activities.set_taken_elsewhere(BUDDY.id, 0)
    decided(ports, referral, Happening.SEAT_OFFERED)
    questioned(ports, referral, MessageKind.SEAT_FREE)
    decided(ports, referral, Happening.SILENCE)
    phone = Telephone(ports)
    texts = phone.gets()
    phone.says("0", id_="in-no")
    assert phone.gets() == texts
    phone.says("1", id_="in-yes")
    assert "gone" in phone.gets()[-1]
    assert states(now_of(referral, ports)) == {"act_buddy": "lapsed"}


@pytest.mark.parametrize("kind", [MessageKind.MISSED_YOU, MessageKind.STILL_COMING])
def test_who_still_comes_says_so_and_who_does_not_has_left(kind: MessageKind) -> None:
    for said, after in (("1", "attending"), ("0", "stopped")):
        ports = a_world([CAFE])
        referral = coming(ports)
        questioned(ports, referral, kind)
        Telephone(ports).says(said, id_="in-answer")
        now = now_of(referral, ports)
        assert states(now) == {"act_cafe": after}
        renewed = ports.now() if said == "1" else None
        assert (now.placements[0].renewed_at, now.last_heard_at) == (renewed, ports.now())


def test_nine_is_a_call_to_every_question() -> None:
    ports = a_world([CAFE])
    referral = coming(ports)
    questioned(ports, referral, MessageKind.MISSED_YOU)
    Telephone(ports).says("9", id_="in-nine")
    assert reasons(referral, ports) == ["call_me"]
    assert states(now_of(referral, ports)) == {"act_cafe": "attending"}


def test_two_on_one_number_answer_each_her_own_question() -> None:
    ports = a_world([CAFE])
    first = asked(ports, "key-1")
    second = asked(ports, "key-2", person=a_person(first_name="Yusra"))
    phone = Telephone(ports)
    phone.says("4")
    decided(ports, second, Happening.ATTENDED)
    questioned(ports, second, MessageKind.STILL_COMING)
    assert phone.gets()[-1].endswith(" 4")
    phone.says("1")  # the first one's own offer, though the second was asked last
    assert states(now_of(first, ports)) == {"act_cafe": "confirmed"}
    assert now_of(second, ports).placements[0].renewed_at is None
    phone.says("4")
    assert now_of(second, ports).placements[0].renewed_at == ports.now()


def test_an_offer_is_asked_again_and_answered_by_the_same_numbers() -> None:
    ports = a_world([CAFE, GROUP])
    referral = asked(ports)
    ports.now.forward(timedelta(days=3))

    def again(current: Referral, names: Naming) -> Step:
        return owe(begun(current), MessageKind.OFFER_REMINDER, names=names, ports=ports)

    settle(lambda: ports.referrals.get(key_of(referral)), again, ports=ports)
    phone = Telephone(ports)
    assert "again:" in phone.gets()[-1]
    phone.says("2")
    shown = referral.messages[0].options
    assert now_of(referral, ports).placement(shown[1]).state != "proposed"
    phone.says("0")
    assert now_of(referral, ports).placement(shown[0]).state == "declined"


# Whether it still tells something true.

TUESDAY = datetime.fromisoformat("2026-11-24T09:00:00+00:00")
TRUE_IN = {
    MessageKind.SEAT_FREE: "seat_offered",
    MessageKind.STILL_INTERESTED: "waitlisted",
    MessageKind.MISSED_YOU: "confirmed attending",
    MessageKind.STILL_COMING: "confirmed attending",
    MessageKind.ENCOURAGEMENT: "attending",
    MessageKind.CANCELLED: "cancelled declined",
    MessageKind.PASSED_BY: "lapsed",
    MessageKind.INTAKE_SCHEDULED: "held confirmed",
    MessageKind.OFFER_REMINDER: "proposed",
    MessageKind.GOODBYE: "completed stopped",
}


def in_state(state: State, **changes: Any) -> Referral:
    placement = replace(a_placement_in(state), scheduled_at=TUESDAY, **changes)
    return a_referral(placements=(placement,))


def is_true(referral: Referral, kind: MessageKind, *, session_at: datetime | None = None) -> bool:
    message = a_message(
        kind=kind, placement_id=PlacementId("plc_1"), session_at=session_at or TUESDAY
    )
    ports = a_world([CAFE])
    ports.choices.choose(referral.organisation, Choices(weekly_encouragement=True))
    return is_wanted(referral, message, ports=ports)


@pytest.mark.parametrize("kind", TRUE_IN)
def test_a_text_goes_out_only_while_it_is_true(kind: MessageKind) -> None:
    true_in = {state.value for state in State if is_true(in_state(state), kind)}
    assert true_in == set(TRUE_IN[kind].split())


@pytest.mark.parametrize("kind", [*TRUE_IN, MessageKind.HELP])
def test_nothing_is_texted_to_who_is_reached_otherwise(kind: MessageKind) -> None:
    for state in State:
        by_letter = replace(in_state(state), channel=Channel.LETTER)
        assert not is_true(by_letter, kind)


@pytest.mark.parametrize("kind", [MessageKind.CANCELLED, MessageKind.PASSED_BY])
def test_more_is_promised_only_while_more_can_follow(kind: MessageKind) -> None:
    state = State.CANCELLED if kind is MessageKind.CANCELLED else State.LAPSED
    taken_back = Withdrawal(WithdrawalReason.MOVED, NOW)
    assert is_true(in_state(state), kind)
    assert not is_true(replace(in_state(state), withdrawal=taken_back), kind)


def test_her_own_no_is_not_told_to_her() -> None:
    hers = in_state(State.DECLINED, declined_by=DeclinedBy.NEWCOMER)
    theirs = in_state(State.DECLINED, declined_by=DeclinedBy.LIBRARY)
    assert not is_true(hers, MessageKind.CANCELLED)
    assert is_true(theirs, MessageKind.CANCELLED)


def test_an_appointment_that_moved_or_passed_is_not_told() -> None:
    moved_on = TUESDAY + timedelta(days=1)
    assert not is_true(in_state(State.HELD), MessageKind.INTAKE_SCHEDULED, session_at=moved_on)
    past = in_state(State.HELD)
    past = past.with_placement(replace(past.placements[0], scheduled_at=NOW))
    assert not is_true(past, MessageKind.INTAKE_SCHEDULED, session_at=NOW)
    never = past.with_placement(replace(past.placements[0], scheduled_at=None))
    assert not is_true(never, MessageKind.INTAKE_SCHEDULED)


def test_who_chose_one_is_not_pressed_for_another() -> None:
    chosen = a_placement_in(State.HELD, "plc_2")
    referral = in_state(State.PROPOSED)
    both = replace(referral, placements=(*referral.placements, chosen))
    assert is_true(referral, MessageKind.OFFER_REMINDER)
    assert not is_true(both, MessageKind.OFFER_REMINDER)


def test_who_was_taken_back_gets_no_goodbye() -> None:
    ended = replace(
        in_state(State.CANCELLED), withdrawal=Withdrawal(WithdrawalReason.DECEASED, NOW)
    )
    assert not is_true(ended, MessageKind.GOODBYE)


@pytest.mark.parametrize("kind", sorted(YES_OR_NO))
def test_a_question_about_what_is_no_longer_there_is_not_asked(kind: MessageKind) -> None:
    assert not is_true(a_referral(), kind)
