"""What every store of referrals keeps its word on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.domain.caller import Eyes
from chalicelib.domain.catalogue import Seats
from chalicelib.domain.clocks import Situation
from chalicelib.domain.clocks import begun as begun_clock
from chalicelib.domain.errors import (
    Gone,
    InvalidRequest,
    NotFound,
    ReferenceInUse,
    SeatTaken,
    StaleVersion,
    Temporary,
)
from chalicelib.domain.events import CLOCK, Event, EventKind
from chalicelib.domain.ids import ActivityId, LibraryId, OrganisationId, PlacementId, ReferralId
from chalicelib.domain.message import claimed, sent
from chalicelib.domain.person import Person
from chalicelib.domain.placement import Happening, State
from chalicelib.domain.referral import Referral, ReferralStatus, Withdrawal
from chalicelib.domain.step import Step, begun
from chalicelib.domain.vocabulary import ActivityStatus, WithdrawalReason
from chalicelib.usecases.ports import (
    AlreadySeen,
    AlreadyThere,
    CodeTaken,
    ReferralKey,
    ReferralQuery,
    TextsStopped,
)
from tests.adapters.contracts.worlds import World, mac_of
from tests.fakes.making import (
    GM0344,
    NOW,
    UTRECHT,
    a_message,
    a_person,
    a_placement,
    a_referral,
    an_activity,
    happening,
    referring,
)

AMSTERDAM_LIBRARY = LibraryId("NL-0899010000")
CAFE = ActivityId("act_cafe")
PHONE_MAC = mac_of("+31612345678")


def key_of(referral: Referral) -> ReferralKey:
    return ReferralKey(referral.organisation, referral.id)


def added(world: World, referral: Referral, person: Person | None = None) -> Referral:
    world.referrals.add(referring(referral), person or a_person(), phone_mac=PHONE_MAC)
    return world.referrals.get(key_of(referral))


def saved(world: World, step: Step) -> Referral:
    world.referrals.save(step)
    return world.referrals.get(key_of(step.referral))


def offered(number: int = 1, *, activity: str = "act_cafe", code: str | None = None) -> Referral:
    """A referral with one open proposal; its names follow its number."""
    placement = a_placement(
        f"plc_{number}", code=code or f"{number:04d}", activity_id=ActivityId(activity)
    )
    return a_referral(f"ref_{number}", placements=(placement,))


def withdrawn(referral: Referral) -> Step:
    """Taken back by the municipality: every live placement ends."""
    step = begun(referral)
    for placement in referral.placements:
        if placement.is_live:
            step = happening(step.referral, placement.id, Happening.WITHDRAWN)
            step = replace(step, before=referral)
    taken_back = Withdrawal(WithdrawalReason.MOVED, NOW)
    return replace(step, referral=replace(step.referral, withdrawal=taken_back))


def claiming(referral: Referral) -> Step:
    """The step that claims its first text for sending."""
    claim = claimed(referral.messages[0], at=NOW)
    assert claim is not None
    return replace(begun(referral), referral=referral.with_message(claim), wants_texts=True)


class ReferralsContract:
    """Run with a fixture `world`."""

    def test_what_is_added_comes_back_whole(self, world: World) -> None:
        referral = a_referral(
            client_reference="UTR-1",
            assigned_to="team-oost",
            count_hours=True,
            placements=(a_placement("plc_b", code="0001"), a_placement("plc_a", code="0002")),
            messages=(a_message("msg_b"), a_message("msg_a", due_at=None, failure="no_phone")),
        )
        assert added(world, referral) == replace(referral, version=1)

    def test_clocks_come_back_where_they_stood_and_go_when_they_are_over(
        self, world: World
    ) -> None:
        clock = begun_clock(Situation.OFFERED, since=NOW, at=NOW)
        referral = a_referral(
            placements=(a_placement(clock=replace(clock, situation=Situation.HELD, step=1)),),
            clock=clock,
            parked_at=NOW,
            ended_at=NOW,
        )
        stored = added(world, referral)
        assert stored == replace(referral, version=1)
        (placement,) = stored.placements
        over = replace(stored, placements=(replace(placement, clock=None),), clock=None)
        after = saved(world, begun(stored).then(replace(over, parked_at=None, ended_at=None)))
        assert (after.clock, after.parked_at, after.ended_at) == (None, None, None)
        assert after.placements[0].clock is None

    def test_a_referral_without_a_place_comes_back_without_a_need(self, world: World) -> None:
        assert added(world, a_referral(need=None, needs_review=True)).need is None

    def test_the_person_comes_back_as_she_was_entered(self, world: World) -> None:
        referral = added(world, a_referral(), a_person(note="ë, ş en 阿"))
        assert world.referrals.person(key_of(referral)) == a_person(note="ë, ş en 阿")

    def test_a_person_without_a_phone_has_none(self, world: World) -> None:
        world.referrals.add(referring(a_referral()), a_person(phone=None), phone_mac=None)
        assert world.referrals.person(key_of(a_referral())).phone is None

    def test_adding_twice_changes_nothing_and_says_so(self, world: World) -> None:
        added(world, offered())
        before = world.everything()
        with pytest.raises(AlreadyThere):
            added(world, offered(), a_person(first_name="Somebody else"))
        assert world.everything() == before

    def test_a_repeated_request_is_told_from_a_reference_in_use(self, world: World) -> None:
        referral = replace(offered(), client_reference="UTR-1")
        added(world, referral)
        with pytest.raises(AlreadyThere):
            added(world, referral)

    def test_a_client_reference_names_one_open_referral(self, world: World) -> None:
        added(world, replace(offered(1), client_reference="UTR-1"))
        before = world.everything()
        with pytest.raises(ReferenceInUse):
            added(world, replace(offered(2), client_reference="UTR-1"))
        assert world.everything() == before

    def test_another_organisation_may_use_the_same_client_reference(self, world: World) -> None:
        added(world, a_referral("ref_1", client_reference="1"))
        theirs = a_referral("ref_2", client_reference="1", organisation=OrganisationId("GM0363"))
        assert added(world, theirs).client_reference == "1"

    def test_a_client_reference_is_free_again_once_its_referral_ends(self, world: World) -> None:
        first = added(world, replace(offered(1), client_reference="UTR-1"))
        saved(world, withdrawn(first))
        assert added(world, replace(offered(2), client_reference="UTR-1")).version == 1

    def test_a_referral_that_opens_again_takes_its_client_reference_again(
        self, world: World
    ) -> None:
        first = added(world, a_referral("ref_1", client_reference="UTR-1"))
        ended = saved(world, withdrawn(first))
        saved(world, replace(begun(ended), referral=replace(ended, withdrawal=None)))
        with pytest.raises(ReferenceInUse):
            added(world, a_referral("ref_2", client_reference="UTR-1"))

    def test_an_unknown_referral_is_not_found(self, world: World) -> None:
        with pytest.raises(NotFound):
            world.referrals.get(ReferralKey(GM0344, ReferralId("ref_unknown")))
        with pytest.raises(NotFound):
            world.referrals.person(ReferralKey(GM0344, ReferralId("ref_unknown")))

    @pytest.mark.parametrize("id_", ["", "#", "ref_1#x", "x" * 5000, "é" * 3000, "\ud800"])
    def test_whatever_is_sent_as_an_id_is_simply_not_found(self, world: World, id_: str) -> None:
        with pytest.raises(NotFound):
            world.referrals.get(ReferralKey(GM0344, ReferralId(id_)))
        with pytest.raises(NotFound):
            world.referrals.of_placement(PlacementId(id_), library=None)
        with pytest.raises(NotFound):
            world.referrals.of_code(UTRECHT, id_)
        assert not world.referrals.has_seen(UTRECHT, id_)

    def test_another_organisations_referral_is_not_found(self, world: World) -> None:
        referral = added(world, a_referral())
        theirs = ReferralKey(OrganisationId("GM0363"), referral.id)
        with pytest.raises(NotFound):
            world.referrals.get(theirs)
        with pytest.raises(NotFound):
            world.referrals.person(theirs)

    def test_an_erased_referral_is_gone(self, world: World) -> None:
        referral = added(world, offered())
        world.erase(key_of(referral))
        with pytest.raises(Gone):
            world.referrals.get(key_of(referral))
        with pytest.raises(Gone):
            world.referrals.person(key_of(referral))

    def test_an_erased_referral_is_no_longer_shown_to_its_library(self, world: World) -> None:
        referral = added(world, offered())
        world.erase(key_of(referral))
        with pytest.raises(NotFound):
            world.referrals.of_placement(PlacementId("plc_1"), library=UTRECHT)
        with pytest.raises(NotFound):
            world.referrals.of_code(UTRECHT, "0001")
        assert world.referrals.list(ReferralQuery(GM0344)).items == ()

    def test_an_erased_referral_cannot_be_saved(self, world: World) -> None:
        referral = added(world, offered())
        world.erase(key_of(referral))
        with pytest.raises(StaleVersion):
            world.referrals.save(happening(referral, "plc_1", Happening.NEWCOMER_DECLINED))

    def test_a_saved_step_is_what_is_read_next(self, world: World) -> None:
        referral = added(world, offered())
        step = happening(referral, "plc_1", Happening.NEWCOMER_DECLINED)
        assert saved(world, step) == replace(step.referral, version=2)

    def test_what_a_step_takes_away_is_gone(self, world: World) -> None:
        referral = added(
            world, a_referral(assigned_to="usr_2", client_reference="7", messages=(a_message(),))
        )
        quiet = referral.with_message(replace(referral.messages[0], due_at=None))
        step = replace(begun(referral), referral=replace(quiet, assigned_to=None, need=None))
        after = saved(world, step)
        assert (after.assigned_to, after.need, after.messages[0].due_at) == (None, None, None)

    def test_of_two_who_write_at_once_the_second_is_told(self, world: World) -> None:
        referral = added(world, offered())
        world.referrals.save(happening(referral, "plc_1", Happening.NEWCOMER_DECLINED))
        before = world.everything()
        with pytest.raises(StaleVersion):
            world.referrals.save(withdrawn(referral))
        assert world.everything() == before

    def test_new_placements_and_texts_stand_behind_the_old_ones(self, world: World) -> None:
        referral = added(world, offered())
        grown = replace(
            referral,
            placements=(*referral.placements, a_placement("plc_0", code="9999")),
            messages=(a_message("msg_0"),),
            round=2,
        )
        after = saved(world, replace(begun(referral), referral=grown))
        assert [p.id for p in after.placements] == ["plc_1", "plc_0"]
        assert [m.id for m in after.messages] == ["msg_0"]

    def test_a_saved_person_replaces_the_one_before(self, world: World) -> None:
        referral = added(world, a_referral())
        world.referrals.save(begun(referral), person=a_person(first_name="Yusra", phone=None))
        person = world.referrals.person(key_of(referral))
        assert (person.first_name, person.phone) == ("Yusra", None)

    # Finding one by what is known of it.

    def test_a_placement_leads_to_its_referral(self, world: World) -> None:
        referral = added(world, offered())
        found = world.referrals.of_placement(PlacementId("plc_1"), library=UTRECHT)
        assert found == referral
        assert world.referrals.of_placement(PlacementId("plc_1"), library=None) == referral

    def test_another_librarys_placement_is_not_found(self, world: World) -> None:
        added(world, offered())
        with pytest.raises(NotFound):
            world.referrals.of_placement(PlacementId("plc_1"), library=AMSTERDAM_LIBRARY)

    def test_a_code_leads_to_its_placement_at_its_library_only(self, world: World) -> None:
        referral = added(world, offered(code="4821"))
        assert world.referrals.of_code(UTRECHT, "4821") == (referral, "plc_1")
        with pytest.raises(NotFound):
            world.referrals.of_code(AMSTERDAM_LIBRARY, "4821")

    def test_a_code_in_use_at_that_library_is_refused(self, world: World) -> None:
        added(world, offered(1, code="4821"))
        before = world.everything()
        with pytest.raises(CodeTaken) as refused:
            added(world, offered(2, code="4821"))
        assert (refused.value.library, refused.value.code) == (UTRECHT, "4821")
        assert world.everything() == before

    def test_a_code_in_use_is_refused_to_a_later_offer_too(self, world: World) -> None:
        added(world, offered(1, code="4821"))
        second = added(world, a_referral("ref_2"))
        grown = replace(second, placements=(a_placement("plc_2", code="4821"),))
        before = world.everything()
        with pytest.raises(CodeTaken):
            world.referrals.save(replace(begun(second), referral=grown))
        assert world.everything() == before

    def test_two_offers_of_one_library_have_two_codes(self, world: World) -> None:
        twice = (a_placement("plc_1", code="4821"), a_placement("plc_2", code="4821"))
        with pytest.raises(CodeTaken):
            added(world, a_referral(placements=twice))

    def test_two_libraries_may_use_the_same_code(self, world: World) -> None:
        theirs = a_placement("plc_2", code="4821", library=AMSTERDAM_LIBRARY)
        added(world, a_referral(placements=(a_placement("plc_1", code="4821"), theirs)))
        assert world.referrals.of_code(AMSTERDAM_LIBRARY, "4821")[1] == "plc_2"

    def test_a_code_is_free_again_once_its_placement_ends(self, world: World) -> None:
        first = added(world, offered(1, code="4821"))
        saved(world, happening(first, "plc_1", Happening.NEWCOMER_DECLINED))
        with pytest.raises(NotFound):
            world.referrals.of_code(UTRECHT, "4821")
        second = added(world, offered(2, code="4821"))
        assert world.referrals.of_code(UTRECHT, "4821") == (second, "plc_2")

    def test_a_code_can_pass_to_the_next_offer_in_one_step(self, world: World) -> None:
        referral = added(world, offered(1, code="4821"))
        step = happening(referral, "plc_1", Happening.NEWCOMER_DECLINED)
        following = (*step.referral.placements, a_placement("plc_2", code="4821"))
        saved(world, replace(step, referral=replace(step.referral, placements=following)))
        assert world.referrals.of_code(UTRECHT, "4821")[1] == "plc_2"

    def test_a_placement_that_comes_back_has_its_code_again(self, world: World) -> None:
        referral = added(world, offered(1, code="4821"))
        declined = saved(world, happening(referral, "plc_1", Happening.NEWCOMER_DECLINED))
        undone = declined.with_placement(referral.placements[0])
        saved(world, replace(begun(declined), referral=undone))
        assert world.referrals.of_code(UTRECHT, "4821")[1] == "plc_1"

    # Seats.

    def test_accepting_takes_a_seat_and_leaving_gives_it_back(self, world: World) -> None:
        world.activities.put(an_activity(seats=Seats(capacity=2)), expected_version=None)
        referral = added(world, offered())
        held = saved(world, happening(referral, "plc_1", Happening.ACCEPTED))
        assert world.activities.get(CAFE).seats.left == 1
        saved(world, happening(held, "plc_1", Happening.NEWCOMER_DECLINED))
        assert world.activities.get(CAFE).seats.left == 2

    def test_the_last_seat_is_not_given_twice(self, world: World) -> None:
        world.activities.put(an_activity(seats=Seats(capacity=1)), expected_version=None)
        first, second = added(world, offered(1)), added(world, offered(2))
        saved(world, happening(first, "plc_1", Happening.ACCEPTED))
        before = world.everything()
        with pytest.raises(SeatTaken) as refused:
            world.referrals.save(happening(second, "plc_2", Happening.ACCEPTED))
        assert refused.value.activity_id == CAFE
        assert world.everything() == before

    def test_seats_taken_elsewhere_are_not_ours_to_give(self, world: World) -> None:
        full = an_activity(seats=Seats(capacity=3, taken_elsewhere=3))
        world.activities.put(full, expected_version=None)
        referral = added(world, offered())
        with pytest.raises(SeatTaken):
            world.referrals.save(happening(referral, "plc_1", Happening.ACCEPTED))

    def test_an_activity_without_a_limit_is_never_full(self, world: World) -> None:
        world.activities.put(an_activity(seats=Seats(capacity=None)), expected_version=None)
        for number in range(1, 4):
            referral = added(world, offered(number))
            saved(world, happening(referral, f"plc_{number}", Happening.ACCEPTED_DROP_IN))
        seats = world.activities.get(CAFE).seats
        assert (seats.taken, seats.left) == (3, None)

    def test_a_full_activity_that_grows_has_room_again(self, world: World) -> None:
        activity = world.activities.put(an_activity(seats=Seats(capacity=1)), expected_version=None)
        first, second = added(world, offered(1)), added(world, offered(2))
        saved(world, happening(first, "plc_1", Happening.ACCEPTED))
        world.activities.put(replace(activity, seats=Seats(capacity=2)), expected_version=1)
        saved(world, happening(second, "plc_2", Happening.ACCEPTED))
        assert world.activities.get(CAFE).seats == Seats(capacity=2, taken=2)

    @pytest.mark.parametrize("status", [ActivityStatus.PAUSED, ActivityStatus.INACTIVE])
    def test_a_closed_activity_gives_no_seat(self, world: World, status: ActivityStatus) -> None:
        world.activities.put(an_activity(status=status), expected_version=None)
        referral = added(world, offered())
        with pytest.raises(SeatTaken):
            world.referrals.save(happening(referral, "plc_1", Happening.ACCEPTED))

    def test_a_closed_activity_takes_nobody_on_its_list(self, world: World) -> None:
        world.activities.put(an_activity(status=ActivityStatus.PAUSED), expected_version=None)
        referral = added(world, offered())
        with pytest.raises(SeatTaken):
            world.referrals.save(happening(referral, "plc_1", Happening.ACCEPTED_TO_LIST))

    def test_a_closed_activity_still_takes_a_seat_back(self, world: World) -> None:
        activity = world.activities.put(an_activity(), expected_version=None)
        held = saved(world, happening(added(world, offered()), "plc_1", Happening.ACCEPTED))
        closed = replace(activity, status=ActivityStatus.INACTIVE)
        world.activities.put(closed, expected_version=1)
        saved(world, happening(held, "plc_1", Happening.NEWCOMER_DECLINED))
        assert world.activities.get(CAFE).seats.taken == 0

    def test_a_seat_nobody_counted_is_not_given_back(self, world: World) -> None:
        world.activities.put(an_activity(), expected_version=None)
        placement = replace(offered().placements[0], state=State.HELD, seat_counted=True)
        referral = added(world, replace(offered(), placements=(placement,)))
        before = world.everything()
        with pytest.raises(Temporary):
            world.referrals.save(happening(referral, "plc_1", Happening.NEWCOMER_DECLINED))
        assert world.everything() == before

    def test_who_was_erased_accepts_nothing(self, world: World) -> None:
        world.activities.put(an_activity(), expected_version=None)
        referral = added(world, offered())
        world.lose_person(key_of(referral))
        before = world.everything()
        with pytest.raises(Gone):
            world.referrals.save(happening(referral, "plc_1", Happening.ACCEPTED))
        assert world.everything() == before

    # Texts.

    def test_a_text_is_claimed_while_her_number_wants_texts(self, world: World) -> None:
        referral = added(world, a_referral(messages=(a_message(),)))
        assert saved(world, claiming(referral)).messages[0].attempt == 1

    def test_no_text_is_claimed_for_a_number_that_stopped_them(self, world: World) -> None:
        referral = added(world, a_referral(messages=(a_message(),)))
        world.suppress(PHONE_MAC)
        before = world.everything()
        with pytest.raises(TextsStopped):
            world.referrals.save(claiming(referral))
        assert world.everything() == before

    def test_a_new_number_is_asked_instead_of_the_old_one(self, world: World) -> None:
        referral = added(world, a_referral(messages=(a_message(),)))
        world.suppress(PHONE_MAC)
        world.referrals.save(begun(referral), person=a_person(phone="+31687654321"))
        assert saved(world, claiming(world.referrals.get(key_of(referral)))).version == 3

    def test_a_stopped_number_stays_stopped_when_it_is_referred_again(self, world: World) -> None:
        world.suppress(PHONE_MAC)
        referral = added(world, a_referral(messages=(a_message(),)))
        with pytest.raises(TextsStopped):
            world.referrals.save(claiming(referral))

    def test_two_people_may_share_a_number(self, world: World) -> None:
        added(world, a_referral("ref_1"))
        second = added(world, a_referral("ref_2", messages=(a_message(),)))
        assert saved(world, claiming(second)).version == 2

    def test_no_text_is_claimed_for_who_was_erased(self, world: World) -> None:
        referral = added(world, a_referral(messages=(a_message(),)))
        world.lose_person(key_of(referral))
        with pytest.raises(TextsStopped):
            world.referrals.save(claiming(referral))

    # A library's message.

    def test_a_librarys_message_is_handled_once(self, world: World) -> None:
        referral = added(world, offered())
        step = replace(begun(referral), webhook=(UTRECHT, "wh_1"))
        assert not world.referrals.has_seen(UTRECHT, "wh_1")
        after = saved(world, step)
        assert world.referrals.has_seen(UTRECHT, "wh_1")
        before = world.everything()
        with pytest.raises(AlreadySeen):
            world.referrals.save(replace(begun(after), webhook=(UTRECHT, "wh_1")))
        assert world.everything() == before

    def test_seen_before_is_told_before_anything_else_that_is_wrong(self, world: World) -> None:
        world.activities.put(an_activity(seats=Seats(capacity=0)), expected_version=None)
        referral = added(world, offered())
        saved(world, replace(begun(referral), webhook=(UTRECHT, "wh_1")))
        stale_and_full = happening(referral, "plc_1", Happening.ACCEPTED)
        with pytest.raises(AlreadySeen):
            world.referrals.save(replace(stale_and_full, webhook=(UTRECHT, "wh_1")))

    def test_stale_is_told_before_full(self, world: World) -> None:
        world.activities.put(an_activity(seats=Seats(capacity=0)), expected_version=None)
        referral = added(world, offered())
        saved(world, replace(begun(referral), webhook=(UTRECHT, "wh_1")))
        with pytest.raises(StaleVersion):
            world.referrals.save(happening(referral, "plc_1", Happening.ACCEPTED))

    def test_full_is_told_before_a_code_in_use(self, world: World) -> None:
        world.activities.put(an_activity(seats=Seats(capacity=0)), expected_version=None)
        added(world, offered(2, code="4821"))
        step = happening(added(world, offered(1)), "plc_1", Happening.ACCEPTED)
        more = (*step.referral.placements, a_placement("plc_3", code="4821"))
        with pytest.raises(SeatTaken):
            world.referrals.save(replace(step, referral=replace(step.referral, placements=more)))

    def test_another_librarys_message_of_the_same_id_is_another_message(self, world: World) -> None:
        referral = added(world, offered())
        after = saved(world, replace(begun(referral), webhook=(UTRECHT, "wh_1")))
        saved(world, replace(begun(after), webhook=(AMSTERDAM_LIBRARY, "wh_1")))
        assert world.referrals.has_seen(AMSTERDAM_LIBRARY, "wh_1")

    def test_a_message_is_forgotten_after_seven_days(self, world: World) -> None:
        after = saved(world, replace(begun(added(world, offered())), webhook=(UTRECHT, "wh_1")))
        world.clock.forward(timedelta(days=7, seconds=1))
        assert not world.referrals.has_seen(UTRECHT, "wh_1")
        saved(world, replace(begun(after), webhook=(UTRECHT, "wh_1")))
        assert world.referrals.has_seen(UTRECHT, "wh_1")

    # The timeline.

    def test_the_timeline_is_in_the_order_in_which_it_happened(self, world: World) -> None:
        referral = added(world, offered())
        step = happening(referral, "plc_1", Happening.NEWCOMER_DECLINED)
        last = Event(EventKind.NOTHING_FITS, NOW, CLOCK)
        saved(world, replace(step, events=(*step.events, last)))
        lines = world.referrals.timeline(key_of(referral))
        assert lines == (*referring(referral).events, *step.events, last)

    def test_an_unknown_referral_has_no_timeline(self, world: World) -> None:
        assert world.referrals.timeline(ReferralKey(GM0344, ReferralId("ref_unknown"))) == ()

    # Lists.

    def test_a_list_shows_the_oldest_change_first(self, world: World) -> None:
        for number, minutes in enumerate([30, 10, 20], start=1):
            at = NOW + timedelta(minutes=minutes)
            added(world, replace(a_referral(f"ref_{number}"), updated_at=at))
        assert ids(world, ReferralQuery(GM0344)) == ["ref_2", "ref_3", "ref_1"]

    def test_a_list_shows_one_organisation_only(self, world: World) -> None:
        added(world, a_referral("ref_1"))
        assert ids(world, ReferralQuery(OrganisationId("GM0363"))) == []

    def test_pages_together_show_everything_once(self, world: World) -> None:
        for number in range(7):
            added(world, a_referral(f"ref_{number}"))
        pages = every_page(world, ReferralQuery(GM0344, page_size=3))
        assert [len(page) for page in pages] == [3, 3, 1]
        assert [id_ for page in pages for id_ in page] == [f"ref_{n}" for n in range(7)]

    def test_a_page_that_ends_exactly_at_the_end_has_no_next(self, world: World) -> None:
        for number in range(2):
            added(world, a_referral(f"ref_{number}"))
        assert world.referrals.list(ReferralQuery(GM0344, page_size=2)).next_cursor is None

    def test_what_changes_while_paging_comes_again_at_its_new_place(self, world: World) -> None:
        for number in range(4):
            added(world, a_referral(f"ref_{number}"))
        first = world.referrals.list(ReferralQuery(GM0344, page_size=2))
        moved = world.referrals.get(ReferralKey(GM0344, ReferralId("ref_0")))
        later = replace(moved, updated_at=NOW + timedelta(hours=1), needs_review=True)
        saved(world, replace(begun(moved), referral=later))
        rest = ReferralQuery(GM0344, page_size=9, cursor=first.next_cursor)
        assert ids(world, rest) == ["ref_2", "ref_3", "ref_0"]

    def test_a_list_of_one_status_follows_the_placements(self, world: World) -> None:
        declined = added(world, offered(1))
        added(world, offered(2))
        saved(world, happening(declined, "plc_1", Happening.NEWCOMER_DECLINED))
        assert ids(world, ReferralQuery(GM0344, ReferralStatus.OFFERED)) == ["ref_2"]
        assert ids(world, ReferralQuery(GM0344, ReferralStatus.NO_OFFER)) == ["ref_1"]

    def test_pages_of_one_status_show_everything_once(self, world: World) -> None:
        for number in range(5):
            added(world, a_referral(f"ref_{number}"))
        pages = every_page(world, ReferralQuery(GM0344, ReferralStatus.NO_OFFER, page_size=2))
        assert [id_ for page in pages for id_ in page] == [f"ref_{n}" for n in range(5)]

    def test_updated_since_includes_that_very_moment(self, world: World) -> None:
        for number in range(3):
            at = NOW + timedelta(minutes=number)
            added(world, replace(a_referral(f"ref_{number}"), updated_at=at))
        since = ReferralQuery(GM0344, updated_since=NOW + timedelta(minutes=1))
        assert ids(world, since) == ["ref_1", "ref_2"]

    def test_a_list_can_be_of_one_assignee(self, world: World) -> None:
        added(world, a_referral("ref_1", assigned_to="team-oost"))
        added(world, a_referral("ref_2", assigned_to="usr_2"))
        added(world, a_referral("ref_3"))
        assert ids(world, ReferralQuery(GM0344, assigned_to="team-oost")) == ["ref_1"]

    def test_a_case_worker_sees_hers_her_teams_and_unassigned_ones_she_made(
        self, world: World
    ) -> None:
        for number, (assigned_to, created_by) in enumerate(
            [
                ("usr_1", "usr_9"),  # hers
                ("team-oost", "usr_9"),  # her team's
                (None, "usr_1"),  # made by her
                (None, "usr_9"),  # made by somebody else
                ("usr_9", "usr_1"),  # made by her, now somebody else's
            ]
        ):
            added(
                world,
                a_referral(f"ref_{number}", assigned_to=assigned_to, created_by=created_by),
            )
        query = ReferralQuery(GM0344, sees=Eyes("usr_1", "team-oost"), page_size=2)
        assert every_page(world, query) == [["ref_0", "ref_1"], ["ref_2"]]

    @pytest.mark.parametrize(
        "cursor",
        ["", "x", "####", "WyJ4Il0", "bnVsbA", "W10", "WzFd", "é", "\x00", "A" * 5000, "W" * 997],
    )
    def test_a_cursor_that_is_none_is_named_as_the_fault(self, world: World, cursor: str) -> None:
        with pytest.raises(InvalidRequest) as refused:
            world.referrals.list(ReferralQuery(GM0344, cursor=cursor))
        assert [fault.name for fault in refused.value.faults] == ["cursor"]

    # What is owed.

    def test_what_is_owed_is_found_when_it_is_due_and_not_before(self, world: World) -> None:
        later = NOW + timedelta(minutes=5)
        referral = added(world, a_referral(messages=(a_message(due_at=later),)))
        assert due(world, at=later - timedelta(seconds=1)) == []
        assert due(world, at=later) == [referral.id]

    def test_what_is_sent_is_owed_no_more(self, world: World) -> None:
        referral = added(world, a_referral(messages=(a_message(),)))
        claim = saved(world, claiming(referral))
        done = claim.with_message(sent(claim.messages[0], provider_id="p1", at=NOW))
        saved(world, replace(begun(claim), referral=done))
        assert due(world, at=NOW + timedelta(days=30)) == []

    def test_the_longest_overdue_comes_first_and_never_more_than_asked(self, world: World) -> None:
        for number in range(6):
            text = a_message(f"msg_{number}", due_at=NOW - timedelta(minutes=number))
            added(world, a_referral(f"ref_{number}", messages=(text,)))
        assert due(world, at=NOW, limit=3) == ["ref_5", "ref_4", "ref_3"]

    def test_the_oldest_says_since_when_it_is_due(self, world: World) -> None:
        assert world.referrals.oldest_due(at=NOW) is None
        for number in range(3):
            text = a_message(f"msg_{number}", due_at=NOW - timedelta(minutes=number))
            added(world, a_referral(f"ref_{number}", messages=(text,)))
        assert world.referrals.oldest_due(at=NOW) == NOW - timedelta(minutes=2)
        assert world.referrals.oldest_due(at=NOW - timedelta(minutes=3)) is None


def ids(world: World, query: ReferralQuery) -> Sequence[str]:
    return [referral.id for referral in world.referrals.list(query).items]


def every_page(world: World, query: ReferralQuery) -> list[list[str]]:
    pages = []
    while True:
        page = world.referrals.list(query)
        pages.append([str(referral.id) for referral in page.items])
        if page.next_cursor is None:
            return pages
        query = replace(query, cursor=page.next_cursor)


def due(world: World, *, at: datetime, limit: int = 100) -> list[str]:
    return [key.referral_id for key in world.referrals.due(at=at, limit=limit)]
