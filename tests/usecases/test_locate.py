"""A place nobody here knew is looked up after the answer; who was offered something keeps it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.adapters.known_places import KnownPlaces
from chalicelib.domain.errors import InvalidRequest, Permanent, Temporary
from chalicelib.domain.geography import Located, Point, Precision
from chalicelib.domain.matching.need import Need
from chalicelib.domain.referral import Lookup, Referral
from chalicelib.domain.vocabulary import Level, WithdrawalReason
from chalicelib.usecases.locate import locate_due, locate_owed
from chalicelib.usecases.order import Correction, NeedAsked, PlaceAsked
from chalicelib.usecases.ports import ReferralKey
from chalicelib.usecases.refer import correct, take_back
from tests.fakes.making import NOW
from tests.fakes.outside import FakeGeocoder, FakePlaces
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import (
    CASE_WORKER,
    HERE,
    a_need_asked,
    a_world,
    key_of,
    now_of,
    referred,
    states,
)

FAR_OFF = Located(Point(52.60, 5.60), Precision.AREA, 60.0)  # an area whose middle is nowhere near
ROUGHLY = Located(Point(52.12, 5.10), Precision.AREA, 9.0)
HAMLET = a_need_asked(place=PlaceAsked(name="’t Goy"), body={"location": {"place": "’t Goy"}})
WANTED = Lookup(since=NOW, due_at=NOW)


def understand(body: Any, residence: str) -> NeedAsked:
    """What a kept body means, without a door."""
    location = body["location"]
    return NeedAsked(
        place=PlaceAsked(postcode=location.get("postcode"), name=location.get("place")),
        unplaced=Need(location=HERE, residence=residence, level=Level.A1),
        body=body,
    )


def a_world_with(geocoder: FakeGeocoder | None, **postcodes: Located) -> FakePorts:
    """A world whose table knows these postcodes only, and what was looked up."""
    ports = a_world(geocoder=geocoder)
    table = FakePlaces({name.removeprefix("pc"): at for name, at in postcodes.items()})
    ports.places = KnownPlaces(table, ports.place_cache)
    return ports


def looked_up(referral: Referral, ports: FakePorts) -> Referral:
    """The referral after its turn."""
    locate_due(key_of(referral), understand=understand, ports=ports)
    return now_of(referral, ports)


def due_at(referral: Referral) -> datetime | None:
    return referral.lookup.due_at if referral.lookup else None


class TestWhatIsOwed:
    def test_an_unknown_place_is_owed_a_look_outside(self) -> None:
        ports = a_world_with(FakeGeocoder())
        referral = referred(ports, need=HAMLET)
        assert (referral.status, referral.lookup, referral.due_at) == ("needs_review", WANTED, NOW)

    def test_so_is_a_place_known_as_an_area(self) -> None:
        assert referred(a_world_with(FakeGeocoder(), pc3562=ROUGHLY)).lookup == WANTED

    def test_a_place_known_well_is_owed_nothing(self) -> None:
        assert referred(a_world_with(FakeGeocoder(), pc3562=HERE)).lookup is None

    def test_coordinates_are_not_looked_up(self) -> None:
        asked = a_need_asked(place=PlaceAsked(located=ROUGHLY))
        assert referred(a_world_with(FakeGeocoder()), need=asked).lookup is None

    def test_where_no_geocoder_is_set_nothing_is_owed(self) -> None:
        assert referred(a_world_with(None), need=HAMLET).lookup is None

    def test_nobody_is_asked_before_the_referral_is_answered(self) -> None:
        geocoder = FakeGeocoder()
        referred(a_world_with(geocoder), need=HAMLET)
        assert geocoder.asked == []

    def test_a_corrected_place_is_owed_a_look_of_its_own(self) -> None:
        ports = a_world_with(FakeGeocoder(), pc3562=HERE)
        referral = referred(ports)
        ports.now.forward(timedelta(hours=1))
        changed = Correction(need=HAMLET)
        version = now_of(referral, ports).version
        correct(referral.id, changed, expected_version=version, caller=CASE_WORKER, ports=ports)
        assert now_of(referral, ports).lookup == Lookup(ports.now(), ports.now())


class TestFound:
    def test_who_could_not_be_placed_is_offered_what_fits(self) -> None:
        ports = a_world_with(FakeGeocoder(places={"’t Goy": HERE}))
        after = looked_up(referred(ports, need=HAMLET), ports)
        assert (after.status, after.lookup, after.needs_review) == ("offered", None, False)
        assert set(states(after)) == {"act_cafe", "act_group", "act_buddy"}
        assert after.need
        assert (after.need.location, after.need.residence) == (HERE, "GM0344")

    def test_and_owed_one_text_which_is_queued_at_once(self) -> None:
        ports = a_world_with(FakeGeocoder(places={"’t Goy": HERE}))
        referral = referred(ports, need=HAMLET)
        after = looked_up(referral, ports)
        assert [m.kind for m in after.messages] == ["offer"]
        assert ports.queue.due == [key_of(referral)]

    def test_the_timeline_says_by_whom_and_why(self) -> None:
        ports = a_world_with(FakeGeocoder(places={"’t Goy": HERE}))
        referral = referred(ports, need=HAMLET)
        looked_up(referral, ports)
        kinds = [
            (e.kind, e.actor.role, e.reason) for e in ports.referrals.timeline(key_of(referral))
        ]
        assert ("need_changed", "clock", "place_found") in kinds

    def test_who_had_no_offer_for_an_area_is_matched_where_she_lives(self) -> None:
        ports = a_world_with(FakeGeocoder({"3562": HERE}), pc3562=FAR_OFF)
        referral = referred(ports)
        assert referral.status == "no_offer"
        assert looked_up(referral, ports).status == "offered"

    def test_who_has_an_offer_keeps_it_and_is_known_better_for_the_next(self) -> None:
        ports = a_world_with(FakeGeocoder({"3562": HERE}), pc3562=ROUGHLY)
        before = referred(ports)
        after = looked_up(before, ports)
        assert after.placements == before.placements
        assert after.messages == before.messages
        assert after.need
        assert after.need.location == HERE

    def test_the_next_referral_from_there_starts_with_what_was_found(self) -> None:
        geocoder = FakeGeocoder(places={"’t Goy": HERE})
        ports = a_world_with(geocoder)
        looked_up(referred(ports, need=HAMLET), ports)
        second = referred(ports, "key-2", need=HAMLET)
        assert (second.status, second.lookup) == ("offered", None)
        assert geocoder.asked == ["’t Goy"]

    def test_two_who_wait_for_one_place_cost_one_question(self) -> None:
        geocoder = FakeGeocoder(places={"’t Goy": HERE})
        ports = a_world_with(geocoder)
        both = [referred(ports, key, need=HAMLET) for key in ("key-1", "key-2")]
        assert locate_owed(understand=understand, ports=ports) == 2
        assert [now_of(one, ports).status for one in both] == ["offered", "offered"]
        assert geocoder.asked == ["’t Goy"]

    def test_an_area_is_better_than_nothing_and_not_than_a_smaller_one(self) -> None:
        ports = a_world_with(FakeGeocoder(places={"’t Goy": ROUGHLY}))
        assert looked_up(referred(ports, need=HAMLET), ports).status == "offered"
        ports = a_world_with(FakeGeocoder({"3562": FAR_OFF}), pc3562=ROUGHLY)
        after = looked_up(referred(ports), ports)
        assert after.need
        assert (after.need.location, after.lookup) == (ROUGHLY, None)


class TestNotFound:
    @pytest.mark.parametrize("failures", [[], [Permanent("no such question")]])
    def test_what_is_nowhere_stays_with_a_person_and_is_not_asked_again(
        self, failures: list[Exception]
    ) -> None:
        geocoder = FakeGeocoder()
        geocoder.fails_with = failures
        ports = a_world_with(geocoder)
        after = looked_up(referred(ports, need=HAMLET), ports)
        assert (after.status, after.lookup) == ("needs_review", None)
        looked_up(after, ports)
        assert len(geocoder.asked) == 1

    def test_switched_off_meanwhile_nothing_stays_due(self) -> None:
        ports = a_world_with(FakeGeocoder())
        referral = referred(ports, need=HAMLET)
        ports.geocoder = None
        assert looked_up(referral, ports).lookup is None

    def test_words_of_another_release_stay_with_a_person(self) -> None:
        def baffled(_body: Any, _residence: str) -> NeedAsked:
            raise InvalidRequest([])

        ports = a_world_with(FakeGeocoder(places={"’t Goy": HERE}))
        referral = referred(ports, need=HAMLET)
        locate_due(key_of(referral), understand=baffled, ports=ports)
        after = now_of(referral, ports)
        assert (after.status, after.lookup) == ("needs_review", None)


class TestAway:
    def test_it_is_asked_ever_more_seldom_and_given_up_after_a_day(self) -> None:
        geocoder = FakeGeocoder()
        geocoder.fails_with = [Temporary("away") for _ in range(20)]
        ports = a_world_with(geocoder)
        referral = referred(ports, need=HAMLET)
        waits = []
        while (after := looked_up(referral, ports)).lookup is not None:
            until = due_at(after)
            assert until
            waits.append(until - ports.now())
            ports.now.at = until
        assert waits[:4] == [timedelta(minutes=n) for n in (15, 15, 30, 60)]
        assert len(geocoder.asked) == len(waits) + 1 <= 10
        assert ports.now() - NOW >= timedelta(days=1)
        assert after.status == "needs_review"

    def test_it_comes_back_when_it_was_told_to(self) -> None:
        geocoder = FakeGeocoder()
        geocoder.fails_with = [Temporary("too often", retry_after_s=3600)]
        ports = a_world_with(geocoder)
        after = looked_up(referred(ports, need=HAMLET), ports)
        assert due_at(after) == NOW + timedelta(hours=1)

    def test_before_its_time_nobody_asks(self) -> None:
        geocoder = FakeGeocoder(places={"’t Goy": HERE})
        geocoder.fails_with = [Temporary("away")]
        ports = a_world_with(geocoder)
        referral = referred(ports, need=HAMLET)
        looked_up(referral, ports)
        assert looked_up(referral, ports).status == "needs_review"
        ports.now.forward(timedelta(minutes=15))
        assert looked_up(referral, ports).status == "offered"


class TestMeanwhile:
    def test_a_place_corrected_while_the_old_one_was_looked_up_is_left_to_its_own_turn(
        self,
    ) -> None:
        ports = a_world_with(FakeGeocoder(places={"’t Goy": FAR_OFF}))
        referral = referred(ports, need=HAMLET)
        other = replace(HAMLET, place=PlaceAsked(name="Oud"), body={"location": {"place": "Oud"}})

        class Correcting(FakeGeocoder):
            def place(self, name: str) -> Located | None:
                version = now_of(referral, ports).version
                changed = Correction(need=other)
                correct(
                    referral.id, changed, expected_version=version, caller=CASE_WORKER, ports=ports
                )
                return HERE if name == "’t Goy" else None

        ports.geocoder = Correcting()
        after = looked_up(referral, ports)
        assert (after.status, after.asked, after.lookup) == ("needs_review", other.body, WANTED)

    def test_a_referral_taken_back_is_left_alone(self) -> None:
        ports = a_world_with(FakeGeocoder(places={"’t Goy": HERE}))
        referral = referred(ports, need=HAMLET)
        take_back(referral.id, WithdrawalReason.MOVED, caller=CASE_WORKER, ports=ports)
        after = looked_up(referral, ports)
        assert (after.status, after.need, after.lookup) == ("closed", None, None)

    def test_an_erased_or_unknown_referral_is_no_failure(self) -> None:
        ports = a_world_with(FakeGeocoder(places={"’t Goy": HERE}))
        referral = referred(ports, need=HAMLET)
        ports.referrals.erase(key_of(referral))
        for key in (key_of(referral), ReferralKey(referral.organisation, "ref_x")):  # type: ignore[arg-type]
            locate_due(key, understand=understand, ports=ports)
        assert ports.geocoder
        assert ports.geocoder.asked == []

    def test_twice_at_once_is_once(self) -> None:
        ports = a_world_with(FakeGeocoder(places={"’t Goy": HERE}))
        referral = referred(ports, need=HAMLET)
        after = looked_up(referral, ports)
        assert looked_up(referral, ports) == after


class TestTheRun:
    def test_one_that_cannot_be_stored_does_not_stop_the_others(self) -> None:
        ports = a_world_with(FakeGeocoder(places={"’t Goy": HERE}))
        first, second = (referred(ports, key, need=HAMLET) for key in ("key-1", "key-2"))
        whole = ports.referrals.get

        def get(key: ReferralKey) -> Referral:
            if key == key_of(first):
                raise Temporary("the table is away")
            return whole(key)

        ports.referrals.get = get  # type: ignore[method-assign]
        with pytest.raises(Temporary, match="1 of 2"):
            locate_owed(understand=understand, ports=ports)
        assert whole(key_of(second)).status == "offered"

    def test_it_ends_in_time_and_leaves_the_rest_for_the_next_minute(self) -> None:
        class Slow(FakeGeocoder):
            def place(self, name: str) -> Located | None:
                ports.now.forward(timedelta(seconds=11))
                return super().place(name)

        geocoder = Slow()
        ports = a_world_with(geocoder)
        for number in range(5):
            referred(ports, f"key-{number}", need=HAMLET)
        assert locate_owed(understand=understand, ports=ports) == 2
        assert locate_owed(understand=understand, ports=ports) == 2
        assert locate_owed(understand=understand, ports=ports) == 1

    def test_what_owes_something_else_is_passed_over(self) -> None:
        ports = a_world(geocoder=FakeGeocoder())
        referral = referred(ports)  # owes a text
        assert locate_owed(understand=understand, ports=ports) == 1
        assert now_of(referral, ports) == referral
