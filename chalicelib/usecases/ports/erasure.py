"""What is left of who was erased, and how the rest goes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from chalicelib.domain.referral import Referral
from chalicelib.usecases.ports.referrals import ReferralKey


class Erasures(Protocol):
    """Referrals under the flag of erasure, which nobody else reads or writes any more."""

    def read(self, key: ReferralKey) -> Referral:
        """The erased referral: as it was while a text is under way, then what remains of it.

        Raises:
            NotFound: unknown, or not erased.
        """

    def forget(self, before: Referral, after: Referral, *, link_hash: str) -> None:
        """Her person and key are gone, and all that led to her; `after` is what stands.

        Hours go too, unless she is erased because of time. Cut off half way, it is done again;
        harmless twice. A number that wants no texts stays known, as its HMAC only.
        """

    def kept_too_long(self, *, at: datetime, limit: int) -> Iterable[ReferralKey]:
        """Referrals of which something has been kept as long as it may be; may lag, may repeat."""

    def drop_hours(self, left: Referral, *, until: datetime) -> None:
        """Her hours are gone; what remains of her is next looked at after `until`."""

    def drop(self, left: Referral) -> None:
        """Of this referral nothing is left but the lines of its audit; harmless twice."""
