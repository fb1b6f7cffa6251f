"""The pages of a library in a real browser: a week's work, a first import, and all who must use it.

The application in this process on ports in memory; signed in without the walk through a sign-in
service, which the tests of the shell take.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page

from chalicelib import wiring
from chalicelib.adapters.rendering import GettextWords
from chalicelib.domain.caller import Caller
from chalicelib.domain.catalogue import Branch, Seats
from chalicelib.domain.geography import Point
from chalicelib.domain.ids import BranchId, OrganisationId, PlacementId
from chalicelib.domain.placement import State
from chalicelib.domain.session import Session
from chalicelib.domain.vocabulary import Entry, Role
from chalicelib.entry.pages.cookies import SESSION, cookie_name
from chalicelib.entry.parsing.import_rows import import_row
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.importing import go_on
from chalicelib.usecases.notify import notify
from chalicelib.usecases.ports import LibraryQuery
from tests.browser.accessible import A4, DESKTOP, PHONE, Screen, assert_accessible, resize
from tests.browser.conftest import Picture
from tests.browser.served import served
from tests.fakes.activities import FakeActivities
from tests.fakes.libraries import FakeLibraries
from tests.fakes.making import OVERVECHT, UTRECHT, a_library, a_person, an_activity
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import BUDDY, CASE_WORKER, GROUP, WALK, a_world, id_on, referred

CAFE = an_activity("act_cafe", seats=Seats(capacity=20, taken_elsewhere=11), waiting_list=True)
TALK = replace(GROUP, title="Praatgroep", seats=Seats(capacity=8), waiting_list=True)
WALKING = replace(
    WALK, title="Wandelen en praten", entry=Entry.DROP_IN, last_confirmed_on=date(2026, 8, 1)
)
MATE = replace(BUDDY, title="Taalmaatje")
DESK = an_activity("act_old", title="Spreekuur", last_confirmed_on=date(2026, 5, 1), sessions=())
CENTRE = Branch(
    BranchId("NL-0899041001"), "Bibliotheek Neude", "Utrecht", Point(52.093, 5.118), "Neude 11"
)
WEDNESDAY = timedelta(days=2)  # the meetings of the world are on Tuesdays; it begins on a Monday
MOST_TAPS = 10
ELSEWHERE = "NL-0899010000"
TABLE = """source_id;title;type;level;branch;weekday;start;duration_minutes;kleur
tc-1;Taalcafé Neude;taalcafé;A1-B1;Bibliotheek Neude;woensdag;10:00;90;rood
tc-2;;taalcafé;A1-B1;Bibliotheek Neude;woensdag;10:00;90;rood
tc-3;Praatgroep;praatgroep;C9;Bibliotheek Oost;woensdag;half tien;90;rood
"""


@dataclass
class Hand:
    """Whoever works on a page; `taps` counts what she pressed."""

    page: Page
    taps: int = 0

    def presses(self, button: Locator) -> None:
        button.click()
        self.taps += 1


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture
def ports(monkeypatch: pytest.MonkeyPatch, address: str) -> FakePorts:
    """A library on Wednesday: who asked, who was expected yesterday, who waits."""
    world = a_world(
        (CAFE, TALK, WALKING, MATE, DESK), words=GettextWords(drafts=True), public_url=address
    )
    world.libraries = FakeLibraries([a_library(branches=(OVERVECHT, CENTRE))])
    monkeypatch.setattr(wiring, "ports", lambda: world)
    who_chose(world, "act_cafe", "Amina", "Yusuf", "Oksana")
    who_chose(world, "act_walk", "Selam")
    who_chose(world, "act_group", "Dilan", "Reza")
    world.snapshots.show([MATE])
    who_chose(world, "act_buddy", "Maria")
    world.snapshots.show(world.activities.all_active())
    world.now.forward(WEDNESDAY)
    return world


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def either(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A browser that runs scripts, and one that does not."""
    context = browser.new_context(
        java_script_enabled=request.param, locale="nl-NL", timezone_id="Europe/Amsterdam"
    )
    yield context.new_page()
    context.close()


