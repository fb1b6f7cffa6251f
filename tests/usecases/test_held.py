"""She may know everything that is known of her, and who looked; not what is her library's own."""

from dataclasses import replace

import pytest

from chalicelib.domain.caller import Caller
from chalicelib.domain.errors import Gone, NotFound
from chalicelib.domain.ids import OrganisationId
from chalicelib.domain.ledger import Attendance, Noted, Presence, Register, written
from chalicelib.domain.looks import Purpose
from chalicelib.domain.message import MessageKind
from chalicelib.domain.referral import Referral
from chalicelib.domain.step import begun
from chalicelib.domain.vocabulary import Role
from chalicelib.usecases.erase import erase
from chalicelib.usecases.held import everything_held
from chalicelib.usecases.reading import person
from tests.fakes.making import CASE_WORKER as ACTOR
from tests.fakes.making import UTRECHT, a_message, a_person
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import ADMIN, CASE_WORKER, a_world, now_of, referred


def attended(ports: FakePorts, referral: Referral, presence: Presence) -> None:
    placement = referral.placements[0]
    register = Register(placement.id, placement.activity_id, UTRECHT)
    minutes = 0 if presence is Presence.ABSENT else 90
    said = Attendance(ports.now().date(), presence, minutes)
    noted = Noted(ACTOR, ports.now(), ports.now())
    step = replace(begun(now_of(referral, ports)), attended=written(register, said, noted))
    ports.referrals.save(step)


def test_it_is_who_she_is_and_who_looked_this_time_too() -> None:
    ports = a_world()
    referral = referred(ports)
    person(referral, caller=ADMIN, ports=ports)
    held = everything_held(referral.id, caller=CASE_WORKER, ports=ports)
    assert held.person == a_person()
    assert [look.purpose for look in held.looks] == [Purpose.FOLLOW, Purpose.EXPORT]
    assert held.timeline[0].kind == "referred"
    assert {said.to for said in held.agreed} == {"refer", "sms", "report_back"}
    assert held.activities.keys() == {p.activity_id for p in referral.placements}


def test_days_on_which_she_was_there_are_in_it_and_others_are_not() -> None:
    ports = a_world()
    there, away = referred(ports, "1"), referred(ports, "2")
    attended(ports, there, Presence.PRESENT)
    attended(ports, away, Presence.ABSENT)
    days = everything_held(there.id, caller=CASE_WORKER, ports=ports).days
    assert [day.minutes for day in days] == [90]
    assert everything_held(away.id, caller=CASE_WORKER, ports=ports).days == ()


def test_that_she_was_asked_where_she_was_is_between_her_and_her_library() -> None:
    ports = a_world()
    referral = referred(ports)
    missed = replace(a_message("msg_missed"), kind=MessageKind.MISSED_YOU)
    with_it = replace(referral, messages=(*referral.messages, missed))
    ports.referrals.save(begun(referral).then(with_it))
    held = everything_held(referral.id, caller=CASE_WORKER, ports=ports)
    assert [message.kind for message in held.messages] == [MessageKind.OFFER]


def test_of_an_older_referral_the_sum_of_what_she_said_is_shown() -> None:
    ports = a_world()
    referral = referred(ports)
    ports.referrals.save(begun(referral).then(replace(referral, agreed=())))
    held = everything_held(referral.id, caller=CASE_WORKER, ports=ports)
    assert {(said.to, said.noted_at) for said in held.agreed} == {
        ("refer", referral.created_at),
        ("sms", referral.created_at),
        ("report_back", referral.created_at),
    }


def test_it_is_for_who_may_see_her_and_while_there_is_something() -> None:
    ports = a_world()
    referral = referred(ports)
    colleague = Caller("usr_2", Role.CASE_WORKER, OrganisationId("GM0344"))
    with pytest.raises(NotFound):
        everything_held(referral.id, caller=colleague, ports=ports)
    erase(referral.id, caller=CASE_WORKER, ports=ports)
    with pytest.raises(Gone):
        everything_held(referral.id, caller=CASE_WORKER, ports=ports)
