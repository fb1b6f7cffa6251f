"""She says yes: just come, a seat, the list, or too late with the next best."""

from dataclasses import replace

import pytest

from chalicelib.domain.caller import Caller
from chalicelib.domain.catalogue import Activity, Seats
from chalicelib.domain.errors import (
    Gone,
    IllegalTransition,
    NotFound,
    SeatTaken,
    StaleVersion,
    Temporary,
    TooManyPlacements,
)
from chalicelib.domain.ids import OrganisationId, PlacementId
from chalicelib.domain.referral import Referral
from chalicelib.domain.vocabulary import ActivityStatus, ActivityType, Entry, Role
from chalicelib.usecases.accept import accept_for_her
from tests.fakes.making import an_activity
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import (
    ADMIN,
    BUDDY,
    CAFE,
    CASE_WORKER,
    GROUP,
    WALK,
    a_world,
    all_at_once,
    counted,
    id_on,
    key_of,
    now_of,
    placed_on,
    referred,
    states,
    taken,
    with_referrals,
)

FOUR = [CAFE, GROUP, BUDDY, WALK]


def accept(
    ports: FakePorts, referral: Referral, activity: Activity, caller: Caller = CASE_WORKER
) -> Referral:
    placement_id = id_on(referral, activity.id)
    return accept_for_her(referral.id, placement_id, caller=caller, ports=ports)


def test_to_a_drop_in_she_just_comes() -> None:
    ports = a_world()
    accepted = accept(ports, referred(ports), CAFE)
    assert (accepted.status, states(accepted)["act_cafe"]) == ("placed", "confirmed")
    assert taken(ports, CAFE) == 1


def test_anywhere_else_a_seat_is_held_until_the_library_answers() -> None:
    ports = a_world()
    accepted = accept(ports, referred(ports), GROUP)
    assert (accepted.status, states(accepted)["act_group"]) == ("awaiting_library", "held")
    assert taken(ports, GROUP) == 1


def test_where_it_is_full_she_waits() -> None:
    ports = a_world()
    accepted = accept(ports, referred(ports), BUDDY)
    assert (accepted.status, states(accepted)["act_buddy"]) == ("waitlisted", "waitlisted")
    assert taken(ports, BUDDY) == 0


def test_the_answer_is_the_referral_as_it_is_stored() -> None:
    ports = a_world()
    accepted = accept(ports, referred(ports), CAFE)
    assert accepted == now_of(accepted, ports)
    assert accepted.version == 2


def test_accepting_leaves_the_other_offers_open() -> None:
    ports = a_world()
    accepted = accept(ports, accept(ports, referred(ports), BUDDY), CAFE)
    assert states(accepted) == {
        "act_buddy": "waitlisted",
        "act_cafe": "confirmed",
        "act_group": "proposed",
    }
    assert accepted.status == "placed"


def test_the_same_place_cannot_be_accepted_twice() -> None:
    ports = a_world()
    referral = referred(ports)
    accept(ports, referral, GROUP)
    with pytest.raises(IllegalTransition):
        accept(ports, referral, GROUP)
    assert taken(ports, GROUP) == 1


def test_a_full_activity_lapses_and_the_next_best_is_named() -> None:
    ports = a_world(FOUR)
    ports.snapshots.show([CAFE, GROUP, WALK])
    referral = referred(ports)
    ports.activities.move_seats(GROUP.id, 2)
    with pytest.raises(SeatTaken) as raised:
        accept(ports, referral, GROUP)
    now = now_of(referral, ports)
    assert states(now)["act_group"] == "lapsed"
    best = max(now.open_proposals, key=lambda p: p.offered.score)
    assert raised.value.data == {
        "activityId": "act_group",
        "next": {"placementId": best.id, "activityId": best.activity_id},
    }
    assert taken(ports, GROUP) == 2


def test_in_the_place_of_a_full_activity_another_is_offered_at_once() -> None:
    ports = a_world(FOUR)
    first = referred(ports)
    left_over = {a.id for a in FOUR} - {p.activity_id for p in first.placements}
    full = next(p.activity_id for p in first.placements if p.activity_id != "act_buddy")
    activity = ports.activities.get(full)
    seats = replace(activity.seats, taken_elsewhere=1000, capacity=1)
    ports.activities.put(replace(activity, seats=seats), expected_version=activity.version)
    with pytest.raises(SeatTaken):
        accept(ports, first, activity)
    now = now_of(first, ports)
    assert {p.activity_id for p in now.open_proposals} >= left_over
    assert len(now.open_proposals) == 3
    assert now.round == 2


def test_a_full_activity_with_nothing_else_to_offer_names_nothing() -> None:
    ports = a_world([GROUP])
    referral = referred(ports)
    ports.activities.move_seats(GROUP.id, 2)
    with pytest.raises(SeatTaken) as raised:
        accept(ports, referral, GROUP)
    assert raised.value.data["next"] is None
    assert now_of(referral, ports).status == "no_offer"


