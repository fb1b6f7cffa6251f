"""A library hands over a file, and hears of every row what became of it."""

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from chalice.app import Chalice
from icalendar import Calendar

from chalicelib import wiring
from chalicelib.domain.vocabulary import ActivityStatus
from chalicelib.entry.api.imports import TEMPLATE
from chalicelib.entry.parsing.import_request import XLSX
from chalicelib.entry.parsing.import_rows import import_row
from chalicelib.usecases.importing import go_on
from chalicelib.usecases.ports import ActivityQuery
from tests.entry.api_on_fakes import UTRECHT, Answered, ApiOnFakes
from tests.fakes.making import a_library, an_activity

STAFF = "library_staff"
HEADERS = (
    *("source_id", "branch", "type", "title", "level_min", "level_max", "weekday", "start"),
    *("duration_minutes", "capacity"),
)
GOOD = {
    "branch": "NL-0899041002",
    "type": "language_cafe",
    "title": "Taalcafé",
    "level_min": "a1",
    "level_max": "b1",
    "weekday": "tue",
    "start": "10:00",
    "duration_minutes": "90",
    "capacity": "12",
}


@pytest.fixture(scope="module")
def app() -> Chalice:
    import app as doors  # noqa: PLC0415 - only these tests need every door

    return doors.app


@pytest.fixture
def api(app: Chalice, monkeypatch: pytest.MonkeyPatch) -> ApiOnFakes:
    api = ApiOnFakes(app)
    api.ports.libraries.put(a_library())
    monkeypatch.setattr(wiring, "ports", lambda: api.ports)
    return api


def table(*changes: dict[str, str]) -> bytes:
    """A table of good rows, each with its own changes."""
    file = io.StringIO()
    writer = csv.DictWriter(file, HEADERS)
    writer.writeheader()
    for number, change in enumerate(changes):
        writer.writerow({"source_id": f"act-{number}", **GOOD, **change})
    return file.getvalue().encode()


def send(
    api: ApiOnFakes, data: bytes, *, query: str = "", kind: str = "text/csv", role: str = STAFF
) -> Answered:
    return api.ask(role, "POST", f"/catalogue-imports{query}", data, Content_Type=kind)


def stored(api: ApiOnFakes) -> dict[str, Any]:
    query = ActivityQuery(library=UTRECHT, include_inactive=True, page_size=5_000)
    return {a.source_id: a for a in api.ports.activities.list(query).items}


def outcome(answered: Answered) -> tuple[int, int, int]:
    """How many rows were accepted, unchanged and rejected."""
    assert answered.status == 200, answered.body
    body = answered.body
    return body["accepted"], body["unchanged"], len(body["rejected"])


# ---- what becomes of rows


def test_of_a_thousand_rows_the_bad_ones_are_explained_and_the_rest_stands(
    api: ApiOnFakes,
) -> None:
    faults = (
        ({"start": "25:10"}, "start"),
        ({"level_min": "b2", "level_max": "a1"}, "level_min"),
        ({"capacity": "-3"}, "capacity"),
        ({"title": ""}, "title"),
        ({"title": "x" * 10_000}, "title"),
        ({"title": "Taal\x07café"}, "title"),
        ({"type": "cocktailbar"}, "type"),
        ({"branch": "NL-0899011001"}, "branch"),
        ({"source_id": "act-0"}, "source_id"),
        ({"weekday": "blauwe maandag"}, "weekday"),
        ({"duration_minutes": "0"}, "duration_minutes"),
        ({"duration_minutes": "lang"}, "duration_minutes"),
    )
    bad = {27 * (number + 1): faults[number % len(faults)] for number in range(37)}
    rows = [bad[number][0] if number in bad else {} for number in range(1_000)]
    answered = send(api, table(*rows))
    assert outcome(answered) == (963, 0, 37)
    told = {one["row"]: one["field"] for one in answered.body["rejected"]}
    assert told == {number + 2: field for number, (_, field) in bad.items()}
    assert all(one["reason"] and one["reasonEn"] for one in answered.body["rejected"])
    assert len(stored(api)) == 963


