"""What a text says, and what it leaves out when it grows too long."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.sms import (
    Fitted,
    Names,
    OptionLine,
    compose_confirmation,
    compose_offer,
    is_discreet,
    without_library,
)

TEXTS = {
    "sms.offer.head": "Van ons. Vrijwillig.",
    "sms.offer.all_free": "Gratis.",
    "sms.offer.answer": "Antwoord {digits} of 0.",
    "sms.offer.stop": "STOP = stop",
    "sms.separator": ", ",
    "sms.minutes": "{minutes} min",
    "sms.confirmation": "{title}, {when}, {branch}: {code}",
}
LINK = "https://w.example/s/abc"
CAFE = OptionLine(
    title=Names("Taalcafé op het plein", "Taalcafé op het plein", "Taalcafé"),
    place=Names("Bibliotheek Overvecht", "Overvecht", "Utrecht"),
    when="di 10:00",
    minutes=7,
    price="gratis",
    is_free=True,
)
COURSE = replace(CAFE, price="5 euro", is_free=False)
ONLINE = replace(CAFE, place=Names("online", "online", "online"), minutes=None)


def say(key: str, values: Mapping[str, Any]) -> str:
    return TEXTS[key].format_map(values)


def tens(text: str) -> int:
    """A provider whose texts have ten characters."""
    return -(-len(text) // 10)


def offer(*options: OptionLine, room: int) -> Fitted:
    return compose_offer(say, options, link=LINK, segments=tens, max_segments=room)


def lines(fitted: Fitted) -> list[str]:
    return fitted.text.splitlines()


def test_with_room_enough_everything_is_said() -> None:
    assert lines(offer(CAFE, CAFE, ONLINE, room=99)) == [
        "Van ons. Vrijwillig. Gratis.",
        "1 Taalcafé op het plein, di 10:00, Bibliotheek Overvecht, 7 min",
        "2 Taalcafé op het plein, di 10:00, Bibliotheek Overvecht, 7 min",
        "3 Taalcafé op het plein, di 10:00, online",
        "Antwoord 1, 2, 3 of 0. STOP = stop",
        LINK,
    ]


def test_a_fourth_option_is_left_to_the_page() -> None:
    assert offer(CAFE, CAFE, CAFE, CAFE, room=99).shown == 3


def test_each_price_is_said_when_something_costs_money() -> None:
    head, first, second, *_ = lines(offer(CAFE, COURSE, room=99))
    assert head == "Van ons. Vrijwillig."
    assert (first[-8:], second[-8:]) == (", gratis", ", 5 euro")


@pytest.mark.parametrize(
    ("room", "shown", "first"),
    [
        (25, 3, "1 Taalcafé op het plein, di 10:00, Overvecht, 7 min"),  # said by the head already
        (23, 3, "1 Taalcafé op het plein, di 10:00, Overvecht"),
        (22, 2, "1 Taalcafé op het plein, di 10:00, Bibliotheek Overvecht, 7 min"),  # fewer
        (14, 1, "1 Taalcafé op het plein, di 10:00, Overvecht, 7 min"),
        (13, 1, "1 Taalcafé op het plein, di 10:00, Overvecht"),
        (12, 1, "1 Taalcafé, di 10:00, Overvecht"),  # its kind
        (11, 1, "1 Taalcafé, di 10:00"),  # no building
    ],
)
def test_what_does_not_fit_is_left_out_by_the_rule(room: int, shown: int, first: str) -> None:
    fitted = offer(CAFE, CAFE, CAFE, room=room)
    assert (fitted.shown, lines(fitted)[1]) == (shown, first)
    assert fitted.segments == tens(fitted.text) <= room


def test_the_town_stands_for_the_building_when_that_is_long() -> None:
    far = replace(CAFE, place=Names("De Grote Verzameling", "De Grote Verzameling", "Utrecht"))
    assert lines(offer(far, room=12))[1] == "1 Taalcafé, di 10:00, Utrecht"


def test_that_it_is_free_goes_before_the_option_does_and_a_price_never() -> None:
    assert lines(offer(CAFE, room=10))[:2] == ["Van ons. Vrijwillig.", "1 Taalcafé, di 10:00"]
    assert lines(offer(COURSE, room=11))[1] == "1 Taalcafé, di 10:00, 5 euro"


def test_without_room_for_an_option_the_link_stays_whole() -> None:
    assert offer(CAFE, room=6) == Fitted(f"Van ons. Vrijwillig.\n{LINK}\nSTOP = stop", 6, 0)


def test_a_link_too_long_for_any_rule_is_not_cut() -> None:
    fitted = offer(CAFE, room=3)
    assert LINK in lines(fitted)
    assert fitted.segments == 6


def test_a_confirmation_has_the_code_and_the_shortest_names_it_needs() -> None:
    def confirmed(room: int) -> str:
        return compose_confirmation(
            say,
            title=CAFE.title,
            place=CAFE.place,
            when="di 10:00",
            code="0482",
            segments=tens,
            max_segments=room,
        ).text

    assert confirmed(99) == "Taalcafé op het plein, di 10:00, Bibliotheek Overvecht: 0482"
    assert confirmed(5) == "Taalcafé op het plein, di 10:00, Overvecht: 0482"
    assert confirmed(4) == "Taalcafé, di 10:00, Overvecht: 0482"
    assert confirmed(1) == "Taalcafé, di 10:00, Utrecht: 0482"


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Bibliotheek Overvecht", "Overvecht"),
        ("De Bibliotheek Neude", "Neude"),
        ("Openbare bibliotheek Ede", "Ede"),
        ("Voorbeeldbibliotheek Utrecht 3511", "Utrecht 3511"),
        ("Bibliotheek", "Bibliotheek"),  # nothing would be left
        ("De Bibliotheek", "De Bibliotheek"),
        ("Huis van de Wijk", "Huis van de Wijk"),
        ("Centrum voor Taal, Bibliotheek Oost", "Centrum voor Taal, Bibliotheek Oost"),
    ],
)
def test_the_library_is_not_named_twice(name: str, bare: str) -> None:
    assert without_library(name) == bare


@pytest.mark.parametrize(
    ("name", "tells_nothing"),
    [
        ("Taalcafé", True),
        ("Samen lezen met een duo", True),
        ("Oefenen voor het inburgeringsexamen", False),
        ("Taalgroep statushouders", False),
        ("Bibliotheek AZC Utrecht", False),
    ],
)
def test_a_name_that_tells_a_status_is_known(name: str, tells_nothing: bool) -> None:  # noqa: FBT001
    assert is_discreet(name) is tells_nothing


def test_with_nothing_to_choose_only_the_head_and_the_link_are_said() -> None:
    said = offer(room=99)
    assert (said.shown, lines(said)[0]) == (0, "Van ons. Vrijwillig.")
    assert LINK in lines(said)
