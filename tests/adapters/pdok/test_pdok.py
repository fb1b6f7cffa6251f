"""The national geocoder, against a server on this machine that answers as it does."""

import json
import socket
import time
from collections.abc import Iterator

import pytest
from geopy.exc import GeocoderQueryError, GeocoderTimedOut, GeocoderUnavailable
from geopy.geocoders.base import Geocoder

from chalicelib.adapters.pdok.geocoder import PdokGeocoder
from chalicelib.adapters.pdok.locatieserver import Locatieserver, cleaned
from chalicelib.domain.errors import Permanent, Temporary
from chalicelib.domain.geography import Located, Point, Precision, distance_km
from tests.adapters.pdok.server import FakePdok, Misbehaviour, pdok
from tests.fakes.clock import FixedClock

pytestmark = pytest.mark.enable_socket  # this machine only


@pytest.fixture
def server() -> Iterator[FakePdok]:
    with pdok() as running:
        yield running


@pytest.fixture
def locatieserver(server: FakePdok) -> Locatieserver:
    return Locatieserver(base_url=server.url)


@pytest.fixture
def geocoder(server: FakePdok) -> PdokGeocoder:
    return PdokGeocoder(now=FixedClock(), base_url=server.url)


class TestAsGeopy:
    def test_it_is_a_geopy_geocoder(self, locatieserver: Locatieserver) -> None:
        assert isinstance(locatieserver, Geocoder)
        found = locatieserver.geocode("Utrecht")
        assert (found.latitude, found.longitude) == (52.092, 5.092)
        assert found.raw["provincienaam"] == "Utrecht"

    def test_all_that_resembles_comes_on_request(self, locatieserver: Locatieserver) -> None:
        found = locatieserver.geocode("Hengelo", exactly_one=False)
        assert [one.raw["provincienaam"] for one in found] == ["Overijssel", "Gelderland"]

    @pytest.mark.parametrize("nothing", ["Atlantis", "", "'", "-", "()"])
    def test_what_is_not_there_is_none(self, locatieserver: Locatieserver, nothing: str) -> None:
        assert locatieserver.geocode(nothing) is None
        assert locatieserver.geocode(nothing, exactly_one=False) is None

    @pytest.mark.parametrize("written", ["3562AB", "3562 ab", " 3562AB "])
    def test_a_whole_postcode_is_found(self, locatieserver: Locatieserver, written: str) -> None:
        found = locatieserver.geocode(written)
        assert found.address == "Haifadreef, 3562AB Utrecht"

    def test_suggestions_are_names_to_choose_from(self, locatieserver: Locatieserver) -> None:
        names = {(one.name, one.kind) for one in locatieserver.suggest("utrecht")}
        assert {
            ("Utrecht, Utrecht, Utrecht", "woonplaats"),
            ("Gemeente Utrecht", "gemeente"),
        } <= names
        assert locatieserver.suggest("…") == []

    def test_only_parameters_that_it_describes_are_sent(
        self, server: FakePdok, locatieserver: Locatieserver
    ) -> None:
        locatieserver.geocode("Utrecht")
        locatieserver.geocode("3562")
        locatieserver.suggest("Utrecht")
        assert [what for what, _ in server.asked] == ["free", "free", "suggest"]
        assert server.asked[1][1]["fq"] == ["type:postcode", "postcode:3562*"]


@pytest.mark.parametrize(("written", "asked"), [
    ("'s-Gravenhage", "'s-gravenhage"),
    ("’s-Gravenhage", "'s-gravenhage"),          # the apostrophe of a word processor
    ("´t Goy", "'t goy"),
    ("Súdwest-Fryslân", "súdwest-fryslân"),
    ("Utrecht NOT Zeist", "utrecht not zeist"),  # in capitals it would exclude
    ("-Utrecht", "utrecht"),
    ("type:adres *:*", "type adres"),
    ('a/b\\c"d^2~{!q}[1 TO 2]', "a b c d 2 q 1 to 2"),
    ("x" * 500, "x" * 80),
])  # fmt: skip
def test_what_a_person_types_is_never_an_instruction(written: str, asked: str) -> None:
    assert cleaned(written) == asked


class TestPostcodes:
    def test_four_digits_lie_in_the_middle_of_their_streets(self, geocoder: PdokGeocoder) -> None:
        assert geocoder.postcode("3562") == Located(
            Point(52.119, 5.106), Precision.POSTCODE, radius_km=0.4
        )

    def test_a_large_postcode_is_read_to_its_end(
        self, server: FakePdok, geocoder: PdokGeocoder
    ) -> None:
        found = geocoder.postcode("1234")  # 210 of six signs, a hundred a page
        assert found
        assert found.point.longitude == pytest.approx(5.0 + 209 / 2 / 2000)
        assert [asked["start"] for _, asked in server.asked] == [["0"], ["100"], ["200"]]

    def test_of_an_endless_one_the_first_four_hundred_are_enough(
        self, server: FakePdok, locatieserver: Locatieserver
    ) -> None:
        assert len(locatieserver.postcode("1235")) == 400
        assert len(server.asked) == 4

    def test_digits_that_nobody_lives_at_are_nowhere(self, geocoder: PdokGeocoder) -> None:
        assert geocoder.postcode("9999") is None


