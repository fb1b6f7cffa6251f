"""A sign-in service of this machine, with invented people: one click signs in as any of them.

It is `oidc-provider-mock` with our own page. It asks for no password, so it never leaves 127.0.0.1,
and the service finds it by discovery as it would find Cognito.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from waitress.server import create_server

from tools.local.failures import StartFailed
from tools.local.paths import ROOT

HOST = "127.0.0.1"
STOP_TIMEOUT_S = 10.0
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
    """The issuer's address, for as long as the block lasts; codes and keys are new every time."""
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tools.local.sign_in"],
        cwd=ROOT,
        stdin=subprocess.PIPE,  # when we are gone it ends, however we went
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,  # an interrupt meets us first
    )
    try:
        said = process.stdout.readline().strip() if process.stdout else ""
        if not said.startswith("http://"):
            raise StartFailed("the sign-in service does not start; `make setup` installs it")
        yield said
    finally:
        process.terminate()
        process.wait(STOP_TIMEOUT_S)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def main() -> None:
    """Says its address, and serves until whoever started it is gone."""
    server = create_server(_application(), host=HOST, port=0, threads=4, ident=None)
    threading.Thread(target=server.run, daemon=True).start()
    print(f"http://{HOST}:{server.effective_port}", flush=True)
    sys.stdin.read()


def _application() -> Any:
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # it would insist on https; this is one machine
    import oidc_provider_mock
    from jinja2 import ChoiceLoader, FileSystemLoader

    people = [oidc_provider_mock.User(sub=p.subject, claims=p.claims) for p in PEOPLE]
    application = oidc_provider_mock.app(user_claims=people, require_nonce=True)
    ours = FileSystemLoader(TEMPLATES)
    application.jinja_loader = ChoiceLoader([ours, application.jinja_loader or ours])
    application.jinja_env.globals["people"] = PEOPLE
    return application


if __name__ == "__main__":
    main()
