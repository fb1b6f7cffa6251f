"""However much a library has, a page of it stays light: at most 60 KB, as it is sent."""

import gzip
from dataclasses import replace
from pathlib import Path

import pytest

from chalicelib.domain.catalogue import Seats
from chalicelib.usecases.accept import accept_for_her
from tests.entry.pages.browser import Browser
from tests.fakes.activities import FakeActivities
from tests.fakes.making import an_activity
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import CAFE, CASE_WORKER, id_on, referred

MOST_BYTES = 60 * 1024
STATIC = Path(__file__).parents[3] / "chalicelib" / "static"
FILES = ("wegwijs.css", "htmx.js")


def sent(text: str) -> int:
    """The page with the files it loads, compressed."""
    files = (STATIC / name for name in FILES)
    return len(gzip.compress(text.encode())) + sum(
        len(gzip.compress(file.read_bytes())) for file in files
    )


@pytest.fixture
def tess(browser: Browser) -> Browser:
    return browser.signed_in_as("library_admin")


@pytest.mark.parametrize("path", ["/plaatsen", "/activiteiten", "/importeren", "/start"])
def test_a_library_with_much_on_offer(tess: Browser, ports: FakePorts, path: str) -> None:
    many = [an_activity(f"act_{number:03}", title=f"Taalcafé {number}") for number in range(300)]
    ports.activities = FakeActivities(many)
    assert sent(tess.get(path).text) <= MOST_BYTES


def test_a_library_to_which_many_come(tess: Browser, ports: FakePorts) -> None:
    without_limit = replace(CAFE, seats=Seats())
    ports.activities.put(without_limit, expected_version=CAFE.version)
    for number in range(100):
        one = referred(ports, f"key-{number}", client_reference=None)
        accept_for_her(one.id, id_on(one, "act_cafe"), caller=CASE_WORKER, ports=ports)
    page = tess.get("/deze-week")
    assert page.text.count("Amina") >= 100
    assert sent(page.text) <= MOST_BYTES


def test_a_file_in_which_everything_is_wrong(tess: Browser) -> None:
    rows = "".join(f"t-{number};;dans;C{number};zo;laat\n" for number in range(1_000))
    data = ("source_id;title;type;level;weekday;start\n" + rows).encode()
    fields = [("form_token", tess.get("/importeren").form_token)]
    looked = tess.upload("/importeren", fields, {"file": ("t.csv", "text/csv", data)})
    assert sent(tess.get(looked.leads_to).text) <= MOST_BYTES
