"""What people write in a cell is understood as they mean it, and never guessed at."""

from typing import Any

import pytest

from chalicelib.adapters.tables import readings, session_text, vocabulary
from chalicelib.adapters.tables.readings import Unclear


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("10.00", "10:00"),
        ("10:00 uur", "10:00"),
        ("10u", "10:00"),
        ("10u30", "10:30"),
        ("930", "09:30"),
        ("0930", "09:30"),
        ("9", "09:00"),
        ("14:30:00", "14:30"),
        ("1:30 pm", "13:30"),
        ("12 am", "00:00"),
        (" 7.15 u ", "07:15"),
    ],
)
def test_a_time_is_understood_as_people_write_it(written: str, understood: str) -> None:
    assert readings.clock(written) == understood


@pytest.mark.parametrize("written", ["25:00", "10:60", "2515", "half tien", "13 pm", "-1", ""])
def test_a_time_that_does_not_exist_is_unclear(written: str) -> None:
    with pytest.raises(Unclear):
        readings.clock(written)


@pytest.mark.parametrize(
    ("written", "from_until"),
    [
        ("10:00-11:30", (600, 690)),
        ("10.00 – 11.30 uur", (600, 690)),
        ("10 tot 12", (600, 720)),
        ("9u t/m 17u", (540, 1020)),
        ("19:30 until 21:00", (1170, 1260)),
        ("22:00-01:00", (1320, 1500)),  # ends the next day
        ("10:00", (600, None)),
    ],
)
def test_hours_have_a_beginning_and_mostly_an_end(written: str, from_until: object) -> None:
    assert readings.span(written) == from_until


@pytest.mark.parametrize("written", ["11:00-10:00", "10:00-10:00", "10-11-12"])
def test_hours_upside_down_are_unclear(written: str) -> None:
    with pytest.raises(Unclear):
        readings.span(written)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-09-01", "2026-09-01"),
        ("1-9-2026", "2026-09-01"),  # the day first, as the Dutch do
        ("01/09/2026", "2026-09-01"),
        ("1 september 2026", "2026-09-01"),
        ("3 mrt 2027", "2027-03-03"),
        ("5 oct 2026", "2026-10-05"),
        ("2026-09-01 00:00", "2026-09-01"),
    ],
)
def test_a_date_is_understood_as_people_write_it(written: str, day: str) -> None:
    assert readings.day(written) == day


@pytest.mark.parametrize("written", ["31-2-2026", "2026-13-01", "1 blub 2026", "morgen"])
def test_a_date_that_does_not_exist_is_unclear(written: str) -> None:
    with pytest.raises(Unclear):
        readings.day(written)


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("90", 90), ("90 min", 90), ("1,5 uur", 90), ("2 uur", 120), ("1:30", 90), ("1u30", 90)],
)
def test_a_length_is_in_minutes(written: str, minutes: int) -> None:
    assert readings.duration(written) == minutes


@pytest.mark.parametrize(
    ("written", "price"),
    [
        ("gratis", (0.0, "")),
        ("€ 2,50", (2.5, "")),
        ("2.50 per keer", (2.5, "per keer")),
        ("EUR 10", (10.0, "")),
        ("5,-", (5.0, "")),
        ("3 euro (met pas)", (3.0, "met pas")),
        ("-5", (-5.0, "")),  # the door says that it must be at least 0
    ],
)
def test_a_price_is_an_amount_and_what_is_said_of_it(written: str, price: object) -> None:
    assert readings.price(written) == price


@pytest.mark.parametrize("written", ["veel", "2,50,30", "gratisje", "12a"])
def test_an_amount_that_is_none_is_unclear(written: str) -> None:
    with pytest.raises(Unclear):
        readings.price(written)


@pytest.mark.parametrize(
    ("written", "number"),
    [("12", 12), ("12,0", 12), ("12 personen", 12), ("1.000", 1000), ("-3", -3)],
)
def test_a_number_may_say_what_it_counts(written: str, number: int) -> None:
    assert readings.whole(written) == number


@pytest.mark.parametrize("written", ["onbeperkt", "Geen maximum", "unlimited"])
def test_places_may_be_without_limit(written: str) -> None:
    assert readings.whole_or_no_limit(written) is None


@pytest.mark.parametrize(
    ("written", "answer"),
    [("ja", True), ("x", True), ("1", True), ("TRUE", True), ("Nee", False), ("0", False)],
)
def test_yes_is_said_in_many_ways(written: str, answer: bool) -> None:  # noqa: FBT001
    assert readings.yes(written) is answer


@pytest.mark.parametrize(
    ("written", "weeks"),
    [("wekelijks", 1), ("om de week", 2), ("2-wekelijks", 2), ("elke 3 weken", 3), ("4", 4)],
)
def test_a_rhythm_is_counted_in_weeks(written: str, weeks: int) -> None:
    assert readings.every_weeks(written) == weeks


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("di", ["tue"]),
        ("Dinsdag", ["tue"]),
        ("tue", ["tue"]),
        ("ma, wo en vr", ["mon", "wed", "fri"]),
        ("ma/di", ["mon", "tue"]),
        ("ma-wo", ["mon", "wed"]),
        ("maandag t/m donderdag", ["mon", "tue", "wed", "thu"]),
        ("Do.", ["thu"]),
    ],
)
def test_days_are_understood_as_people_write_them(written: str, days: list[str]) -> None:
    assert vocabulary.weekdays(written) == days