def who_chose(ports: FakePorts, activity_id: str, *names: str) -> list[PlacementId]:
    chosen = []
    for name in names:
        person = a_person(first_name=name)
        referral = referred(
            ports, f"key-{activity_id}-{name}", client_reference=None, person=person
        )
        placement_id = id_on(referral, activity_id)
        accept_for_her(referral.id, placement_id, caller=CASE_WORKER, ports=ports)
        chosen.append(placement_id)
    return chosen


def signs_in(
    page: Page, ports: FakePorts, role: Role = Role.LIBRARY_STAFF, *, library: str = UTRECHT
) -> None:
    at = ports.now()
    caller = Caller(f"usr_{role}", role, OrganisationId(library))
    session = Session(caller, at, at, "Voorbeeldbibliotheek Utrecht (verzonnen)")
    name = cookie_name(SESSION, public_url=ports.public_url)
    token = ports.sessions.open(session)
    page.context.add_cookies([{"name": name, "value": token, "url": ports.public_url}])


def goes_to(page: Page, ports: FakePorts, path: str) -> None:
    page.goto(f"{ports.public_url}{path}")


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_weeks_work_takes_ten_taps(either: Page, ports: FakePorts, screen: Screen) -> None:
    resize(either, screen)
    signs_in(either, ports)
    newcomer = referred(ports, "key-desk", client_reference=None)
    code = newcomer.placement(id_on(newcomer, "act_walk")).code
    hand = Hand(either)
    goes_to(either, ports, "/start")

    hand.presses(either.get_by_role("link", name="Wie komt er deze week?"))
    hand.presses(either.get_by_role("button", name="Ja, welkom Dilan"))
    hand.presses(either.get_by_text("Nee, want… Reza"))
    hand.presses(either.get_by_role("button", name="Niveau past niet").locator("visible=true"))
    hand.presses(either.get_by_role("button", name="Alle 3 waren er"))
    hand.presses(either.get_by_role("button", name="Was er Selam", exact=True))
    either.get_by_label("Haar code").fill(code)
    hand.presses(either.get_by_role("button", name="Zij doet vandaag mee"))
    assert "De code klopt." in either.get_by_role("status").inner_text()
    hand.presses(either.get_by_role("link", name="Plaatsen"))
    hand.presses(either.get_by_role("button", name="Eén meer komt vanzelf: Taalcafé"))
    either.locator("#act_cafe .wg-count", has_text="12").wait_for()
    hand.presses(either.get_by_role("button", name="Alles klopt nog (5)"))

    assert "Bevestigd: 5." in either.get_by_role("status").inner_text()
    assert hand.taps <= MOST_TAPS
    assert ports.activities.get(CAFE.id).seats.taken_elsewhere == 12
    known = ports.referrals.known_to(LibraryQuery(UTRECHT)).items
    assert sum(one.placement.state is State.ATTENDING for one in known) == 5


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_first_import_is_four_taps_and_a_file(
    either: Page, ports: FakePorts, screen: Screen
) -> None:
    resize(either, screen)
    signs_in(either, ports)
    hand = Hand(either)
    goes_to(either, ports, "/start")
    hand.presses(either.get_by_role("link", name="Importeren"))
    table = {"name": "aanbod.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    either.get_by_label("Bestand").set_input_files(table)  # type: ignore[arg-type]
    hand.presses(either.get_by_role("button", name="Kijk het bestand na"))
    assert either.get_by_text("Er is nog niets bewaard.").is_visible()
    assert either.get_by_text("Dit veld is verplicht.").first.is_visible()
    hand.presses(either.get_by_role("button", name="Importeer 1"))
    assert either.get_by_text("0 van 3 rijen").is_visible()
    go_on(UTRECHT, either.url.rpartition("/")[2], import_row, ports=ports)
    either.get_by_role("heading", name="Geïmporteerd").wait_for()  # the page finds out by itself
    hand.presses(either.get_by_role("link", name="Activiteiten").last)
    assert either.get_by_role("link", name="Taalcafé Neude", exact=True).is_visible()
    assert hand.taps == 4


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_line_of_the_table_is_changed_in_its_place(
    either: Page, ports: FakePorts, screen: Screen
) -> None:
    resize(either, screen)
    signs_in(either, ports)
    goes_to(either, ports, "/activiteiten")
    either.get_by_role("link", name="Wijzig Praatgroep").click()
    either.get_by_label("Aantal plaatsen").fill("veel")
    either.get_by_role("button", name="Bewaar").click()
    assert "Hier hoort een geheel getal." in either.get_by_role("alert").inner_text()
    either.get_by_label("Aantal plaatsen").fill("9")
    either.get_by_role("button", name="Bewaar").click()
    assert either.get_by_role("status").inner_text() == "De activiteit is gewijzigd."
    assert ports.activities.get(TALK.id).seats.capacity == 9


def test_a_week_is_worked_off_by_keyboard_alone(page: Page, ports: FakePorts) -> None:
    signs_in(page, ports)
    goes_to(page, ports, "/deze-week")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText").startswith("Ja, welkom"):
            break
    page.keyboard.press("Enter")
    assert "U zei ja." in page.get_by_role("status").inner_text()


def test_what_was_pressed_keeps_the_focus_when_only_its_line_comes_back(
    page: Page, ports: FakePorts
) -> None:
    signs_in(page, ports)
    goes_to(page, ports, "/plaatsen")
    page.get_by_role("button", name="Eén meer komt vanzelf: Taalcafé").press("Enter")
    page.locator("#act_cafe .wg-count", has_text="12").wait_for()
    assert page.evaluate("document.activeElement.id") == "more-act_cafe"


def test_the_print_for_volunteers_holds_names_and_codes_only(
    page: Page, ports: FakePorts, picture: Picture
) -> None:
    signs_in(page, ports)
    resize(page, A4)
    goes_to(page, ports, "/deze-week/vrijwilligers")
    page.emulate_media(media="print")
    shown = page.locator("body").inner_text()
    assert "Amina" in shown
    for hidden in ("Uitloggen", "Terug naar de week", "612345678", "Toegankelijkheid"):
        assert hidden not in shown
    picture(page, "library-volunteers-print")
    goes_to(page, ports, "/deze-week")
    assert not page.get_by_role("button").locator("visible=true").count()
    picture(page, "library-week-print")


def test_the_list_by_link_ticks_who_was_there_and_takes_a_code(
    either: Page, ports: FakePorts, picture: Picture
) -> None:
    resize(either, PHONE)
    nour = a_person(first_name="Nour")
    newcomer = referred(ports, "key-desk", client_reference=None, person=nour)
    code = newcomer.placement(id_on(newcomer, "act_walk")).code
    token = ports.derivation.list_link(UTRECHT, last_day=date(2026, 12, 1))
    goes_to(either, ports, f"/w/{token}")
    amina = either.locator("section", has_text="Amina")
    assert amina.get_by_text("nieuw", exact=True).is_visible()
    picture(either, "library-list-by-link-phone")
    amina.get_by_label("Ja, op di 24 nov").check()
    either.get_by_label("Haar code").fill("0000")
    either.get_by_role("button", name="Verstuur").click()
    assert either.get_by_role("alert").is_visible()
    either.get_by_label("Haar code").fill(code)
    either.get_by_role("button", name="Verstuur").click()
    assert amina.get_by_text("Doet mee").is_visible()
    assert not amina.get_by_text("nieuw", exact=True).is_visible()
    known = ports.referrals.known_to(LibraryQuery(UTRECHT)).items
    assert sum(one.placement.state is State.ATTENDING for one in known) == 2


def test_everybody_can_use_the_list_by_link(page: Page, ports: FakePorts) -> None:
    token = ports.derivation.list_link(UTRECHT, last_day=date(2026, 12, 1))
    goes_to(page, ports, f"/w/{token}")
    assert_accessible(page)
    goes_to(page, ports, f"/w/{token}/vrijwilligers")
    assert_accessible(page)


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_everybody_can_use_every_page(
    page: Page, ports: FakePorts, picture: Picture, screen: Screen
) -> None:
    resize(page, screen)
    signs_in(page, ports, Role.LIBRARY_ADMIN)
    for path, name in (
        ("/start", "home"),
        ("/deze-week", "week"),
        ("/plaatsen", "offer"),
        ("/activiteiten", "activities"),
        ("/activiteiten?wijzig=act_group", "activity-line"),
        ("/activiteiten/act_cafe", "activity"),
        ("/importeren", "import"),
        ("/agenda-adres", "feed"),
        ("/bibliotheek", "library"),
        ("/bibliotheek/vestigingen/NL-0899041001", "branch"),
        ("/koppeling", "connection-empty"),
    ):
        goes_to(page, ports, path)
        seen(page, picture, name, screen)


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_everybody_can_use_what_a_form_answers(
    page: Page, ports: FakePorts, picture: Picture, screen: Screen
) -> None:
    resize(page, screen)
    signs_in(page, ports, Role.LIBRARY_ADMIN)
    goes_to(page, ports, "/deze-week")
    page.get_by_label("Haar code").fill("0000")
    page.get_by_role("button", name="Zij doet vandaag mee").click()
    seen(page, picture, "week-wrong-code", screen)
    goes_to(page, ports, "/importeren")
    table = {"name": "aanbod.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    page.get_by_label("Bestand").set_input_files(table)  # type: ignore[arg-type]
    page.get_by_role("button", name="Kijk het bestand na").click()
    seen(page, picture, "import-preview", screen)
    page.get_by_role("button", name="Importeer 1").click()
    seen(page, picture, "import-progress", screen)
    goes_to(page, ports, "/activiteiten/nieuw")
    page.get_by_label("Activiteit").fill("")
    page.get_by_role("button", name="Bewaar").click()
    seen(page, picture, "activity-faults", screen)
    goes_to(page, ports, "/koppeling")
    page.get_by_label("Adres van uw systeem").fill("https://bieb.example.nl/wegwijs")
    page.get_by_role("button", name="Bewaar").click()
    page.get_by_text("whsec_").wait_for()
    assert_accessible(page)
    page.get_by_role("link", name="Ik heb het bewaard").click()
    page.get_by_role("button", name="Stuur een proefbericht").click()
    for delivery in ports.deliveries.all():
        notify(delivery.id, ports=ports)
    page.get_by_role("button", name="Maak een geheim").click()
    page.get_by_role("link", name="Ik heb het bewaard").click()
    seen(page, picture, "connection", screen)


def test_a_library_that_begins_is_led_to_its_first_import(
    page: Page, ports: FakePorts, picture: Picture
) -> None:
    ports.activities = FakeActivities()
    signs_in(page, ports, library=ELSEWHERE)
    goes_to(page, ports, "/deze-week")
    assert page.get_by_text("Deze week wordt er niemand verwacht.").is_visible()
    seen(page, picture, "week-empty", PHONE)
    signs_in(page, ports)
    goes_to(page, ports, "/plaatsen")
    seen(page, picture, "offer-empty", PHONE)
    goes_to(page, ports, "/activiteiten")
    assert_accessible(page)


def seen(page: Page, picture: Picture, name: str, screen: Screen) -> None:
    """Drawn on both screens; judged on the desk, from which both telephones are judged as well."""
    picture(page, f"library-{name}-{'desktop' if screen == DESKTOP else 'phone'}")
    if screen == DESKTOP or name.endswith("empty"):
        assert_accessible(page)
