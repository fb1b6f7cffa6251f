"""What she agreed to, per purpose: each yes and each no with its date and its wording.

Agreement (*instemming*) is not dressed up as the legal ground; see docs/privacy.md. Her case worker
reads the wording to her; a version that was used once never changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

WORDING_VERSION = "2026-11-1"


class AgreedTo(StrEnum):
    """What she is asked about, each apart."""

    REFER = "refer"
    SMS = "sms"
    REPORT_BACK = "report_back"


WORDINGS: Mapping[str, Mapping[AgreedTo, str]] = {
    "2026-11-1": {
        AgreedTo.REFER: (
            "De gemeente zoekt met u iets bij een bibliotheek bij u in de buurt. Pas als u ja zegt "
            "tegen een activiteit, krijgt die bibliotheek uw voornaam, telefoonnummer, taal en "
            "niveau. Meedoen is vrijwillig: nee zeggen heeft geen gevolgen."
        ),
        AgreedTo.SMS: (
            "U krijgt sms-berichten over activiteiten. U kunt altijd STOP terugsturen. Nee zeggen "
            "mag: dan krijgt u een brief, of belt de gemeente u."
        ),
        AgreedTo.REPORT_BACK: (
            "De gemeente krijgt te zien hoeveel uur u hebt meegedaan. Nooit dat u er niet was, en "
            "nooit waarom. U kunt dit later stoppen."
        ),
    },
}


@dataclass(frozen=True, slots=True)
class Agreement:
    """Her yes to being referred, to texts, and to attended hours going back."""

    refer: bool
    sms: bool
    report_back: bool
    recorded_on: date
    wording: str = WORDING_VERSION

    def given(self, to: AgreedTo) -> bool:
        """Whether she said yes to this."""
        by_purpose = {
            AgreedTo.REFER: self.refer,
            AgreedTo.SMS: self.sms,
            AgreedTo.REPORT_BACK: self.report_back,
        }
        return by_purpose[to]


@dataclass(frozen=True, slots=True)
class Said:
    """One yes or no: about what, on which day, in which wording, and when that was noted here."""

    to: AgreedTo
    given: bool
    recorded_on: date
    wording: str
    noted_at: datetime


def said(after: Agreement, *, before: Agreement | None = None, at: datetime) -> tuple[Said, ...]:
    """What she said now: everything the first time, then what is not as it was."""
    return tuple(
        Said(to, after.given(to), after.recorded_on, after.wording, at)
        for to in AgreedTo
        if before is None or before.given(to) != after.given(to)
    )
