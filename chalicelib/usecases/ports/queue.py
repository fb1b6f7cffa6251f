"""Work handed on, to be looked at soon."""

from typing import Protocol

from chalicelib.domain.ids import ActivityId, DeliveryId, LibraryId
from chalicelib.usecases.ports.referrals import ReferralKey


class Queue(Protocol):
    """Speed only: what is owed is found again by its due time when this fails."""

    def referral_due(self, key: ReferralKey) -> None:
        """Somebody will look at what this referral owes, soon."""

    def catalogue_changed(self) -> None:
        """Somebody will build a snapshot, soon."""

    def list_moves(self, activity_id: ActivityId) -> None:
        """Somebody will look whether the next on this list can be asked, soon."""

    def import_waits(self, library: LibraryId, import_id: str) -> None:
        """Somebody will go on with this import, soon."""

    def feed_due(self, library: LibraryId) -> None:
        """Somebody will look at this library's feed, soon."""

    def delivery_due(self, delivery_id: DeliveryId) -> None:
        """Somebody will tell the library, soon."""