class TestPlaces:
    @pytest.mark.parametrize("written", ["'s-Gravenhage", "’S GRAVENHAGE", "s gravenhage"])
    def test_an_apostrophe_is_no_obstacle(self, geocoder: PdokGeocoder, written: str) -> None:
        found = geocoder.place(written)
        assert found == Located(Point(52.07, 4.29), Precision.PLACE, 3.0)

    def test_a_municipality_that_is_no_town_is_an_area(self, geocoder: PdokGeocoder) -> None:
        found = geocoder.place("Westland")
        assert found == Located(Point(51.99, 4.21), Precision.AREA, 12.0)

    def test_of_town_and_municipality_the_town_is_meant(self, geocoder: PdokGeocoder) -> None:
        found = geocoder.place("Utrecht")
        assert found
        assert found.precision is Precision.PLACE
        assert distance_km(found.point, Point(52.092, 5.092)) == 0

    @pytest.mark.parametrize("written", [
        "Hengelo",      # two, 40 km apart: somebody must say which
        "Gravenzande",  # resembles, and is another name
        "Atlantis",
        "Puntloos",     # known, without a point
        "Paramaribo",   # a point that is not in the country
        "",
    ])  # fmt: skip
    def test_it_never_guesses(self, geocoder: PdokGeocoder, written: str) -> None:
        assert geocoder.place(written) is None


class TestWhenItFails:
    @pytest.mark.parametrize("odd", [
        Misbehaviour(status=500),
        Misbehaviour(status=503),
        Misbehaviour(status=403),
        Misbehaviour(status=302, headers={"Location": "http://169.254.169.254/"}),
        Misbehaviour(body=b"<html>maintenance</html>"),
        Misbehaviour(body=b"{}"),
        Misbehaviour(body=b'{"response": {"numFound": 1, "docs": [3]}}'),
        Misbehaviour(body=b'{"response": null}'),
        Misbehaviour(body=b"[" * 100_000),
        Misbehaviour(headers={"Content-Length": "99999", "Connection": "close"}),  # it hangs up
        Misbehaviour(body=b" " * (2**20 + 1)),
    ], ids=lambda odd: f"{odd.status} {(odd.body or b'')[:12]!r}")  # fmt: skip
    def test_a_broken_answer_is_tried_again_later(
        self, server: FakePdok, geocoder: PdokGeocoder, odd: Misbehaviour
    ) -> None:
        server.misbehaves = [odd]
        with pytest.raises(Temporary):
            geocoder.place("Utrecht")
        assert len(server.asked) == 1  # no second try, no redirect followed
        assert geocoder.place("Utrecht")

    def test_a_question_it_refuses_is_refused_for_good(
        self, server: FakePdok, geocoder: PdokGeocoder, locatieserver: Locatieserver
    ) -> None:
        server.misbehaves = [Misbehaviour(status=400), Misbehaviour(status=400)]
        with pytest.raises(Permanent):
            geocoder.place("Utrecht")
        with pytest.raises(GeocoderQueryError):
            locatieserver.geocode("Utrecht")

    @pytest.mark.parametrize(("header", "wait_s"), [({"Retry-After": "7"}, 7), ({}, 60)])
    def test_asked_too_often_it_waits_as_long_as_it_is_told(
        self, server: FakePdok, geocoder: PdokGeocoder, header: dict[str, str], wait_s: int
    ) -> None:
        server.misbehaves = [Misbehaviour(status=429, headers=header)]
        with pytest.raises(Temporary) as first:
            geocoder.postcode("3562")
        with pytest.raises(Temporary):
            geocoder.postcode("3562")
        assert first.value.retry_after_s == wait_s
        assert len(server.asked) == 1

    def test_three_failures_in_a_row_leave_it_in_peace(
        self, server: FakePdok, geocoder: PdokGeocoder
    ) -> None:
        server.misbehaves = [Misbehaviour(status=500)] * 3
        for _ in range(6):
            with pytest.raises(Temporary):
                geocoder.place("Utrecht")
        assert len(server.asked) == 3

    def test_silence_ends_after_two_seconds(
        self, server: FakePdok, locatieserver: Locatieserver
    ) -> None:
        server.misbehaves = [Misbehaviour(silent_s=30)]
        began = time.monotonic()
        with pytest.raises(GeocoderTimedOut):
            locatieserver.geocode("Utrecht")
        assert time.monotonic() - began < 3.5

    def test_an_answer_that_drips_is_cut_off(self, server: FakePdok) -> None:
        server.misbehaves = [Misbehaviour(trickle_s=0.05)]
        with pytest.raises(GeocoderTimedOut):
            Locatieserver(base_url=server.url, timeout=0.3).geocode("Utrecht")

    def test_nobody_there_is_told_at_once(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        with pytest.raises(GeocoderUnavailable):
            Locatieserver(base_url=f"http://127.0.0.1:{port}").geocode("Utrecht")


def test_the_server_here_answers_in_the_form_that_is_read(server: FakePdok) -> None:
    _, body = server.answer("free", {"q": ["utrecht"], "fl": ["centroide_ll"]})
    document = json.loads(body)["response"]["docs"][0]
    assert document == {"centroide_ll": "POINT(5.092 52.092)"}
