"""Invented newcomers, forty and a few more: what each must be suggested, and what never."""

import json
from collections.abc import Iterable
from functools import cache

import pytest

from chalicelib.domain.catalogue import Activity
from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.matching.result import Match, Matches, NearMiss
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.entry.parsing.referral import order, referral_fields
from tests.domain.matching import plain
from tests.personas.people import Nearly, Persona, Refusal, Suggestion, people
from tests.personas.story import Story, gives, story_of

EVERYONE = people()
REFERRED = [persona for persona in EVERYONE if persona.person]


def for_each(*, marks_what_is_not_yet: bool = False) -> pytest.MarkDecorator:
    """One test a person."""
    return pytest.mark.parametrize(
        "story",
        [
            pytest.param(
                persona,
                id=persona.name,
                marks=[pytest.mark.xfail(reason=persona.not_yet)]
                if marks_what_is_not_yet and persona.not_yet
                else [],
            )
            for persona in EVERYONE
        ],
        indirect=True,
    )


@cache
def told(persona: Persona) -> Story:
    return story_of(persona)


@pytest.fixture
def story(request: pytest.FixtureRequest) -> Story:
    return told(request.param)


def test_there_are_forty_people_and_each_says_what_she_may_never_be_offered() -> None:
    assert len(EVERYONE) >= 40
    assert len({persona.name for persona in EVERYONE}) == len(EVERYONE)
    silent = [persona.name for persona in EVERYONE if not persona.never]
    silent += [p.name for p in EVERYONE if not p.suggested and p.count != 0]
    assert silent == []


@for_each(marks_what_is_not_yet=True)
def test_everybody_is_suggested_what_helps(story: Story) -> None:
    for wanted in story.persona.suggested:
        found = any(is_as_wanted(match, wanted) for match in story.matches.matches)
        insist(found, story, said(wanted), about=story.said_of(wanted))


@for_each()
def test_nobody_gets_more_or_less_than_there_is(story: Story) -> None:
    expected, found = story.persona.count, len(story.matches.matches)
    insist(expected in {None, found}, story, f"{expected} suggestions")


@for_each()
def test_nobody_is_ever_suggested_what_does_not_suit(story: Story) -> None:
    for refusal in story.persona.never:
        meant = story.said_of(refusal)
        insist(meant, story, f"that the demo has any of {refusal}")
        suggested = [found.activity for found in story.matches.matches if found.activity in meant]
        insist(not suggested, story, f"never {refused(refusal)}", about=suggested)
        others = [one for one in meant if refusal.fails not in story.judged(one).failed]
        insist(not others, story, f"never {refused(refusal)}", about=others)


@for_each()
def test_everybody_hears_what_would_nearly_have_fitted(story: Story) -> None:
    for nearly in story.persona.nearly:
        found = any(is_nearly(near, nearly) for near in story.matches.near_misses)
        expected = f"nearly {nearly}, but for {nearly.failed}"
        insist(found, story, expected, about=story.said_of(nearly))


@for_each()
def test_for_nobody_is_it_a_dead_end(story: Story) -> None:
    fallback, expected = story.matches.fallback, story.persona.fallback
    if story.matches.matches:
        insist(fallback is None, story, "no fallback beside suggestions")
        insist(expected is None, story, f"nothing that fits, and then {expected}")
        return
    insist(fallback and fallback.activity.contact.phone, story, "a telephone number to turn to")
    insist(
        fallback and expected and expected.holds_for(fallback.activity),
        story,
        f"to turn to {expected or 'somebody, and the story says nothing of it'}",
    )


@for_each()
def test_everybody_is_placed_as_exactly_as_said(story: Story) -> None:
    expected, found = story.persona.precision, story.need.location.precision
    insist(expected in {None, found}, story, f"to be located by {expected}, not by {found}")


@for_each()
def test_what_is_suggested_holds_up_when_looked_at_again(story: Story) -> None:
    for found in story.matches.matches:
        judged = story.judged(found.activity)
        insist(not judged.failed, story, "only what fits", about=[found.activity])
        insist(judged.match.reasons == found.reasons, story, "the reasons it was found by")
        insist(found.reasons, story, "a reason for every suggestion")
        insist(is_held(found, story), story, "nothing in a holiday", about=[found.activity])
        assert found.score == pytest.approx(sum(part.part for part in found.parts), abs=1e-9)


