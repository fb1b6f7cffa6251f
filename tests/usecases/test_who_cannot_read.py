"""Who does not read is never reached by a text alone; what she gets in Dutch is bridged."""

from dataclasses import replace
from typing import Any

from chalicelib.domain.referral import Referral
from chalicelib.domain.task import TaskReason
from chalicelib.domain.vocabulary import Channel, Reading
from chalicelib.usecases.owed import sweep
from tests.fakes.ports import FakePorts
from tests.usecases.test_conversation import Telephone, reasons
from tests.usecases.worlds import CAFE, GROUP, a_need_asked, a_world, now_of, referred


def a_referral_of(ports: FakePorts, *, language: str = "ar", **need: Any) -> Referral:
    asked = a_need_asked()
    asked = replace(asked, unplaced=replace(asked.unplaced, **need))
    return referred(ports, need=asked, contact_language=language)


def test_who_does_not_read_gets_a_text_and_a_call_or_a_letter() -> None:
    ports = a_world([CAFE, GROUP])
    referral = a_referral_of(ports, reading=Reading.NONE)
    assert reasons(referral, ports) == [TaskReason.CANNOT_READ]
    assert len(Telephone(ports).gets()) == 1
    (task,) = now_of(referral, ports).tasks
    assert task.owner == "usr_1"


def test_whoever_reads_some_script_gets_a_text_and_nobody_is_troubled() -> None:
    for reading in (Reading.OWN_SCRIPT, Reading.LATIN):
        ports = a_world([CAFE])
        assert reasons(a_referral_of(ports, reading=reading), ports) == []


def test_she_is_called_once_for_an_offer_however_often_it_is_looked_at() -> None:
    ports = a_world([CAFE, GROUP])
    referral = a_referral_of(ports, reading=Reading.NONE)
    for _ in range(3):
        sweep(ports=ports)
    assert reasons(referral, ports) == [TaskReason.CANNOT_READ]


def test_by_letter_it_is_the_case_worker_who_reads_it_with_her() -> None:
    ports = a_world([CAFE])
    asked = a_need_asked()
    asked = replace(asked, unplaced=replace(asked.unplaced, reading=Reading.NONE))
    referral = referred(ports, need=asked, channel=Channel.LETTER)
    assert reasons(referral, ports) == [TaskReason.CANNOT_READ]
    assert now_of(referral, ports).messages == ()


def test_without_texts_in_her_language_a_language_she_speaks_bridges_the_dutch() -> None:
    ports = a_world([CAFE])
    a_referral_of(ports, language="ti", spoken_languages=("ti", "am", "en"))
    phone = Telephone(ports)
    (offer,) = phone.gets()
    assert offer.startswith("[nl, en]")
    phone.says("1")
    phone.says("wat?")
    assert all(text.startswith("[nl, en]") for text in phone.gets())


def test_her_own_language_needs_no_bridge() -> None:
    ports = a_world([CAFE])
    a_referral_of(ports, language="ar", spoken_languages=("en",))
    assert Telephone(ports).gets()[0].startswith("[ar]")


def test_who_speaks_no_language_with_texts_gets_dutch_with_digits() -> None:
    ports = a_world([CAFE])
    a_referral_of(ports, language="ti", spoken_languages=("ti",))
    assert Telephone(ports).gets()[0].startswith("[nl] 1 ")
