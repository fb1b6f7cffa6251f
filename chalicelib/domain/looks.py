"""A look at somebody: who, for what, when. Of her it says her referral's id, and nothing else.

After the Dutch *Logboek Dataverwerkingen*: actor, processing, pseudonymous subject.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.events import Actor
from chalicelib.domain.ids import OrganisationId


class Purpose(StrEnum):
    """What somebody looked at her data for."""

    FOLLOW = "follow"  # her case worker sees how she is doing
    LIST = "list"  # she was one of a list
    COMPARE = "compare"  # somebody of her name and number is referred: perhaps she is
    CORRECT = "correct"
    LETTER = "letter"
    EXPORT = "export"  # she asked what is known of her
    HAND_OVER = "hand_over"  # her next municipality goes on with her
    EXPECT = "expect"  # the library where she comes sees who comes
    TEXT = "text"  # her number was given to who sends the text


@dataclass(frozen=True, slots=True)
class Look:
    """One look, as it is kept."""

    at: datetime
    actor: Actor
    organisation: OrganisationId
    purpose: Purpose
