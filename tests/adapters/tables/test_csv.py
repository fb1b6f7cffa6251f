"""Tables as libraries save them: whatever program, whatever language."""

from typing import Any

import pytest

from chalicelib.adapters.tables import csv_table
from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.formulas import guarded, unguarded
from chalicelib.usecases.ports import RawRow

DUTCH = "Sleutel;Vestiging;Soort;Titel;Niveau;Dag;Tijd;Plaatsen\r\n"
ROW = "1;NL-0899041002;Taalcafé;Café de Brug;A1-B1;di;10.00-11.30;12\r\n"
UNDERSTOOD = {
    "sourceId": "1",
    "branch": {"isil": "NL-0899041002"},
    "type": "language_cafe",
    "title": "Café de Brug",
    "level": {"min": "a1", "max": "b1"},
    "sessions": [{"weekday": "tue", "start": "10:00", "durationMinutes": 90}],
    "capacity": 12,
}


def rows(data: bytes, **defaults: Any) -> list[RawRow]:
    return list(csv_table.read(data, defaults=defaults).rows)


@pytest.mark.parametrize(
    "data",
    [
        (DUTCH + ROW).encode(),
        (DUTCH + ROW).encode("utf-8-sig"),
        (DUTCH + ROW).encode("cp1252"),
        (DUTCH + ROW).encode("utf-16"),  # "Unicode text", as Excel calls it
        (DUTCH + ROW).replace(";", "\t").encode(),
        (DUTCH + ROW).replace(";", ",").encode(),
        (DUTCH + ROW).replace("\r\n", "\n").encode(),
        (DUTCH + ROW).replace("\r\n", "\r").encode(),  # a Mac of long ago
        (DUTCH + ROW).replace(";", "; ").encode(),
        ("sep=;\r\n" + DUTCH + ROW).encode(),
        ("\r\n" + DUTCH.upper() + "\r\n" + ROW).encode(),
    ],
)
def test_a_table_is_read_whatever_saved_it(data: bytes) -> None:
    (row,) = rows(data)
    assert (row.body, row.faults) == (UNDERSTOOD, ())


@pytest.mark.parametrize(
    "header", ["source_id", "Source ID", "SOURCEID", "source-id", "Sleutel", "bron_id"]
)
def test_a_column_may_be_called_in_many_ways(header: str) -> None:
    assert rows(f"{header},titel\nx,y\n".encode())[0].body == {"sourceId": "x", "title": "y"}


def test_the_row_number_is_the_one_a_spreadsheet_shows() -> None:
    data = b'source_id,title\n1,"two\nlines"\n\n2,b\n'
    assert [row.number for row in rows(data)] == [2, 4]


def test_a_fault_names_the_column_as_the_file_does() -> None:
    (row,) = rows(b"sleutel,tijd,aantal plaatsen\n1,25:00,veel\n")
    assert {(fault.name, fault.reason) for fault in row.faults} == {
        ("tijd", "bad_time"),
        ("aantal plaatsen", "bad_number"),
    }


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('1,"open', "bad_quotes"),
        ('1,"a"b', "bad_quotes"),
        ("1,a,b", "too_many_cells"),
        ("1", "cut_off"),  # the last row, without an end
    ],
)
def test_a_broken_row_stops_no_other(line: str, reason: str) -> None:
    good, bad = rows(f"source_id,title\n0,good\n{line}".encode())
    assert good.body == {"sourceId": "0", "title": "good"}
    assert [fault.reason for fault in bad.faults] == [reason]


def test_a_file_cut_off_within_a_letter_is_still_read() -> None:
    data = b"source_id,title\n0,good\n1,caf" + "é".encode()[:1]
    assert [row.body["title"] for row in rows(data)] == ["good", "caf"]


def test_a_cell_may_be_longer_than_any_title() -> None:
    (row,) = rows(f"source_id,title\n1,{'x' * 200_000}\n".encode())
    assert len(row.body["title"]) == 200_000


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty_file"),
        (b"a,b\n1,2\n", "no_header"),
        (b"title,titel\n1,2\n", "twice"),
        (b"title\x00", "not_text"),
        (b"title\n\x81\n", "wrong_encoding"),
        (("title," * 201).encode(), "too_many_columns"),
    ],
)
def test_a_file_that_is_no_table_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        rows(data)
    assert [fault.reason for fault in refused.value.faults] == [reason]


@pytest.mark.parametrize("text", ["=1", "+31", "-", "@a", "\t=1", "  -2", "'=1", "''+"])
def test_a_formula_is_disarmed_and_comes_back_as_it_was(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["'s-Hertogenbosch", "a=b", "", "'", "3-4", "‘t Hof"])
def test_what_is_no_formula_is_left_alone(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text


def test_what_the_row_says_goes_before_what_holds_for_all() -> None:
    defaults = {"type": "ido", "level": {"min": "alfa", "max": "b2"}, "entry": "drop_in"}
    (row,) = rows(b"source_id,type,level_max,level_policy\n1,taalmaatje,b1,streng\n", **defaults)
    assert row.body == {
        "sourceId": "1",
        "type": "language_buddy",
        "entry": "drop_in",
        "level": {"min": "alfa", "max": "b1", "policy": "strict"},
    }


@pytest.mark.parametrize(
    ("type_", "hours", "starts"),
    [
        ("taalhuis", "09:00-17:00", ["09:00", "12:00"]),
        ("taalcafé", "11:00-13:00", ["11:00"]),  # attended as a whole
        ("informatiepunt", "09:00-12:00", ["09:00"]),
    ],
)
def test_a_desk_open_all_day_meets_in_parts_of_the_day(
    type_: str, hours: str, starts: list[str]
) -> None:
    (row,) = rows(f"source_id,soort,dag,tijd\n1,{type_},ma,{hours}\n".encode())
    assert [session["start"] for session in row.body["sessions"]] == starts


def test_several_days_in_one_cell_are_several_sessions() -> None:
    (row,) = rows(b"source_id;dag;begin;eind;om de hoeveel weken\n1;ma en wo;9.00;10.30;2\n")
    assert row.body["sessions"] == [
        {"weekday": day, "everyWeeks": 2, "start": "09:00", "durationMinutes": 90}
        for day in ("mon", "wed")
    ]


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ("di,,90", ("start", "start_missing")),
        ("di,10:00,", ("start", "end_missing")),
        (",10:00,90", None),  # which day is for the door to ask
        (",,", None),  # by arrangement
    ],
)
def test_half_a_session_says_what_is_missing(cells: str, fault: tuple[str, str] | None) -> None:
    (row,) = rows(f"source_id,weekday,start,duration_minutes\n1,{cells}\n".encode())
    assert [(f.name, f.reason) for f in row.faults] == ([] if fault is None else [fault])
