"""Refer in four short steps: who she is, what she wishes, where and when, and her agreement.

What was answered before travels along in the form, sealed; nothing is stored before the last step.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from secrets import token_urlsafe
from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import REFERRERS
from chalicelib.domain.errors import Fault, InvalidRequest, KeyReused, ReferenceInUse
from chalicelib.domain.person import Person
from chalicelib.domain.referral import Referral
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.entry.pages.door import staff_page
from chalicelib.entry.pages.form import Form
from chalicelib.entry.pages.preview import matches_shown, phones_shown
from chalicelib.entry.pages.referral_form import (
    DEFAULTS,
    LANGUAGE,
    PLACE_AND_TIME,
    Fields,
    Step,
    body_of,
    fields_of,
    first_with,
    gets_texts,
    step,
    with_faults_of,
)
from chalicelib.entry.pages.referral_options import labels, options
from chalicelib.entry.pages.visit import Visit
from chalicelib.entry.parsing.base import parse
from chalicelib.entry.parsing.need import need_kept, need_names
from chalicelib.entry.parsing.referral import PersonIn, ReferralFields, order, referral_fields
from chalicelib.usecases.duplicates import already_referred
from chalicelib.usecases.match import match_need
from chalicelib.usecases.refer import refer, rehearse

referring = Blueprint(__name__)
_ANY = ["*/*"]
_KEPT_FOR = timedelta(hours=10)  # a working day, as long as a session


@dataclass(frozen=True, slots=True)
class Draft:
    """What was answered so far, and the key under which it becomes one referral and no second."""

    key: str
    fields: Fields


@referring.route("/verwijzen", methods=["GET"])
@staff_page(referring, allow=REFERRERS)
def begins_to_refer(visit: Visit) -> Response:
    return _shown(visit, Draft(token_urlsafe(16), DEFAULTS), step("1"))


@referring.route("/verwijzen", methods=["POST"], content_types=_ANY)
@staff_page(referring, allow=REFERRERS)
def goes_on_referring(visit: Visit) -> Response:
    form = visit.form()
    draft, here, to = _draft(visit, form), step(form.one("step")), form.one("to")
    if to and step(to).number <= here.number:
        return _shown(visit, draft, step(to))
    try:
        return _checked(visit, draft, here)
    except InvalidRequest as error:
        wrong = visit.faults(error)
        return _shown(visit, draft, first_with(wrong, otherwise=here), wrong)


@referring.route("/verwijzen/passend", methods=["POST"], content_types=_ANY)
@staff_page(referring, allow=REFERRERS)
def ranks_again(visit: Visit) -> Response:
    """The part of the third step that says what fits, for what is filled in now."""
    draft = _draft(visit, visit.form())
    return visit.page("refer_matches.html", found=_found(visit, draft))


@referring.route("/verwijzen/bericht", methods=["POST"], content_types=_ANY)
@staff_page(referring, allow=REFERRERS)
def previews_the_text(visit: Visit) -> Response:
    """The part of the last step that shows her text."""
    draft = _draft(visit, visit.form())
    return visit.page("refer_phones.html", phones=_phones(visit, draft))


def _draft(visit: Visit, form: Form) -> Draft:
    """What was sealed before, with the answers of the step that was sent now in their place."""
    kept = visit.ports.seals.unseal(_purpose(visit), form.one("kept"), at_most=_KEPT_FOR) or {}
    before = {name: tuple(values) for name, values in kept.get("fields", DEFAULTS).items()}
    here = step(form.one("step"))
    others = {name: values for name, values in before.items() if name not in here.fields}
    asked = (*here.fields, LANGUAGE)  # which stands beside her text as well
    return Draft(kept.get("key") or token_urlsafe(16), {**others, **fields_of(form, asked)})


def _checked(visit: Visit, draft: Draft, here: Step) -> Response:
    """On to the next step, or, after the last, to the page of whom was referred.

    Raises:
        InvalidRequest: something up to this step is not right.
    """
    try:
        fields = _parsed(visit, draft)
    except InvalidRequest as error:
        wrong = with_faults_of(error.faults, here.until_here)
        if wrong.faults or here.is_last:
            raise (wrong if wrong.faults else error) from error
    else:
        if here.is_last:
            return _sent(visit, draft, fields)
    if _twice(visit, draft) is not None and "otherPerson" not in draft.fields:
        raise InvalidRequest([Fault("otherPerson", "same_person")])
    return _shown(visit, draft, Step(here.number + 1))


def _parsed(visit: Visit, draft: Draft) -> ReferralFields:
    body = _body(visit, draft)
    return referral_fields(body, needs_residence=visit.caller.municipality is None)


def _body(visit: Visit, draft: Draft) -> dict[str, Any]:
    return body_of(draft.fields, today=visit.ports.now().astimezone(AMSTERDAM).date())


def _sent(visit: Visit, draft: Draft, fields: ReferralFields) -> Response:
    asked = order(fields, residence=visit.caller.municipality or "", body=_body(visit, draft))
    try:
        referred = refer(asked, draft.key, caller=visit.caller, ports=visit.ports)
    except ReferenceInUse as error:
        raise InvalidRequest([Fault("clientReference", "reference_in_use")]) from error
    except KeyReused as error:  # sent before, and gone back to since
        return visit.go_on(f"/verwijzingen/{error.referral_id}", say="page.notice.referred_before")
    return visit.go_on(f"/verwijzingen/{referred.referral.id}", say="page.notice.referred")


def _shown(
    visit: Visit, draft: Draft, at: Step, wrong: Mapping[str, str] | None = None
) -> Response:
    sealed = {"key": draft.key, "fields": {name: list(v) for name, v in draft.fields.items()}}
    twice = _twice(visit, draft) if at.number == 1 else None
    return visit.page(
        "refer.html",
        status=400 if wrong else 200,
        step=at.number,
        kept=visit.ports.seals.seal(_purpose(visit), sealed),
        fields=draft.fields,
        faults=wrong or {},
        labels=labels(visit),
        options=options(visit, draft.fields),
        asks_residence=visit.caller.municipality is None,
        by_text=gets_texts(draft.fields),
        twice=None if twice is None else twice.id,
        found=_found(visit, draft) if at.number == PLACE_AND_TIME else None,
        phones=_phones(visit, draft) if at.is_last else [],
    )


def _purpose(visit: Visit) -> str:
    """What a draft is sealed for: nobody goes on with somebody else's."""
    return f"verwijzen {visit.caller.organisation} {visit.caller.subject}"


