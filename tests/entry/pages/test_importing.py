"""A first import: a file chosen, looked at with what is wrong by row, and imported."""

import base64
import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from chalicelib.entry.api.imports import TEMPLATE
from chalicelib.entry.parsing.import_rows import import_row
from chalicelib.usecases import checking
from chalicelib.usecases.importing import go_on
from tests.entry.pages.browser import Browser, Seen
from tests.fakes.making import UTRECHT
from tests.fakes.ports import FakePorts

HEAD = "source_id;title;type;level;weekday;start;duration_minutes;colour\n"
GOOD = "t-1;Taalcafé Noord;taalcafé;A1-B1;dinsdag;10:00;90;rood\n"
BAD = "t-2;;taalcafé;C9;dinsdag;10:00;90;rood\n"
BOTH = (HEAD + GOOD + BAD).encode()


@pytest.fixture
def kees(browser: Browser) -> Browser:
    return browser.signed_in_as("library_staff")


def chooses(
    browser: Browser, data: bytes, name: str = "t.csv", kind: str = "text/csv", **fields: str
) -> Seen:
    token = browser.get("/importeren").form_token
    pairs = [("form_token", token), *fields.items()]
    return browser.upload("/importeren", pairs, {"file": (name, kind, data)})


def titles(ports: FakePorts) -> set[str]:
    return {one.title for one in ports.activities.all_active()}


def works_it_off(ports: FakePorts, page: Seen) -> str:
    """The id of the import, which has been done."""
    import_id = page.leads_to.removeprefix("/importeren/")
    while not ports.imports.get(UTRECHT, import_id).is_over:
        go_on(UTRECHT, import_id, import_row, ports=ports)
    return import_id


@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_begins_with_a_workbook_that_the_page_brings_along(kees: Browser, language: str) -> None:
    page = kees.get(f"/importeren?taal={language}")
    found = re.search(r'href="data:[^;]*;base64,([^"]*)"', page.text)
    assert found is not None
    assert base64.b64decode(found[1]) == Path(TEMPLATE).read_bytes()


def test_a_file_is_looked_at_first_and_nothing_is_stored(kees: Browser, ports: FakePorts) -> None:
    before = titles(ports)
    page = kees.get(chooses(kees, BOTH).leads_to)
    assert page.status == 200
    assert "Er is nog niets bewaard." in page.text
    assert "Importeer 1" in page.text
    for said in ("Rij 3", "title", "Dit veld is verplicht.", "colour"):
        assert said in page.text
    assert titles(ports) == before


def test_what_was_looked_at_is_imported_once(kees: Browser, ports: FakePorts) -> None:
    looked = chooses(kees, BOTH)
    token = kees.get(looked.leads_to).form_token
    for _ in range(2):
        begun = kees.post(f"{looked.leads_to}/doen", {"form_token": token})
        assert begun.leads_to != looked.leads_to
    assert "0 van 2 rijen" in kees.get(begun.leads_to).text
    works_it_off(ports, begun)
    assert "Taalcafé Noord" in titles(ports)
    result = kees.get(begun.leads_to).text
    assert "Geïmporteerd" in result
    assert "Rij 3" in result
    assert "/doen" not in result


def test_how_far_it_is_comes_as_a_part_until_it_is_over(kees: Browser, ports: FakePorts) -> None:
    looked = chooses(kees, BOTH)
    token = kees.get(looked.leads_to).form_token
    begun = kees.post(f"{looked.leads_to}/doen", {"form_token": token})
    part = kees.get(begun.leads_to, hx_request="true")
    assert part.text.strip().startswith('<div id="progress" hx-get=')
    assert '<meta http-equiv="refresh"' in kees.get(begun.leads_to).text
    works_it_off(ports, begun)
    assert kees.get(begun.leads_to, hx_request="true").headers["hx-refresh"] == "true"


def test_a_long_file_is_looked_at_in_the_background(
    kees: Browser, ports: FakePorts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "AT_ONCE", 1)
    looked = chooses(kees, BOTH)
    assert "0 van 2 rijen" in kees.get(looked.leads_to).text
    token = kees.get(looked.leads_to).text.split('name="form_token" value="')[1].split('"')[0]
    assert kees.post(f"{looked.leads_to}/doen", {"form_token": token}).status == 404
    works_it_off(ports, looked)
    assert "Importeer 1" in kees.get(looked.leads_to).text


def test_a_file_that_is_all_says_what_would_stop(kees: Browser) -> None:
    page = kees.get(chooses(kees, (HEAD + GOOD).encode(), full="yes").leads_to)
    assert "stopt, want staat er niet meer in" in page.text


def test_what_a_row_does_not_say_is_said_for_all(kees: Browser, ports: FakePorts) -> None:
    rows = b"source_id;title;level\nt-1;Spreekuur;A1\n"
    without = kees.get(chooses(kees, rows).leads_to)
    assert "Rij 2" in without.text
    ports.now.forward(timedelta(seconds=1))
    filled = chooses(kees, rows, type="language_house_desk", branch="NL-0899041002")
    assert "Importeer 1" in kees.get(filled.leads_to).text


def test_a_workbook_is_read_whatever_the_browser_calls_it(kees: Browser) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["source_id", "title", "type", "level"])
    sheet.append(["t-1", "Taalcafé", "taalcafé", "A1-B1"])
    written = io.BytesIO()
    book.save(written)
    page = chooses(kees, written.getvalue(), "t.XLSX", "application/octet-stream")
    assert "Importeer 1" in kees.get(page.leads_to).text


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"", "t.csv", "text/csv"),
        (b"%PDF-1.7", "t.pdf", "application/pdf"),
        (b"no workbook", "t.xlsx", "application/octet-stream"),
        (b"no;columns\n1;2\n", "t.csv", "text/csv"),
        (b'{"total_pages": 2, "page_number": 1, "contents": []}', "t.json", "application/json"),
    ],
)
def test_a_file_that_is_none_of_ours_is_said_at_its_field(
    kees: Browser, data: bytes, name: str, kind: str
) -> None:
    refused = chooses(kees, data, name, kind)
    assert refused.status == 400
    assert 'id="file-fault"' in refused.text


def test_a_default_that_is_none_keeps_the_others(kees: Browser) -> None:
    refused = chooses(kees, BOTH, type="dancing", entry="drop_in")
    assert refused.status == 400
    assert 'id="type-fault"' in refused.text
    assert '<option value="drop_in" selected>' in refused.text


def test_a_file_that_is_too_large_is_refused(kees: Browser) -> None:
    assert chooses(kees, b"x" * (4 * 2**20 + 1)).status == 413
    assert chooses(kees, b"x" * (5 * 2**20)).status == 413


def test_what_it_has_comes_as_a_table_that_reads_back(kees: Browser) -> None:
    table = kees.get("/importeren/tabel")
    assert table.headers["content-disposition"] == 'attachment; filename="activiteiten.csv"'
    page = kees.get(chooses(kees, table.text.encode(), "activiteiten.csv", "").leads_to)
    assert '<span class="wg-number">0</span><br>niet te lezen' in page.text
    assert "Importeer 3" in page.text


def test_another_librarys_import_is_not_there(kees: Browser, browser: Browser) -> None:
    looked = chooses(kees, BOTH).leads_to
    assert browser.get(f"{looked}x").status == 404
    browser.signed_in_as("case_worker")
    assert browser.get(looked).status == 403
