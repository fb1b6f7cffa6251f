"""A need at the door: every form of INTERFACE.md, and every fault by its name."""

from typing import Any

import pytest

from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.freetime import FreeInterval, slot
from chalicelib.domain.geography import Point, Precision, TravelMode
from chalicelib.domain.schedule import Weekday
from chalicelib.domain.vocabulary import AgeGroup, Audience, Delivery, Reading, Requirement, Theme
from chalicelib.entry.parsing.base import merged, parse
from chalicelib.entry.parsing.need import MatchQuestion, NeedFields, kept, minute, need_asked
from chalicelib.usecases.order import NeedAsked, PlaceAsked

LEAST: dict[str, Any] = {"location": {"postcode": "3562"}, "languageLevel": "a1"}
WHOLE: dict[str, Any] = {
    "location": {"postcode": "3562 AB"},
    "residence": "GM0363",
    "languageLevel": "a1",
    "speakingLevel": "a2",
    "reading": "own_script",
    "spokenLanguages": ["ar", "en"],
    "themes": ["language", "meeting"],
    "audiences": ["women"],
    "ageGroup": "senior",
    "availability": ["tue_morning", {"weekday": "thu", "from": "08:45", "until": "14:00"}],
    "travel": {"mode": "walk", "maxMinutes": 45},
    "needs": ["children_welcome"],
    "delivery": ["in_person", "online"],
}


def asked(**changes: Any) -> NeedAsked:
    fields = parse(NeedFields, {**LEAST, **changes})
    return need_asked(fields, residence="GM0344")


def faults(body: Any, model: type[NeedFields] = NeedFields) -> set[str]:
    with pytest.raises(InvalidRequest) as raised:
        parse(model, body)
    return {fault.name for fault in raised.value.faults}


def test_the_least_there_is_to_ask_has_these_defaults() -> None:
    need = asked().unplaced
    assert (need.residence, need.reading, need.age_group) == ("GM0344", "latin", AgeGroup.ADULT)
    assert (need.mode, need.max_minutes, need.limit) == (TravelMode.BICYCLE, 30, 3)
    assert need.free is None
    assert need.delivery == {Delivery.IN_PERSON}
    assert not need.themes | need.audiences | need.requirements


def test_everything_there_is_to_ask_is_understood() -> None:
    fields = parse(MatchQuestion, {**WHOLE, "limit": 5})
    need = need_asked(fields, residence="GM0344", limit=fields.limit).unplaced
    assert (need.residence, need.level, need.speaking_level) == ("GM0363", "a1", "a2")
    assert (need.reading, need.spoken_languages) == (Reading.OWN_SCRIPT, ("ar", "en"))
    assert need.themes == {Theme.LANGUAGE, Theme.MEETING}
    assert need.audiences == {Audience.WOMEN}
    assert need.age_group is AgeGroup.SENIOR
    assert need.free == (slot("tue_morning"), FreeInterval(Weekday.THU, 525, 840))
    assert (need.mode, need.max_minutes, need.limit) == (TravelMode.WALK, 45, 5)
    assert need.requirements == {Requirement.CHILDREN_WELCOME}
    assert need.delivery == {Delivery.IN_PERSON, Delivery.ONLINE}


@pytest.mark.parametrize("written", ["3562", "3562AB", "3562 AB", "3562ab"])
def test_of_a_postcode_only_the_digits_are_kept(written: str) -> None:
    found = asked(location={"postcode": written})
    assert found.place == PlaceAsked(postcode="3562")
    assert found.body == {**LEAST, "location": {"postcode": "3562"}}


def test_a_place_may_be_told_by_name_or_as_a_point() -> None:
    assert asked(location={"place": "Breukelen"}).place == PlaceAsked(name="Breukelen")
    located = asked(location={"latitude": 52.1, "longitude": 5}).place.located
    assert located is not None
    assert (located.point, located.precision) == (Point(52.1, 5.0), Precision.COORDINATES)


@pytest.mark.parametrize(("latitude", "longitude"), [(-33.9, 151.2), (90, 180), (-90, -180)])
def test_far_outside_the_country_is_a_question_too(latitude: float, longitude: float) -> None:
    assert asked(location={"latitude": latitude, "longitude": longitude}).place.located


def test_what_is_kept_is_what_was_said_and_nothing_unsaid() -> None:
    fields = parse(MatchQuestion, {**WHOLE, "limit": 5})
    body = kept(fields)
    as_sent = {**WHOLE, "location": {"postcode": "3562"}}
    assert {k: sorted(v) if k in {"themes", "delivery"} else v for k, v in body.items()} == as_sent
    assert kept(parse(NeedFields, LEAST)) == LEAST


def test_what_is_kept_reads_as_what_was_sent() -> None:
    first = asked(**{k: v for k, v in WHOLE.items() if k != "location"})
    again = need_asked(parse(NeedFields, first.body), residence="GM0344")
    assert again.unplaced == first.unplaced


@pytest.mark.parametrize("nothing", [None, []])
def test_nothing_said_about_time_is_any_time(nothing: object) -> None:
    assert asked(availability=nothing).unplaced.free is None