def test_a_row_is_rejected_once_with_all_that_is_wrong_with_it(api: ApiOnFakes) -> None:
    (rejected,) = send(api, table({"start": "25:00", "capacity": "veel"})).body["rejected"]
    assert {rejected["field"], *(one["field"] for one in rejected["also"])} == {"start", "capacity"}


def test_the_same_file_again_changes_nothing(api: ApiOnFakes) -> None:
    assert outcome(send(api, table({}, {}))) == (2, 0, 0)
    before = stored(api)
    assert outcome(send(api, table({}, {}))) == (0, 2, 0)
    assert stored(api) == before


def test_an_import_confirms_what_it_leaves_unchanged(api: ApiOnFakes) -> None:
    send(api, table({}))
    api.ports.now.forward(timedelta(days=40))
    assert outcome(send(api, table({}))) == (0, 1, 0)
    assert stored(api)["act-0"].last_confirmed_on == api.ports.now().date()
    assert stored(api)["act-0"].version == 1


def test_a_changed_row_is_accepted_and_replaces_what_stood(api: ApiOnFakes) -> None:
    send(api, table({}, {}))
    assert outcome(send(api, table({"title": "Praatcafé"}, {}))) == (1, 1, 0)
    assert stored(api)["act-0"].title == "Praatcafé"


def test_a_dry_run_says_the_same_and_stores_nothing(api: ApiOnFakes) -> None:
    rows = table({}, {"start": "25:00"}, {})
    assert outcome(send(api, rows, query="?dryRun=true")) == (2, 0, 1)
    assert stored(api) == {}
    assert api.ports.queue.catalogue_changes == 0
    assert outcome(send(api, rows)) == (2, 0, 1)
    assert api.ports.queue.catalogue_changes == 1


def test_who_comes_by_themselves_and_a_pause_stay_when_the_file_is_silent(
    api: ApiOnFakes,
) -> None:
    send(api, table({}))
    (cafe,) = stored(api).values()
    api.ports.activities.put(replace(cafe, status=ActivityStatus.PAUSED), expected_version=1)
    api.ports.activities.set_taken_elsewhere(cafe.id, 7)
    assert outcome(send(api, table({}))) == (0, 1, 0)
    assert stored(api)["act-0"].seats.taken_elsewhere == 7
    assert stored(api)["act-0"].status is ActivityStatus.PAUSED


# ---- a full file


def test_what_a_full_file_no_longer_holds_becomes_inactive(api: ApiOnFakes) -> None:
    send(api, table({}, {}, {}))
    answered = send(api, table({}, {"start": "25:00"}), query="?full=true")
    assert answered.body["deactivated"] == 1
    assert {key: a.status.value for key, a in stored(api).items()} == {
        "act-0": "active",
        "act-1": "active",  # its row is bad, so it did not disappear
        "act-2": "inactive",
    }


def test_a_full_file_without_a_good_row_stops_nothing(api: ApiOnFakes) -> None:
    send(api, table({}, {}))
    answered = send(api, table({"start": "25:00"}), query="?full=true")
    assert answered.body["deactivated"] == 0
    assert {a.status.value for a in stored(api).values()} == {"active"}


def test_what_comes_back_in_a_file_is_active_again(api: ApiOnFakes) -> None:
    send(api, table({}, {}))
    send(api, table({}), query="?full=true")
    assert outcome(send(api, table({}, {}), query="?full=true")) == (1, 1, 0)
    assert stored(api)["act-1"].status.value == "active"


def test_another_library_loses_nothing_by_it(api: ApiOnFakes) -> None:
    theirs = an_activity("act_theirs", library="NL-0899010000", source_id="act-0")
    api.ports.activities.put(theirs, expected_version=None)
    send(api, table({}), query="?full=true")
    assert api.ports.activities.get(theirs.id) == theirs


# ---- who may, and what is taken


@pytest.mark.parametrize("role", ["case_worker", "municipality_admin", "programme_analyst"])
def test_only_a_library_imports(api: ApiOnFakes, role: str) -> None:
    assert send(api, table({}), role=role).status == 403


@pytest.mark.parametrize(
    ("kind", "status"), [("application/xml", 415), ("text/html", 415), ("text/csv", 200)]
)
def test_files_of_other_kinds_are_refused(api: ApiOnFakes, kind: str, status: int) -> None:
    assert send(api, table({}), kind=kind).status == status