@for_each()
def test_the_first_three_are_not_three_times_the_same(story: Story) -> None:
    first = story.matches.matches[:3]
    kinds = {(found.activity.branch.isil, found.activity.type) for found in first}
    online = [found for found in first if gives(found, "online")]
    insist(len(kinds) == len(first), story, "one of a branch and type")
    insist(len(online) <= 1, story, "one online")


@for_each()
def test_everybody_gets_what_judging_every_activity_would_give(story: Story) -> None:
    demo = story.persona.demo
    activities = demo.activity_by_source.values()
    reference = plain.match(story.need, activities, demo.holidays, story.persona.at)
    expected = seen_plainly(reference)
    insist(seen(story.matches) == expected, story, f"as the plain reference has it: {expected}")


@pytest.mark.parametrize("persona", REFERRED, ids=repr)
def test_whoever_is_told_by_letter_is_referred_with_any_number(persona: Persona) -> None:
    body = persona.body | json.loads(persona.person or "")
    fields = referral_fields(body)
    ordered = order(fields, residence=persona.located_need().residence, body=body)
    assert ordered.channel == body["person"]["channel"] != "sms"
    assert ordered.person.phone == "".join(body["person"]["phone"].split())
    assert not ordered.agreement.sms


@pytest.mark.parametrize("persona", REFERRED, ids=repr)
def test_whoever_is_told_by_letter_could_not_be_texted(persona: Persona) -> None:
    body = persona.body | json.loads(persona.person or "")
    body["person"]["channel"], body["agreement"]["sms"] = "sms", True
    with pytest.raises(InvalidRequest) as refusal:
        referral_fields(body)
    faults = [(fault.name, fault.reason) for fault in refusal.value.faults]
    assert faults == [("person.phone", persona.refused_by_text)]


def insist(claim: object, story: Story, expected: str, *, about: Iterable[Activity] = ()) -> None:
    """The claim holds, or the test fails with the story and nothing else."""
    if not claim:
        pytest.fail(story.without(expected, about), pytrace=False)


def is_as_wanted(found: Match, wanted: Suggestion) -> bool:
    return (
        wanted.holds_for(found.activity)
        and wanted.rank in {None, found.rank}
        and wanted.meets_on in {None, day_of(found)}
        and all(gives(found, reason) for reason in wanted.reasons)
    )


def is_nearly(near: NearMiss, wanted: Nearly) -> bool:
    return near.failed is wanted.failed and wanted.holds_for(near.match.activity)


def day_of(found: Match) -> object:
    at = found.next_session_at
    return at and at.astimezone(AMSTERDAM).date()


def is_held(found: Match, story: Story) -> bool:
    """Its next session is by arrangement, or on a day on which it is open."""
    if found.next_session_at is None:
        return not found.activity.sessions
    closed = story.persona.demo.holidays.closed(found.activity.closed_in_school_holidays)
    return not closed.contains(found.next_session_at.astimezone(AMSTERDAM).date())


def said(wanted: Suggestion) -> str:
    rank = f", at rank {wanted.rank}" if wanted.rank else ""
    day = f", on {wanted.meets_on}" if wanted.meets_on else ""
    return f"{wanted}{rank}{day}, because {', '.join(wanted.reasons) or 'it fits'}"


def refused(refusal: Refusal) -> str:
    return f"{refusal}, which fails {refusal.fails}: {refusal.because}"


def seen(matches: Matches) -> tuple[object, ...]:
    return (
        [(m.activity.source_id, round(m.score, 9), m.travel_minutes) for m in matches.matches],
        [(near.match.activity.source_id, near.failed) for near in matches.near_misses],
        matches.fallback and matches.fallback.activity.source_id,
        matches.considered,
    )


def seen_plainly(answer: plain.Answer) -> tuple[object, ...]:
    return (
        [(r.activity.source_id, round(r.score, 9), r.minutes) for r in answer.matches],
        [(r.activity.source_id, r.failed) for r in answer.near_misses],
        answer.fallback and answer.fallback.source_id,
        answer.considered,
    )
