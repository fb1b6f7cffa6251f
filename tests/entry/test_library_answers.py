"""The pages of a library without a system: who sees what, and what opens nothing."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from chalice.test import Client

from app import app
from chalicelib import wiring
from chalicelib.adapters.rendering import GettextWords
from chalicelib.domain.caller import Caller
from chalicelib.domain.catalogue import Contact
from chalicelib.domain.delivery import DeliveryState, NoticeType
from chalicelib.domain.errors import Temporary
from chalicelib.domain.events import CLOCK, Event, EventKind
from chalicelib.domain.ids import OrganisationId, PlacementId
from chalicelib.domain.referral import Referral
from chalicelib.domain.step import begun
from chalicelib.domain.vocabulary import Role
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.by_link import LIST_LIVES, Mailed, mail_lists
from chalicelib.usecases.endpoints import keep_endpoint
from chalicelib.usecases.notify import notify
from chalicelib.usecases.reading import timeline
from chalicelib.usecases.saving import settle
from tests.fakes.libraries import FakeLibraries
from tests.fakes.mailer import FakeMailer
from tests.fakes.making import UTRECHT, a_library
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import CASE_WORKER, a_world, id_on, now_of, referred, states

ADMIN = Caller("usr_6", Role.LIBRARY_ADMIN, OrganisationId(UTRECHT))
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def ports(monkeypatch: pytest.MonkeyPatch) -> FakePorts:
    world = a_world(words=GettextWords(drafts=True), mailer=FakeMailer())
    monkeypatch.setattr(wiring, "ports", lambda: world)
    return world


@pytest.fixture
def web(ports: FakePorts) -> Iterator[Any]:
    del ports  # only that they stand
    with Client(app) as client:
        yield client.http


@pytest.fixture
def held(ports: FakePorts) -> Referral:
    referral = referred(ports)
    accept_for_her(referral.id, id_on(referral, "act_group"), caller=CASE_WORKER, ports=ports)
    return now_of(referral, ports)


def mails(ports: FakePorts) -> list[str]:
    """The mails that went out, once all that is owed was told."""
    for delivery in ports.deliveries.all():
        notify(delivery.id, ports=ports)
    assert ports.mailer is not None
    return [text for _, _, text in ports.mailer.sent]


def path_in(mail: str) -> str:
    (link,) = [word for word in mail.split() if word.startswith("https://")]
    return link.removeprefix("https://wegwijs.example")


def list_path(ports: FakePorts) -> str:
    assert mail_lists(ports=ports) == Mailed(sent=1)
    assert ports.mailer is not None
    return path_in(ports.mailer.sent[-1][2])


def says(web: Any, path: str, **answers: str) -> Any:
    return web.post(path, headers=FORM, body=urlencode(answers).encode())


def test_who_waits_for_an_answer_comes_by_mail_and_nothing_of_her_with_it(
    ports: FakePorts, held: Referral
) -> None:
    (mail,) = mails(ports)
    assert path_in(mail).startswith("/b/")
    for secret in ("Amina", "612345678", held.placements[0].code, held.id):
        assert secret not in mail


def test_who_just_comes_needs_no_answer_and_no_mail(ports: FakePorts) -> None:
    referral = referred(ports)
    accept_for_her(referral.id, id_on(referral, "act_cafe"), caller=CASE_WORKER, ports=ports)
    assert mails(ports) == []
    assert [d.state for d in ports.deliveries.all()] == [DeliveryState.DROPPED]


def test_a_library_that_is_silent_is_reminded_by_mail(ports: FakePorts, held: Referral) -> None:
    nudge = Event(
        EventKind.LIBRARY_NUDGED, ports.now(), CLOCK, placement_id=id_on(held, "act_group")
    )
    settle(lambda: now_of(held, ports), lambda r, _: begun(r).then(r, nudge), ports=ports)
    assert [d.type for d in ports.deliveries.all()][-1] is NoticeType.PLACEMENT_WAITING
    assert "wacht nog" in mails(ports)[-1]


@pytest.mark.usefixtures("held")
def test_the_page_shows_who_she_is_and_looking_changes_nothing(web: Any, ports: FakePorts) -> None:
    before = ports.referrals.everything()
    page = web.get(path_in(mails(ports)[0]))
    text = page.body.decode()
    assert page.status_code == 200
    for shown in ("Amina", "+31612345678", "Arabisch", "A1"):
        assert shown in text
    assert "<script" not in text
    assert "belt liever niet" not in text, "the note stays with her municipality"
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert page.headers["Cache-Control"] == "no-store"
    assert ports.referrals.everything() == before


def test_a_yes_confirms_and_the_timeline_says_that_the_library_said_it(
    web: Any, ports: FakePorts, held: Referral
) -> None:
    path = path_in(mails(ports)[0])
    said = says(web, path, **{id_on(held, "act_group"): "yes"})
    assert (said.status_code, said.headers["Location"]) == (303, path)
    assert states(now_of(held, ports))["act_group"] == "confirmed"
    moved = [e for e in timeline(held, ports=ports) if e.after == "confirmed"]
    assert [(e.actor.role, e.actor.id) for e in moved] == [("library", UTRECHT)]
    assert says(web, path, **{id_on(held, "act_group"): "yes"}).status_code == 303


def test_a_no_has_its_reason_and_after_it_nothing_of_her_is_shown(
    web: Any, ports: FakePorts, held: Referral
) -> None:
    path = path_in(mails(ports)[0])
    says(web, path, **{id_on(held, "act_group"): "no:full"})
    after = now_of(held, ports).placement(id_on(held, "act_group"))
    assert (after.state, after.reason) == ("declined", "full")
    text = web.get(path).body.decode()
    assert "Amina" not in text
    assert "612345678" not in text


@pytest.mark.parametrize(
    "form", ["", "later", "no:", "no:because", "maybe", "no:full" + "x" * 20_000]
)
def test_what_no_button_of_ours_sends_changes_nothing(
    web: Any, ports: FakePorts, held: Referral, form: str
) -> None:
    path = path_in(mails(ports)[0])
    assert says(web, path, **{id_on(held, "act_group"): form}).status_code == 303
    assert now_of(held, ports) == held
    assert web.post(path, headers=FORM, body=b"\xff=\xfe&&=").status_code == 303


@pytest.mark.usefixtures("held")
def test_the_link_for_one_opens_nothing_of_another(web: Any, ports: FakePorts) -> None:
    other = referred(ports, "key-2", client_reference=None)
    accept_for_her(other.id, id_on(other, "act_group"), caller=CASE_WORKER, ports=ports)
    path = path_in(mails(ports)[0])
    says(web, path, **{id_on(other, "act_group"): "no:full"})
    assert states(now_of(other, ports))["act_group"] == "held"


def test_all_who_come_are_on_one_list_with_one_form(
    web: Any, ports: FakePorts, held: Referral
) -> None:
    other = referred(ports, "key-2", client_reference=None)
    accept_for_her(other.id, id_on(other, "act_group"), caller=CASE_WORKER, ports=ports)
    accept_for_her(other.id, id_on(other, "act_cafe"), caller=CASE_WORKER, ports=ports)
    path = list_path(ports)
    text = web.get(path).body.decode()
    assert text.count("<section") == 3
    assert text.count("<form") == 1
    answers = {
        id_on(held, "act_group"): "yes",
        id_on(other, "act_group"): "no:level_mismatch",
        PlacementId("plc_unknown"): "yes",
    }
    said = says(web, path, **answers)
    assert (said.status_code, said.headers["Location"]) == (303, path)
    assert states(now_of(held, ports))["act_group"] == "confirmed"
    assert states(now_of(other, ports))["act_group"] == "declined"


def at_the_cafe(ports: FakePorts) -> Referral:
    """Somebody who comes to the café of Tuesday, on the Tuesday after it."""
    referral = referred(ports)
    accept_for_her(referral.id, id_on(referral, "act_cafe"), caller=CASE_WORKER, ports=ports)
    return now_of(referral, ports)


def test_who_was_there_is_ticked_and_only_on_a_day_she_was_expected(
    web: Any, ports: FakePorts
) -> None:
    amina = at_the_cafe(ports)
    path, there = list_path(ports), f"there:{id_on(amina, 'act_cafe')}"
    assert there not in web.get(path).body.decode(), "her first meeting is still to come"
    ports.now.forward(timedelta(days=2))
    assert 'value="2026-11-24"' in web.get(path).body.decode()
    for day in ("2026-11-25", "2026-11-17", "someday"):
        assert says(web, path, **{there: day}).status_code == 303
    assert says(web, path, **{"there:plc_unknown": "2026-11-24"}).status_code == 303
    assert now_of(amina, ports) == amina
    says(web, path, **{there: "2026-11-24"})
    assert states(now_of(amina, ports))["act_cafe"] == "attending"
    assert there not in web.get(path).body.decode()


def test_who_is_new_is_marked_until_she_was_there(web: Any, ports: FakePorts) -> None:
    amina = at_the_cafe(ports)
    path = list_path(ports)
    assert ">nieuw<" in web.get(path).body.decode()
    ports.now.forward(timedelta(days=2))
    says(web, path, **{f"there:{id_on(amina, 'act_cafe')}": "2026-11-24"})
    assert ">nieuw<" not in web.get(path).body.decode()


def test_a_code_at_the_desk_is_filled_in_on_the_list(
    web: Any, ports: FakePorts, held: Referral
) -> None:
    path = list_path(ports)
    code = held.placement(id_on(held, "act_group")).code
    wrong = says(web, path, balie="0000" if code != "0000" else "0001")
    assert wrong.status_code == 400
    assert "hoort niemand bij uw bibliotheek" in wrong.body.decode()
    assert says(web, path, balie=code).status_code == 303
    assert states(now_of(held, ports))["act_group"] == "attending"
    assert says(web, path, balie=code).status_code == 303


def test_volunteers_see_a_first_name_and_a_code_and_no_more(web: Any, ports: FakePorts) -> None:
    referral = referred(ports)
    accept_for_her(referral.id, id_on(referral, "act_cafe"), caller=CASE_WORKER, ports=ports)
    text = web.get(f"{list_path(ports)}/vrijwilligers").body.decode()
    placement = now_of(referral, ports).placement(id_on(referral, "act_cafe"))
    assert "Amina" in text
    assert placement.code in text
    for kept in ("612345678", "Arabisch", "A1", "<form"):
        assert kept not in text


@pytest.mark.usefixtures("held")
def test_every_wrong_link_shows_the_same_page(web: Any, ports: FakePorts) -> None:
    one, everybody = path_in(mails(ports)[0]), list_path(ports)
    wrong = [
        "/b/x",
        "/w/x",
        "/w/x/vrijwilligers",
        one[:-1] + "x",
        one.replace("/b/", "/w/"),
        everybody.replace("/w/", "/b/"),
    ]
    pages = {(p.status_code, p.body) for p in map(web.get, wrong)}
    pages |= {(p.status_code, p.body) for p in (says(web, path) for path in ("/b/x", "/w/x"))}
    ports.now.forward(timedelta(days=15))
    pages |= {(p.status_code, p.body) for p in map(web.get, (one, everybody))}
    assert len(pages) == 1
    assert {status for status, _ in pages} == {404}


@pytest.mark.usefixtures("held")
def test_the_list_lives_until_the_next_one_has_been_read(web: Any, ports: FakePorts) -> None:
    path = list_path(ports)
    ports.now.forward(LIST_LIVES)
    assert web.get(path).status_code == 200


def test_nobody_gets_a_list_without_anybody_on_it(ports: FakePorts) -> None:
    assert mail_lists(ports=ports) == Mailed()
    ports.mailer = None
    assert mail_lists(ports=ports) == Mailed()


@pytest.mark.usefixtures("held")
def test_a_library_with_a_system_or_without_an_address_gets_no_list(ports: FakePorts) -> None:
    keep_endpoint(UTRECHT, "https://bieb.example.nl/w", caller=ADMIN, ports=ports)
    assert mail_lists(ports=ports) == Mailed()
    ports.endpoints.remove(UTRECHT)
    ports.libraries = FakeLibraries([a_library(contact=Contact())])
    assert mail_lists(ports=ports) == Mailed()


@pytest.mark.usefixtures("held")
def test_a_list_that_was_not_taken_is_counted(ports: FakePorts) -> None:
    assert ports.mailer is not None
    ports.mailer.fails_with = [Temporary()]
    assert mail_lists(ports=ports) == Mailed(failed=1)


def test_a_list_of_nobody_says_so(web: Any, ports: FakePorts) -> None:
    token = ports.derivation.list_link(UTRECHT, last_day=ports.now().date())
    assert "niemand" in web.get(f"/w/{token}").body.decode()
    assert "niemand" in web.get(f"/w/{token}/vrijwilligers").body.decode()
