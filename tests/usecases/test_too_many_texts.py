"""What is over a cap or silenced waits: it is moved, never dropped, and somebody is told."""

from datetime import timedelta

import pytest

from chalicelib.domain.caps import Caps
from chalicelib.domain.message import MessageKind, MessageState
from chalicelib.domain.public_holidays import public_holidays
from chalicelib.domain.referral import Referral
from chalicelib.domain.sending_window import texts_open
from chalicelib.domain.task import TaskReason
from chalicelib.usecases.deliver import LOOKS_AGAIN
from chalicelib.usecases.owed import sweep
from tests.fakes.making import NOW, a_person
from tests.fakes.ports import FakePorts
from tests.usecases.test_conversation import PHONE, Telephone, reasons
from tests.usecases.worlds import CAFE, a_world, key_of, now_of, referred

PLENTY = 1_000


def on(ports: FakePorts, phone: str, key: str) -> Referral:
    return referred(ports, key, person=a_person(phone=phone))


@pytest.mark.parametrize(
    ("caps", "phones"),
    [
        (Caps(number=1, block=PLENTY, organisation=8 * PLENTY), (PHONE, PHONE)),
        (Caps(number=PLENTY, block=1, organisation=8 * PLENTY), (PHONE, "+31612345699")),
    ],
)
def test_one_too_many_waits_for_the_next_day(caps: Caps, phones: tuple[str, str]) -> None:
    ports = a_world([CAFE], caps=caps)
    first, second = (on(ports, phone, f"key-{n}") for n, phone in enumerate(phones))
    sweep(ports=ports)
    assert len(ports.sms.sent) == 1
    assert now_of(first, ports).messages[0].state is MessageState.SENT
    waiting = now_of(second, ports).messages[0]
    assert (waiting.state, waiting.attempt) == (MessageState.PENDING, 0)
    assert waiting.due_at == NOW.replace(hour=23)  # midnight in Amsterdam
    assert reasons(second, ports) == [TaskReason.TEXTS_CAPPED]
    ports.now.forward(timedelta(hours=15))
    sweep(ports=ports)
    assert now_of(second, ports).messages[0].state is MessageState.SENT


def test_an_organisation_has_its_cap_too() -> None:
    ports = a_world([CAFE], caps=Caps(number=PLENTY, block=PLENTY, organisation=8))
    for number in range(40):
        on(ports, f"+316{number:08d}", f"key-{number}")
    sweep(ports=ports)
    assert len(ports.sms.sent) <= 8
    ports.now.forward(timedelta(days=1))
    sweep(ports=ports)
    assert len(ports.sms.sent) > 8


def test_a_far_number_counts_elsewhere() -> None:
    ports = a_world([CAFE], caps=Caps(number=1, block=1))
    on(ports, PHONE, "key-1")
    on(ports, "+31687654321", "key-2")
    sweep(ports=ports)
    assert len(ports.sms.sent) == 2


def test_that_texts_stopped_is_said_whatever_was_sent_that_day() -> None:
    ports = a_world([CAFE], caps=Caps(number=1))
    referral = on(ports, PHONE, "key-1")
    phone = Telephone(ports)
    phone.gets()
    phone.says("STOP")
    assert "stopped" in phone.gets()[-1]
    assert TaskReason.TEXTS_CAPPED not in reasons(referral, ports)


def test_who_lost_her_number_or_herself_counts_for_nothing() -> None:
    ports = a_world([CAFE], caps=Caps())
    referral = on(ports, PHONE, "key-1")
    ports.referrals.lose_person(key_of(referral))
    sweep(ports=ports)
    assert ports.sms.sent == []
    (message,) = now_of(referral, ports).messages
    assert (message.state, message.failure) == (MessageState.NONE, "texts_stopped")


def test_one_switch_silences_every_text_and_loses_none() -> None:
    ports = a_world([CAFE], caps=Caps())
    referral = on(ports, PHONE, "key-1")
    ports.switchboard.silence()
    phone = Telephone(ports)
    phone.says("STOP")
    phone.says("START")
    assert phone.gets() == []
    owed = [m for m in now_of(referral, ports).messages if m.is_owed]
    assert {m.due_at for m in owed} == {NOW + LOOKS_AGAIN}
    ports.switchboard.resume()
    ports.now.forward(LOOKS_AGAIN)
    assert len(phone.gets()) == len(owed) > 0
    assert MessageKind.STARTED in {m.kind for m in now_of(referral, ports).messages}


def test_what_was_silenced_keeps_to_the_window() -> None:
    ports = a_world([CAFE], sending_opens=texts_open)
    ports.now.forward(timedelta(hours=9, minutes=50))  # 19:50 in Amsterdam
    referral = on(ports, PHONE, "key-1")
    ports.switchboard.silence()
    sweep(ports=ports)
    due_at = now_of(referral, ports).messages[0].due_at
    assert due_at == NOW.replace(day=24, hour=8)
    assert due_at.date() not in public_holidays(due_at.year)
