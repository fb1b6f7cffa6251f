"""Messages in Amazon SQS: ids only, with the version of their form, and what began them."""

import json
from collections.abc import Callable
from typing import Any

from chalicelib.domain.errors import Temporary
from chalicelib.domain.ids import ActivityId, DeliveryId, LibraryId
from chalicelib.usecases.ports import ReferralKey

SCHEMA = 1


class SqsQueue:
    """Speed only: what is owed is found again by its due time when this fails."""

    def __init__(
        self,
        sqs: Any,
        *,
        messages_url: str,
        catalogue_url: str,
        imports_url: str,
        waiting_url: str,
        deliveries_url: str,
        correlation: Callable[[], str | None] = lambda: None,
    ) -> None:
        self._sqs, self._messages_url, self._catalogue_url = sqs, messages_url, catalogue_url
        self._imports_url, self._waiting_url = imports_url, waiting_url
        self._deliveries_url, self._correlation = deliveries_url, correlation

    def referral_due(self, key: ReferralKey) -> None:
        """Somebody will look at what this referral owes, soon."""
        body = {"organisation": key.organisation, "referral": key.referral_id}
        self._send(self._messages_url, body)

    def catalogue_changed(self) -> None:
        """Somebody will build a snapshot, soon."""
        self._send(self._catalogue_url, {})

    def list_moves(self, activity_id: ActivityId) -> None:
        """Somebody will look whether the next on this list can be asked, soon."""
        self._send(self._waiting_url, {"activity": activity_id})

    def import_waits(self, library: LibraryId, import_id: str) -> None:
        """Somebody will go on with this import, soon."""
        self._send(self._imports_url, {"library": library, "import": import_id})

    def feed_due(self, library: LibraryId) -> None:
        """Somebody will look at this library's feed, soon."""
        self._send(self._imports_url, {"library": library, "feed": True})

    def delivery_due(self, delivery_id: DeliveryId) -> None:
        """Somebody will tell the library, soon."""
        self._send(self._deliveries_url, {"delivery": delivery_id})

    def _send(self, url: str, body: dict[str, Any]) -> None:
        from botocore.exceptions import BotoCoreError, ClientError

        written = json.dumps({"schema": SCHEMA, "correlation": self._correlation(), **body})
        try:
            self._sqs.send_message(QueueUrl=url, MessageBody=written)
        except (BotoCoreError, ClientError) as error:
            raise Temporary("queue") from error
