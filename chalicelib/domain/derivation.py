"""Names that follow from the question, so that asking twice names nothing twice.

All are HMAC-SHA256 under one derivation key that is never rotated (RELIABILITY.md, rule 4): whoever
does not hold the key can neither guess a name nor compute back from one.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from chalicelib.domain.errors import NotFound
from chalicelib.domain.ids import (
    ActivityId,
    LibraryId,
    MessageId,
    OrganisationId,
    PlacementId,
    ReferralId,
)

_ID_BYTES = 15  # 120 bits: 24 letters and digits
_TOKEN_BYTES = 12  # links: 96 bits in sixteen characters, for every one counts in a text


@dataclass(frozen=True, slots=True)
class Derivation:
    """One key, one method a kind of name; kinds never share a name."""

    key: bytes = field(repr=False)

    def referral_id(self, organisation: OrganisationId, idempotency_key: str) -> ReferralId:
        return ReferralId(
            "ref_" + self._letters(_ID_BYTES, "referral", organisation, idempotency_key)
        )

    def referral_id_after(
        self, referral_id: ReferralId, number: int, to: OrganisationId
    ) -> ReferralId:
        """The referral that goes on at this organisation after the nth hand-over of another."""
        letters = self._letters(_ID_BYTES, "handed over", to, referral_id, str(number))
        return ReferralId("ref_" + letters)

    def placement_id(
        self, referral_id: ReferralId, round_: int, activity_id: ActivityId
    ) -> PlacementId:
        letters = self._letters(_ID_BYTES, "placement", referral_id, str(round_), activity_id)
        return PlacementId("plc_" + letters)

    def message_id(self, referral_id: ReferralId, kind: str, round_: int) -> MessageId:
        return MessageId(
            "msg_" + self._letters(_ID_BYTES, "message", referral_id, kind, str(round_))
        )

    def activity_id(self, library: str, source_id: str) -> ActivityId:
        return ActivityId("act_" + self._letters(_ID_BYTES, "activity", library, source_id))

    def import_id(self, library: str, content: bytes, at: datetime) -> str:
        digest = hashlib.sha256(content).hexdigest()
        return "imp_" + self._letters(_ID_BYTES, "import", library, digest, at.isoformat())

    def code(self, placement_id: PlacementId, attempt: int) -> str:
        """Four digits for the desk; `attempt` asks for another when a library has it in use."""
        digest = self._mac("code", placement_id, str(attempt))
        return f"{int.from_bytes(digest[:8], 'big') % 10_000:04d}"

    def link_token(self, referral_id: ReferralId) -> str:
        """The newcomer's page: opaque, one purpose."""
        return base64.urlsafe_b64encode(self._mac("link", referral_id)[:_TOKEN_BYTES]).decode()

    def library_link(self, library: LibraryId, *, last_day: date) -> str:
        """The link by which a library says that all is still right; works up to its last day."""
        return self._dated_link("library link", library, last_day)

    def library_of_link(self, token: str, *, on: date) -> LibraryId:
        """The library that `library_link` made this link for.

        Raises:
            NotFound: not a link of ours, changed, or past its last day; which, is not said.
        """
        return LibraryId(self._named_by("library link", token, on))

    def placement_link(self, placement_id: PlacementId, *, last_day: date) -> str:
        """The link by which a library answers for one placement; works up to its last day."""
        return self._dated_link("placement link", placement_id, last_day)

    def placement_of_link(self, token: str, *, on: date) -> PlacementId:
        """The placement that `placement_link` made this link for; raises NotFound as above."""
        return PlacementId(self._named_by("placement link", token, on))

    def list_link(self, library: LibraryId, *, last_day: date) -> str:
        """The link to the list of who comes to a library; works up to its last day."""
        return self._dated_link("list link", library, last_day)

    def library_of_list_link(self, token: str, *, on: date) -> LibraryId:
        """The library that `list_link` made this link for; raises NotFound as above."""
        return LibraryId(self._named_by("list link", token, on))

    def speaker_link(self, language: str, *, last_day: date) -> str:
        """The link by which a speaker checks this language; works up to its last day."""
        return self._dated_link("speaker link", language, last_day)

    def language_of_speaker_link(self, token: str, *, on: date) -> str:
        """The language that `speaker_link` made this link for; raises NotFound as above."""
        return self._named_by("speaker link", token, on)

    def handover_link(
        self, organisation: OrganisationId, referral_id: ReferralId, number: int, *, last_day: date
    ) -> str:
        """The link that two municipalities share about a hand-over; works up to its last day."""
        return self._dated_link(
            "hand-over link", f"{organisation}~{referral_id}~{number}", last_day
        )

    def handover_of_link(self, token: str, *, on: date) -> tuple[OrganisationId, ReferralId, int]:
        """The hand-over that `handover_link` made this link for; raises NotFound as above."""
        organisation, referral_id, number = self._named_by("hand-over link", token, on).split("~")
        return OrganisationId(organisation), ReferralId(referral_id), int(number)

    def _dated_link(self, purpose: str, name: str, last_day: date) -> str:
        signed = f"{name}.{last_day:%Y%m%d}"
        return f"{signed}.{self._link_mac(purpose, signed)}"

    def _named_by(self, purpose: str, token: str, on: date) -> str:
        """What a dated link of this purpose names; a link of one opens nothing of another."""
        signed, _, mac = token.rpartition(".")
        name, _, last_day = signed.rpartition(".")
        genuine = hmac.compare_digest(mac.encode(), self._link_mac(purpose, signed).encode())
        if not genuine or last_day < f"{on:%Y%m%d}":
            raise NotFound
        return name

    def _link_mac(self, purpose: str, signed: str) -> str:
        mac = self._mac(purpose, signed)[:_TOKEN_BYTES]
        return base64.urlsafe_b64encode(mac).decode()

    def session_owner(self, organisation: OrganisationId, subject: str) -> str:
        """What only the sessions of one person have in common; it says nothing of her."""
        return self._letters(_ID_BYTES, "session owner", organisation, subject)

    def seal_key(self) -> bytes:
        """What is given to a browser to keep is sealed under this key."""
        return self._mac("seal")

    def audit_seal(self, signed: str) -> str:
        """Seals a day of the audit: the key for it lies in no table."""
        return self._mac("audit seal", signed).hex()

    def phone_mac(self, phone: str) -> str:
        return self._mac("phone", phone).hex()

    def address_mac(self, address: str, *, on: datetime) -> str:
        """What asks from one address on one day have in common; the next day it is another."""
        return self._letters(_ID_BYTES, "address", address, f"{on:%Y%m%d}")

    def body_mac(self, body: Mapping[str, Any]) -> str:
        """Compares two bodies by meaning: key order and white space do not count."""
        canonical = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return self._mac("body", canonical).hex()

    def _letters(self, length: int, *parts: str) -> str:
        return base64.b32encode(self._mac(*parts)[:length]).decode().lower()

    def _mac(self, *parts: str) -> bytes:
        # Each part with its length before it, so that no two lists of parts read the same.
        message = b"".join(len(p.encode()).to_bytes(4, "big") + p.encode() for p in parts)
        return hmac.digest(self.key, message, hashlib.sha256)


def token_hash(token: str) -> str:
    """What is stored of a link: enough to find it, not enough to make it."""
    return hashlib.sha256(token.encode()).hexdigest()
