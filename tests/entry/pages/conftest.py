from collections.abc import Iterator

import pytest

from chalicelib import wiring
from chalicelib.adapters.rendering import GettextWords
from chalicelib.domain.errors import Unauthorized
from chalicelib.usecases.ports import SignedIn
from tests.entry.api_on_fakes import CALLERS
from tests.entry.pages.browser import Browser, a_browser
from tests.fakes.ports import FakePorts
from tests.fakes.sign_in import FakeSignInService
from tests.usecases.worlds import CAFE, GROUP, WALK, a_world


@pytest.fixture
def ports(monkeypatch: pytest.MonkeyPatch) -> FakePorts:
    """Everybody can sign in, with her role as the code; `stranger` has no role here."""
    people: dict[str, SignedIn | Unauthorized] = {
        role: SignedIn(caller, "Gemeente Utrecht") for role, caller in CALLERS.items()
    }
    people["stranger"] = Unauthorized("unknown_role")
    world = a_world(
        (CAFE, GROUP, WALK),
        words=GettextWords(drafts=False),
        sign_in_service=FakeSignInService(people),
    )
    monkeypatch.setattr(wiring, "ports", lambda: world)
    return world


@pytest.fixture
def browser(ports: FakePorts) -> Iterator[Browser]:
    with a_browser(ports) as browser:
        yield browser
