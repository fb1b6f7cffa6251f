"""What came for somebody, told so that it can be understood without opening the code."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chalicelib.domain.catalogue import Activity
from chalicelib.domain.matching.engine import match
from chalicelib.domain.matching.judgement import Explanation, explain
from chalicelib.domain.matching.need import Need
from chalicelib.domain.matching.result import Match, Matches, Reason
from chalicelib.domain.schedule import AMSTERDAM
from tests.personas.people import Claim, Persona

MOST_EXPLAINED = 6


@dataclass(frozen=True, slots=True)
class Story:
    """One person, what she asks, and what came."""

    persona: Persona
    need: Need
    matches: Matches

    def judged(self, activity: Activity) -> Explanation:
        """What the matcher thinks of one activity for her."""
        return explain(self.need, activity, self.persona.demo.holidays, self.persona.at)

    def said_of(self, claim: Claim) -> list[Activity]:
        """The activities of the catalogue of which the claim is true."""
        activities = self.persona.demo.activity_by_source.values()
        return [activity for activity in activities if claim.holds_for(activity)]

    def without(self, expected: str, about: Iterable[Activity] = ()) -> str:
        """The story of how what was expected did not come."""
        return "\n".join(self._lines(expected, about))

    def _lines(self, expected: str, about: Iterable[Activity]) -> Iterator[str]:
        yield f"\n{self.persona.name}: {self.persona.who}"
        yield f"Asked on {self.persona.at:%A %d %B %Y}: {self.persona.need.strip()}"
        yield f"Expected: {expected}"
        yield f"What came, of {self.matches.considered} activities:"
        for found in self.matches.matches:
            yield f"  {found.rank}. {_told(found)}"
            yield f"     because {', '.join(map(_reason_told, found.reasons))}"
        for near in self.matches.near_misses:
            yield f"  nearly, but for {near.failed} {dict(near.values)}: {_told(near.match)}"
        if self.matches.fallback:
            activity = self.matches.fallback.activity
            yield f"  nothing fits; to turn to: {_named(activity)}, {activity.contact.phone}"
        for activity in list(about)[:MOST_EXPLAINED]:
            judged = self.judged(activity)
            failed = ", ".join(sorted(judged.failed)) or "nothing"
            yield f"  {_told(judged.match)}: fails {failed}"


def story_of(persona: Persona) -> Story:
    """What comes for her now."""
    need = persona.located_need()
    return Story(persona, need, match(need, persona.demo.catalogue, persona.at))


def gives(found: Match, reason: str) -> bool:
    """Whether the reason, a code with what its sentence says, is among those of this match."""
    code, *said = reason.split()
    return any(
        given.code == code and all(_says(given, *word.split("=")) for word in said)
        for given in found.reasons
    )


def _says(given: Reason, name: str, value: str) -> bool:
    return _plain(given.values.get(name)) == value


def _plain(value: object) -> str:
    return "|".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _reason_told(given: Reason) -> str:
    said = "".join(f" {name}={_plain(value)}" for name, value in given.values.items())
    return given.code + said


def _named(activity: Activity) -> str:
    return f"{activity.source_id} {activity.title} ({activity.type}), {activity.branch.name}"


def _told(found: Match) -> str:
    when = "by arrangement"
    if found.next_session_at:
        when = f"{found.next_session_at.astimezone(AMSTERDAM):%a %d %b %H:%M}"
    return f"{found.score:.3f} {_named(found.activity)}, {found.travel_minutes} min, {when}"
