"""Metrics as lines of the log that CloudWatch reads (embedded metric format): the port Meter."""

import logging
from typing import Any

from chalicelib.domain.ids import MessageId
from chalicelib.usecases.ports import Clock, Metric

log = logging.getLogger(__name__)
NAMESPACE = "Wegwijs"
SPEND = "TextsSpendEuro"
_UNIT = {
    Metric.OLDEST_DUE_AGE.value: "Seconds",
    Metric.SNAPSHOT_AGE.value: "Seconds",
    SPEND: "None",  # euros, which CloudWatch has no word for
}


class EmfMeter:
    """One line a metric, which costs no request; segments also say what they cost."""

    def __init__(self, stage: str, *, segment_price: float, now: Clock) -> None:
        """`segment_price` in euros."""
        self._stage, self._segment_price, self._now = stage, segment_price, now

    def note(self, metric: Metric, value: float = 1, *, message: MessageId | None = None) -> None:
        """So much of this, now; see the port."""
        values: dict[str, float] = {metric.value: value}
        if metric is Metric.TEXT_SEGMENTS:
            values[SPEND] = round(value * self._segment_price, 4)
        said: dict[str, Any] = {
            "_aws": {
                "Timestamp": int(self._now().timestamp() * 1000),
                "CloudWatchMetrics": [
                    {
                        "Namespace": NAMESPACE,
                        "Dimensions": [["Stage"]],
                        "Metrics": [{"Name": n, "Unit": _UNIT.get(n, "Count")} for n in values],
                    }
                ],
            },
            "Stage": self._stage,
            **values,
        }
        if message is not None:
            said["message_id"] = message
        log.info("metric", extra={"metric": said})
