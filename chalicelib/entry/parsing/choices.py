"""What a municipality chooses, at the door."""

from pydantic import Field

from chalicelib.domain.choices import Choices
from chalicelib.entry.parsing.base import Door


class ChoicesIn(Door):
    """Wat een gemeente kiest."""

    weekly_encouragement: bool = Field(
        default=False, description="Wie meedoet krijgt één keer per week een sms die aanmoedigt."
    )

    def choices(self) -> Choices:
        """As use cases take it."""
        return Choices(weekly_encouragement=self.weekly_encouragement)
