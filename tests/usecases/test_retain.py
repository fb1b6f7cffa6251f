"""Night after night, whatever was kept long enough is forgotten, and nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.caller import Caller
from chalicelib.domain.errors import Gone, NotFound, Temporary
from chalicelib.domain.ids import OrganisationId, ReferralId
from chalicelib.domain.ledger import Attendance, Noted, Presence, Register, written
from chalicelib.domain.referral import ErasedFor, Referral
from chalicelib.domain.reply import Reply, Wish
from chalicelib.domain.step import begun
from chalicelib.domain.vocabulary import Role, WithdrawalReason
from chalicelib.usecases.answering import answer
from chalicelib.usecases.erase import erase
from chalicelib.usecases.hours import hours_of
from chalicelib.usecases.ports import ReferralKey
from chalicelib.usecases.refer import take_back
from chalicelib.usecases.reopen import reopen
from chalicelib.usecases.retain import FAILED, forget_what_is_over
from tests.fakes.making import CASE_WORKER as ACTOR
from tests.fakes.making import UTRECHT
from tests.fakes.ports import FakePorts
from tests.usecases.unruly import Unruly
from tests.usecases.worlds import CASE_WORKER, a_world, key_of, now_of, referred

WITHDRAWN = WithdrawalReason.MOVED


def closed(ports: FakePorts, key: str = "key-1") -> Referral:
    """Taken back by her municipality a moment ago; she was there once, for ninety minutes."""
    referral = referred(ports, key, count_hours=True)
    placement = referral.placements[0]
    register = Register(placement.id, placement.activity_id, UTRECHT)
    said = Attendance(ports.now().date(), Presence.PRESENT, 90)
    noted = Noted(ACTOR, ports.now(), ports.now())
    ports.referrals.save(
        replace(begun(now_of(referral, ports)), attended=written(register, said, noted))
    )
    return take_back(referral.id, WITHDRAWN, caller=CASE_WORKER, ports=ports)


def nights(ports: FakePorts, number: int) -> dict[str, int]:
    """What was forgotten in so many nights."""
    total: dict[str, int] = {}
    for _ in range(number):
        ports.now.forward(timedelta(days=1))
        for rule, count in forget_what_is_over(ports=ports).items():
            total[rule] = total.get(rule, 0) + count
    return total


def test_her_name_goes_after_four_weeks_her_hours_after_three_months_then_how_it_ended() -> None:
    ports = a_world()
    referral = closed(ports)
    assert nights(ports, 27) == {}
    assert ports.referrals.person(key_of(referral)).first_name
    assert nights(ports, 2) == {"contact": 1}
    with pytest.raises(Gone):
        ports.referrals.get(key_of(referral))
    assert nights(ports, 60) == {}
    assert nights(ports, 5) == {"hours": 1}
    assert ports.ledger.entries(key_of(referral)) == ()
    assert nights(ports, 300) == {}
    assert nights(ports, 10) == {"outcome": 1}
    with pytest.raises(NotFound):
        ports.erasures.read(key_of(referral))
    assert nights(ports, 30) == {}


def test_while_hours_are_kept_her_municipality_reads_them() -> None:
    ports = a_world()
    referral = closed(ports)
    nights(ports, 40)
    assert hours_of(referral.id, caller=CASE_WORKER, ports=ports).attended_minutes == 90
    colleague = Caller("usr_2", Role.CASE_WORKER, OrganisationId("GM0344"))
    with pytest.raises(Gone):
        hours_of(referral.id, caller=colleague, ports=ports)


def test_who_asked_to_be_forgotten_has_no_hours_to_read() -> None:
    ports = a_world()
    referral = closed(ports)
    erase(referral.id, caller=CASE_WORKER, ports=ports)
    with pytest.raises(Gone):
        hours_of(referral.id, caller=CASE_WORKER, ports=ports)
    assert nights(ports, 390) == {}
    assert nights(ports, 20) == {"outcome": 1}


def test_a_referral_that_goes_on_is_not_forgotten() -> None:
    ports = a_world()
    referral = closed(ports)
    ports.now.forward(timedelta(days=20))
    reopen(referral.id, caller=CASE_WORKER, ports=ports)
    assert nights(ports, 60) == {}
    assert now_of(referral, ports).erased_at is None


def test_who_is_silent_for_half_a_year_is_forgotten_and_any_sign_of_life_puts_it_off() -> None:
    ports = a_world()
    silent, heard = referred(ports, "1"), referred(ports, "2")
    ports.now.forward(timedelta(days=150))
    answer(key_of(heard), Reply(Wish.CALL_ME), ports=ports)
    assert nights(ports, 40) == {"contact_in_silence": 1}
    assert ports.erasures.read(key_of(silent)).erased_for is ErasedFor.TIME
    assert now_of(heard, ports).erased_at is None


def test_nights_that_were_missed_are_made_up_for_in_one() -> None:
    ports = a_world()
    referral = closed(ports)
    ports.now.forward(timedelta(days=800))
    assert forget_what_is_over(ports=ports) == {"contact": 1}
    assert forget_what_is_over(ports=ports) == {"outcome": 1}
    assert ports.ledger.entries(key_of(referral)) == ()


def test_what_fails_is_counted_and_done_the_next_night() -> None:
    ports = a_world()
    closed(ports)
    ports.now.forward(timedelta(days=30))
    whole = ports.erasures
    ports.erasures = Unruly(whole, before={("forget", 1): Temporary()})  # type: ignore[assignment]
    assert forget_what_is_over(ports=ports) == {FAILED: 1}
    ports.erasures = whole
    forget_what_is_over(ports=ports)
    (left,) = ports.referrals.all_of_them()
    assert left.forgotten_at is not None or left.erased_at is not None


def test_a_night_does_no_more_than_it_may_and_the_longest_overdue_first() -> None:
    ports = a_world()
    first = closed(ports, "1")
    ports.now.forward(timedelta(days=1))
    closed(ports, "2")
    ports.now.forward(timedelta(days=40))
    assert forget_what_is_over(ports=ports, limit=1) == {"contact": 1}
    assert ports.erasures.read(key_of(first)).erased_at is not None


def test_an_index_that_lags_forgets_nobody() -> None:
    ports = a_world()
    live, gone = referred(ports, "1"), closed(ports, "2")
    erase(gone.id, caller=CASE_WORKER, ports=ports)
    known = [key_of(live), key_of(gone), ReferralKey(live.organisation, ReferralId("ref_unknown"))]
    whole = ports.erasures
    ports.erasures = Unruly(whole)  # type: ignore[assignment]
    ports.erasures.kept_too_long = lambda *, at, limit: known  # type: ignore[method-assign]  # noqa: ARG005
    assert forget_what_is_over(ports=ports) == {}
    assert now_of(live, ports).erased_at is None
