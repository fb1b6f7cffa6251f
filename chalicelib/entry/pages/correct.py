"""Correcting a referral: one form with all that can change, of which only what changed is sent.

The form carries, sealed, what it showed. So what a colleague changed meanwhile stays as it is, and
what she herself filled in is not lost when somebody else was first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import REFERRERS
from chalicelib.domain.errors import InvalidRequest, PreconditionFailed
from chalicelib.domain.ids import ReferralId
from chalicelib.domain.looks import Purpose
from chalicelib.domain.referral import MATCHES_AGAIN, Referral
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.entry.pages.door import staff_page
from chalicelib.entry.pages.referral_form import (
    CORRECTED_ALWAYS,
    CORRECTED_TILL_CHOSEN,
    Fields,
    changes,
    fields_from,
    fields_of,
    with_faults_of,
)
from chalicelib.entry.pages.referral_options import labels, options
from chalicelib.entry.pages.visit import Visit
from chalicelib.entry.parsing.correction import as_sent, correction
from chalicelib.usecases import reading, refer

correcting = Blueprint(__name__)
_KEPT_FOR = timedelta(hours=10)  # a working day, as long as a session


@dataclass(frozen=True, slots=True)
class Shown:
    """What the form asked, what stood in it, and of which version that was."""

    version: int
    names: frozenset[str]
    fields: Fields


@correcting.route("/verwijzingen/{referral_id}/verbeteren", methods=["GET"])
@staff_page(correcting, allow=REFERRERS)
def begins_to_correct(visit: Visit, referral_id: str) -> Response:
    referral = _read(visit, referral_id)
    shown = _shown_first(visit, referral)
    return _page(visit, referral, shown, shown.fields)


@correcting.route("/verwijzingen/{referral_id}/verbeteren", methods=["POST"], content_types=["*/*"])
@staff_page(correcting, allow=REFERRERS)
def corrects_what_changed(visit: Visit, referral_id: str) -> Response:
    referral, form = _read(visit, referral_id), visit.form()
    shown = _unsealed(visit, referral, form.one("kept"))
    if shown is None:
        return visit.go_on(f"/verwijzingen/{referral_id}/verbeteren", say="page.notice.not_saved")
    filled_in = fields_of(form, shown.names)
    try:
        _correct(visit, referral, shown, filled_in)
    except InvalidRequest as error:
        wrong = with_faults_of(error.faults, shown.names)
        return _page(
            visit, referral, shown, filled_in, visit.faults(wrong if wrong.faults else error)
        )
    except PreconditionFailed:
        now = replace(shown, version=_read(visit, referral_id).version)
        return _page(visit, referral, now, filled_in, somebody_was_first=True)
    return visit.go_on(f"/verwijzingen/{referral_id}", say="page.notice.corrected")


def _correct(visit: Visit, referral: Referral, shown: Shown, filled_in: Fields) -> None:
    today = visit.ports.now().astimezone(AMSTERDAM).date()
    patch = changes(shown.fields, filled_in, today=today)
    if not patch:
        return
    person = reading.person(
        referral, caller=visit.caller, ports=visit.ports, purpose=Purpose.CORRECT
    )
    refer.correct(
        referral.id,
        correction(patch, referral, person, residence=visit.caller.municipality or ""),
        expected_version=shown.version,
        caller=visit.caller,
        ports=visit.ports,
    )


def _shown_first(visit: Visit, referral: Referral) -> Shown:
    names = CORRECTED_ALWAYS
    if referral.status in MATCHES_AGAIN:
        names |= CORRECTED_TILL_CHOSEN
    body = as_sent(
        referral,
        reading.person(referral, caller=visit.caller, ports=visit.ports, purpose=Purpose.CORRECT),
    )
    fields = {name: values for name, values in fields_from(body).items() if name in names}
    return Shown(referral.version, names, fields)


def _page(
    visit: Visit,
    referral: Referral,
    shown: Shown,
    fields: Fields,
    wrong: Mapping[str, str] | None = None,
    *,
    somebody_was_first: bool = False,
) -> Response:
    sealed = {
        "version": shown.version,
        "names": sorted(shown.names),
        "fields": {name: list(values) for name, values in shown.fields.items()},
    }
    return visit.page(
        "correct.html",
        status=400 if wrong else 409 if somebody_was_first else 200,
        referral_id=referral.id,
        kept=visit.ports.seals.seal(_purpose(visit, referral), sealed),
        fields=fields,
        faults=wrong or {},
        labels=labels(visit),
        options=options(visit, fields),
        asks_residence=visit.caller.municipality is None,
        asks_need=shown.names >= CORRECTED_TILL_CHOSEN,
        somebody_was_first=somebody_was_first,
    )


def _unsealed(visit: Visit, referral: Referral, kept: str) -> Shown | None:
    purpose = _purpose(visit, referral)
    value = visit.ports.seals.unseal(purpose, kept, at_most=_KEPT_FOR)
    if value is None:
        return None
    fields = {name: tuple(values) for name, values in value["fields"].items()}
    return Shown(value["version"], frozenset(value["names"]), fields)


def _purpose(visit: Visit, referral: Referral) -> str:
    """What it is sealed for: this referral, as this person saw it."""
    return f"verbeteren {referral.id} {visit.caller.subject}"


def _read(visit: Visit, referral_id: str) -> Referral:
    return reading.read(ReferralId(referral_id), caller=visit.caller, ports=visit.ports)
