"""The address that is read again and again: kept, watched, ended."""

import pytest

from chalicelib.entry.parsing.import_rows import import_row
from chalicelib.usecases.feeds import read_feed
from chalicelib.usecases.importing import go_on
from chalicelib.usecases.ports import Answered
from tests.entry.pages.browser import Browser, Seen
from tests.fakes.making import UTRECHT
from tests.fakes.ports import FakePorts

AGENDA = {
    "url": "https://agenda.example.nl/taal.csv",
    "kind": "csv",
    "everyHours": "24",
    "branch": "NL-0899041002",
    "type": "language_cafe",
    "levelMin": "a1",
    "levelMax": "b1",
}
HEAD = b"source_id;title;weekday;start;duration_minutes\n"
ROWS = HEAD + b"t-1;Taalcafe Noord;dinsdag;10:00;90\nt-2;;;;\n"


@pytest.fixture
def tess(browser: Browser) -> Browser:
    return browser.signed_in_as("library_admin")


def sends(browser: Browser, fields: dict[str, str], path: str = "/agenda-adres") -> Seen:
    return browser.post(path, {"form_token": browser.get("/agenda-adres").form_token} | fields)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_address_is_named_once(tess: Browser, ports: FakePorts, language: str) -> None:
    assert tess.get(f"/agenda-adres?taal={language}").status == 200
    assert sends(tess, AGENDA).leads_to == "/agenda-adres"
    source = ports.feeds.get(UTRECHT).source
    assert (source.url, source.every_hours) == (AGENDA["url"], 24)
    page = tess.get("/agenda-adres").text
    assert f'value="{AGENDA["url"]}"' in page
    assert '<option value="language_cafe" selected>' in page


def test_the_last_result_is_shown_with_what_became_of_each_row(
    tess: Browser, ports: FakePorts
) -> None:
    sends(tess, AGENDA)
    ports.outgoing.answers[AGENDA["url"]] = Answered(200, {}, ROWS)
    read_feed(UTRECHT, ports=ports)
    feed = ports.feeds.get(UTRECHT)
    assert feed.import_id is not None
    go_on(UTRECHT, feed.import_id, import_row, ports=ports)
    page = tess.get("/agenda-adres").text
    assert f'href="/importeren/{feed.import_id}"' in page
    assert "Rij 3" in tess.get(f"/importeren/{feed.import_id}").text


@pytest.mark.parametrize(
    ("language", "said"),
    [("nl", "Op dit adres is niets meer"), ("en", "There is nothing at this address")],
)
def test_why_it_could_not_be_read_is_said(
    tess: Browser, ports: FakePorts, language: str, said: str
) -> None:
    sends(tess, AGENDA)
    read_feed(UTRECHT, ports=ports)
    page = tess.get(f"/agenda-adres?taal={language}").text
    assert ports.feeds.get(UTRECHT).failure == "feed_gone"
    assert "utrecht-alert--warning" in page
    assert said in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"url": ""}, "url"),
        ({"kind": "pdf"}, "kind"),
        ({"everyHours": "2"}, "everyHours"),
        ({"branch": "Oost"}, "branch"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_kept(
    tess: Browser, changes: dict[str, str], field: str
) -> None:
    wrong = sends(tess, AGENDA | changes)
    assert wrong.status == 400
    assert f'id="{field}-fault"' in wrong.text
    assert '<option value="a1" selected>' in wrong.text


def test_it_is_read_no_more(tess: Browser) -> None:
    sends(tess, AGENDA)
    assert sends(tess, {}, "/agenda-adres/stoppen").status == 303
    assert "Er is nog geen adres." in tess.get("/agenda-adres").text


def test_staff_does_not_name_one(browser: Browser) -> None:
    assert browser.signed_in_as("library_staff").get("/agenda-adres").status == 403
