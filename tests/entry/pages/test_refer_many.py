"""A sheet of people pasted from Excel: checked, chosen, referred once each, and nothing lost."""

import re
from html import unescape

import pytest

from chalicelib.domain.errors import Temporary
from chalicelib.domain.referral import Referral
from chalicelib.entry.pages import refer_many
from chalicelib.usecases.ports import ReferralQuery
from tests.entry.api_on_fakes import CALLERS
from tests.entry.pages.browser import Browser, Seen
from tests.fakes.ports import FakePorts

HEADING = "Voornaam\tTelefoon\tTaal\tNiveau\tPostcode\tWil verwezen worden\tWil sms"
AMINA = "Amina\t06 12345678\tArabisch\tA1\t3562\tja\tja"
SALMA = "Salma\t612345679\tar\ta2\t3562 AB\tJa\tx"  # as Excel writes a number
OLENA = "Olena\t06 12345670\tKlingon\tA1\t356\tja\tja"
PATH = "/verwijzen/lijst"


@pytest.fixture
def noor(browser: Browser) -> Browser:
    return browser.signed_in_as("case_worker")


def sheet(*rows: str, heading: str = HEADING) -> str:
    return "\r\n".join([heading, *rows])


def checks(browser: Browser, text: str, key: str = "key") -> Seen:
    token = browser.get(PATH).form_token
    return browser.post(PATH, {"form_token": token, "sheet": text, "key": key})


def sends(browser: Browser, page: Seen, rows: list[str] | None = None) -> Seen:
    """What is chosen on this page, or these rows, is referred."""
    fields = {
        name: unescape(found[1])
        for name in ("key", "sheet")
        if (found := re.search(rf'name="{name}" value="([^"]*)"', page.text))
    }
    chosen = re.findall(r'name="row" value="(\w+)" checked', page.text) if rows is None else rows
    sent = {"form_token": page.form_token, **fields, "row": chosen}
    return browser.post(f"{PATH}/versturen", sent)


def stored(ports: FakePorts) -> list[Referral]:
    return list(ports.referrals.list(ReferralQuery(CALLERS["case_worker"].organisation)).items)


def left_in(page: Seen) -> str:
    found = re.search(r"<textarea[^>]*>([^<]*)</textarea>", page.text)
    assert found is not None
    return unescape(found[1])


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_example_of_its_own_page_is_sound(
    noor: Browser, ports: FakePorts, language: str
) -> None:
    page = noor.get(f"{PATH}?taal={language}").text
    heads = re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', page)
    cells = re.findall(r'<td class="utrecht-table__cell">([^<]*)</td>', page)
    checked = checks(noor, unescape(sheet("\t".join(cells), heading="\t".join(heads))))
    assert sends(noor, checked).status == 200
    (amina,) = stored(ports)
    assert amina.asked["availability"][0]["from"] == "08:45"
    assert sorted(amina.asked["themes"]) == ["language", "meeting"]


def test_who_is_sound_is_referred_and_who_is_not_stays_with_her_faults(
    noor: Browser, ports: FakePorts
) -> None:
    page = checks(noor, sheet(AMINA, OLENA, SALMA))
    assert stored(ports) == []
    assert "Deze taalcode kennen wij niet." in page.text
    assert "Een postcode is vier cijfers" in page.text
    done = sends(noor, page)
    assert len(stored(ports)) == 2
    assert all(f"/verwijzingen/{r.id}" in done.text for r in stored(ports))
    assert left_in(done).splitlines() == [HEADING, OLENA]


def test_sending_again_refers_nobody_twice(noor: Browser, ports: FakePorts) -> None:
    page = checks(noor, sheet(AMINA, SALMA))
    sends(noor, page)
    assert sends(noor, page).status == 200
    assert len(stored(ports)) == 2


def test_only_who_is_chosen_is_referred(noor: Browser, ports: FakePorts) -> None:
    page = checks(noor, sheet(AMINA, SALMA))
    first, _ = re.findall(r'name="row" value="(\w+)"', page.text)
    done = sends(noor, page, [first])
    assert len(stored(ports)) == 1
    assert left_in(done).splitlines() == [HEADING, SALMA]
    assert sends(noor, page, []).status == 200
    assert len(stored(ports)) == 1


def test_a_row_that_is_mended_is_another_order(noor: Browser, ports: FakePorts) -> None:
    sends(noor, checks(noor, sheet(AMINA)))
    sends(noor, checks(noor, sheet(AMINA.replace("Amina", "Aminata"))))
    assert len(stored(ports)) == 2


def test_who_is_referred_already_is_not_chosen_by_itself(noor: Browser, ports: FakePorts) -> None:
    sends(noor, checks(noor, sheet(AMINA)))
    page = checks(noor, sheet(AMINA), key="another day")
    assert "loopt al" in page.text
    assert " checked" not in page.text
    sends(noor, page)
    assert len(stored(ports)) == 1


def test_more_than_one_request_has_time_for_stay_chosen(
    noor: Browser, ports: FakePorts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refer_many, "AT_ONCE", 1)
    page = sends(noor, checks(noor, sheet(AMINA, SALMA)))
    assert len(stored(ports)) == 1
    assert page.text.count(" checked") == 1
    sends(noor, page)
    assert len(stored(ports)) == 2


def test_a_reference_in_use_is_said_in_its_row(noor: Browser, ports: FakePorts) -> None:
    heading = f"{HEADING}\tKenmerk"
    page = sends(noor, checks(noor, sheet(f"{AMINA}\tUTR-1", f"{SALMA}\tUTR-1", heading=heading)))
    assert len(stored(ports)) == 1
    assert "Dit kenmerk hoort bij een verwijzing die nog loopt." in page.text
    assert "Salma" in left_in(page)


def test_when_the_world_fails_the_row_stays(noor: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise Temporary("throttled")

    page = checks(noor, sheet(AMINA))
    monkeypatch.setattr(refer_many, "refer", fails)
    again = sends(noor, page)
    assert "Probeer het over een minuut nog eens." in again.text
    assert AMINA in left_in(again)
    monkeypatch.undo()


def test_what_is_no_sheet_says_so_and_keeps_what_was_pasted(noor: Browser) -> None:
    page = checks(noor, "zomaar iets")
    assert "In de eerste rij staat geen kolom" in page.text
    assert left_in(page) == "zomaar iets"
    assert "In de eerste rij" not in checks(noor, "").text


def test_a_column_that_says_nothing_to_us_is_named(noor: Browser) -> None:
    page = checks(noor, sheet(f"{AMINA}\t3", heading=f"{HEADING}\tSchoenmaat"))
    assert "Schoenmaat" in page.text
    assert "klopt" in page.text


def test_a_sheet_with_semicolons_is_one_too(noor: Browser) -> None:
    text = sheet(AMINA.replace("\t", ";"), heading=HEADING.replace("\t", ";"))
    assert "klopt" in checks(noor, text).text


def test_times_in_words_that_nobody_knows_are_a_fault(noor: Browser) -> None:
    page = checks(noor, sheet(f"{AMINA}\tooit", heading=f"{HEADING}\tWanneer"))
    assert "Een dagdeel is" in page.text


@pytest.mark.parametrize("text", ["\x00", f'{HEADING}\n"Amina\t06', "\t\t\n\t", "a" * 200_000])
def test_nothing_that_is_pasted_breaks_it(noor: Browser, text: str) -> None:
    assert checks(noor, text).status == 200
