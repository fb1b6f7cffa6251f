"""The pages of reports: the same numbers as the API's, and nobody in them."""

import re
from typing import Any

import pytest

from chalicelib.domain.drawing import HEIGHT, WIDTH, on_drawing
from chalicelib.domain.geography import Located, Point, Precision
from chalicelib.entry.answers.reports import table
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.counting import count_due
from chalicelib.usecases.refer import refer
from tests.entry.pages.browser import Browser
from tests.fakes.outside import FakePlaces
from tests.fakes.ports import FakePorts
from tests.usecases.test_reports import attends, nowhere
from tests.usecases.worlds import BUDDY, CAFE, CASE_WORKER, GROUP, an_order, id_on, referred

PAGES = (
    "/rapporten",
    "/rapporten/vraag",
    "/rapporten/wachtlijsten",
    "/rapporten/talen",
    "/rapporten/kosten",
)
HOURS = "/rapporten/uren"
TABLES = ("trechter", "vraag", "wachtlijsten", "kosten")


def a_quarter(ports: FakePorts, number: int = 6) -> None:
    """Some were referred and attend, as many found nothing."""
    for one in range(number):
        attends(ports, referred(ports, f"here-{one}", count_hours=True))
    ports.places = FakePlaces({"1797": Located(Point(53.05, 4.8), Precision.POSTCODE, 1.0)})
    for one in range(number):
        refer(an_order(need=nowhere()), f"there-{one}", caller=CASE_WORKER, ports=ports)
    count_due(ports=ports)


@pytest.mark.parametrize("role", ["case_worker", "municipality_admin", "programme_analyst"])
@pytest.mark.parametrize("path", PAGES)
def test_whoever_may_read_reports_reads_every_page(
    browser: Browser, ports: FakePorts, role: str, path: str
) -> None:
    a_quarter(ports)
    for language in ("nl", "en"):
        seen = browser.signed_in_as(role).get(f"{path}?taal={language}")
        assert seen.status == 200, seen.text
        assert "Amina" not in seen.text


def test_hours_are_for_a_municipality_only(browser: Browser, ports: FakePorts) -> None:
    a_quarter(ports)
    assert browser.signed_in_as("programme_analyst").get(HOURS).status == 403
    seen = browser.signed_in_as("case_worker").get(HOURS)
    assert ">9<" in seen.text  # six times an hour and a half
    assert browser.get("/rapporten").text.count(HOURS) == 1


@pytest.mark.parametrize("path", [*PAGES, HOURS])
def test_a_page_is_a_page_before_anything_happened(browser: Browser, path: str) -> None:
    assert browser.signed_in_as("case_worker").get(path).status == 200


@pytest.mark.parametrize("path", [*PAGES, HOURS])
@pytest.mark.parametrize("query", ["from=never", "from=2026-11-02&to=2026-11-01"])
def test_days_that_are_none_are_said_at_their_field(
    browser: Browser, path: str, query: str
) -> None:
    seen = browser.signed_in_as("case_worker").get(f"{path}?{query}")
    assert seen.status == 400
    assert 'id="faults"' in seen.text


def test_the_programme_sees_demand_on_the_map_and_in_an_equal_table(
    browser: Browser, ports: FakePorts
) -> None:
    a_quarter(ports)
    text = browser.signed_in_as("programme_analyst").get("/rapporten/vraag").text
    assert text.count(' stroke-width="1.5"') == 12
    assert re.search(r"<circle[^>]*/>\s*<text[^>]*>6</text>", text)
    assert "1797" in text
    assert "Heel Nederland" in text


def test_four_are_nowhere_for_the_programme(browser: Browser, ports: FakePorts) -> None:
    a_quarter(ports, 2)
    text = browser.signed_in_as("programme_analyst").get("/rapporten/vraag").text
    assert "<circle" not in text
    assert "weggelaten" in text


def test_who_waits_is_grouped_as_asked(browser: Browser, ports: FakePorts) -> None:
    ports.activities.put(BUDDY, expected_version=None)
    ports.snapshots.show([CAFE, GROUP, BUDDY])
    referral = referred(ports)
    accept_for_her(referral.id, id_on(referral, BUDDY.id), caller=CASE_WORKER, ports=ports)
    count_due(ports=ports)
    page = browser.signed_in_as("case_worker").get("/rapporten/wachtlijsten?groupBy=level")
    assert "A1" in page.text


@pytest.mark.parametrize("name", TABLES)
def test_a_report_is_a_table_to_keep(browser: Browser, ports: FakePorts, name: str) -> None:
    a_quarter(ports)
    seen = browser.signed_in_as("case_worker").get(f"/rapporten/{name}/tabel?from=2026-11-01")
    assert seen.status == 200
    assert seen.text.startswith("\ufeff")
    assert f'filename="{name}.csv"' in seen.headers["content-disposition"]


def test_an_unknown_table_and_wrong_days_give_none(browser: Browser) -> None:
    signed_in = browser.signed_in_as("case_worker")
    assert signed_in.get("/rapporten/alles/tabel").status == 404
    assert signed_in.get("/rapporten/vraag/tabel?from=never").leads_to == "/rapporten"


@pytest.mark.parametrize(
    ("place", "near"),
    [
        (Point(52.09, 5.12), (279, 378)),  # Utrecht, in the middle of its province
        (Point(53.22, 6.57), (508, 86)),  # Groningen
        (Point(50.85, 5.69), (369, 698)),  # Maastricht
    ],
)
def test_a_place_lies_where_it_lies_on_the_drawing(place: Point, near: tuple[int, int]) -> None:
    x, y = on_drawing(place)
    assert abs(x - near[0]) <= 6
    assert abs(y - near[1]) <= 6
    assert 0 < x < WIDTH
    assert 0 < y < HEIGHT


def test_nothing_in_a_table_is_a_formula() -> None:
    row: dict[str, Any] = {"name": " =cmd()", "people": -3, "area": {"code": "@x"}}
    assert table([row]).splitlines()[1] == "' =cmd(),-3,'@x"
