"""What a report is asked for, at the door."""

from enum import StrEnum

from pydantic import Field

from chalicelib.domain.reporting import Grouping
from chalicelib.entry.parsing.base import Day, Door
from chalicelib.usecases.reports import Asked


class HoursGrouping(StrEnum):
    """Waarnaar uren te splitsen zijn."""

    MONTH = "month"
    TYPE = "type"


class DemandGrouping(StrEnum):
    """Waarnaar vraag zonder aanbod op te tellen is."""

    PROVINCE = "province"
    LEVEL = "level"
    PART_OF_DAY = "part_of_day"


class PeriodQuery(Door):
    """Over welke dagen een rapport gaat."""

    from_: Day | None = Field(
        default=None, alias="from", description="Vanaf deze dag; standaard een jaar voor `to`."
    )
    to: Day | None = Field(default=None, description="Tot en met deze dag; standaard vandaag.")

    def asked(self, grouping: Grouping | None = None) -> Asked:
        """As use cases take it."""
        return Asked(self.from_, self.to, grouping)


class GroupedQuery(PeriodQuery):
    """Over welke dagen een rapport gaat, en waarnaar het gesplitst is."""

    group_by: Grouping | None = Field(default=None, description="Waarnaar gesplitst.")


class HoursQuery(PeriodQuery):
    """Over welke dagen uren gaan, en waarnaar zij gesplitst zijn."""

    group_by: HoursGrouping = Field(default=HoursGrouping.MONTH, description="Waarnaar gesplitst.")


class DemandQuery(PeriodQuery):
    """Over welke dagen vraag zonder aanbod gaat, en waarnaar opgeteld."""

    group_by: DemandGrouping | None = Field(default=None, description="Waarnaar opgeteld.")
