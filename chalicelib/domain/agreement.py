"""What she agreed to, per purpose: recorded with its date and the version of its wording.

Agreement (*instemming*) is not dressed up as the legal ground; see docs/privacy.md.
"""

from dataclasses import dataclass
from datetime import date

WORDING_VERSION = "2026-11-1"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Her yes to being referred, to texts, and to attended hours going back."""

    refer: bool
    sms: bool
    report_back: bool
    recorded_on: date
    wording: str = WORDING_VERSION
