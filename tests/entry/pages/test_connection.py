"""The settings of a connection: an address, a test, what was told, and secrets shown once."""

import re

import pytest

from chalicelib.domain.delivery import DeliveryState
from chalicelib.usecases.notify import notify
from tests.entry.pages.browser import Browser, Seen
from tests.fakes.making import UTRECHT
from tests.fakes.ports import FakePorts

URL = "https://bieb.example.nl/wegwijs"
ADDRESS = [("url", URL), ("types", "referral.accepted")]
SECRET = re.compile(r"whsec_[\w+/=]+")


@pytest.fixture
def tess(browser: Browser) -> Browser:
    return browser.signed_in_as("library_admin")


def sends(browser: Browser, button: str, *pairs: tuple[str, str]) -> Seen:
    token = browser.get("/koppeling").form_token
    return browser.post(f"/koppeling/{button}", [("form_token", token), *pairs])


@pytest.mark.parametrize("language", ["nl", "en"])
def test_everything_stands_on_one_page(tess: Browser, language: str) -> None:
    sends(tess, "adres", *ADDRESS)
    sends(tess, "geheim")
    sends(tess, "proef")
    page = tess.get(f"/koppeling?taal={language}")
    assert page.status == 200
    assert URL in page.text
    assert SECRET.search(page.text) is None


def test_an_address_is_kept_and_its_secret_shown_once(tess: Browser, ports: FakePorts) -> None:
    first = sends(tess, "adres", *ADDRESS)
    assert first.status == 200
    assert SECRET.search(first.text)
    assert not any("whsec" in cookie for cookie in first.set_cookies)
    again = sends(tess, "adres", *ADDRESS, ("types", "referral.withdrawn"))
    assert again.leads_to == "/koppeling"
    endpoint = ports.endpoints.get(UTRECHT)
    assert endpoint is not None
    assert endpoint.types == {"referral.accepted", "referral.withdrawn"}


@pytest.mark.parametrize(
    ("pairs", "field"),
    [
        ([("url", "http://bieb.example.nl"), ("types", "referral.accepted")], "url"),
        ([("types", "referral.accepted")], "url"),
        ([("url", URL)], "types"),
        ([("url", URL), ("types", "endpoint.test")], "types"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    tess: Browser, ports: FakePorts, pairs: list[tuple[str, str]], field: str
) -> None:
    wrong = sends(tess, "adres", *pairs)
    assert wrong.status == 400
    assert f'id="{field}-fault"' in wrong.text
    assert ports.endpoints.get(UTRECHT) is None


def test_a_test_is_sent_and_told_again(tess: Browser, ports: FakePorts) -> None:
    sends(tess, "adres", *ADDRESS)
    assert sends(tess, "proef").leads_to == "/koppeling#deliveries"
    (delivery,) = ports.deliveries.all()
    assert "onderweg" in tess.get("/koppeling").text
    notify(delivery.id, ports=ports)
    page = tess.get("/koppeling").text
    assert "pogingen: 1" in page
    given_up = ports.deliveries.get(delivery.id)
    if given_up.state is DeliveryState.PENDING:
        assert "Vertel opnieuw" not in page
    sends(tess, "opnieuw", ("deliveryId", delivery.id))
    assert ports.deliveries.get(delivery.id).state is DeliveryState.PENDING
    assert sends(tess, "opnieuw", ("deliveryId", "dlv_unknown")).status == 404


def test_without_an_address_there_is_nothing_to_test(tess: Browser) -> None:
    assert sends(tess, "proef").status == 404
    sends(tess, "adres", *ADDRESS)
    sends(tess, "adres/weg")
    assert "Stuur een proefbericht" not in tess.get("/koppeling").text


def test_a_secret_is_shown_once_changed_and_revoked(tess: Browser, ports: FakePorts) -> None:
    shown = [SECRET.findall(sends(tess, "geheim").text) for _ in range(2)]
    assert len({secret for page in shown for secret in page}) == 2
    first, second = (secret.id for secret in ports.secrets.of(UTRECHT).live(ports.now()))
    page = tess.get("/koppeling").text
    assert first in page
    assert second in page
    assert SECRET.search(page) is None
    sends(tess, "geheim/weg", ("secretId", first))
    assert first not in tess.get("/koppeling").text
    assert sends(tess, "geheim/weg", ("secretId", first)).status == 404


def test_a_cursor_that_is_none_is_refused(tess: Browser) -> None:
    assert tess.get("/koppeling?cursor=mine").status == 400


def test_staff_sees_no_secrets(browser: Browser) -> None:
    assert browser.signed_in_as("library_staff").get("/koppeling").status == 403