def test_a_paused_activity_is_too_late_as_well() -> None:
    ports = a_world()
    referral = referred(ports)
    now = ports.activities.get(CAFE.id)
    ports.activities.put(replace(now, status=ActivityStatus.PAUSED), expected_version=now.version)
    with pytest.raises(SeatTaken):
        accept(ports, referral, CAFE)


def test_the_last_seat_that_went_between_reading_and_writing_is_told() -> None:
    ports = a_world([GROUP])
    referral = referred(ports)
    racing = with_referrals(
        ports, between={("save", 1): lambda: ports.activities.move_seats(GROUP.id, 2)}
    )
    with pytest.raises(SeatTaken):
        accept(racing, referral, GROUP)
    assert states(now_of(referral, ports)) == {"act_group": "lapsed"}


def test_a_seat_that_goes_twice_under_our_hands_is_told_and_nothing_is_written() -> None:
    ports = a_world([GROUP])
    referral = referred(ports)
    gone = SeatTaken(GROUP.id)
    racing = with_referrals(ports, before={("save", 1): gone, ("save", 2): gone})
    with pytest.raises(SeatTaken):
        accept(racing, referral, GROUP)
    assert now_of(referral, ports) == referral


def test_fifty_at_once_for_ten_seats_give_exactly_ten() -> None:
    cafe = replace(CAFE, seats=Seats(capacity=10))
    ports = a_world([cafe])
    referrals = [referred(ports, f"key-{n}") for n in range(50)]
    jobs = [lambda r=r: accept(ports, r, cafe) for r in referrals]
    outcomes = all_at_once(*jobs)
    assert sum(isinstance(o, Referral) for o in outcomes) == 10
    assert sum(isinstance(o, SeatTaken) for o in outcomes) == 40
    assert taken(ports, cafe) == 10
    assert counted(ports, referrals) == {"act_cafe": 10}
    lapsed = [states(now_of(r, ports))["act_cafe"] for r in referrals]
    assert lapsed.count("lapsed") == 40


def test_a_fourth_placement_is_one_too_many() -> None:
    types = list(ActivityType)
    many = [an_activity(f"act_{n}", type=types[n], entry=Entry.INTAKE) for n in range(4)]
    ports = a_world(many)
    referral = referred(ports)
    for placement in referral.placements:
        accept_for_her(referral.id, placement.id, caller=CASE_WORKER, ports=ports)
    # The library says no to nobody, so a fourth can only come from an offer made meanwhile.
    fourth = replace(placed_on(referral, "act_0"), id=PlacementId("plc_4"), code="9999")
    now = now_of(referral, ports)
    stored = replace(now, placements=(*now.placements, fourth))
    ports.referrals._referrals[key_of(referral)] = stored
    with pytest.raises(TooManyPlacements):
        accept_for_her(referral.id, fourth.id, caller=CASE_WORKER, ports=ports)


def test_an_unknown_placement_is_not_found() -> None:
    ports = a_world()
    with pytest.raises(NotFound):
        accept_for_her(referred(ports).id, PlacementId("plc_x"), caller=CASE_WORKER, ports=ports)


@pytest.mark.parametrize(
    "stranger",
    [
        Caller("usr_2", Role.CASE_WORKER, OrganisationId("GM0344")),  # a colleague's
        Caller("usr_1", Role.CASE_WORKER, OrganisationId("GM0363")),  # another municipality's
    ],
)
def test_a_referral_one_may_not_see_is_not_found(stranger: Caller) -> None:
    ports = a_world()
    with pytest.raises(NotFound):
        accept(ports, referred(ports), CAFE, stranger)


def test_an_administrator_may_accept_for_her_too() -> None:
    ports = a_world()
    assert accept(ports, referred(ports), CAFE, ADMIN).status == "placed"


def test_nothing_is_accepted_for_somebody_who_was_erased_meanwhile() -> None:
    ports = a_world()
    referral = referred(ports)
    ports.referrals.lose_person(key_of(referral))
    with pytest.raises(Gone):
        accept(ports, referral, CAFE)
    assert taken(ports, CAFE) == 0


def test_when_somebody_else_wrote_first_it_is_decided_again() -> None:
    ports = a_world()
    referral = referred(ports)
    first = {("save", 1): StaleVersion(referral.id), ("save", 2): StaleVersion(referral.id)}
    assert accept(with_referrals(ports, before=first), referral, CAFE).status == "placed"


def test_when_others_keep_writing_first_it_is_worth_trying_again() -> None:
    ports = a_world()
    referral = referred(ports)
    always = {("save", n): StaleVersion(referral.id) for n in range(1, 20)}
    busy = with_referrals(ports, before=always)
    with pytest.raises(Temporary) as raised:
        accept(busy, referral, CAFE)
    assert raised.value.retry_after_s == 1
    assert busy.referrals.calls["save"] == 8  # type: ignore[attr-defined]


def test_two_yeses_at_once_to_one_place_are_one() -> None:
    ports = a_world()
    referral = referred(ports)
    outcomes = all_at_once(*[lambda: accept(ports, referral, GROUP)] * 2)
    assert sum(isinstance(o, Referral) for o in outcomes) == 1
    assert sum(isinstance(o, IllegalTransition) for o in outcomes) == 1
    assert taken(ports, GROUP) == 1
