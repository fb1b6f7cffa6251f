"""A library's endpoint and its deliveries as answers."""

from typing import Any

from chalicelib.domain.delivery import Delivery
from chalicelib.domain.endpoint import Endpoint
from chalicelib.domain.signing import written_secret
from chalicelib.entry.answers.base import instant


def endpoint_answer(endpoint: Endpoint, *, shows_secret: bool = False) -> dict[str, Any]:
    """The endpoint; its secret only when it was just made."""
    return {
        "url": endpoint.url,
        "types": sorted(endpoint.types),
        "status": "enabled" if endpoint.is_enabled else "disabled",
        "createdAt": instant(endpoint.created_at),
        "failingSinceAt": instant(endpoint.failing_since),
        "disabledAt": instant(endpoint.disabled_at),
        "disabledBecause": endpoint.disabled_because,
        "secret": written_secret(endpoint.secret) if shows_secret else None,
    }


def delivery_answer(delivery: Delivery) -> dict[str, Any]:
    """One thing the library was told, with every attempt."""
    return {
        "id": delivery.id,
        "type": delivery.type,
        "placementId": delivery.placement_id,
        "happenedAt": instant(delivery.happened_at),
        "status": delivery.state,
        "nextAttemptAt": instant(delivery.due_at),
        "attempts": [
            {"at": instant(attempt.at), "outcome": attempt.outcome} for attempt in delivery.attempts
        ],
    }
