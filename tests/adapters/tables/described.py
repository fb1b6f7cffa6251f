"""Any activity a library can describe, as the API takes it."""

import unicodedata
from typing import Any

from hypothesis import strategies as st

from chalicelib.domain.screening import holds_bsn, holds_v_number
from chalicelib.domain.vocabulary import (
    LADDER,
    ActivityStatus,
    ActivityType,
    Audience,
    Delivery,
    Entry,
    Facility,
    LevelPolicy,
    ReadingAsked,
    Theme,
)

_AWKWARD = ("=1+1", "'=x", "''-2", "\t@a", "+31 6", "-", " ; ", '"', "a,b", "\n", "'s-Bosch", "ja")


def _is_readable(letter: str) -> bool:
    return letter in "\n\t" or unicodedata.category(letter) not in {"Cc", "Cs", "Cn"}


_LETTERS = st.characters(exclude_categories=["Cc", "Cs", "Cn"]).filter(_is_readable)


def texts(longest: int, *, shortest: int = 1) -> st.SearchStrategy[str]:
    """Texts with what spreadsheets stumble over."""
    words = st.sampled_from(_AWKWARD) | st.text(_LETTERS, max_size=12)
    joined = st.lists(words, max_size=4).map("".join).map(lambda text: text[:longest])
    return joined.filter(
        lambda t: len(t) >= shortest and not holds_bsn(t) and not holds_v_number(t)
    )


_DAYS = st.dates().map(lambda day: day.isoformat()).filter(lambda day: day[:2] in {"19", "20"})
_CLOCKS = st.times().map(lambda at: f"{at:%H:%M}")
_RHYTHMS = st.one_of(
    st.fixed_dictionaries({"onDate": _DAYS}),
    st.fixed_dictionaries(
        {
            "weekday": st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]),
            "everyWeeks": st.integers(1, 52),
        }
    ),
    st.fixed_dictionaries(
        {"weekday": st.sampled_from(["mon", "sun"]), "monthlyOrdinal": st.sampled_from([1, 5, -1])}
    ),
)


@st.composite
def sessions(draw: st.DrawFn) -> dict[str, Any]:
    """One rule of when it is held."""
    rule: dict[str, Any] = draw(_RHYTHMS)
    rule |= {"start": draw(_CLOCKS), "durationMinutes": draw(st.integers(1, 1440))}
    first, last = sorted([draw(_DAYS), draw(_DAYS)])
    if draw(st.booleans()):
        rule |= {"validFrom": first}
    if draw(st.booleans()):
        rule |= {"validUntil": last}
    return rule | {"except": draw(st.lists(_DAYS, max_size=4))}


def _some(kind: Any, most: int = 4) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from([word.value for word in kind]), max_size=most)


_LEVELS = st.tuples(st.integers(0, 5), st.integers(0, 5)).map(sorted)


@st.composite
def bodies(draw: st.DrawFn, source_id: str) -> dict[str, Any]:
    """The body of one activity at the branch of the fakes."""
    lowest, highest = draw(_LEVELS)
    optional = {
        "capacity": st.none() | st.integers(0, 100_000),
        "takenElsewhere": st.integers(0, 100_000),
        "waitingList": st.booleans(),
        "expectedWaitWeeks": st.none() | st.integers(0, 260),
        "price": st.fixed_dictionaries(
            {
                "amount": st.floats(0, 1000, allow_nan=False),
                "note": texts(40, shortest=0),
            }
        ),
        "serviceArea": st.lists(st.sampled_from(["GM0344", "GM0363", "GM0014"]), max_size=3),
        "organisedBy": st.none() | texts(40),
        "programme": st.none() | texts(40),
        "contact": st.fixed_dictionaries(
            {"phone": st.none() | texts(20), "email": st.sampled_from([None, "a@b", "=1@x.nl"])}
        ),
        "status": st.sampled_from([status.value for status in ActivityStatus]),
        "closedInSchoolHolidays": st.sampled_from([None, "noord", "zuid"]),
        "themes": _some(Theme),
        "helpingLanguages": st.lists(st.sampled_from(["ar", "nl", "uk", "ti"]), max_size=4),
        "facilities": _some(Facility),
        "reading": st.sampled_from(list(ReadingAsked)),
        "audience": st.sampled_from(list(Audience)),
        "delivery": st.sampled_from(list(Delivery)),
        "entry": st.sampled_from(list(Entry)),
        "description": texts(200, shortest=0),
        "sessions": st.lists(sessions(), max_size=3),
    }
    said: dict[str, Any] = draw(st.fixed_dictionaries({}, optional=optional))
    return said | {
        "sourceId": source_id + draw(texts(20, shortest=0)),
        "branch": {"isil": "NL-0899041002"},
        "title": draw(texts(60)),
        "type": draw(st.sampled_from([kind.value for kind in ActivityType])),
        "level": {
            "min": LADDER[lowest].value,
            "max": LADDER[highest].value,
            "policy": draw(st.sampled_from(list(LevelPolicy))),
        },
    }


CATALOGUES = st.integers(0, 4).flatmap(
    lambda size: st.tuples(*[bodies(source_id=f"{number}") for number in range(size)])
)
