"""One visit of one person to one page, and how it is answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from chalice.app import Response

from chalicelib import wiring
from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.session import Session, form_token
from chalicelib.entry.door import Call
from chalicelib.entry.pages.cookies import NOTICE, cookie, forget, keep
from chalicelib.entry.pages.form import Form, read_form
from chalicelib.entry.pages.menu import MenuEntry, menu
from chalicelib.entry.parsing.faults import in_english, in_words
from chalicelib.entry.problems import STATUS

LANGUAGES = ("nl", "en")  # in which staff read
_NOTICE_WAITS = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Shell:
    """What stands round every page."""

    in_other_language: str  # the address of the same page, but for the value of its last part
    session: Session | None
    menu: tuple[MenuEntry, ...]
    form_token: str
    notice: str | None


@dataclass(frozen=True, slots=True)
class Visit(Call):
    """A call by a browser: who she is by her session, in which language she reads."""

    token: str | None = None
    session: Session | None = None
    language: str = "nl"

    @property
    def path(self) -> str:
        return str(self.request.path or "/")

    @property
    def form_token(self) -> str:
        """What a form of hers carries; "" while nobody is signed in."""
        return "" if self.token is None else form_token(self.token)

    def form(self) -> Form:
        """What was filled in.

        Raises:
            TooLarge, InvalidRequest.
        """
        return read_form(self.raw, self.header("content-type") or "")

    def asked(self, name: str) -> str:
        """What the query string says under this name; "" where it says nothing."""
        pairs = self.request.query_params
        return str(pairs.get(name, "")) if pairs is not None else ""

    def say(self, key: str, **values: Any) -> str:
        return self.ports.words.say(self.language, key, values)

    def faults(self, error: InvalidRequest) -> Mapping[str, str]:
        """What is wrong with each field, in words, by the name of the field."""
        in_her_words = in_english if self.language == "en" else in_words
        return {fault.name: in_her_words(fault.reason) for fault in error.faults}

    def page(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """The page that this template makes of these values, with the shell round it."""
        pages = wiring.staff_pages(self.ports)
        shell = self._shell()
        html = pages.render(template, language=self.language, shell=shell, **values)
        response = Response(html, status_code=status, headers=_headers())
        if shell.notice is not None:
            forget(response, NOTICE, public_url=self.ports.public_url)
        return response

    def problem(self, code: str) -> Response:
        """The page that says what is wrong and what to do now."""
        return self.page("refused.html", status=STATUS[code], code=code)

    def go_on(self, path: str, *, say: str | None = None, **values: str | int) -> Response:
        """On to another page of ours, which says this once on top."""
        response = Response("", status_code=303, headers={"Location": path})
        if say is None:
            return response
        sealed = self.ports.seals.seal(NOTICE, {"key": say, "values": values})
        seconds = int(_NOTICE_WAITS.total_seconds())
        return keep(response, NOTICE, sealed, public_url=self.ports.public_url, seconds=seconds)

    def _shell(self) -> Shell:
        session = self.session
        return Shell(
            in_other_language=self._here() + "taal=",
            session=session,
            menu=() if session is None else menu(session.caller.role, path=self.path),
            form_token=self.form_token,
            notice=self._notice(),
        )

    def _here(self) -> str:
        """The address of this page, as far as asking for it again shows it again."""
        if self.request.method != "GET" or self.path.startswith("/inloggen"):
            return "/?"
        pairs = dict(self.request.query_params or {})
        kept = urlencode({name: value for name, value in pairs.items() if name != "taal"})
        return f"{self.path}?{kept}&" if kept else f"{self.path}?"

    def _notice(self) -> str | None:
        kept = cookie(self.request, NOTICE, public_url=self.ports.public_url)
        if kept is None or self.header("hx-request"):  # a part of a page has nowhere to say it
            return None
        said = self.ports.seals.unseal(NOTICE, kept, at_most=_NOTICE_WAITS)
        return None if said is None else self.say(said["key"], **said["values"])


def _headers() -> dict[str, str | list[str]]:
    return {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": wiring.staff_page_policy(),
        # Forms say where they come from only to ourselves; "no-referrer" would make that "null".
        "Referrer-Policy": "same-origin",
        "X-Robots-Tag": "noindex",
    }
