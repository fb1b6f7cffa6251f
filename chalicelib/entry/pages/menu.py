"""What stands in the navigation of each role: paths, and the keys of their words, in order."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain.vocabulary import Role

_HOME = ("/start", "page.menu.home")
_CHOICES = ("/keuzes", "page.menu.choices")
_PEOPLE = ("/verwijzingen", "page.menu.people")
_REFER = ("/verwijzen", "page.menu.refer")
_REPORTS = ("/rapporten", "page.menu.reports")
_OF_A_LIBRARY = (
    _HOME,
    ("/deze-week", "page.menu.week"),
    ("/plaatsen", "page.menu.offer"),
    ("/activiteiten", "page.menu.activities"),
    ("/importeren", "page.import.title"),
    ("/bibliotheek", "page.menu.library"),
)
_ENTRIES: Mapping[Role, tuple[tuple[str, str], ...]] = {
    Role.CASE_WORKER: (_HOME, _REFER, _PEOPLE, _REPORTS),
    Role.MUNICIPALITY_ADMIN: (_HOME, _REFER, _PEOPLE, _REPORTS, _CHOICES),
    Role.PARTNER_REFERRER: (_HOME, _REFER, _PEOPLE),
    Role.LIBRARY_STAFF: _OF_A_LIBRARY,
    Role.LIBRARY_ADMIN: _OF_A_LIBRARY,
    Role.PROGRAMME_ANALYST: (_HOME, _REPORTS),
}


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One link; `is_here` on the page it leads to, and on those under it."""

    path: str
    key: str
    is_here: bool


def menu(role: Role, *, path: str) -> tuple[MenuEntry, ...]:
    """The navigation of this role on the page at this path."""
    return tuple(
        MenuEntry(to, key, is_here=path == to or path.startswith(f"{to}/"))
        for to, key in _ENTRIES[role]
    )
