"""What is owed is sent once: claimed, handed over, recorded; and never again after doubt."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.errors import Ambiguous, Permanent, StaleVersion, Temporary
from chalicelib.domain.events import CLOCK
from chalicelib.domain.message import LEASE, MAX_ATTEMPTS, Message
from chalicelib.domain.referral import Referral
from chalicelib.domain.vocabulary import Channel, WithdrawalReason
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.deliver import deliver_due
from chalicelib.usecases.order import Correction
from chalicelib.usecases.owed import sweep
from chalicelib.usecases.refer import correct, offer_again, take_back
from tests.fakes.making import NOW, a_person
from tests.fakes.ports import FakePorts
from tests.usecases.unruly import Crash
from tests.usecases.worlds import (
    CAFE,
    CASE_WORKER,
    GROUP,
    WALK,
    a_world,
    all_at_once,
    id_on,
    key_of,
    now_of,
    referred,
    with_referrals,
)


def deliver(ports: FakePorts, referral: Referral) -> Message:
    """The newest text after somebody looked at what is owed."""
    deliver_due(key_of(referral), ports=ports)
    return now_of(referral, ports).messages[-1]


def test_a_text_is_claimed_sent_and_recorded() -> None:
    ports = a_world()
    referral = referred(ports)
    message = deliver(ports, referral)
    assert (message.state, message.provider_id, message.sent_at) == ("sent", "provider-1", NOW)
    assert (message.attempt, message.due_at) == (1, None)
    ((phone, text, reference),) = ports.sms.sent
    assert (phone, reference) == ("+31612345678", message.id)
    assert text.startswith("[ar] 1 Taalcafé 2 Taalcafé 3 Taalcafé https://wegwijs.example/s/")


def test_the_timeline_says_what_became_of_it() -> None:
    ports = a_world()
    referral = referred(ports)
    deliver(ports, referral)
    lines = ports.referrals.timeline(key_of(referral))[-2:]
    assert [(e.kind, e.before, e.after, e.actor) for e in lines] == [
        ("message_moved", "pending", "sending", CLOCK),
        ("message_moved", "sending", "sent", CLOCK),
    ]


def test_the_options_stand_in_the_text_in_the_order_of_their_rank() -> None:
    ports = a_world([CAFE, replace(GROUP, title="Praatgroep")])
    referral = referred(ports)
    deliver(ports, referral)
    ranked = sorted(referral.placements, key=lambda p: p.offered.rank)
    titles = [ports.activities.get(p.activity_id).title for p in ranked]
    assert ports.sms.sent[0][1].startswith(f"[ar] 1 {titles[0]} 2 {titles[1]} ")


def test_a_message_of_the_queue_that_comes_twice_sends_once() -> None:
    ports = a_world()
    referral = referred(ports)
    for _ in range(3):
        deliver(ports, referral)
    assert len(ports.sms.sent) == 1


def test_two_that_look_at_once_send_once() -> None:
    ports = a_world()
    referral = referred(ports)
    all_at_once(*[lambda: deliver(ports, referral)] * 8)
    assert len(ports.sms.sent) == 1
    assert now_of(referral, ports).messages[0].state == "sent"


@pytest.mark.parametrize("erased", [True, False])
def test_a_message_about_nobody_is_harmless(*, erased: bool) -> None:
    ports = a_world()
    referral = referred(ports)
    if erased:
        ports.referrals.erase(key_of(referral))
        deliver_due(key_of(referral), ports=ports)
    else:
        deliver_due(key_of(referral), ports=a_world())
    assert ports.sms.sent == []


def test_a_text_the_provider_cannot_take_now_is_sent_later() -> None:
    ports = a_world()
    referral = referred(ports)
    ports.sms.fails_with = [Temporary("busy", retry_after_s=120), Temporary("busy")]
    first = deliver(ports, referral)
    assert (first.state, first.due_at) == ("pending", NOW + timedelta(seconds=120))
    ports.now.forward(timedelta(seconds=119))
    assert deliver(ports, referral) == first  # not yet due
    at = ports.now.forward(timedelta(seconds=1))
    second = deliver(ports, referral)
    assert (second.attempt, second.due_at) == (2, at + timedelta(seconds=60))
    ports.now.forward(timedelta(hours=1))
    assert deliver(ports, referral).state == "sent"
    assert len(ports.sms.sent) == 1


def test_a_text_the_provider_never_takes_has_failed() -> None:
    ports = a_world()
    referral = referred(ports)
    ports.sms.fails_with = [Temporary("busy")] * 20
    for _ in range(10):
        message = deliver(ports, referral)
        ports.now.forward(timedelta(hours=1))
    assert (message.state, message.failure) == ("failed", "attempts_used_up")
    assert message.attempt == MAX_ATTEMPTS


@pytest.mark.parametrize(("said", "why"), [("no_such_number", "no_such_number"), ("", "refused")])
def test_a_text_the_provider_refuses_has_failed(said: str, why: str) -> None:
    ports = a_world()
    referral = referred(ports)
    ports.sms.fails_with = [Permanent(said)]
    message = deliver(ports, referral)
    assert (message.state, message.failure, message.due_at) == ("failed", why, None)


def test_after_doubt_a_text_is_never_sent_again() -> None:
    ports = a_world()
    referral = referred(ports)
    ports.sms.fails_with = [Ambiguous("timed out after accepting")]
    assert deliver(ports, referral).state == "unknown"
    ports.now.forward(timedelta(days=1))
    assert deliver(ports, referral).state == "unknown"
    assert sweep(ports=ports) == 0
    assert ports.sms.sent == []


@pytest.mark.parametrize("moment", ["after the claim", "after sending"])
def test_after_a_crash_while_sending_a_text_is_unknown(moment: str) -> None:
    ports = a_world()
    referral = referred(ports)
    dies = {("save", 1): Crash()} if moment == "after the claim" else {}
    unrecorded = {} if dies else {("save", 2): Crash()}
    with pytest.raises(Crash):
        deliver(with_referrals(ports, after=dies, before=unrecorded), referral)
    assert deliver(ports, referral).state == "sending"  # its lease still runs
    ports.now.forward(LEASE)
    message = deliver(ports, referral)
    assert (message.state, message.failure) == ("unknown", "lease_ran_out")
    assert len(ports.sms.sent) == (moment == "after sending")
    assert sweep(ports=ports) == 0


def test_a_provider_that_wakes_after_its_lease_changes_nothing_any_more() -> None:
    ports = a_world()
    referral = referred(ports)

    class Slow:
        """Takes longer than the lease, in which the sweeper comes by."""

        def send(self, *_: object, **__: object) -> str:
            ports.now.forward(LEASE)
            sweep(ports=ports)
            return "provider-late"

    slow = replace_port(ports, sms=Slow())
    message = deliver(slow, referral)
    assert (message.state, message.provider_id) == ("unknown", None)


def replace_port(ports: FakePorts, **changes: object) -> FakePorts:
    same = with_referrals(ports)
    for name, port in changes.items():
        setattr(same, name, port)
    return same


def test_a_number_that_wants_no_texts_gets_none() -> None:
    ports = a_world()
    referral = referred(ports)
    ports.referrals.suppress(ports.derivation.phone_mac("+31612345678"))
    message = deliver(ports, referral)
    assert (message.state, message.failure) == ("none", "texts_stopped")
    assert ports.sms.sent == []


def test_somebody_erased_before_the_claim_gets_no_text() -> None:
    ports = a_world()
    referral = referred(ports)
    ports.referrals.lose_person(key_of(referral))
    assert deliver(ports, referral).failure == "texts_stopped"


def test_somebody_erased_between_claim_and_sending_gets_no_text() -> None:
    ports = a_world()
    referral = referred(ports)
    goes = {("person", 1): lambda: ports.referrals.lose_person(key_of(referral))}
    message = deliver(with_referrals(ports, between=goes), referral)
    assert (message.state, message.failure) == ("failed", "erased")
    assert ports.sms.sent == []


def test_a_number_that_was_taken_away_gets_no_text() -> None:
    ports = a_world()
    referral = referred(ports)
    changed(ports, referral, Correction(person=a_person(phone=None)))
    assert deliver(ports, referral).failure == "no_phone"


def changed(ports: FakePorts, referral: Referral, correction: Correction) -> None:
    version = now_of(referral, ports).version
    correct(referral.id, correction, expected_version=version, caller=CASE_WORKER, ports=ports)


def no_texts(ports: FakePorts, referral: Referral) -> None:
    changed(ports, referral, Correction(agreement=replace(referral.agreement, sms=False)))


def a_letter(ports: FakePorts, referral: Referral) -> None:
    changed(ports, referral, Correction(person=a_person(), channel=Channel.LETTER))


def all_accepted(ports: FakePorts, referral: Referral) -> None:
    for placement in referral.placements:
        accept_for_her(referral.id, placement.id, caller=CASE_WORKER, ports=ports)


@pytest.mark.parametrize(
    ("change", "why"),
    [(no_texts, "not_agreed"), (a_letter, "not_wanted"), (all_accepted, "not_wanted")],
)
def test_a_text_that_is_no_longer_wanted_is_not_sent(
    change: Callable[[FakePorts, Referral], None], why: str
) -> None:
    ports = a_world()
    referral = referred(ports)
    change(ports, referral)
    deliver(ports, referral)
    offer = now_of(referral, ports).messages[0]
    assert (offer.state, offer.failure) == ("none", why)
    assert offer.id not in {reference for _, _, reference in ports.sms.sent}


def test_a_referral_taken_back_between_claim_and_sending_sends_nothing() -> None:
    """The municipality is quicker than the text: just before the last look."""
    ports = a_world()
    referral = referred(ports)

    def taken_back() -> None:
        take_back(referral.id, WithdrawalReason.MOVED, caller=CASE_WORKER, ports=ports)

    # Read once to look, once to claim, and once just before sending.
    message = deliver(with_referrals(ports, between={("get", 3): taken_back}), referral)
    assert (message.state, message.failure) == ("none", "not_wanted")
    assert ports.sms.sent == []


def test_a_text_of_an_older_round_is_not_sent_when_a_newer_one_tells_it() -> None:
    """It was under way when the new round began, and came back from the provider."""
    ports = a_world([CAFE, WALK])
    ports.snapshots.show([CAFE])
    referral = referred(ports)

    class Busy:
        def send(self, *_: object, **__: object) -> str:
            ports.snapshots.show([CAFE, WALK])
            offer_again(referral.id, caller=CASE_WORKER, ports=ports)
            raise Temporary("busy")

    deliver(replace_port(ports, sms=Busy()), referral)
    assert [m.state for m in now_of(referral, ports).messages] == ["pending", "pending"]
    ports.now.forward(timedelta(hours=1))
    deliver(ports, referral)
    assert [(m.state, m.failure) for m in now_of(referral, ports).messages] == [
        ("none", "not_wanted"),
        ("sent", None),
    ]
    assert len(ports.sms.sent) == 1


def test_outside_the_sending_window_a_text_waits_for_the_morning() -> None:
    opens = NOW + timedelta(hours=12)
    ports = a_world(sending_opens=lambda at: max(at, opens))
    referral = referred(ports)
    assert referral.messages[0].due_at == opens
    ports.now.at = opens
    assert deliver(ports, referral).state == "sent"


def test_a_text_that_comes_due_when_the_window_is_closed_is_put_off() -> None:
    ports = a_world()
    referral = referred(ports)
    opens = NOW + timedelta(hours=12)
    ports.sending_opens = lambda at: max(at, opens)
    lines = len(ports.referrals.timeline(key_of(referral)))
    message = deliver(ports, referral)
    assert (message.state, message.due_at, message.attempt) == ("pending", opens, 0)
    assert len(ports.referrals.timeline(key_of(referral))) == lines  # nothing happened yet


def test_a_closed_window_does_not_keep_a_lost_text_from_being_told_unknown() -> None:
    ports = a_world()
    referral = referred(ports)
    with pytest.raises(Crash):
        deliver(with_referrals(ports, after={("save", 1): Crash()}), referral)
    at = ports.now.forward(LEASE)
    ports.sending_opens = lambda _: at + timedelta(hours=12)
    assert deliver(ports, referral).state == "unknown"


def test_a_text_taken_back_while_it_is_put_off_stays_taken_back() -> None:
    ports = a_world()
    referral = referred(ports)
    ports.sending_opens = lambda at: at + timedelta(hours=12)
    acts = {
        ("save", 1): lambda: take_back(
            referral.id, WithdrawalReason.MOVED, caller=CASE_WORKER, ports=ports
        )
    }
    message = deliver(with_referrals(ports, between=acts), referral)
    assert (message.state, message.failure) == ("none", "withdrawn")


def test_the_sweeper_finds_what_the_queue_lost() -> None:
    ports = a_world()
    ports.queue.is_lost = True
    referrals = [referred(ports, f"key-{n}") for n in range(3)]
    assert sweep(ports=ports) == 3
    assert {now_of(r, ports).messages[0].state for r in referrals} == {"sent"}
    assert sweep(ports=ports) == 0
    assert len(ports.sms.sent) == 3


def test_the_sweeper_leaves_alone_what_is_not_due() -> None:
    ports = a_world(sending_opens=lambda at: at + timedelta(hours=12))
    referred(ports)
    assert sweep(ports=ports) == 0


def test_the_sweeper_takes_no_more_than_it_is_told() -> None:
    ports = a_world()
    for n in range(3):
        referred(ports, f"key-{n}")
    assert sweep(ports=ports, limit=2) == 2
    assert len(ports.sms.sent) == 2


def test_one_that_cannot_be_looked_at_does_not_keep_the_sweeper_from_the_others() -> None:
    ports = a_world()
    for n in range(3):
        referred(ports, f"key-{n}")
    stuck = {("save", n): StaleVersion("somebody else") for n in range(1, 9)}
    with pytest.raises(Temporary, match="1 of 3"):
        sweep(ports=with_referrals(ports, before=stuck))
    assert len(ports.sms.sent) == 2


def test_a_day_late_is_not_too_late() -> None:
    ports = a_world()
    referral = referred(ports)
    ports.now.forward(timedelta(days=1))
    assert deliver(ports, referral).state == "sent"


def test_an_activity_that_is_gone_is_left_out_of_the_text() -> None:
    ports = a_world([CAFE, GROUP])
    referral = referred(ports)
    del ports.activities._by_id[GROUP.id]
    deliver(ports, referral)
    assert ports.sms.sent[0][1].startswith("[ar] 1 Taalcafé https://")
    assert id_on(referral, GROUP.id)


def test_what_somebody_else_claimed_between_our_look_and_our_claim_is_left_to_them() -> None:
    ports = a_world()
    referral = referred(ports)
    first = {("get", 2): lambda: deliver(ports, referral)}
    message = deliver(with_referrals(ports, between=first), referral)
    assert (message.state, message.attempt, len(ports.sms.sent)) == ("sent", 1, 1)