@pytest.mark.parametrize(
    ("written", "ends"),
    [
        ("A1-B1", ("a1", "b1")),
        ("pre-A1 t/m A2", ("pre_a1", "a2")),
        ("A0 - B1+", ("pre_a1", "b1")),
        ("0-A1", ("pre_a1", "pre_a1")),  # on the way to A1
        ("A2", ("a2", "a2")),
        ("alle niveaus", ("alfa", "b2")),
        ("alfa/A1", ("alfa", "a1")),
    ],
)
def test_levels_are_understood_as_people_write_them(written: str, ends: object) -> None:
    assert vocabulary.levels(written) == ends


@pytest.mark.parametrize("written", ["C1", "gevorderd", "A1-B1-C1"])
def test_levels_off_the_ladder_are_unclear(written: str) -> None:
    with pytest.raises(Unclear):
        vocabulary.levels(written)


@pytest.mark.parametrize(
    ("vocabulary_", "written", "id_"),
    [
        ("activity_type", "Taalcafé", "language_cafe"),
        ("activity_type", "LANGUAGE CAFE", "language_cafe"),
        ("activity_type", "klik & tik", "digital_course"),
        ("theme", "Ouders en kind", "parents_children"),
        ("facility", "Rolstoeltoegankelijk", "step_free"),
        ("entry", "vrije inloop", "drop_in"),
        ("reading_asked", "nee", "none"),
        ("audience", "weet niet", "weet niet"),  # left for the door to refuse
    ],
)
def test_a_word_of_ours_may_be_written_otherwise(vocabulary_: str, written: str, id_: str) -> None:
    assert vocabulary.word_of(vocabulary_)(written) == id_


@pytest.mark.parametrize(
    ("written", "listed"),
    [
        ("taal; ontmoeting", ["language", "meeting"]),
        ("Ouders en kind", ["parents_children"]),
        ("taal en werk", ["language", "work"]),
        ("language|meeting", ["language", "meeting"]),
    ],
)
def test_a_list_is_divided_where_people_divide_it(written: str, listed: list[str]) -> None:
    assert readings.listed(vocabulary.word_of("theme"))(written) == listed


@pytest.mark.parametrize(
    ("written", "code"),
    [("Arabisch", "ar"), ("ar", "ar"), ("Oekraïens", "uk"), ("Klingon", "klingon")],
)
def test_a_language_has_a_code_and_names(written: str, code: str) -> None:
    assert vocabulary.language(written) == code


TUE = {"weekday": "tue", "start": "10:00", "durationMinutes": 90}


@pytest.mark.parametrize(
    ("written", "rules"),
    [
        ("tue 10:00 90 min", [TUE]),
        ("di 10.00-11.30 uur", [TUE]),
        ("elke dinsdag van 10:00 tot 11:30", [TUE]),
        ("di 10:00-11:30 om de 2 weken", [{**TUE, "everyWeeks": 2}]),
        ("2e di van de maand 10:00-11:30", [{**TUE, "monthlyOrdinal": 2}]),
        ("laatste dinsdag 10-11:30", [{**TUE, "monthlyOrdinal": -1}]),
        (
            "1-12-2026 10:00-11:30",
            [{"onDate": "2026-12-01", "start": "10:00", "durationMinutes": 90}],
        ),
        (
            "di 10:00-11:30 vanaf 2026-09-01 t/m 2027-06-30 behalve 2026-12-29, 2027-01-05",
            [
                {
                    **TUE,
                    "validFrom": "2026-09-01",
                    "validUntil": "2027-06-30",
                    "except": ["2026-12-29", "2027-01-05"],
                }
            ],
        ),
        ("di 10:00-11:30 | do 10:00-11:30", [TUE, {**TUE, "weekday": "thu"}]),
    ],
)
def test_sessions_stand_in_one_cell(written: str, rules: list[Any]) -> None:
    assert session_text.read(written, walk_in=False) == rules


@pytest.mark.parametrize("written", ["soms", "di", "10:00-11:30", "di 10:00", "di morgen 10-11"])
def test_half_a_session_is_unclear(written: str) -> None:
    with pytest.raises(Unclear):
        session_text.read(written, walk_in=False)


def test_opening_hours_become_a_session_for_each_part_of_the_day() -> None:
    starts = [
        (rule["start"], rule["durationMinutes"])
        for rule in session_text.read("ma 9:00-20:00", walk_in=True)
    ]
    assert starts == [("09:00", 180), ("12:00", 360), ("18:00", 120)]


def test_a_written_length_is_one_session_also_where_one_may_walk_in() -> None:
    assert len(session_text.read("mon 09:00 480 min", walk_in=True)) == 1
