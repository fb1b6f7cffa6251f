"""STOP, whenever she says it: no text after it but the one that says so, and what she has stays."""

import csv
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import chalicelib
from chalicelib.domain.choices import Choices
from chalicelib.domain.errors import Conflict
from chalicelib.domain.ids import PlacementId
from chalicelib.domain.ledger import Attendance, Presence
from chalicelib.domain.placement import State
from chalicelib.domain.referral import Referral
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.domain.vocabulary import LibraryDeclineReason
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.attend import record_attendance
from chalicelib.usecases.confirm import confirm_intake, decline_intake
from chalicelib.usecases.said import Said
from tests.fakes.making import GM0344, UTRECHT
from tests.fakes.ports import FakePorts
from tests.usecases.test_conversation import Telephone, asked, reasons
from tests.usecases.worlds import BUDDY, CAFE, CASE_WORKER, GROUP, WALK, a_world, now_of, states

WORDS = Path(chalicelib.__file__).parent / "data" / "reply_words.csv"
with WORDS.open(encoding="utf-8") as file:
    STOP_BY_LANGUAGE = {
        row["language"]: row["words"].split("|")[0]
        for row in csv.DictReader(file)
        if row["wish"] == "stop"
    }
# What she may say, what others do about one of her placements, and how many days go by.
HERS = ("1", "2", "٣", "0", "9", "ja", "nee", "te ver weg", "ander moment", "help", "wat?", "later")
OTHERS = ("accepts", "confirms", "declines", "was there", "was not there")
HAPPENINGS = st.one_of(
    st.sampled_from(HERS), st.tuples(st.sampled_from(OTHERS), st.integers(0, 4)), st.integers(1, 40)
)
Happening = str | tuple[str, int] | int


@dataclass
class Life:
    """One newcomer with her telephone, and what happens to her."""

    ports: FakePorts
    referral: Referral
    phone: Telephone

    def goes_on(self, happening: Happening) -> None:
        """One thing, which may be refused; then all that is due is done."""
        if isinstance(happening, int):
            self.ports.now.forward(timedelta(days=happening))
        elif isinstance(happening, str):
            self.phone.says(happening)
        else:
            with suppress(Conflict):
                self._others(*happening)
        self.phone.gets()

    def _others(self, doing: str, at: int) -> None:
        placements = now_of(self.referral, self.ports).placements
        about = placements[at % len(placements)].id
        if doing == "accepts":
            accept_for_her(self.referral.id, about, caller=CASE_WORKER, ports=self.ports)
        elif doing == "confirms":
            confirm_intake(Said(UTRECHT, about), ports=self.ports)
        elif doing == "declines":
            decline_intake(Said(UTRECHT, about), LibraryDeclineReason.FULL, ports=self.ports)
        else:
            presence = Presence.PRESENT if doing == "was there" else Presence.ABSENT
            self._attends(about, presence)

    def _attends(self, about: PlacementId, presence: Presence) -> None:
        today = self.ports.now().astimezone(AMSTERDAM).date()
        record_attendance(Said(UTRECHT, about), Attendance(today, presence, 60), ports=self.ports)


def a_life() -> Life:
    """Somebody with an offer on her screen, where also the weekly text is on."""
    ports = a_world([CAFE, GROUP, BUDDY, WALK])
    ports.choices.choose(GM0344, Choices(weekly_encouragement=True))
    return Life(ports, asked(ports), Telephone(ports))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    before=st.lists(HAPPENINGS, max_size=8),
    stop=st.sampled_from(sorted(STOP_BY_LANGUAGE.values())),
    after=st.lists(HAPPENINGS, max_size=8),
)
def test_whatever_came_before_and_comes_after_no_text_follows_a_stop(
    before: list[Happening], stop: str, after: list[Happening]
) -> None:
    life = a_life()
    for happening in before:
        life.goes_on(happening)
    had = states(now_of(life.referral, life.ports))
    heard = life.phone.gets()
    life.phone.says(stop)
    assert states(now_of(life.referral, life.ports)) == had, "her places stay"
    for happening in [*after, 200]:
        life.goes_on(happening)
    (said,) = life.phone.gets()[len(heard) :]
    assert "stopped" in said


@pytest.mark.parametrize("language", STOP_BY_LANGUAGE)
def test_stop_in_every_language_leaves_an_open_offer_to_a_person(language: str) -> None:
    life = a_life()
    life.phone.says(STOP_BY_LANGUAGE[language])
    assert "texts_stopped" in reasons(life.referral, life.ports)
    assert set(states(now_of(life.referral, life.ports)).values()) == {State.PROPOSED}
