"""A process that dies before or after any write: once everybody tried again, nothing shows."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from chalicelib.domain.errors import IllegalTransition
from chalicelib.domain.message import LEASE, MessageKind
from chalicelib.domain.referral import Referral
from chalicelib.domain.vocabulary import LibraryDeclineReason
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.confirm import confirm_intake, decline_intake
from chalicelib.usecases.owed import sweep
from chalicelib.usecases.said import Said
from tests.fakes.making import NOW, UTRECHT
from tests.fakes.ports import FakePorts
from tests.usecases.unruly import Crash, Unruly
from tests.usecases.worlds import (
    BUDDY,
    CAFE,
    CASE_WORKER,
    GROUP,
    WALK,
    a_world,
    id_on,
    key_of,
    referred,
    with_referrals,
)


@dataclass
class Story:
    """Referred, texted, accepted twice, confirmed once and declined once, texted again.

    Each step is tried again after a crash, as a caller, a library and a clock would.
    """

    ports: FakePorts
    crashes: int = 0

    def play(self) -> "Story":
        for step in (
            lambda: referred(self.ports),
            self.sweeps,
            lambda: self.accepts("act_cafe"),
            lambda: self.accepts("act_group"),
            lambda: self.declines("act_group", "msg_1"),
            self.sweeps,
            lambda: self.accepts("act_walk"),
            lambda: self.confirms("act_walk", "msg_2"),
        ):
            self._until_it_stands(step)
        return self

    def _until_it_stands(self, step: Callable[[], object]) -> None:
        for _ in range(3):
            crashed_before = self.crashes
            try:
                step()
            except Crash:
                self.crashes += 1
                continue
            except IllegalTransition:
                assert crashed_before, "illegal, though nothing crashed"
            return
        raise AssertionError("crashes again and again")

    @property
    def referral(self) -> Referral:
        return referred(self.ports)

    def sweeps(self) -> None:
        sweep(ports=self.ports)
        self.ports.now.forward(LEASE + timedelta(seconds=1))
        sweep(ports=self.ports)

    def accepts(self, activity: str) -> None:
        placement_id = id_on(self.referral, activity)
        accept_for_her(self.referral.id, placement_id, caller=CASE_WORKER, ports=self.ports)

    def declines(self, activity: str, webhook_id: str) -> None:
        said = self.about(activity, webhook_id)
        self.ports.snapshots.show([CAFE, GROUP, BUDDY, WALK])  # there is something new to offer
        decline_intake(said, LibraryDeclineReason.FULL, ports=self.ports)

    def confirms(self, activity: str, webhook_id: str) -> None:
        confirm_intake(self.about(activity, webhook_id), ports=self.ports)

    def about(self, activity: str, webhook_id: str) -> Said:
        return Said(UTRECHT, id_on(self.referral, activity), webhook_id=webhook_id, said_at=NOW)

    def end(self) -> tuple[object, ...]:
        """All that is true at the end, but for the texts, which have their own rule."""
        referral = self.referral
        placements = tuple(replace(p, moved_at=None) for p in referral.placements)
        codes = {
            (p.library, p.code): self.ports.referrals.of_code(p.library, p.code)[1]
            for p in placements
            if p.is_live
        }
        return (
            referral.status,
            placements,
            referral.round,
            codes,
            self.ports.activities.everything(),
            self.ports.referrals.has_seen(UTRECHT, "msg_1"),
            self.ports.referrals.has_seen(UTRECHT, "msg_2"),
        )

    def texts(self) -> list[str]:
        offers = (m for m in self.referral.messages if m.kind is MessageKind.OFFER)
        return [m.state.value for m in offers]


def a_story(**unruly: object) -> Story:
    ports = a_world([CAFE, GROUP, BUDDY, WALK])
    ports.snapshots.show([CAFE, GROUP, WALK])
    return Story(with_referrals(ports, **unruly))


def writes(story: Story) -> int:
    calls = story.ports.referrals.calls  # type: ignore[attr-defined]
    return int(calls["add"] + calls["save"])


UNDISTURBED = a_story().play()
WRITES = writes(UNDISTURBED)


def test_undisturbed_the_story_ends_well() -> None:
    assert UNDISTURBED.texts() == ["sent", "sent"]
    assert WRITES >= 10  # one to refer, two a text, one each to accept, decline and confirm
    assert UNDISTURBED.crashes == 0


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("write", range(1, WRITES + 1))
def test_a_crash_at_any_write_shows_in_nothing_once_all_tried_again(write: int, when: str) -> None:
    planned = ("add", 1) if write == 1 else ("save", write - 1)
    story = a_story(**{when: {planned: Crash()}}).play()
    assert story.crashes == 1
    assert story.end() == UNDISTURBED.end()
    references = [reference for _, _, reference in story.ports.sms.sent]
    assert len(references) == len(set(references))
    doubt = story.texts().count("unknown")
    assert len(references) >= 2 - doubt
    assert doubt <= 1


@pytest.mark.parametrize("number", [1, 2])
def test_a_crash_before_the_queue_hears_of_it_loses_nothing(number: int) -> None:
    story = a_story()
    crash = {("referral_due", number): Crash()}
    story.ports.queue = Unruly(story.ports.queue, before=crash)  # type: ignore[assignment]
    story.play()
    assert story.end() == UNDISTURBED.end()
    assert story.texts() == UNDISTURBED.texts()


def test_a_story_is_about_one_referral() -> None:
    story = a_story().play()
    assert key_of(story.referral) == key_of(UNDISTURBED.referral)
