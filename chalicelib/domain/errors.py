"""What can be wrong, as a tree.

    WegwijsError
    ├── InvalidRequest      every fault of what a caller sent, at once
    ├── Unauthorized        nobody we know
    ├── NotFound            unknown, or somebody else's: the same answer
    ├── Forbidden           signed in, but not for this
    ├── LinkExpired         a signed link past its time
    ├── Gone                erased; only the fact remains
    ├── Conflict            what is asked and what is true exclude each other
    │   ├── IllegalTransition
    │   ├── ReopeningOver   too long ago, or for good: refer anew
    │   ├── SeatTaken       full, and no list to wait on
    │   ├── KeyReused       one idempotency key, two bodies
    │   ├── AlreadyExists   a thing with this key stands already
    │   ├── ReferenceInUse  a client reference that is still open
    │   ├── TooManyPlacements
    │   └── StaleVersion    somebody else wrote first
    ├── PreconditionFailed  If-Match names another version
    ├── Temporary           the world failed; trying again may help
    ├── Permanent           the world failed; trying again will not
    └── Ambiguous           the world may have done it, or not

Errors carry a stable code and data. They know nothing of HTTP or of any language.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar


class WegwijsError(Exception):
    """The root: `code` is stable, `data` explains it to a program."""

    code: ClassVar[str] = "error"

    @property
    def data(self) -> Mapping[str, Any]:
        return {}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one field, named as the caller named it."""

    name: str
    reason: str


class InvalidRequest(WegwijsError):
    """What was sent cannot be understood or accepted; `faults` names everything at once."""

    code = "invalid_request"

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.name}: {fault.reason}" for fault in self.faults))


class Unauthorized(WegwijsError):
    """The caller is nobody we know; `why` is a stable code, never a hint at the right answer."""

    code = "unauthorized"

    def __init__(self, why: str = "unauthorized") -> None:
        self.why = why
        super().__init__(why)


class NotFound(WegwijsError):
    """Unknown or another organisation's; the caller cannot tell which."""

    code = "not_found"


class Forbidden(WegwijsError):
    """The caller is known and may not do this."""

    code = "forbidden"


class Gone(WegwijsError):
    """It was erased; asking again will not bring it back."""

    code = "erased"


class LinkExpired(WegwijsError):
    """The link was genuine and is past its time."""

    code = "link_expired"

    def __init__(self, signed_at: datetime) -> None:
        self.signed_at = signed_at
        super().__init__(f"signed at {signed_at.isoformat()}")


class Conflict(WegwijsError):
    """What is asked and what is true exclude each other."""

    code = "conflict"


class IllegalTransition(Conflict):
    """The happening has no row for this state; `allowed` are those that have."""

    code = "illegal_transition"

    def __init__(self, state: str, happening: str, allowed: Iterable[str]) -> None:
        self.state, self.happening, self.allowed = state, happening, tuple(allowed)
        super().__init__(f"{happening} from {state}; allowed: {', '.join(self.allowed)}")

    @property
    def data(self) -> Mapping[str, Any]:
        return {"state": self.state, "happening": self.happening, "allowed": list(self.allowed)}


class ReopeningOver(Conflict):
    """The referral ended too long ago; a new one may name it as the one before."""

    code = "reopening_over"

    def __init__(self, referral_id: str) -> None:
        self.referral_id = referral_id
        super().__init__(referral_id)

    @property
    def data(self) -> Mapping[str, Any]:
        return {"previousReferralId": self.referral_id}


class SeatTaken(Conflict):
    """The activity is full and has no list, or the seat went to somebody else just now."""

    code = "seat_taken"

    def __init__(self, activity_id: str, *, next_best: Mapping[str, Any] | None = None) -> None:
        self.activity_id, self.next_best = activity_id, next_best
        super().__init__(activity_id)

    @property
    def data(self) -> Mapping[str, Any]:
        return {"activityId": self.activity_id, "next": self.next_best}


class KeyReused(Conflict):
    """The idempotency key belongs to another body, of which this referral came."""

    code = "idempotency_key_reused"

    def __init__(self, referral_id: str) -> None:
        self.referral_id = referral_id
        super().__init__(referral_id)


class AlreadyExists(Conflict):
    """A thing with this key stands already."""

    code = "already_exists"


class ReferenceInUse(Conflict):
    """A referral with this client reference is still open."""

    code = "client_reference_in_use"


class TooManyPlacements(Conflict):
    """Three live placements beyond the proposed ones is the most one person holds."""

    code = "too_many_placements"


class StaleVersion(Conflict):
    """Somebody else wrote first; read again and decide again."""

    code = "stale_version"


class PreconditionFailed(WegwijsError):
    """If-Match names a version that is no longer the current one."""

    code = "precondition_failed"


class Temporary(WegwijsError):
    """The world failed in a way that passes; `retry_after_s` when it said how long."""

    code = "temporarily_unavailable"

    def __init__(self, message: str = "", *, retry_after_s: int | None = None) -> None:
        self.retry_after_s = retry_after_s
        super().__init__(message)


class Permanent(WegwijsError):
    """The world refused for good."""

    code = "refused"


class Ambiguous(WegwijsError):
    """It may or may not have happened: never repeat it blindly."""

    code = "ambiguous"
