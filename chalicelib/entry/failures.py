"""What fails is counted: as the world's, which passes, or as a bug of ours."""

from chalicelib import wiring
from chalicelib.domain.errors import Temporary
from chalicelib.usecases.ports import Metric


def note_failure(error: Exception) -> None:
    """One more; an alarm hears of our own at once."""
    passes = isinstance(error, Temporary)
    wiring.ports().meter.note(Metric.THROTTLES if passes else Metric.UNHANDLED_ERRORS)