def test_more_than_four_mebibytes_is_refused(api: ApiOnFakes) -> None:
    assert send(api, b"x" * (4 * 2**20 + 1)).status == 413
    assert stored(api) == {}


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("text/csv", b""),
        ("text/csv", b"\n\n  \n"),
        ("text/csv", b"source_id,title\x00\x01\x02"),
        ("text/csv", b"hallo,wereld\n1,2\n"),
        ("text/csv", b"\x81\x8d\xff" * 50),
        ("text/csv", b"title,title,branch\n1,2,3\n"),
        (XLSX, b"PK\x03\x04 and then nothing"),
        (XLSX, b"source_id,title\n"),
        ("text/calendar", b""),
        ("text/calendar", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n"),
        ("text/calendar", b"nothing of the kind"),
        ("application/json", b""),
        ("application/json", b'{"contents": ['),
        ("application/json", b'{"a": NaN}'),
        ("application/json", b"[" * 100_000),
        ("application/json", b'"text"'),
        ("application/json", b"[]"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    api: ApiOnFakes, kind: str, data: bytes
) -> None:
    answered = send(api, data, kind=kind)
    assert answered.status == 400, answered.body
    (fault,) = answered.body["invalidParams"]
    assert fault["reason"].endswith((".", ")."))


def test_the_columns_that_say_nothing_to_us_are_named(api: ApiOnFakes) -> None:
    data = table({}).replace(b"capacity", b"kleur van de deur")
    assert send(api, data).body["ignoredColumns"] == ["kleur van de deur"]


def test_what_the_query_says_holds_where_the_file_is_silent(api: ApiOnFakes) -> None:
    data = b"source_id,title\nx,Taalhuis\n"
    query = "?type=language_house_desk&levelMin=alfa&levelMax=b2&entry=drop_in"
    assert outcome(send(api, data, query=query)) == (1, 0, 0)
    (desk,) = stored(api).values()
    assert (desk.type.value, desk.level.lowest.value, desk.branch.isil) == (
        "language_house_desk",
        "alfa",
        "NL-0899041002",  # the only branch there is
    )


def test_a_branch_may_be_called_by_its_name(api: ApiOnFakes) -> None:
    rows = table(
        {"branch": "bibliotheek overvecht"}, {"branch": "Overvecht"}, {"branch": "Nergens"}
    )
    assert outcome(send(api, rows)) == (2, 0, 1)


# ---- long files


def lots(count: int, **change: str) -> bytes:
    return table(*({**change} for _ in range(count)))


def work(api: ApiOnFakes) -> int:
    """The queue is worked off as workers would; in how many slices."""
    slices = 0
    while api.ports.queue.imports:
        library, import_id = api.ports.queue.imports.pop(0)
        go_on(library, import_id, import_row, ports=api.ports)
        slices += 1
    return slices


def test_a_long_file_is_done_in_the_background_with_progress(api: ApiOnFakes) -> None:
    answered = send(api, lots(2_500))
    assert answered.status == 202
    here = answered.headers["location"].removeprefix("/v1")
    assert answered.body["state"] == "waiting"
    assert api.ask(STAFF, "GET", here).body["doneRows"] == 0
    library, import_id = api.ports.queue.imports.pop(0)
    go_on(library, import_id, import_row, ports=api.ports)
    halfway = api.ask(STAFF, "GET", here).body
    assert (halfway["state"], halfway["doneRows"], halfway["totalRows"]) == (
        "running",
        1_000,
        2_500,
    )
    assert work(api) == 2
    done = api.ask(STAFF, "GET", here).body
    assert (done["state"], done["doneRows"], done["accepted"]) == ("done", 2_500, 2_500)
    assert len(stored(api)) == 2_500


def test_a_slice_that_is_delivered_twice_is_counted_once(api: ApiOnFakes) -> None:
    send(api, lots(2_100))
    api.ports.queue.imports *= 2
    work(api)
    (job,) = api.ports.imports.everything()
    assert (job.counts.accepted, job.counts.rows) == (2_100, 2_100)


def test_a_key_that_stands_in_an_earlier_slice_is_a_duplicate_too(api: ApiOnFakes) -> None:
    rows: list[dict[str, str]] = [{} for _ in range(2_100)]
    rows[2_050] = {"source_id": "act-3"}
    send(api, table(*rows))
    work(api)
    (job,) = api.ports.imports.everything()
    (rejection,) = job.counts.rejections
    assert (rejection.row, rejection.complaints[0].reason) == (2_052, "duplicate_source_id")


def test_a_long_full_file_stops_what_it_does_not_hold(api: ApiOnFakes) -> None:
    send(api, table({"source_id": "old"}))
    send(api, lots(2_100), query="?full=true")
    work(api)
    assert stored(api)["old"].status.value == "inactive"
    assert sum(a.status.value == "active" for a in stored(api).values()) == 2_100


def test_an_import_whose_file_is_gone_says_so(api: ApiOnFakes) -> None:
    answered = send(api, lots(2_001))
    api.ports.uploads.lose(answered.body["id"])
    work(api)
    shown = api.ask(STAFF, "GET", f"/catalogue-imports/{answered.body['id']}").body
    assert (shown["state"], shown["failure"]) == (
        "failed",
        "Het bestand is er niet meer. Stuur het opnieuw.",
    )


def test_an_import_whose_file_cannot_be_read_to_its_end_says_so(api: ApiOnFakes) -> None:
    answered = send(api, lots(2_001))
    api.ports.uploads.put(answered.body["id"], b"")
    work(api)
    work_again = api.ask(STAFF, "GET", f"/catalogue-imports/{answered.body['id']}").body
    assert (work_again["state"], work_again["failure"]) == ("failed", "Hier staat niets in.")
    api.ports.queue.imports.append((UTRECHT, answered.body["id"]))
    assert work(api) == 1  # it is over, and stays so
    assert stored(api) == {}


def test_an_import_of_another_library_is_unknown(api: ApiOnFakes) -> None:
    assert api.ask(STAFF, "GET", "/catalogue-imports/imp_nobodys").status == 404


def test_a_hundred_thousand_rows_are_taken_and_one_more_is_refused(api: ApiOnFakes) -> None:
    rows = "\n".join(f"{number},t" for number in range(100_000))
    assert send(api, f"source_id,title\n{rows}\n".encode()).status == 202
    answered = send(api, f"source_id,title\n{rows}\n1,t\n".encode())
    assert answered.status == 400
    assert "100.000" in answered.body["invalidParams"][0]["reason"]


# ---- and out again


def test_a_library_gets_back_what_it_gave(api: ApiOnFakes) -> None:
    send(api, table({"title": "=1+1"}, {"title": "'s Middags"}, {}))
    answered = api.ask(STAFF, "GET", "/activities", Accept="text/csv")
    assert answered.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answered.raw.decode("utf-8-sig"))))
    assert {row["title"] for row in rows} == {"'=1+1", "'s Middags", "Taalcafé"}
    assert outcome(send(api, answered.raw)) == (0, 3, 0)


