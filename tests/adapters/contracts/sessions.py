"""What every keeper of sessions keeps its word on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.caller import Caller
from chalicelib.domain.errors import NotFound
from chalicelib.domain.ids import OrganisationId
from chalicelib.domain.session import Session
from chalicelib.domain.vocabulary import Role
from chalicelib.usecases.ports import Sessions

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NOOR = Caller("noor", Role.CASE_WORKER, OrganisationId("GM0344"), "team-oost")
SESSION = Session(NOOR, AT, AT, "Gemeente Utrecht")


class SessionsContract:
    """Run with a fixture `sessions`, empty."""

    @pytest.mark.parametrize(
        "session", [SESSION, Session(replace(NOOR, team=None), AT, AT)], ids=["full", "bare"]
    )
    def test_a_session_comes_back_whole(self, sessions: Sessions, session: Session) -> None:
        assert sessions.get(sessions.open(session)) == session

    def test_every_session_has_a_token_of_its_own(self, sessions: Sessions) -> None:
        assert len({sessions.open(SESSION) for _ in range(5)}) == 5

    @pytest.mark.parametrize("token", ["", ".", "a.b", "a", "é.é", "a." + "b" * 500, "#.#"])
    def test_any_other_token_opens_nothing(self, sessions: Sessions, token: str) -> None:
        sessions.open(SESSION)
        with pytest.raises(NotFound):
            sessions.get(token)
        sessions.close(token)

    def test_a_token_of_hers_with_another_secret_opens_nothing(self, sessions: Sessions) -> None:
        owner = sessions.open(SESSION).partition(".")[0]
        with pytest.raises(NotFound):
            sessions.get(f"{owner}.guess")

    def test_it_is_noted_that_she_was_here(self, sessions: Sessions) -> None:
        token, later = sessions.open(SESSION), AT + timedelta(minutes=5)
        sessions.seen(token, later)
        assert sessions.get(token) == SESSION.seen(later)

    def test_a_closed_session_stays_closed_whoever_is_seen(self, sessions: Sessions) -> None:
        token = sessions.open(SESSION)
        sessions.close(token)
        sessions.close(token)
        sessions.seen(token, AT)
        with pytest.raises(NotFound):
            sessions.get(token)

    def test_closing_all_of_one_person_leaves_those_of_others(self, sessions: Sessions) -> None:
        hers = [sessions.open(SESSION) for _ in range(3)]
        elsewhere = replace(NOOR, organisation=OrganisationId("GM0363"))
        others = [
            sessions.open(replace(SESSION, caller=caller))
            for caller in (replace(NOOR, subject="bram"), elsewhere)
        ]
        sessions.close_all(NOOR)
        for token in hers:
            with pytest.raises(NotFound):
                sessions.get(token)
        assert [sessions.get(token).caller for token in others]
