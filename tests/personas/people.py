"""The people as data: who each is, what is asked for her, and what must come of it.

`people/*.toml` hold them. A key that is not known here is refused, so that no expectation is ever
misspelled into silence.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from chalicelib.domain.catalogue import Activity
from chalicelib.domain.geography import Precision
from chalicelib.domain.matching.need import Need
from chalicelib.domain.matching.result import Constraint
from chalicelib.domain.vocabulary import Facility
from chalicelib.entry.parsing.base import parse
from chalicelib.entry.parsing.need import MatchQuestion, need_asked
from chalicelib.usecases.finding import placed
from tests.personas.demo_catalogue import Demo, demo, places

PEOPLE = Path(__file__).parent / "people"
OFFICE_OPENS = time(9, tzinfo=UTC)


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Claim(_Data):
    """What an activity is said to be; only what is said counts."""

    source: str | None = None
    type: str | None = None
    audience: str | None = None
    reading: str | None = None
    delivery: str | None = None
    entry: str | None = None
    branch: str | None = None
    place: str | None = None
    library: str | None = None
    without: Facility | None = None

    def holds_for(self, activity: Activity) -> bool:
        """Everything that is said is true of this activity."""
        true: dict[str, object] = {
            "source": activity.source_id,
            "type": activity.type,
            "audience": activity.audience,
            "reading": activity.reading,
            "delivery": activity.delivery,
            "entry": activity.entry,
            "branch": activity.branch.isil,
            "place": activity.branch.place,
            "library": activity.library,
        }
        said = {name: value for name, value in self.said.items() if name != "without"}
        lacks = self.without is None or self.without not in activity.offered_facilities
        return lacks and all(true[name] == value for name, value in said.items())

    @property
    def said(self) -> Mapping[str, str]:
        said: dict[str, str] = self.model_dump(
            include=set(Claim.model_fields), exclude_none=True, mode="json"
        )
        return said

    def __str__(self) -> str:
        return ", ".join(f"{name} {value}" for name, value in self.said.items()) or "everything"


class Suggestion(Claim):
    """Must be suggested, at this rank and on this day when given, for at least these reasons.

    A reason is a code, and what its sentence says: "within_travel minutes=27".
    """

    rank: int | None = None
    meets_on: date | None = None
    reasons: tuple[str, ...] = ()


class Refusal(Claim):
    """Must never be suggested: everything this is said of fails on `fails`."""

    fails: Constraint
    because: str


class Nearly(Claim):
    """Must be named as something that would fit if one thing were otherwise."""

    failed: Constraint


class Persona(_Data):
    """One invented newcomer; `need` is the body of POST /v1/matches."""

    name: str
    who: str
    need: str
    on: date = date(2026, 11, 23)  # a Monday in no school holiday
    confirmed_on: date | None = None  # when the libraries last confirmed; on the day itself
    parked: tuple[str, ...] = ()
    suggested: tuple[Suggestion, ...] = ()
    not_yet: str | None = None  # the rule that still keeps from her what must be suggested
    count: int | None = None
    never: tuple[Refusal, ...] = ()
    nearly: tuple[Nearly, ...] = ()
    fallback: Claim | None = None
    precision: Precision | None = None
    person: str | None = None  # the rest of the body of POST /v1/referrals, when she is referred
    refused_by_text: str | None = None  # why she could not be referred on the channel sms

    @property
    def at(self) -> datetime:
        """When her case worker asks."""
        return datetime.combine(self.on, OFFICE_OPENS)

    @property
    def demo(self) -> Demo:
        """The catalogue she is matched in."""
        return demo(self.confirmed_on or self.on)

    @property
    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = json.loads(self.need)
        return body

    def located_need(self) -> Need:
        """What she asks, parsed as at the door and located as in the service."""
        question = parse(MatchQuestion, self.body)
        assert question.residence, f"{self.name} lives in a municipality"
        asked = need_asked(question, residence=question.residence, limit=question.limit)
        need = placed(asked, places=places())
        assert need is not None, f"{self.name} lives somewhere"
        by_source = self.demo.activity_by_source
        return replace(need, parked=frozenset(by_source[source].id for source in self.parked))

    def __repr__(self) -> str:
        return self.name


def people() -> list[Persona]:
    """All of them."""
    return list(_people())


def _people() -> Iterator[Persona]:
    for file in sorted(PEOPLE.glob("*.toml")):
        for name, told in tomllib.loads(file.read_text(encoding="utf-8")).items():
            yield Persona(name=name, **told)
