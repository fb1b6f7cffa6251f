"""The time of this machine's service, which may run ahead: the demo and tests let weeks go by.

A file beside the service's state holds the seconds it is ahead. Only the local stack reads it; what
is deployed knows the time and nothing else.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

FILE = "clock-ahead-s"
_UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_WRITTEN = re.compile(r"\+?(\d{1,6})([smhdw])")


class NotATime(Exception):
    """No stretch of time can be read in this; the message is one line."""


@dataclass(frozen=True, slots=True)
class VirtualClock:
    """The clock of the service that keeps its state in this directory."""

    state: Path

    @property
    def ahead(self) -> timedelta:
        """How far it runs ahead; nothing while nobody moved it."""
        try:
            return timedelta(seconds=int((self.state / FILE).read_text()))
        except FileNotFoundError:
            return timedelta()

    def now(self) -> datetime:
        """The time there, in UTC."""
        return datetime.now(UTC) + self.ahead

    def forward(self, by: timedelta) -> datetime:
        """It runs so much further ahead, also after a restart; the time there now."""
        begun = self.state / f"{FILE}.begun"  # whoever reads finds a whole number
        begun.write_text(str(int((self.ahead + by).total_seconds())))
        begun.replace(self.state / FILE)
        return self.now()


def stretch(written: str) -> timedelta:
    """A stretch of time as people write it: +7d, 36h, 2w.

    Raises:
        NotATime: it is not one; time only goes on.
    """
    found = _WRITTEN.fullmatch(written.strip())
    if found is None:
        raise NotATime(f"a stretch of time looks like +7d, 36h or 2w, not {written!r}")
    return timedelta(seconds=int(found[1]) * _UNITS[found[2]])