def _twice(visit: Visit, draft: Draft) -> Referral | None:
    """Who is referred already under this name and number."""
    given = {"firstName": draft.fields.get("person.firstName", ("",))[0]}
    phone = draft.fields.get("person.phone", ("",))[0]
    if not (phone and given["firstName"]):
        return None
    try:
        person = parse(PersonIn, given | {"phone": phone, "contactLanguage": "nl"})
    except InvalidRequest:
        return None
    who = Person(person.first_name, person.phone)
    return already_referred(who, caller=visit.caller, ports=visit.ports)


def _found(visit: Visit, draft: Draft) -> dict[str, Any] | None:
    """What fits what is filled in so far; None while that says too little."""
    body = _body(visit, draft)
    need = {name: body[name] for name in need_names() if name in body}
    try:
        asked = need_kept(need, visit.caller.municipality or body.get("residence", ""))
        return matches_shown(visit, *match_need(asked, ports=visit.ports))
    except InvalidRequest:
        return None


def _phones(visit: Visit, draft: Draft) -> list[dict[str, Any]]:
    """Her text, as if she agreed to all that is asked; none where nothing can be offered."""
    if not gets_texts(draft.fields):
        return []
    agreeing = {"agreement.refer": ("yes",), "agreement.sms": ("yes",)}
    as_if = replace(draft, fields={**draft.fields, **agreeing})
    try:
        fields = _parsed(visit, as_if)
    except InvalidRequest:
        return []
    asked = order(fields, residence=visit.caller.municipality or "", body=_body(visit, as_if))
    referral = rehearse(asked, caller=visit.caller, ports=visit.ports).referral
    return phones_shown(visit, referral) if referral.open_proposals else []
