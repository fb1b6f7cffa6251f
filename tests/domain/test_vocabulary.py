"""The controlled words: those of the domain and those with a Dutch label are the same."""

import json
from enum import StrEnum
from pathlib import Path

import pytest

from chalicelib import domain
from chalicelib.domain.geography import Precision, TravelMode
from chalicelib.domain.holidays import HolidayRegion
from chalicelib.domain.ledger import Presence
from chalicelib.domain.message import MessageState
from chalicelib.domain.placement import DeclinedBy, State
from chalicelib.domain.referral import ReferralStatus
from chalicelib.domain.schedule import Weekday
from chalicelib.domain.vocabulary import (
    LADDER,
    RANK,
    ActivityStatus,
    ActivityType,
    AgeGroup,
    Audience,
    Channel,
    Delivery,
    Entry,
    Facility,
    Level,
    LevelPolicy,
    LibraryDeclineReason,
    Outcome,
    Reading,
    ReadingAsked,
    Requirement,
    Role,
    Theme,
    WithdrawalReason,
)

LABELS = json.loads(
    (Path(next(iter(domain.__path__))).parent / "data" / "vocabularies.json").read_text("utf-8")
)
ENUM_BY_NAME: dict[str, type[StrEnum]] = {
    "level": Level,
    "reading": Reading,
    "theme": Theme,
    "activity_type": ActivityType,
    "audience": Audience,
    "delivery": Delivery,
    "entry": Entry,
    "need": Requirement,
    "channel": Channel,
    "referral_status": ReferralStatus,
    "placement_status": State,
    "library_decline_reason": LibraryDeclineReason,
    "withdrawal_reason": WithdrawalReason,
    "travel_mode": TravelMode,
    "age_group": AgeGroup,
    "activity_status": ActivityStatus,
    "message_status": MessageState,
    "facility": Facility,
    "level_policy": LevelPolicy,
    "reading_asked": ReadingAsked,
    "declined_by": DeclinedBy,
    "outcome": Outcome,
    "presence": Presence,
    "weekday": Weekday,
    "precision": Precision,
    "role": Role,
    "school_holiday_region": HolidayRegion,
}
# Words of a door that is still to be opened: the newcomer's reply.
NOT_YET = {"newcomer_decline_reason"}


def test_every_vocabulary_is_an_enum_of_the_domain() -> None:
    assert set(LABELS) - {"_about"} == set(ENUM_BY_NAME) | NOT_YET


@pytest.mark.parametrize("name", ENUM_BY_NAME)
def test_every_word_has_a_label_and_every_label_a_word(name: str) -> None:
    assert set(LABELS[name]) == {word.value for word in ENUM_BY_NAME[name]}


@pytest.mark.parametrize("name", sorted(set(LABELS) - {"_about"}))
def test_every_label_says_something_of_its_own(name: str) -> None:
    labels = [str(label).strip() for label in LABELS[name].values()]
    assert all(labels)
    assert len(set(labels)) == len(labels)


def test_levels_are_a_ladder_and_an_unknown_one_stands_on_no_step() -> None:
    assert LADDER == ("alfa", "pre_a1", "a1", "a2", "b1", "b2")
    assert [RANK[level] for level in LADDER] == [0, 1, 2, 3, 4, 5]
    assert Level.UNKNOWN not in RANK


def test_every_facility_answers_the_requirement_of_the_same_name() -> None:
    assert {f.value for f in Facility} < {r.value for r in Requirement}
