"""She is erased: seats are free, libraries know, nothing goes out, and nothing of her is left."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.caller import Caller
from chalicelib.domain.delivery import NoticeType
from chalicelib.domain.errors import Gone, NotFound, Temporary
from chalicelib.domain.ids import ActivityId, OrganisationId, ReferralId
from chalicelib.domain.ledger import Attendance, Noted, Presence, Register, written
from chalicelib.domain.message import MessageState
from chalicelib.domain.referral import ErasedFor, Referral
from chalicelib.domain.step import begun
from chalicelib.domain.vocabulary import Role
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.deliver import deliver_due
from chalicelib.usecases.erase import erase, forget
from chalicelib.usecases.owed import do_what_is_owed, sweep
from chalicelib.usecases.ports import DeliveryQuery, ReferralKey
from chalicelib.usecases.refer import refer
from chalicelib.usecases.reply import find_by_link
from tests.fakes.making import CASE_WORKER as ACTOR
from tests.fakes.making import UTRECHT
from tests.fakes.ports import FakePorts
from tests.usecases.unruly import Crash, Unruly
from tests.usecases.worlds import (
    CAFE,
    CASE_WORKER,
    GROUP,
    a_world,
    all_at_once,
    an_order,
    id_on,
    key_of,
    now_of,
    referred,
    taken,
    with_referrals,
)

COLLEAGUE = Caller("usr_2", Role.CASE_WORKER, OrganisationId("GM0344"))
ELSEWHERE = Caller("usr_1", Role.CASE_WORKER, OrganisationId("GM0363"))


def erasing(referral: Referral, ports: FakePorts) -> str:
    """She is erased; whether all of it is done."""
    told = erase(referral.id, caller=CASE_WORKER, ports=ports)
    return "under way" if told.referral.forgotten_at is None else "erased"


def settled(referral: Referral, ports: FakePorts, activity: str) -> Referral:
    chosen = id_on(referral, activity)
    return accept_for_her(referral.id, chosen, caller=CASE_WORKER, ports=ports)


def attended(referral: Referral, ports: FakePorts) -> None:
    placement = referral.placements[0]
    register = Register(placement.id, placement.activity_id, UTRECHT)
    noted = Noted(ACTOR, ports.now(), ports.now())
    said = written(register, Attendance(ports.now().date(), Presence.PRESENT, 90), noted)
    ports.referrals.save(replace(begun(now_of(referral, ports)), attended=said))


def test_whoever_is_erased_is_gone_for_everybody() -> None:
    ports = a_world()
    referral = referred(ports)
    assert erasing(referral, ports) == "erased"
    with pytest.raises(Gone):
        ports.referrals.get(key_of(referral))
    with pytest.raises(Gone):
        ports.referrals.person(key_of(referral))
    with pytest.raises(NotFound):
        find_by_link(ports.derivation.link_token(referral.id), ports=ports)


def test_her_seat_is_free_and_every_library_that_knew_her_hears_to_forget_her() -> None:
    ports = a_world()
    referral = settled(referred(ports), ports, "act_cafe")
    assert taken(ports, CAFE) == 1
    erasing(referral, ports)
    assert taken(ports, CAFE) == 0
    told = ports.deliveries.of(DeliveryQuery(UTRECHT)).items
    withdrawn = [d for d in told if d.type is NoticeType.REFERRAL_WITHDRAWN]
    assert [d.placement_id for d in withdrawn] == [id_on(referral, "act_cafe")]


def test_a_library_that_never_knew_of_her_hears_nothing() -> None:
    ports = a_world()
    erasing(referred(ports), ports)
    assert ports.deliveries.of(DeliveryQuery(UTRECHT)).items == ()


def test_no_text_goes_out_any_more() -> None:
    ports = a_world()
    referral = referred(ports)
    erasing(referral, ports)
    deliver_due(key_of(referral), ports=ports)
    sweep(ports=ports)
    assert ports.sms.sent == []


def test_the_same_request_sent_again_brings_nothing_back() -> None:
    ports = a_world()
    erasing(referred(ports, "key-1"), ports)
    with pytest.raises(Gone):
        refer(an_order(), "key-1", caller=CASE_WORKER, ports=ports)


def test_her_client_reference_may_be_used_again() -> None:
    ports = a_world()
    erasing(referred(ports, "key-1", client_reference="UTR-1"), ports)
    assert referred(ports, "key-2", client_reference="UTR-1").client_reference == "UTR-1"


def test_a_number_that_wants_no_texts_still_wants_none() -> None:
    ports = a_world()
    referral = referred(ports)
    mac = ports.derivation.phone_mac("+31612345678")
    ports.referrals.suppress(mac)
    erasing(referral, ports)
    assert ports.referrals.is_suppressed(mac)


def test_hours_and_the_librarys_register_go_when_she_asks() -> None:
    ports = a_world()
    referral = settled(referred(ports), ports, "act_cafe")
    attended(referral, ports)
    assert ports.ledger.entries(key_of(referral))
    erasing(referral, ports)
    assert ports.ledger.entries(key_of(referral)) == ()
    assert ports.ledger.registers(p.id for p in referral.placements) == {}


def test_asked_again_the_receipt_is_the_same() -> None:
    ports = a_world()
    referral = referred(ports)
    first = erase(referral.id, caller=CASE_WORKER, ports=ports)
    ports.now.forward(timedelta(days=3))
    assert erase(referral.id, caller=CASE_WORKER, ports=ports) == first
    assert first.referral.erased_for is ErasedFor.ASKED


def test_the_receipt_is_only_for_whom_the_referral_was() -> None:
    ports = a_world()
    referral = referred(ports)
    with pytest.raises(NotFound):
        erase(referral.id, caller=COLLEAGUE, ports=ports)
    with pytest.raises(NotFound):
        erase(referral.id, caller=ELSEWHERE, ports=ports)
    with pytest.raises(NotFound):
        erase(ReferralId("ref_unknown"), caller=CASE_WORKER, ports=ports)
    erasing(referral, ports)
    with pytest.raises(Gone):
        erase(referral.id, caller=COLLEAGUE, ports=ports)


def test_while_a_text_is_on_its_way_the_flag_stands_and_the_sweeper_does_the_rest() -> None:
    ports = a_world()
    referral = referred(ports)
    outcome: list[str] = []
    meanwhile = {("send", 1): lambda: outcome.append(erasing(referral, ports))}
    ports.sms = Unruly(ports.sms, between=meanwhile)  # type: ignore[assignment]
    deliver_due(key_of(referral), ports=ports)
    assert outcome == ["under way"]
    with pytest.raises(Gone):
        ports.referrals.get(key_of(referral))
    forget(key_of(referral), ports=ports)
    assert ports.erasures.read(key_of(referral)).forgotten_at is None
    ports.now.forward(timedelta(seconds=91))
    assert sweep(ports=ports) == 1
    assert ports.erasures.read(key_of(referral)).forgotten_at == ports.now()
    assert sweep(ports=ports) == 0


def test_what_was_claimed_before_is_not_sent_after() -> None:
    """The claim stood; she is erased before her number is read for it."""
    ports = a_world()
    referral = referred(ports)
    late = with_referrals(
        ports, between={("get", 3): lambda: erase(referral.id, caller=CASE_WORKER, ports=ports)}
    )
    deliver_due(key_of(referral), ports=late)
    assert ports.sms.sent == []
    (message,) = ports.erasures.read(key_of(referral)).messages
    assert message.state is MessageState.SENDING


@pytest.mark.parametrize("where", ["before", "after"])
def test_cut_off_half_way_it_is_done_by_the_sweeper(where: str) -> None:
    ports = a_world()
    referral = referred(ports)
    whole = ports.erasures
    ports.erasures = Unruly(whole, **{where: {("forget", 1): Crash()}})  # type: ignore[assignment, arg-type]
    with pytest.raises(Crash):
        erasing(referral, ports)
    ports.erasures = whole
    sweep(ports=ports)
    assert whole.read(key_of(referral)).forgotten_at is not None


def test_a_table_that_does_not_answer_leaves_the_flag() -> None:
    ports = a_world()
    referral = referred(ports)
    whole = ports.erasures
    ports.erasures = Unruly(whole, before={("forget", 1): Temporary()})  # type: ignore[assignment]
    with pytest.raises(Temporary):
        erasing(referral, ports)
    with pytest.raises(Gone):
        ports.referrals.get(key_of(referral))
    ports.erasures = whole
    assert erasing(referral, ports) == "erased"


def test_asked_by_many_at_once_she_is_erased_once() -> None:
    ports = a_world()
    referral = settled(referred(ports), ports, "act_group")
    jobs: list[Callable[[], str]] = [lambda: erasing(referral, ports)] * 5
    assert set(all_at_once(*jobs)) == {"erased"}
    assert taken(ports, GROUP) == 0
    withdrawn = ports.deliveries.of(DeliveryQuery(UTRECHT)).items
    assert sum(d.type is NoticeType.REFERRAL_WITHDRAWN for d in withdrawn) == 1


def test_who_is_not_erased_is_not_forgotten() -> None:
    ports = a_world()
    referral = referred(ports)
    forget(key_of(referral), ports=ports)
    do_what_is_owed(ReferralKey(OrganisationId("GM0344"), ReferralId("ref_unknown")), ports=ports)
    assert now_of(referral, ports).erased_at is None
    assert ports.referrals.person(key_of(referral)).first_name


def test_what_is_left_says_where_and_how_it_ended() -> None:
    ports = a_world()
    referral = settled(referred(ports), ports, "act_cafe")
    erasing(referral, ports)
    left = ports.erasures.read(key_of(referral))
    assert {p.activity_id for p in left.placements} >= {ActivityId("act_cafe")}
    assert left.need is None
    assert left.asked == {}