@pytest.mark.parametrize(
    ("clock", "minutes"), [("00:00", 0), ("08:45", 525), ("23:59", 1439), ("24:00", 1440)]
)
def test_a_time_is_minutes_since_midnight(clock: str, minutes: int) -> None:
    assert minute(clock) == minutes
    if minutes:
        interval = {"weekday": "mon", "from": "00:00", "until": clock}
        assert asked(availability=[interval]).unplaced.free == (
            FreeInterval(Weekday.MON, 0, minutes),
        )


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"location": {}}, "location"),
        ({"location": "3562"}, "location"),
        ({"location": None}, "location"),
        ({"location": {"postcode": "0562"}}, "location.postcode"),
        ({"location": {"postcode": "356"}}, "location.postcode"),
        ({"location": {"postcode": "3562 ABC"}}, "location.postcode"),
        ({"location": {"postcode": "3562 AB\n"}}, "location.postcode"),
        ({"location": {"postcode": "٣٥٦٢"}}, "location.postcode"),
        ({"location": {"postcode": 3562}}, "location.postcode"),
        ({"location": {"postcode": "3562", "place": "Utrecht"}}, "location.place"),
        ({"location": {"place": ""}}, "location.place"),
        ({"location": {"place": "bij 111222333"}}, "location.place"),
        ({"location": {"latitude": 91, "longitude": 5}}, "location.latitude"),
        ({"location": {"latitude": 52, "longitude": -180.1}}, "location.longitude"),
        ({"location": {"latitude": 52}}, "location.longitude"),
        ({"location": {"latitude": "52", "longitude": 5}}, "location.latitude"),
        ({"location": {"latitude": True, "longitude": 5}}, "location.latitude"),
        ({"location": {"latitude": 10**400, "longitude": 5}}, "location.latitude"),
        ({"residence": "0344"}, "residence"),
        ({"residence": "GM344"}, "residence"),
        ({"languageLevel": "A1"}, "languageLevel"),
        ({"languageLevel": "c2"}, "languageLevel"),
        ({"languageLevel": None}, "languageLevel"),
        ({"speakingLevel": "none"}, "speakingLevel"),
        ({"reading": "arabic"}, "reading"),
        ({"spokenLanguages": ["xx"]}, "spokenLanguages[0]"),
        ({"spokenLanguages": "ar"}, "spokenLanguages"),
        ({"spokenLanguages": ["ar"] * 11}, "spokenLanguages"),
        ({"themes": ["religion"]}, "themes[0]"),
        ({"audiences": ["men"]}, "audiences[0]"),
        ({"ageGroup": "child"}, "ageGroup"),
        ({"availability": ["tue"]}, "availability[0]"),
        ({"availability": ["tue_night"]}, "availability[0]"),
        ({"availability": [{"weekday": "tue", "from": "9:00", "until": "10:00"}]}, None),
        ({"availability": [{"weekday": "tue", "from": "25:00", "until": "26:00"}]}, None),
        ({"availability": [{"weekday": "tue", "from": "10:00", "until": "10:00"}]}, None),
        ({"availability": [{"weekday": "tue", "from": "14:00", "until": "08:45"}]}, None),
        ({"availability": [{"weekday": "tuesday", "from": "08:45", "until": "14:00"}]}, None),
        ({"availability": [7]}, "availability[0]"),
        ({"availability": ["mon_morning"] * 51}, "availability"),
        ({"travel": {"maxMinutes": 0}}, "travel.maxMinutes"),
        ({"travel": {"maxMinutes": 241}}, "travel.maxMinutes"),
        ({"travel": {"maxMinutes": 30.5}}, "travel.maxMinutes"),
        ({"travel": {"maxMinutes": "30"}}, "travel.maxMinutes"),
        ({"travel": {"mode": "train"}}, "travel.mode"),
        ({"needs": ["wheelchair"]}, "needs[0]"),
        ({"delivery": []}, "delivery"),
        ({"delivery": ["phone"]}, "delivery[0]"),
        ({"nationality": "x"}, "nationality"),
        ({"language_level": "a1"}, "language_level"),
    ],
)
def test_a_fault_is_named_where_it_is(changes: dict[str, Any], name: str | None) -> None:
    named = faults({**LEAST, **changes})
    if name is None:
        assert all(found.startswith("availability[0]") for found in named)
    else:
        assert named == {name}


@pytest.mark.parametrize("body", [None, [], "x", 7, True])
def test_a_body_that_is_no_object_is_one_fault(body: object) -> None:
    assert faults(body) == {"body"}


def test_what_is_required_is_missed() -> None:
    assert faults({}) == {"location", "languageLevel"}


def test_all_faults_are_told_at_once() -> None:
    body = {
        "location": {"postcode": "x"},
        "languageLevel": "z",
        "travel": {"mode": "fly", "maxMinutes": 999},
        "nationality": "x",
        "limit": 11,
    }
    assert faults(body, MatchQuestion) == {
        "location.postcode",
        "languageLevel",
        "travel.mode",
        "travel.maxMinutes",
        "nationality",
        "limit",
    }


@pytest.mark.parametrize("limit", [0, 11, "3", 3.5, None, True])
def test_a_limit_is_one_to_ten(limit: object) -> None:
    assert faults({**LEAST, "limit": limit}, MatchQuestion) == {"limit"}


def test_every_fault_is_a_dutch_sentence() -> None:
    with pytest.raises(InvalidRequest) as raised:
        parse(NeedFields, {"location": {"postcode": "x"}, "languageLevel": "z", "x": 1})
    reasons = [fault.reason for fault in raised.value.faults]
    assert all(reason.endswith(".") and reason[0].isupper() for reason in reasons)
    assert not any(" or " in reason for reason in reasons)


@pytest.mark.parametrize(
    ("patch", "after"),
    [
        ({}, {"a": 1, "b": 2}),
        ({"a": 3}, {"a": 3, "b": 2}),
        ({"a": None}, {"b": 2}),  # RFC 7386: null takes a member away
        ({"c": None}, {"a": 1, "b": 2}),
    ],
)
def test_a_patch_is_laid_over_what_was(patch: dict[str, Any], after: dict[str, Any]) -> None:
    before = {"a": 1, "b": 2}
    assert merged(before, patch) == after
    assert before == {"a": 1, "b": 2}
