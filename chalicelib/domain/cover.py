"""Cover: while somebody is away, what waits for her waits for a colleague as well."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Cover:
    """Who stands in for whom, on which days; both ends count."""

    person: str
    stand_in: str
    first_day: date
    last_day: date

    def holds_on(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day
