"""A session ends by itself, and its forms belong to it alone."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.caller import Caller
from chalicelib.domain.ids import OrganisationId
from chalicelib.domain.session import IDLE, LONGEST, Session, form_token, is_form_token
from chalicelib.domain.vocabulary import Role

BEGAN = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SESSION = Session(Caller("noor", Role.CASE_WORKER, OrganisationId("GM0344")), BEGAN, BEGAN)
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("seen_after", "ends_after"),
    [
        (timedelta(), IDLE),
        (timedelta(hours=1), timedelta(hours=1) + IDLE),
        (LONGEST - timedelta(minutes=1), LONGEST),  # however busy she is
    ],
)
def test_it_ends_when_she_is_idle_or_the_day_is_over(
    seen_after: timedelta, ends_after: timedelta
) -> None:
    session = SESSION.seen(BEGAN + seen_after)
    assert session.is_live(BEGAN + ends_after - MOMENT)
    assert not session.is_live(BEGAN + ends_after)


@pytest.mark.parametrize(("seconds", "is_news"), [(0, False), (59, False), (60, True)])
def test_she_is_noted_once_a_minute(seconds: int, is_news: bool) -> None:  # noqa: FBT001
    assert SESSION.is_news(BEGAN + timedelta(seconds=seconds)) is is_news


def test_a_form_is_of_one_session() -> None:
    assert is_form_token(form_token("a.secret"), "a.secret")
    assert not is_form_token(form_token("a.secret"), "another.secret")
    assert not is_form_token("é", "a.secret")
    assert "secret" not in form_token("a.secret")
