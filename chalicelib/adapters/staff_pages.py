"""The pages of those who work here: Jinja2 over `templates/staff`, in Dutch or English.

A template says everything with `say("page.…", name=value)` in the language of the visit, and days
with the filters `day`, `moment` and `clock`. A value not given is an error, never an empty place.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.usecases.ports import Words

# No style or script but our own files; connections for htmx, which fetches parts of pages from us.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data: https://service.pdok.nl; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_TEMPLATES = Path(__file__).parents[1] / "templates" / "staff"


class StaffPages:
    """Pages as HTML; `address_of` gives the address of a static file."""

    def __init__(self, words: Words, *, address_of: Callable[[str], str]) -> None:
        self._words, self._address_of = words, address_of

    def render(self, template: str, *, language: str, **values: Any) -> str:
        """The page, or the part of one, that this template makes of these values."""

        def say(key: str, **said: Any) -> str:
            return self._words.say(language, key, said)

        html: str = (
            _environment()
            .get_template(template)
            .render(say=say, language=language, asset=self._address_of, **values)
        )
        return html


@cache
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["day"] = pass_context(_day)
    environment.filters["moment"] = pass_context(_moment)
    environment.filters["clock"] = _clock
    return environment


def _day(context: Any, day: date) -> str:
    """As in: dinsdag 24 november."""
    from babel.dates import format_skeleton

    return format_skeleton("MMMMEEEEd", day, locale=context["language"])


def _moment(context: Any, at: datetime) -> str:
    """As in: dinsdag 24 november 14:30, on the clocks of Amsterdam."""
    local = at.astimezone(AMSTERDAM)
    return f"{_day(context, local.date())} {local:%H:%M}"


def _clock(at: datetime) -> str:
    """As in: 14:30, on the clocks of Amsterdam."""
    return f"{at.astimezone(AMSTERDAM):%H:%M}"