def test_a_table_holds_what_its_question_asks_for(api: ApiOnFakes) -> None:
    send(api, table({}, {"type": "ido"}))
    path = f"/activities?library={UTRECHT}&type=ido"
    answered = api.ask("case_worker", "GET", path, Accept="text/csv")
    rows = list(csv.DictReader(io.StringIO(answered.raw.decode("utf-8-sig"))))
    assert [row["source_id"] for row in rows] == ["act-1"]


def test_a_table_longer_than_an_answer_says_where_to_go_on(
    api: ApiOnFakes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.usecases.exporting.MOST_AT_ONCE", 100)
    monkeypatch.setattr("chalicelib.usecases.exporting._PAGE", 100)
    send(api, lots(250))
    found: list[str] = []
    path = "/activities"
    while path:
        answered = api.ask(STAFF, "GET", path, Accept="text/csv")
        table_ = csv.DictReader(io.StringIO(answered.raw.decode("utf-8-sig")))
        found += [row["source_id"] for row in table_]
        link = answered.headers.get("link", "")
        path = f"/activities{link[1 : link.index('>')]}" if link else ""
    assert sorted(found) == sorted(f"act-{number}" for number in range(250))


def test_without_asking_for_a_table_activities_are_json(api: ApiOnFakes) -> None:
    send(api, table({}))
    assert len(api.ask(STAFF, "GET", "/activities", Accept="*/*").body["items"]) == 1


def test_everybody_reads_the_catalogue_as_hsds(api: ApiOnFakes) -> None:
    send(api, table({}, {}, {}))
    api.publish()
    page = api.ask(None, "GET", "/hsds/services?page=2&per_page=2").body
    assert (page["total_items"], page["total_pages"], page["size"]) == (3, 2, 1)
    assert (page["first_page"], page["last_page"], page["empty"]) == (False, True, False)
    assert page["contents"][0]["name"] == "Taalcafé"
    (organization,) = api.ask(None, "GET", "/hsds/organizations").body["contents"]
    assert organization["locations"][0]["external_identifier"] == "NL-0899041002"
    assert api.ask(None, "GET", "/hsds/locations").body["total_items"] == 1
    assert api.ask(None, "GET", "/hsds/services?page=9").body["empty"] is True
    assert api.ask(None, "GET", "/hsds/services?page=0").status == 400


def test_hsds_that_went_out_comes_in_unchanged(api: ApiOnFakes) -> None:
    send(api, table({}, {"type": "ido", "start": "09:00-17:00", "duration_minutes": ""}))
    api.publish()
    page = api.ask(None, "GET", "/hsds/services").raw
    assert outcome(send(api, page, kind="application/json")) == (0, 2, 0)


def test_a_library_has_a_calendar_for_everybody(api: ApiOnFakes) -> None:
    send(api, table({}))
    answered = api.ask(None, "GET", f"/libraries/{UTRECHT}/calendar", Accept="text/calendar")
    assert answered.headers["content-type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(answered.raw).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Taalcafé"
    assert b"RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=TU" in answered.raw
    assert api.ask(None, "GET", "/libraries/NL-0800000000/calendar").status == 404


def test_hsds_examples_are_understood(api: ApiOnFakes) -> None:
    service = {
        "id": "ac148810-d857-441c-9679-408f346de14b",
        "name": "Conversation group",
        "status": "active",
        "description": "Praten met elkaar",
        "languages": [{"id": "l1", "code": "ar"}, {"id": "l2", "name": "Engels"}],
        "schedules": [
            {
                "id": "s1",
                "freq": "WEEKLY",
                "interval": 2,
                "byday": "TU,TH",
                "opens_at": "10:00",
                "closes_at": "11:30:00",
                "dtstart": "2026-09-01",
                "valid_to": "2027-06-30",
            },
            {
                "id": "s2",
                "freq": "MONTHLY",
                "byday": "-1FR",
                "opens_at": "19:00",
                "closes_at": "20:00",
            },
        ],
        "attributes": [
            {"id": "a", "taxonomy_term": {"id": "t", "name": "Conversatiegroep", "description": ""}}
        ],
        "cost_options": [{"id": "c", "amount": 2.5}],
        "service_at_locations": [
            {"id": "x", "location": {"id": "y", "name": "Bibliotheek Overvecht"}}
        ],
    }
    data = json.dumps({"contents": [service]}).encode()
    query = "?levelMin=a2&levelMax=b2"
    assert outcome(send(api, data, query=query, kind="application/json")) == (1, 0, 0)
    (group,) = stored(api).values()
    assert group.type.value == "conversation_group"
    assert group.helping_languages == ("ar", "en")
    assert [(s.day.value, s.every_weeks, s.monthly_ordinal) for s in group.sessions] == [
        ("tue", 2, None),
        ("thu", 2, None),
        ("fri", 1, -1),
    ]


# ---- a workbook to fill in


def test_the_template_is_handed_out_to_everybody_who_asks_for_it(api: ApiOnFakes) -> None:
    handed = api.ask(None, "GET", "/import-templates/activities", Accept=XLSX)
    assert (handed.status, handed.raw) == (200, TEMPLATE.read_bytes())
    assert 'filename="wegwijs-activities.xlsx"' in handed.headers["content-disposition"]


def test_who_asks_for_something_else_hears_what_to_ask_for(api: ApiOnFakes) -> None:
    refused = api.ask(None, "GET", "/import-templates/activities", Accept="application/json")
    assert refused.status == 400
    assert XLSX in refused.body["invalidParams"][0]["reason"]
