"""What every adapter of the smaller ports keeps its word on; each runs with the fixtures named."""

from datetime import timedelta
from typing import Protocol

import pytest

from chalicelib.domain.geography import Located, Point, Precision
from chalicelib.domain.holidays import Holidays
from chalicelib.domain.ids import MessageId
from chalicelib.domain.matching.codec import encode_activity
from chalicelib.domain.matching.snapshot import pack
from chalicelib.domain.place_names import place_query
from chalicelib.usecases.ports import (
    Phrasebook,
    PlaceCache,
    Places,
    Queue,
    ReferralKey,
    SmsSender,
    Snapshots,
    Switchboard,
    Words,
)
from tests.fakes.clock import FixedClock
from tests.fakes.making import GM0344, NOW, a_referral, an_activity


def published(*ids: str, version: str) -> bytes:
    """A snapshot of activities with these ids."""
    return pack(
        [an_activity(id_) for id_ in ids],
        version=version,
        holidays=Holidays({}),
        encode=encode_activity,
    )


class SnapshotsContract:
    """Fixture `snapshots`: nothing published yet, and no wait before what is new is looked for."""

    def test_before_anything_is_published_the_catalogue_is_empty(
        self, snapshots: Snapshots
    ) -> None:
        assert list(snapshots.current()) == []
        assert snapshots.published_version() is None

    def test_what_is_published_is_current(self, snapshots: Snapshots) -> None:
        snapshots.publish(published("act_1", "act_2", version="v1"), version="v1")
        assert [activity.id for activity in snapshots.current()] == ["act_1", "act_2"]
        assert snapshots.current().version == "v1"

    def test_the_last_published_is_current(self, snapshots: Snapshots) -> None:
        snapshots.publish(published("act_1", version="v1"), version="v1")
        snapshots.publish(published("act_2", version="v2"), version="v2")
        assert snapshots.current().version == "v2"
        assert snapshots.published_version() == "v2"

    def test_when_it_was_last_compared_is_known_whatever_is_published(
        self, snapshots: Snapshots
    ) -> None:
        assert snapshots.last_compared() is None
        for at in (NOW, NOW + timedelta(minutes=1)):
            snapshots.compared(at)
            assert snapshots.last_compared() == at
        assert snapshots.published_version() is None


class PlacesContract:
    """Fixture `places`: knows postcode 3511 and the place Utrecht."""

    def test_a_known_postcode_is_in_the_country(self, places: Places) -> None:
        assert_in_the_netherlands(places.postcode("3511"))

    def test_a_known_place_is_in_the_country(self, places: Places) -> None:
        assert_in_the_netherlands(places.place("Utrecht"))

    def test_what_nobody_knows_is_nowhere(self, places: Places) -> None:
        assert places.postcode("0000") is None
        assert places.place("Nergenshuizen") is None


class SwitchboardContract:
    """Fixture `switchboard`: nobody has touched it."""

    def test_texts_go_out_until_somebody_silences_them(self, switchboard: Switchboard) -> None:
        assert not switchboard.is_silenced()
        switchboard.resume()
        assert not switchboard.is_silenced()

    def test_silenced_it_stays_until_it_resumes(self, switchboard: Switchboard) -> None:
        for _ in range(2):
            switchboard.silence()
            assert switchboard.is_silenced()
        switchboard.resume()
        assert not switchboard.is_silenced()


class PlaceCacheContract:
    """Fixtures `cache`, empty, and `clock`, which it goes by."""

    def test_what_is_kept_is_found_as_it_was(self, cache: PlaceCache) -> None:
        town = Located(Point(52.0707, 4.3007), Precision.PLACE, 3.1)
        cache.put("place s gravenhage", town)
        assert cache.get("place s gravenhage") == town
        assert cache.get("postcode 2511") is None

    def test_the_last_that_was_found_is_believed(self, cache: PlaceCache) -> None:
        cache.put("postcode 3562", Located(Point(52.1, 5.1), Precision.POSTCODE, 1.0))
        better = Located(Point(52.119, 5.106), Precision.POSTCODE, 0.4)
        cache.put("postcode 3562", better)
        assert cache.get("postcode 3562") == better

    def test_after_ninety_days_it_is_as_if_never_kept(
        self, cache: PlaceCache, clock: FixedClock
    ) -> None:
        cache.put("postcode 3562", Located(Point(52.1, 5.1), Precision.POSTCODE, 1.0))
        clock.forward(timedelta(days=89, hours=23))
        assert cache.get("postcode 3562")
        clock.forward(timedelta(hours=2))
        assert cache.get("postcode 3562") is None

    @pytest.mark.parametrize("name", ["", "#", "a" * 5000, "\ud800", "´'’"])
    def test_whatever_people_type_can_be_asked_for(self, cache: PlaceCache, name: str) -> None:
        here = Located(Point(52.1, 5.1), Precision.PLACE, 1.0)
        assert cache.get(place_query(name)) is None
        cache.put(place_query(name), here)
        assert cache.get(place_query(name)) == here


def assert_in_the_netherlands(located: Located | None) -> None:
    assert located is not None
    assert 50.7 < located.point.latitude < 53.6
    assert 3.3 < located.point.longitude < 7.3
    assert located.radius_km >= 0


class Waiting(Protocol):
    """How many messages of each kind wait behind a queue."""

    def __call__(self) -> tuple[int, int]:
        """Referrals due, changes of the catalogue."""


class QueueContract:
    """Fixtures `queue`, and `waiting` to look behind it."""

    def test_whoever_is_told_of_a_referral_hears_of_it(
        self, queue: Queue, waiting: Waiting
    ) -> None:
        queue.referral_due(ReferralKey(GM0344, a_referral().id))
        assert waiting() == (1, 0)

    def test_whoever_is_told_of_the_catalogue_hears_of_it(
        self, queue: Queue, waiting: Waiting
    ) -> None:
        queue.catalogue_changed()
        assert waiting() == (0, 1)


class SmsSenderContract:
    """Fixture `sms`: a provider that takes what it is given."""

    def test_a_text_that_was_taken_has_the_providers_id(self, sms: SmsSender) -> None:
        first = sms.send("+31612345678", "Vrijwillig", reference=MessageId("msg_1"))
        second = sms.send("+31612345678", "Vrijwillig", reference=MessageId("msg_2"))
        assert first
        assert first != second


class WordsContract:
    """Fixture `words`: speaks Dutch and English at least."""

    def test_a_language_that_may_be_used_is_used(self, words: Words) -> None:
        assert words.language("en") == "en"

    def test_a_language_nobody_speaks_here_becomes_dutch(self, words: Words) -> None:
        assert words.language("tlh") == "nl"


class PhrasebookContract:
    """Fixture `phrasebook`: Dutch and English are final, Tigrinya is a draft."""

    def test_dutch_is_final_and_its_own_source(self, phrasebook: Phrasebook) -> None:
        phrases = phrasebook.phrases("nl")
        assert phrases
        assert all(p.is_final and p.text == p.dutch for p in phrases)

    def test_a_draft_has_words_that_nobody_approved(self, phrasebook: Phrasebook) -> None:
        phrases = phrasebook.phrases("ti")
        assert len(phrases) == len(phrasebook.phrases("nl"))
        assert all(p.text is not None and not p.is_final and p.review is None for p in phrases)

    def test_a_language_without_texts_has_no_phrases(self, phrasebook: Phrasebook) -> None:
        assert list(phrasebook.phrases("tlh")) == []
        assert "tlh" not in phrasebook.languages()
