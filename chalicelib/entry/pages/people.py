"""The people a case worker refers: the list of them, and the page of one."""

from collections.abc import Mapping

from chalice.app import Blueprint, Response

from chalicelib import wiring
from chalicelib.domain.caller import REFERRERS
from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.ids import ReferralId
from chalicelib.domain.looks import Purpose
from chalicelib.domain.referral import MATCHES_AGAIN, Referral, ReferralStatus
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.domain.vocabulary import WithdrawalReason
from chalicelib.entry.pages.door import staff_page
from chalicelib.entry.pages.listing import Listed, asked_of, found, table
from chalicelib.entry.pages.preview import matches_shown
from chalicelib.entry.pages.showing import messages_shown, placements_shown, timeline_shown
from chalicelib.entry.pages.visit import Visit
from chalicelib.usecases import reading
from chalicelib.usecases.hours import hours_of
from chalicelib.usecases.offers import link
from chalicelib.usecases.ports import Page
from chalicelib.usecases.refer import explain
from chalicelib.usecases.undo import CancellationReason

people = Blueprint(__name__)
MOST_TIMES = 6  # a minute long a page asks by itself where her text is
_TIMES = frozenset(str(number) for number in range(MOST_TIMES))


@people.route("/verwijzingen", methods=["GET"])
@staff_page(people, allow=REFERRERS)
def lists_people(visit: Visit) -> Response:
    try:
        page = found(asked_of(visit), visit)
    except InvalidRequest as error:
        return _list(visit, None, visit.faults(error))
    return _list(visit, page, {})


@people.route("/verwijzingen/lijst", methods=["GET"])
@staff_page(people, allow=REFERRERS)
def gives_the_list_as_a_table(visit: Visit) -> Response:
    # Not text/csv: that is binary here, which a gateway gives only to whoever asks for it by name.
    headers: dict[str, str | list[str]] = {
        "Content-Type": "text/x-csv; charset=utf-8",
        "Content-Disposition": 'attachment; filename="verwijzingen.csv"',
    }
    return Response(table(visit, asked_of(visit)), status_code=200, headers=headers)


@people.route("/verwijzingen/{referral_id}", methods=["GET"])
@staff_page(people, allow=REFERRERS)
def shows_a_person(visit: Visit, referral_id: str) -> Response:
    return person_page(visit, _read(visit, referral_id), "person.html")


@people.route("/verwijzingen/{referral_id}/passend", methods=["GET"])
@staff_page(people, allow=REFERRERS)
def shows_why(visit: Visit, referral_id: str) -> Response:
    """What fits her now and what would, offered or not."""
    referral = _read(visit, referral_id)
    matches = explain(referral, ports=visit.ports)
    found = matches and referral.need and matches_shown(visit, referral.need, matches)
    return visit.page("fitting.html", referral_id=referral.id, found=found)


@people.route("/verwijzingen/{referral_id}/overzicht", methods=["GET"])
@staff_page(people, allow=REFERRERS)
def shows_one_sheet_of_her(visit: Visit, referral_id: str) -> Response:
    """For the progress interview: one sheet, to print."""
    return person_page(visit, _read(visit, referral_id), "person_sheet.html")


@people.route("/verwijzingen/{referral_id}/brief", methods=["GET"])
@staff_page(people, allow=REFERRERS)
def prints_her_letter(visit: Visit, referral_id: str) -> Response:
    referral, ports = _read(visit, referral_id), visit.ports
    html, policy = wiring.letter(
        referral,
        reading.person(referral, caller=visit.caller, ports=ports, purpose=Purpose.LETTER),
        ports.activities.get_many({p.activity_id for p in referral.placements}),
        link=link(referral, ports=ports),
        served_with=ports,
    )
    headers: dict[str, str | list[str]] = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": policy,
    }
    return Response(html, status_code=200, headers=headers)


@people.route("/verwijzingen/{referral_id}/berichten", methods=["GET"])
@staff_page(people, allow=REFERRERS)
def shows_her_messages_as_they_are_now(visit: Visit, referral_id: str) -> Response:
    """The part of her page that says where her texts are."""
    referral, asked = _read(visit, referral_id), visit.asked("keer")
    times = int(asked) if asked in _TIMES else MOST_TIMES
    messages = messages_shown(visit, referral)
    return visit.page(
        "person_messages.html",
        referral=referral,
        messages=messages,
        times=times,
        most_times=MOST_TIMES,
    )


def person_page(visit: Visit, referral: Referral, template: str) -> Response:
    """Everything of one referral: where it stands, what can be done, what was done."""
    ports = visit.ports
    return visit.page(
        template,
        referral=referral,
        person=reading.person(referral, caller=visit.caller, ports=ports),
        placements=placements_shown(visit, referral),
        timeline=timeline_shown(visit, reading.timeline(referral, ports=ports), referral),
        messages=messages_shown(visit, referral),
        times=0,
        most_times=MOST_TIMES,
        tasks=[task for task in referral.tasks if task.is_open and task.library is None],
        hours=hours_of(referral.id, caller=visit.caller, ports=ports),
        matches_again=referral.status in MATCHES_AGAIN,
        withdrawal_reasons=list(WithdrawalReason),
        cancellation_reasons=list(CancellationReason),
        today=ports.now().astimezone(AMSTERDAM).date(),
    )


def _list(visit: Visit, page: Page[Listed] | None, wrong: Mapping[str, str]) -> Response:
    return visit.page(
        "people.html",
        status=400 if wrong else 200,
        page=page,
        faults=wrong,
        asked={name: visit.asked(name) for name in ("reference", "status", "assignedTo", "since")},
        statuses=list(ReferralStatus),
    )


def _read(visit: Visit, referral_id: str) -> Referral:
    return reading.read(ReferralId(referral_id), caller=visit.caller, ports=visit.ports)
