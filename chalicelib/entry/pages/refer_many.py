"""Referring a sheet of people: what was pasted becomes checked drafts, and the chosen are referred.

Each has an idempotency key of her own, so that sending again refers nobody twice. Whoever could not
be referred stays in the sheet, with what is wrong.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from secrets import token_urlsafe
from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import REFERRERS
from chalicelib.domain.errors import Fault, InvalidRequest, KeyReused, ReferenceInUse, Temporary
from chalicelib.domain.person import Person
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.entry.pages.door import staff_page
from chalicelib.entry.pages.referral_form import body_of, with_faults_of
from chalicelib.entry.pages.referral_options import columns, headings, labels, options, words
from chalicelib.entry.pages.sheet import MOST_ROWS, Row, Sheet, read_sheet
from chalicelib.entry.pages.visit import Visit
from chalicelib.entry.parsing.referral import ReferralFields, order, referral_fields
from chalicelib.usecases.duplicates import already_referred
from chalicelib.usecases.refer import refer

referring_many = Blueprint(__name__)
_ANY = ["*/*"]
AT_ONCE = 25  # what a request has time for; the others stay chosen


@dataclass(frozen=True, slots=True)
class Draft:
    """One row, checked: either what she is referred with, or what is wrong with each field."""

    row: Row
    fields: ReferralFields | None
    faults: Mapping[str, str] = field(default_factory=dict)
    twice: str | None = None  # who is referred already under this name and number


@referring_many.route("/verwijzen/lijst", methods=["GET"])
@staff_page(referring_many, allow=REFERRERS)
def begins_a_sheet(visit: Visit) -> Response:
    return _page(visit, Sheet(), text="", key=token_urlsafe(16))


@referring_many.route("/verwijzen/lijst", methods=["POST"], content_types=_ANY)
@staff_page(referring_many, allow=REFERRERS)
def checks_a_sheet(visit: Visit) -> Response:
    form = visit.form()
    text, key = form.one("sheet"), form.one("key") or token_urlsafe(16)
    return _page(visit, _read(visit, text), text=text, key=key)


@referring_many.route("/verwijzen/lijst/versturen", methods=["POST"], content_types=_ANY)
@staff_page(referring_many, allow=REFERRERS)
def refers_the_chosen(visit: Visit) -> Response:
    form = visit.form()
    key, chosen = form.one("key"), frozenset(form.all("row"))
    sheet = _read(visit, form.one("sheet"))
    wanted = [row for row in sheet.rows[:MOST_ROWS] if row.key(key) in chosen]
    done, wrong = _refer_each(visit, wanted[:AT_ONCE], key)
    text = sheet.without(row for row, _ in done)
    return _page(
        visit,
        _read(visit, text),
        text=text,
        key=key,
        chosen=chosen,
        referred=[(row.fields["person.firstName"][0], id_) for row, id_ in done],
        wrong=wrong,
    )


def _read(visit: Visit, text: str) -> Sheet:
    return read_sheet(text, headings=headings(visit), words=words(visit))


def _refer_each(
    visit: Visit, rows: Iterable[Row], key: str
) -> tuple[list[tuple[Row, str]], dict[str, Mapping[str, str]]]:
    """The referral of each row that is one now, and by its key what was wrong with the others."""
    done: list[tuple[Row, str]] = []
    wrong: dict[str, Mapping[str, str]] = {}
    for row in rows:
        try:
            done.append((row, _referred(visit, row, key)))
        except InvalidRequest as error:
            wrong[row.key(key)] = visit.faults(error)
    return done, wrong


def _referred(visit: Visit, row: Row, key: str) -> str:
    """The id of her referral, which may have been made before."""
    body = _body(visit, row)
    asked = order(_parsed(visit, body), residence=visit.caller.municipality or "", body=body)
    try:
        done = refer(asked, row.key(key), caller=visit.caller, ports=visit.ports)
    except KeyReused as error:  # sent on another day
        return error.referral_id
    except ReferenceInUse as error:
        raise InvalidRequest([Fault("clientReference", "reference_in_use")]) from error
    except Temporary as error:
        raise InvalidRequest([Fault("sheet", "try_again")]) from error
    return done.referral.id


def _checked(visit: Visit, row: Row) -> Draft:
    try:
        fields = _parsed(visit, _body(visit, row))
    except InvalidRequest as error:
        known = with_faults_of(error.faults, labels(visit))
        return Draft(row, None, visit.faults(known if known.faults else error))
    who = Person(fields.person.first_name, fields.person.phone)
    before = already_referred(who, caller=visit.caller, ports=visit.ports)
    return Draft(row, fields, twice=None if before is None else before.id)


def _body(visit: Visit, row: Row) -> dict[str, Any]:
    return body_of(row.fields, today=visit.ports.now().astimezone(AMSTERDAM).date())


def _parsed(visit: Visit, body: dict[str, Any]) -> ReferralFields:
    return referral_fields(body, needs_residence=visit.caller.municipality is None)


def _page(
    visit: Visit,
    sheet: Sheet,
    *,
    text: str,
    key: str,
    chosen: frozenset[str] | None = None,
    referred: Iterable[tuple[str, str]] = (),
    wrong: Mapping[str, Mapping[str, str]] | None = None,
) -> Response:
    drafts = [_checked(visit, row) for row in sheet.rows[:MOST_ROWS]] if sheet.is_readable else []
    return visit.page(
        "refer_many.html",
        text=text,
        key=key,
        is_unreadable=bool(text) and not sheet.is_readable,
        unknown=sheet.unknown,
        not_shown=max(0, len(sheet.rows) - MOST_ROWS),
        rows=[_shown(draft, key, chosen, wrong or {}) for draft in drafts],
        chosen={name: dict(pairs) for name, pairs in options(visit, {}).items()},
        referred=list(referred),
        labels=labels(visit),
        columns=columns(visit),
    )


def _shown(
    draft: Draft,
    key: str,
    chosen: frozenset[str] | None,
    wrong: Mapping[str, Mapping[str, str]],
) -> dict[str, Any]:
    """One line of the table; who is sound and new is chosen until somebody chooses otherwise."""
    mark, row = draft.row.key(key), draft.row
    is_new = draft.fields is not None and draft.twice is None
    return {
        "mark": mark,
        "number": row.number,
        "name": row.fields.get("person.firstName", ("",))[0],
        "language": row.fields.get("person.contactLanguage", ("",))[0],
        "level": row.fields.get("languageLevel", ("",))[0],
        "location": row.fields.get("location", ("",))[0],
        "faults": draft.faults or wrong.get(mark, {}),
        "twice": draft.twice,
        "may_be_chosen": draft.fields is not None,
        "is_chosen": is_new if chosen is None else mark in chosen,
    }
