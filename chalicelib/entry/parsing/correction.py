"""A correction at the door: what a PATCH changes of a referral (RFC 7386)."""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.errors import Fault, InvalidRequest
from chalicelib.domain.person import Person
from chalicelib.domain.referral import Referral
from chalicelib.domain.vocabulary import Channel
from chalicelib.entry.json_body import NotJson
from chalicelib.entry.parsing.base import merged
from chalicelib.entry.parsing.need import need_asked, need_names
from chalicelib.entry.parsing.referral import agreement, referral_fields
from chalicelib.usecases.order import Correction

_NEED = need_names()
_PERSON = {"person", "note"}
_REST = {"agreement", "assignedTo"}
MERGED = ("person", "agreement", "travel")  # of these a patch may name a part
CORRECTABLE = frozenset(_NEED | _PERSON | _REST)


def correction(patch: Any, current: Referral, person: Person, *, residence: str) -> Correction:
    """What the patch changes, checked as if the whole referral were sent anew.

    Raises:
        InvalidRequest: the referral would not be valid with it, or it names what cannot change.
    """
    if not isinstance(patch, dict):
        raise NotJson("not_an_object")
    unknown = patch.keys() - CORRECTABLE
    if unknown:
        raise InvalidRequest(Fault(name, "extra_forbidden") for name in sorted(unknown))
    fields = referral_fields(_patched(as_sent(current, person), patch))
    changes_person = bool(patch.keys() & _PERSON)
    return Correction(
        need=need_asked(fields, residence=residence) if patch.keys() & _NEED else None,
        person=Person(fields.person.first_name, fields.person.phone, fields.note)
        if changes_person
        else None,
        agreement=agreement(fields.agreement) if "agreement" in patch else None,
        assigned_to=fields.assigned_to,
        reassigns="assignedTo" in patch,
        channel=fields.person.channel if changes_person or "agreement" in patch else None,
        contact_language=fields.person.contact_language if changes_person else None,
    )


def as_sent(current: Referral, person: Person) -> dict[str, Any]:
    """The referral as whoever sent it would send it now."""
    agreed = current.agreement
    return {
        **current.asked,
        "person": {
            "firstName": person.first_name,
            "phone": person.phone,
            "contactLanguage": current.contact_language,
            "channel": current.channel,
        },
        "agreement": {
            "refer": agreed.refer,
            "sms": agreed.sms,
            "reportBack": agreed.report_back,
            "recordedOn": agreed.recorded_on.isoformat(),
        },
        "note": person.note,
        "assignedTo": current.assigned_to,
    }


def _patched(whole: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    changed = merged(whole, patch)
    for key in MERGED:
        if isinstance(patch.get(key), dict) and isinstance(whole.get(key), dict):
            changed[key] = merged(whole[key], patch[key])
    return _without_texts(changed, patch)


def _without_texts(changed: dict[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """Who takes back her yes to texts is reached by her case worker, unless it is said how."""
    agreed, person = patch.get("agreement"), patch.get("person")
    takes_back = isinstance(agreed, dict) and agreed.get("sms") is False
    says_how = isinstance(person, dict) and "channel" in person
    reached = changed.get("person")
    if not takes_back or says_how or not isinstance(reached, dict):
        return changed
    if reached.get("channel") == Channel.SMS:
        changed["person"] = {**reached, "channel": Channel.VIA_CASE_WORKER}
    return changed
