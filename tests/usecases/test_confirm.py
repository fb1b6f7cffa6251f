"""A library answers: yes or no, by the id or by her code; what it says twice counts once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.catalogue import Activity
from chalicelib.domain.errors import IllegalTransition, NotFound, SeatTaken, TooManyPlacements
from chalicelib.domain.ids import LibraryId, PlacementId, ReferralId
from chalicelib.domain.referral import Referral
from chalicelib.domain.vocabulary import ActivityStatus, LibraryDeclineReason
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.confirm import confirm_intake, decline_intake
from chalicelib.usecases.deliver import deliver_due
from chalicelib.usecases.said import Said
from tests.fakes.making import NOW, UTRECHT
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import (
    BUDDY,
    CAFE,
    CASE_WORKER,
    GROUP,
    WALK,
    a_world,
    all_at_once,
    id_on,
    key_of,
    now_of,
    placed_on,
    referred,
    states,
    taken,
    with_referrals,
)

FULL = LibraryDeclineReason.FULL
STRANGER = LibraryId("NL-0899010000")


def held(ports: FakePorts) -> Referral:
    """A newcomer who asked for the conversation group."""
    referral = referred(ports)
    placement_id = id_on(referral, "act_group")
    return accept_for_her(referral.id, placement_id, caller=CASE_WORKER, ports=ports)


def about(referral: Referral, activity_id: str = "act_group", **changes: object) -> Said:
    said = Said(UTRECHT, placement_id=id_on(referral, activity_id), webhook_id="msg_1")
    return replace(said, **changes)  # type: ignore[arg-type]


def by_code(referral: Referral, activity_id: str = "act_group", **changes: object) -> Said:
    code = placed_on(referral, activity_id).code
    return about(referral, activity_id, placement_id=None, code=code, **changes)


def test_the_librarys_yes_settles_it() -> None:
    ports = a_world()
    referral = held(ports)
    assert confirm_intake(about(referral), ports=ports)
    now = now_of(referral, ports)
    assert (now.status, states(now)["act_group"], taken(ports, GROUP)) == ("placed", "confirmed", 1)
    assert ports.referrals.timeline(key_of(now))[-1].actor.id == UTRECHT


def test_the_same_message_twice_counts_once() -> None:
    ports = a_world()
    referral = held(ports)
    assert confirm_intake(about(referral), ports=ports)
    once = now_of(referral, ports)
    assert not confirm_intake(about(referral), ports=ports)
    assert now_of(referral, ports) == once


def test_the_same_message_twice_at_once_counts_once() -> None:
    ports = a_world()
    referral = held(ports)
    outcomes = all_at_once(*[lambda: decline_intake(about(referral), FULL, ports=ports)] * 6)
    assert sorted(str(o) for o in outcomes) == ["False"] * 5 + ["True"]
    assert taken(ports, GROUP) == 0


def test_a_message_seen_between_our_look_and_our_writing_counts_once() -> None:
    ports = a_world()
    referral = held(ports)
    said = about(referral)
    acts = {("save", 1): lambda: confirm_intake(said, ports=ports)}
    assert not confirm_intake(said, ports=with_referrals(ports, between=acts))
    assert states(now_of(referral, ports))["act_group"] == "confirmed"


def test_by_the_id_nothing_is_confirmed_that_she_did_not_ask_for() -> None:
    ports = a_world()
    referral = referred(ports)
    with pytest.raises(IllegalTransition) as raised:
        confirm_intake(about(referral), ports=ports)
    assert "library_confirmed" not in raised.value.data["allowed"]
    assert now_of(referral, ports) == referral


def test_a_message_that_overtook_her_own_yes_is_applied_when_it_comes_again() -> None:
    ports = a_world()
    referral = referred(ports)
    with pytest.raises(IllegalTransition):
        confirm_intake(about(referral), ports=ports)
    accept_for_her(referral.id, id_on(referral, "act_group"), caller=CASE_WORKER, ports=ports)
    assert confirm_intake(about(referral), ports=ports)


@pytest.mark.parametrize("activity", [CAFE, GROUP, WALK])
def test_her_code_confirms_what_was_only_proposed_and_takes_a_seat(activity: Activity) -> None:
    ports = a_world([CAFE, GROUP, WALK])
    referral = referred(ports)
    assert confirm_intake(by_code(referral, activity.id), ports=ports)
    assert states(now_of(referral, ports))[activity.id] == "confirmed"
    assert taken(ports, activity) == 1


def test_her_code_confirms_what_is_held_without_a_second_seat() -> None:
    ports = a_world()
    referral = held(ports)
    assert confirm_intake(by_code(referral), ports=ports)
    assert taken(ports, GROUP) == 1


def test_a_code_is_no_key_to_a_full_activity() -> None:
    ports = a_world()
    referral = referred(ports)
    ports.activities.move_seats(GROUP.id, 2)
    with pytest.raises(SeatTaken):
        confirm_intake(by_code(referral), ports=ports)
    assert now_of(referral, ports) == referral


def test_a_code_does_not_make_a_waiting_place_a_seat() -> None:
    ports = a_world([BUDDY])
    referral = referred(ports)
    accept_for_her(referral.id, id_on(referral, "act_buddy"), caller=CASE_WORKER, ports=ports)
    with pytest.raises(IllegalTransition):
        confirm_intake(by_code(referral, "act_buddy"), ports=ports)


def test_a_code_for_a_fourth_placement_is_one_too_many() -> None:
    ports = a_world([CAFE, GROUP, BUDDY])
    referral = referred(ports)
    for placement in referral.placements:
        accept_for_her(referral.id, placement.id, caller=CASE_WORKER, ports=ports)
    fourth = replace(placed_on(referral, "act_cafe"), id=PlacementId("plc_4"), code="x123")
    now = now_of(referral, ports)
    stored = replace(now, placements=(*now.placements, fourth))
    ports.referrals._referrals[key_of(referral)] = stored
    ports.referrals._codes[UTRECHT, "x123"] = (key_of(referral), fourth.id)
    with pytest.raises(TooManyPlacements):
        confirm_intake(Said(UTRECHT, code="x123"), ports=ports)


def test_anothers_placement_and_an_unknown_one_are_the_same() -> None:
    ports = a_world()
    referral = held(ports)
    for said in (
        about(referral, library=STRANGER),
        by_code(referral, library=STRANGER),
        about(referral, placement_id="plc_unknown"),
        Said(UTRECHT, code="0000", webhook_id="msg_1"),
        Said(UTRECHT, webhook_id="msg_1"),  # about nothing at all
    ):
        with pytest.raises(NotFound):
            confirm_intake(said, ports=ports)
        with pytest.raises(NotFound):
            decline_intake(said, FULL, ports=ports)
    assert now_of(referral, ports) == referral


def test_a_code_is_void_once_its_placement_ended() -> None:
    ports = a_world()
    referral = held(ports)
    decline_intake(by_code(referral), FULL, ports=ports)
    with pytest.raises(NotFound):
        confirm_intake(by_code(referral, webhook_id="msg_2"), ports=ports)


def test_the_librarys_no_frees_the_seat_and_the_next_offer_stands_with_it() -> None:
    ports = a_world([CAFE, GROUP, BUDDY, WALK])
    ports.snapshots.show([CAFE, GROUP, BUDDY])
    referral = held(ports)
    ports.snapshots.show([CAFE, GROUP, BUDDY, WALK])
    before = now_of(referral, ports).version
    assert decline_intake(about(referral), FULL, ports=ports)
    now = now_of(referral, ports)
    assert states(now) == {
        "act_cafe": "proposed",
        "act_group": "declined",
        "act_buddy": "proposed",
        "act_walk": "proposed",
    }
    declined = placed_on(now, "act_group")
    assert (declined.declined_by, declined.reason) == ("library", "full")
    assert (now.version, taken(ports, GROUP)) == (before + 1, 0)  # one and the same save
    assert [m.round for m in now.messages] == [1, 2]


def test_what_the_library_refused_is_not_offered_again() -> None:
    ports = a_world([GROUP])
    referral = held(ports)
    decline_intake(about(referral), FULL, ports=ports)
    now = now_of(referral, ports)
    assert (states(now), now.status) == ({"act_group": "declined"}, "no_offer")


def test_after_a_no_the_next_offer_is_texted() -> None:
    ports = a_world([CAFE, GROUP])
    ports.snapshots.show([GROUP])
    referral = held(ports)
    deliver_due(key_of(referral), ports=ports)
    assert ports.sms.sent == []  # nothing left to choose from
    ports.snapshots.show([GROUP, CAFE])
    decline_intake(about(referral), FULL, ports=ports)
    assert ports.queue.due[-1] == key_of(referral)
    deliver_due(key_of(referral), ports=ports)
    assert len(ports.sms.sent) == 1


def test_a_no_to_what_was_only_proposed_is_illegal() -> None:
    ports = a_world()
    with pytest.raises(IllegalTransition):
        decline_intake(about(referred(ports)), FULL, ports=ports)


def test_a_no_to_a_waiting_place_frees_no_seat() -> None:
    ports = a_world([BUDDY])
    referral = referred(ports)
    accept_for_her(referral.id, id_on(referral, "act_buddy"), caller=CASE_WORKER, ports=ports)
    assert decline_intake(about(referral, "act_buddy"), FULL, ports=ports)
    assert taken(ports, BUDDY) == 0


def test_a_no_goes_through_although_its_activity_has_stopped() -> None:
    ports = a_world()
    referral = held(ports)
    now = ports.activities.get(GROUP.id)
    stopped = replace(now, status=ActivityStatus.INACTIVE)
    ports.activities.put(stopped, expected_version=now.version)
    assert decline_intake(about(referral), LibraryDeclineReason.ACTIVITY_STOPPED, ports=ports)
    assert taken(ports, GROUP) == 0


def test_over_a_page_or_the_api_there_is_no_message_to_remember() -> None:
    ports = a_world()
    referral = held(ports)
    said = about(referral, webhook_id=None)
    assert confirm_intake(said, ports=ports)
    with pytest.raises(IllegalTransition):
        confirm_intake(said, ports=ports)


EARLIER, LATER = NOW - timedelta(minutes=9), NOW - timedelta(minutes=2)


def test_an_older_message_of_the_same_type_changes_nothing() -> None:
    ports = a_world()
    referral = held(ports)
    assert confirm_intake(about(referral, webhook_id="msg_2", said_at=LATER), ports=ports)
    now = now_of(referral, ports)
    assert not confirm_intake(about(referral, webhook_id="msg_1", said_at=EARLIER), ports=ports)
    assert now_of(referral, ports) == now


@pytest.mark.parametrize("said_at", [LATER, LATER + timedelta(seconds=1)])
def test_a_message_that_is_not_older_is_judged_by_the_table(said_at: object) -> None:
    ports = a_world()
    referral = held(ports)
    confirm_intake(about(referral, webhook_id="msg_1", said_at=LATER), ports=ports)
    with pytest.raises(IllegalTransition):
        confirm_intake(about(referral, webhook_id="msg_2", said_at=said_at), ports=ports)


def test_an_older_message_of_another_type_is_judged_by_the_table() -> None:
    ports = a_world()
    referral = held(ports)
    confirm_intake(about(referral, webhook_id="msg_1", said_at=LATER), ports=ports)
    assert decline_intake(about(referral, webhook_id="msg_2", said_at=EARLIER), FULL, ports=ports)
    assert states(now_of(referral, ports))["act_group"] == "declined"


def test_the_next_offer_passes_over_a_code_that_is_in_use() -> None:
    ports = a_world([CAFE, GROUP])
    ports.snapshots.show([GROUP])
    referral = held(ports)
    ports.snapshots.show([GROUP, CAFE])
    next_id = ports.derivation.placement_id(referral.id, 2, CAFE.id)
    wanted = ports.derivation.code(next_id, 0)
    ports.referrals._codes[UTRECHT, wanted] = (
        key_of(replace(referral, id=ReferralId("ref_x"))),
        next_id,
    )
    decline_intake(about(referral), FULL, ports=ports)
    offered = placed_on(now_of(referral, ports), "act_cafe")
    assert (offered.id, offered.state) == (next_id, "proposed")
    assert offered.code not in {wanted, placed_on(referral, "act_group").code}
