"""Which people a list shows, and the list as a table for a spreadsheet."""

import csv
from dataclasses import dataclass
from datetime import date, datetime, time
from io import StringIO

from chalicelib.domain.formulas import guarded
from chalicelib.domain.referral import Referral
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.entry.answers.base import instant
from chalicelib.entry.pages.visit import Visit
from chalicelib.entry.parsing.base import parse
from chalicelib.entry.parsing.queries import PeopleQuery
from chalicelib.usecases import reading
from chalicelib.usecases.ports import Page, ReferralQuery
from chalicelib.usecases.searching import search

PAGE_SIZE = 50
_PAGES_OF_A_TABLE = 20  # a thousand people: what a request has time for
_COLUMNS = ("clientReference", "firstName", "status", "assignedTo", "createdAt", "updatedAt", "id")


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list; her name is None when she was erased meanwhile."""

    referral: Referral
    first_name: str | None


def asked_of(visit: Visit) -> PeopleQuery:
    """What the list is asked for; a field left empty asks for nothing.

    Raises:
        InvalidRequest: a status, a day or a cursor that is none.
    """
    names = ("reference", "status", "assignedTo", "since", "cursor")
    given = {name: visit.asked(name) for name in names}
    return parse(PeopleQuery, {name: value for name, value in given.items() if value})


def found(asked: PeopleQuery, visit: Visit) -> Page[Listed]:
    """The lines of the list, oldest change first."""
    query = ReferralQuery(
        organisation=visit.caller.organisation,
        status=asked.status,
        updated_since=_beginning_of(asked.since),
        assigned_to=asked.assigned_to,
        sees=visit.caller.eyes,
        page_size=PAGE_SIZE,
        cursor=asked.cursor,
    )
    page = search(query, asked.reference or "", ports=visit.ports)
    known = reading.persons(page.items, caller=visit.caller, ports=visit.ports)
    names = {id_: person.first_name for id_, person in known.items()}
    lines = tuple(Listed(referral, names.get(referral.id)) for referral in page.items)
    return Page(lines, page.next_cursor)


def table(visit: Visit, asked: PeopleQuery) -> str:
    """The whole list as CSV, in which nothing is a formula; where it is cut off, that is said.

    It begins with the mark by which spreadsheets know the letters.
    """
    written = StringIO("\ufeff", newline="")
    written.seek(1)
    writer = csv.writer(written)
    writer.writerow([visit.say(f"page.people.column_{name}") for name in _COLUMNS])
    for _ in range(_PAGES_OF_A_TABLE):
        page = found(asked, visit)
        writer.writerows([guarded(cell) for cell in _cells(visit, line)] for line in page.items)
        asked = asked.model_copy(update={"cursor": page.next_cursor})
        if page.next_cursor is None:
            return written.getvalue()
    writer.writerow([visit.say("page.people.cut_off")])
    return written.getvalue()


def _cells(visit: Visit, line: Listed) -> tuple[str, ...]:
    referral = line.referral
    return (
        referral.client_reference or "",
        line.first_name or "",
        visit.say(f"vocabulary.referral_status.{referral.status}"),
        referral.assigned_to or "",
        instant(referral.created_at) or "",
        instant(referral.updated_at) or "",
        referral.id,
    )


def _beginning_of(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), AMSTERDAM)
