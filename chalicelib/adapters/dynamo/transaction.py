"""One TransactWriteItems of which every condition says what it means when it fails.

PynamoDB's own TransactWrite sends checks, deletes, puts and updates each together, so its
cancellation reasons do not come back in the order of the calls. Here the requests are PynamoDB's
and the order is ours: reason n belongs to operation n. When several conditions fail, the one that
was added first is told, so whoever builds a transaction adds what matters most first.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import VerboseClientError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.adapters.dynamo.items import Item
from chalicelib.adapters.dynamo.tables import PAUSES_S, Tables, passes, rest
from chalicelib.domain.errors import Temporary

_CONFLICTS = frozenset(
    {"TransactionConflict", "ProvisionedThroughputExceeded", "ThrottlingError"},
)
_MOST_OPERATIONS = 100


@dataclass(frozen=True, slots=True)
class Guard:
    """What must hold for an item, and what it means when it does not."""

    condition: Condition
    otherwise: Exception


class Transaction:
    """Operations that all stand after `commit`, or none of them."""

    def __init__(self, tables: Tables) -> None:
        """An empty transaction; its token makes a repeated commit of the same harmless."""
        self._tables = tables
        self._operations: list[dict[str, Any]] = []
        self._otherwise: list[Exception | None] = []
        self._token = uuid.uuid4().hex

    def __len__(self) -> int:
        return len(self._operations)

    def put(self, item: Item, guard: Guard | None = None) -> None:
        """The item stands exactly as given."""
        values = item.serialize()
        values = {name: value for name, value in values.items() if name not in ("PK", "SK")}
        self._add("Put", item, guard, key="Item", attributes=values)

    def write(self, item: Item, guard: Guard | None = None, *, also: Sequence[Action] = ()) -> None:
        """What this release knows of the item stands as given; what it does not know stays."""
        self.update(item, [*_actions(item), *also], guard)

    def update(self, item: Item, actions: Sequence[Action], guard: Guard | None = None) -> None:
        """These attributes change; the rest of the item stays."""
        self._add("Update", item, guard, actions=actions)

    def delete(self, item: Item, guard: Guard | None = None) -> None:
        """The item is gone."""
        self._add("Delete", item, guard)

    def check(self, item: Item, guard: Guard) -> None:
        """The item stays as it is, and the rest stands only if the guard holds for it."""
        self._add("ConditionCheck", item, guard)

    def _add(self, operation: str, item: Item, guard: Guard | None, **request: Any) -> None:
        condition = None if guard is None else guard.condition
        built = self._tables.connection.get_operation_kwargs(
            self._tables.name(type(item)),
            item.PK,
            range_key=item.SK,
            condition=condition,
            **request,
        )
        self._operations.append({operation: built})
        self._otherwise.append(None if guard is None else guard.otherwise)

    def commit(self) -> None:
        """All of it stands, once.

        Clashes with other transactions are tried again, with growing pauses and jitter.

        Raises:
            Temporary: others keep clashing, or the table does not answer.
            Whatever the first guard that failed says.
        """
        for pause_s in PAUSES_S:
            try:
                self._send()
            except (BotoCoreError, ClientError) as error:
                self._tell(error)
                rest(pause_s)
            else:
                return
        raise Temporary("others keep writing the same", retry_after_s=1)

    def _send(self) -> None:
        if len(self._operations) > _MOST_OPERATIONS:
            raise ValueError(f"{len(self._operations)} operations in one transaction")
        self._tables.connection.dispatch(
            "TransactWriteItems",
            {"TransactItems": list(self._operations), "ClientRequestToken": self._token},
        )

    def _tell(self, error: BotoCoreError | ClientError) -> None:
        """Raise what the failure means, or return when trying again may help."""
        reasons = error.cancellation_reasons if isinstance(error, VerboseClientError) else []
        codes = [reason.code if reason else None for reason in reasons]
        for code, otherwise in zip(codes, self._otherwise, strict=False):
            if code == "ConditionalCheckFailed" and otherwise is not None:
                raise otherwise from error
        if isinstance(error, BotoCoreError):
            # The client has tried again already, with the same token.
            raise Temporary("the table does not answer", retry_after_s=1) from error
        if not passes(error) and not _CONFLICTS.intersection(codes):
            raise error


def _actions(item: Item) -> list[Action]:
    """Set what has a value, remove what has none."""
    actions: list[Action] = []
    for name, attribute in item.get_attributes().items():
        value = getattr(item, name)
        if name in ("PK", "SK") or (value is None and name in item.ours):
            continue
        actions.append(attribute.remove() if value is None else attribute.set(value))
    return actions
