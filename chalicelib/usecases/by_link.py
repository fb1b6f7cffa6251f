"""By link: a library without a system of its own answers on a page, for one or for all who come.

The link is the key: one purpose, one library, and days, not months. Looking changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from chalicelib.domain.catalogue import Library
from chalicelib.domain.errors import (
    Conflict,
    NotFound,
    Permanent,
    Temporary,
)
from chalicelib.domain.ids import LibraryId, PlacementId
from chalicelib.domain.ledger import Attendance, Presence
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.domain.vocabulary import LibraryDeclineReason
from chalicelib.usecases.attend import record_attendance
from chalicelib.usecases.confirm import confirm_intake, decline_intake
from chalicelib.usecases.expecting import Expected, expected, expected_one
from chalicelib.usecases.greeting import Greeting, greet
from chalicelib.usecases.mailing import said
from chalicelib.usecases.ports import LibraryQuery, Mailer, Ports
from chalicelib.usecases.said import Said
from chalicelib.usecases.week import recent_days

LIST_LIVES = timedelta(days=13)  # until the next one has come, and was read
_MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class Answer:
    """What a library says of one who comes: `refusal` None is yes."""

    refusal: LibraryDeclineReason | None = None


@dataclass(frozen=True, slots=True)
class Mailed:
    """How a morning of mails went, in libraries."""

    sent: int = 0
    failed: int = 0


def behind_placement_link(token: str, *, ports: Ports) -> Expected:
    """The one placement that this link was made for.

    Raises:
        NotFound: not a link of ours, past its time, or nobody the library knows (any more).
    """
    placement_id = ports.derivation.placement_of_link(token, on=_today(ports))
    return expected_one(placement_id, ports=ports)


def behind_list_link(token: str, *, ports: Ports) -> tuple[Library, Sequence[Expected]]:
    """The library this link was made for, and who comes to it, the first who is expected first.

    Raises:
        NotFound: not a link of ours, or past its time.
    """
    isil = ports.derivation.library_of_list_link(token, on=_today(ports))
    page = expected(LibraryQuery(isil, page_size=_MOST_LISTED), ports=ports)
    return ports.libraries.get(isil), [one for one in page.items if one.placement.is_live]


def answer_placement(token: str, answer: Answer, *, ports: Ports) -> None:
    """The library's answer about this one stands; one that came too late changes nothing.

    Raises:
        NotFound: not a link of ours, past its time, or nobody the library knows (any more).
    """
    one = behind_placement_link(token, ports=ports)
    _answer(one.placement.library, one.placement.id, answer, ports=ports)


def answer_list(token: str, answers: Mapping[PlacementId, Answer], *, ports: Ports) -> None:
    """Each answer stands that still can; for who is not this library's there is none.

    Raises:
        NotFound: not a link of ours, or past its time.
    """
    library, _ = behind_list_link(token, ports=ports)
    for placement_id, answer in answers.items():
        with suppress(NotFound):
            _answer(library.isil, placement_id, answer, ports=ports)


def note_who_was_there(
    token: str, there: Iterable[tuple[PlacementId, date]], *, ports: Ports
) -> None:
    """Each of them was there that day, as far as this library expected her in the week behind it.

    Raises:
        NotFound: not a link of ours, or past its time.
    """
    library, everybody = behind_list_link(token, ports=ports)
    asked = {one.placement.id: recent_days(one, ports=ports) for one in everybody}
    for placement_id, day in there:
        if day in asked.get(placement_id, ()):
            said = Said(library.isil, placement_id=placement_id)
            # As with an answer: what has ended meanwhile needs no error.
            with suppress(Conflict):
                record_attendance(said, Attendance(day, Presence.PRESENT), ports=ports)


def greet_by_code(token: str, code: str, *, ports: Ports) -> Greeting:
    """Whoever showed this code takes part today, if that can be.

    Raises:
        NotFound: not a link of ours, or past its time.
    """
    library, _ = behind_list_link(token, ports=ports)
    return greet(library.isil, code, ports=ports)


def mail_lists(*, ports: Ports) -> Mailed:
    """Every library without an endpoint to which somebody comes has the link to its list."""
    if ports.mailer is None:
        return Mailed()
    went = [
        _mail_list(library, library.contact.email, ports.mailer, ports=ports)
        for library in ports.libraries.list()
        if library.contact.email is not None and _wants_a_list(library.isil, ports=ports)
    ]
    return Mailed(sent=sum(went), failed=len(went) - sum(went))


def _wants_a_list(isil: LibraryId, *, ports: Ports) -> bool:
    endpoint = ports.endpoints.get(isil)
    if endpoint is not None and endpoint.is_enabled:
        return False
    page = ports.referrals.known_to(LibraryQuery(isil, page_size=1))
    return any(known.placement.is_live for known in page.items)


def _mail_list(library: Library, to: str, mailer: Mailer, *, ports: Ports) -> bool:
    last_day = _today(ports) + LIST_LIVES
    token = ports.derivation.list_link(library.isil, last_day=last_day)
    link, until = f"{ports.public_url}/w/{token}", f"{last_day:%d-%m-%Y}"
    mail = said("weekly_list", ports=ports, library=library.name, link=link, until=until)
    try:
        mailer.send(to, subject=mail.subject, text=mail.text)
    except (Temporary, Permanent):
        return False
    return True


def _answer(library: LibraryId, placement_id: PlacementId, answer: Answer, *, ports: Ports) -> None:
    said_of_her = Said(library, placement_id=placement_id)
    # The page shows what stands now: an answer that somebody overtook needs no error.
    with suppress(Conflict):
        if answer.refusal is None:
            confirm_intake(said_of_her, ports=ports)
        else:
            decline_intake(said_of_her, answer.refusal, ports=ports)


def _today(ports: Ports) -> date:
    return ports.now().astimezone(AMSTERDAM).date()
