"""Sessions of the pages in the core table: the port Sessions.

A token is the name of its owner's partition, a full stop, and 256 random bits. All sessions of a
person lie in one partition, so that closing them all is one consistent question, without an index
that would lag behind.
"""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime

from chalicelib.adapters.dynamo import keys
from chalicelib.adapters.dynamo.items import SessionItem
from chalicelib.adapters.dynamo.tables import Tables, temporary
from chalicelib.adapters.dynamo.transaction import Guard, Transaction
from chalicelib.domain.caller import Caller
from chalicelib.domain.errors import NotFound
from chalicelib.domain.ids import OrganisationId
from chalicelib.domain.session import LONGEST, Session
from chalicelib.domain.vocabulary import Role

_SECRET_BYTES = 32
_LONGEST_TOKEN = 128
_AT_ONCE = 100  # operations in one transaction


class DynamoSessions:
    """The port Sessions, over DynamoDB."""

    def __init__(self, tables: Tables, *, owner: Callable[[OrganisationId, str], str]) -> None:
        """`owner` names the partition of one person."""
        self._tables, self._owner = tables, owner

    @temporary()
    def open(self, session: Session) -> str:
        """Stored under a new token; see the port."""
        caller = session.caller
        owner = self._owner(caller.organisation, caller.subject)
        token = f"{owner}.{secrets.token_urlsafe(_SECRET_BYTES)}"
        writing = Transaction(self._tables)
        writing.put(_item(token, session))
        writing.commit()
        return token

    @temporary()
    def get(self, token: str) -> Session:
        """The session as it is now; see the port."""
        partition, sort = _place(token)
        item = self._tables.read(SessionItem, partition, sort)
        if item is None:
            raise NotFound
        return _session(item)

    @temporary()
    def seen(self, token: str, at: datetime) -> None:
        """Written only while the session stands: closing wins over being seen."""
        item = SessionItem(*_place(token))
        writing = Transaction(self._tables)
        writing.update(
            item,
            [SessionItem.seen_at.set(keys.instant(at))],
            Guard(SessionItem.PK.exists(), NotFound()),
        )
        try:
            writing.commit()
        except NotFound:
            return

    @temporary()
    def close(self, token: str) -> None:
        """Gone; see the port."""
        try:
            place = _place(token)
        except NotFound:
            return
        writing = Transaction(self._tables)
        writing.delete(SessionItem(*place))
        writing.commit()

    @temporary()
    def close_all(self, caller: Caller) -> None:
        """Every session in her partition is gone; see the port."""
        partition = keys.sessions(self._owner(caller.organisation, caller.subject))
        found = list(self._tables.query(SessionItem, partition))
        for start in range(0, len(found), _AT_ONCE):
            writing = Transaction(self._tables)
            for item in found[start : start + _AT_ONCE]:
                writing.delete(item)
            writing.commit()


def _place(token: str) -> tuple[str, str]:
    """Partition and sort key of the session that this token opens.

    Raises:
        NotFound: no token of ours looks like this.
    """
    owner, dot, secret = token.partition(".")
    if not (owner and dot and secret) or len(token) > _LONGEST_TOKEN or not token.isascii():
        raise NotFound
    return keys.sessions(owner), keys.session(hashlib.sha256(secret.encode()).hexdigest())


def _item(token: str, session: Session) -> SessionItem:
    caller = session.caller
    return SessionItem(
        *_place(token),
        subject=caller.subject,
        role=caller.role.value,
        organisation=caller.organisation,
        team=caller.team,
        organisation_name=session.organisation_name,
        began_at=keys.instant(session.began_at),
        seen_at=keys.instant(session.seen_at),
        ttl=int((session.began_at + LONGEST).timestamp()),
    )


def _session(item: SessionItem) -> Session:
    caller = Caller(item.subject, Role(item.role), OrganisationId(item.organisation), item.team)
    return Session(
        caller,
        datetime.fromisoformat(item.began_at),
        datetime.fromisoformat(item.seen_at),
        item.organisation_name,
    )
