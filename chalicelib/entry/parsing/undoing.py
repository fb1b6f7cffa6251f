"""What comes in to take something back."""

from pydantic import Field

from chalicelib.entry.parsing.base import Door
from chalicelib.usecases.undo import CancellationReason


class CancellationIn(Door):
    """Waarom een plaatsing stopt."""

    reason: CancellationReason = Field(
        default=CancellationReason.LEFT,
        description="Zij ging weg, of de klantmanager nam de plaatsing terug.",
    )
