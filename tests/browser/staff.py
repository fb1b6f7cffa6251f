"""Who works on the pages: signed in without the walk through a sign-in service."""

from playwright.sync_api import Page

from chalicelib.domain.caller import Caller
from chalicelib.domain.ids import OrganisationId
from chalicelib.domain.session import Session
from chalicelib.domain.vocabulary import Role
from chalicelib.entry.pages.cookies import SESSION, cookie_name
from tests.fakes.ports import FakePorts

NOOR = Caller("usr_noor", Role.CASE_WORKER, OrganisationId("GM0344"), team="team-oost")


def sign_in(page: Page, ports: FakePorts, caller: Caller) -> None:
    """This browser is the caller's from now on."""
    at = ports.now()
    token = ports.sessions.open(Session(caller, at, at, "Gemeente Utrecht"))
    name = cookie_name(SESSION, public_url=ports.public_url)
    page.context.add_cookies([{"name": name, "value": token, "url": ports.public_url}])
