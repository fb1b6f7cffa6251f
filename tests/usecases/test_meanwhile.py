"""Meanwhile: whoever waits has somewhere to go at once."""

from dataclasses import replace

from chalicelib.domain.catalogue import Seats
from chalicelib.domain.meanwhile import immediate
from chalicelib.domain.placement import Placement
from chalicelib.domain.referral import Referral
from chalicelib.domain.reply import Reply, Wish
from chalicelib.domain.vocabulary import ActivityStatus
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.reply import reply
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import (
    BUDDY,
    CAFE,
    CASE_WORKER,
    GROUP,
    a_world,
    id_on,
    referred,
    states,
)


def accepted(ports: FakePorts, referral: Referral, activity_id: str = "act_buddy") -> Referral:
    chosen = id_on(referral, activity_id)
    return accept_for_her(referral.id, chosen, caller=CASE_WORKER, ports=ports)


def meanwhile(ports: FakePorts, referral: Referral) -> Placement | None:
    ids = {p.activity_id for p in referral.placements}
    return immediate(referral, ports.activities.get_many(ids))


def test_an_open_offer_with_a_free_seat_stays_open_beside_the_wait() -> None:
    ports = a_world()
    waits = accepted(ports, referred(ports))
    assert states(waits) == {
        "act_buddy": "waitlisted",
        "act_cafe": "proposed",
        "act_group": "proposed",
    }
    found = meanwhile(ports, waits)
    assert found is not None
    assert found.activity_id in {"act_cafe", "act_group"}


def test_where_nothing_open_is_immediate_something_is_offered_beside_the_wait() -> None:
    ports = a_world([BUDDY, CAFE])
    ports.snapshots.show([BUDDY])
    referral = referred(ports)
    ports.snapshots.show([BUDDY, CAFE])
    waits = accepted(ports, referral)
    assert states(waits) == {"act_buddy": "waitlisted", "act_cafe": "proposed"}
    assert waits.round == 2


def test_the_same_holds_when_she_answers_herself() -> None:
    ports = a_world([BUDDY, CAFE])
    ports.snapshots.show([BUDDY])
    referral = referred(ports)
    ports.snapshots.show([BUDDY, CAFE])
    chosen = Reply(Wish.YES, id_on(referral, "act_buddy"))
    waits = reply(ports.derivation.link_token(referral.id), chosen, ports=ports)
    assert states(waits) == {"act_buddy": "waitlisted", "act_cafe": "proposed"}


def test_a_place_of_her_own_is_where_she_goes_meanwhile() -> None:
    ports = a_world([BUDDY, CAFE])
    referral = referred(ports)
    accepted(ports, referral, "act_cafe")
    waits = accepted(ports, referral)
    found = meanwhile(ports, waits)
    assert found is not None
    assert (found.activity_id, found.state) == ("act_cafe", "confirmed")
    assert waits.round == 1


def test_what_is_full_or_closed_is_no_place_to_go_meanwhile() -> None:
    full = replace(GROUP, seats=Seats(capacity=1, taken_elsewhere=1), waiting_list=True)
    ports = a_world([BUDDY, full, CAFE])
    referral = referred(ports)
    now = ports.activities.get(CAFE.id)
    ports.activities.put(replace(now, status=ActivityStatus.PAUSED), expected_version=now.version)
    waits = accepted(ports, referral)
    assert meanwhile(ports, waits) is None
    assert waits.round == 1


def test_whoever_does_not_wait_is_offered_nothing_more() -> None:
    ports = a_world([CAFE, GROUP])
    ports.snapshots.show([CAFE])
    referral = referred(ports)
    ports.snapshots.show([CAFE, GROUP])
    assert states(accepted(ports, referral, "act_cafe")) == {"act_cafe": "confirmed"}
