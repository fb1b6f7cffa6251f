"""A sign-in service of this machine, with invented people: one click signs in as any of them.

It is `oidc-provider-mock` with our own page. It asks for no password, so it never leaves 127.0.0.1,
and the service finds it by discovery as it would find Cognito.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from waitress.server import create_server

from tools.local.failures import StartFailed

HOST = "127.0.0.1"
TEMPLATES = Path(__file__).parent / "sign_in_pages"


@dataclass(frozen=True, slots=True)
class Invented:
    """Somebody who does not exist, with a place where somebody could."""

    subject: str
    name: str
    role: str
    organisation: str
    organisation_name: str
    team: str | None = None

    @property
    def claims(self) -> dict[str, str]:
        """What the sign-in service says of her."""
        team = {} if self.team is None else {"team": self.team}
        return {
            "role": self.role,
            "org": self.organisation,
            "org_name": f"{self.organisation_name} (verzonnen)",
            **team,
        }


_UTRECHT, _LIBRARY = "Gemeente Utrecht", "Voorbeeldbibliotheek Utrecht"
# The first of each role is whom `make token` speaks for, so that both see the same referrals.
PEOPLE = (
    Invented("case_worker.GM0344", "Noor Jansen", "case_worker", "GM0344", _UTRECHT, "team-oost"),
    Invented("bram.GM0344", "Bram Smit", "case_worker", "GM0344", _UTRECHT, "team-west"),
    Invented("municipality_admin.GM0344", "Els Bakker", "municipality_admin", "GM0344", _UTRECHT),
    Invented(
        "library_staff.NL-0899040000", "Kees Mulder", "library_staff", "NL-0899040000", _LIBRARY
    ),
    Invented(
        "library_admin.NL-0899040000", "Tess de Boer", "library_admin", "NL-0899040000", _LIBRARY
    ),
    Invented("programme_analyst.KB", "Ruud Visser", "programme_analyst", "KB", "KB"),
    Invented(
        "partner_referrer.PR00000001", "Mara Peters", "partner_referrer", "PR00000001", "Taalschool"
    ),
    Invented("nobody.GM0344", "Iemand zonder rol", "receptionist", "GM0344", _UTRECHT),
)


@contextmanager
def sign_in_service() -> Iterator[str]:
    """The issuer's address, for as long as the block lasts; people are new every time."""
    server = create_server(_application(), host=HOST, port=0, threads=4, ident=None)
    thread = threading.Thread(target=server.run, name="sign-in", daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.effective_port}"
    finally:
        server.close()


def _application() -> Any:
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # it would insist on https; this is one machine
    try:
        import oidc_provider_mock
        from jinja2 import ChoiceLoader, FileSystemLoader
    except ImportError as error:
        raise StartFailed(
            f"the sign-in service is not installed ({error.name}): make setup"
        ) from error
    people = [oidc_provider_mock.User(sub=p.subject, claims=p.claims) for p in PEOPLE]
    application = oidc_provider_mock.app(user_claims=people, require_nonce=True)
    application.jinja_loader = ChoiceLoader(
        [FileSystemLoader(TEMPLATES), application.jinja_loader or FileSystemLoader(TEMPLATES)]
    )
    application.jinja_env.globals["people"] = PEOPLE
    return application
