"""Referrals in the tables.

A referral is its root and the placements and texts that the root names. The root is read first:
what a step relied on is then never older than the version that the step restates, and a write in
between shows, because a child says in which version it was written.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from heapq import merge
from itertools import count, islice

from chalicelib.adapters.dynamo import codec, keys
from chalicelib.adapters.dynamo.cursor import cursor_after, no_cursor, position_of
from chalicelib.adapters.dynamo.items import (
    AuditItem,
    ChildItem,
    CodePointer,
    KeyItem,
    MessageItem,
    PersonItem,
    PhoneItem,
    PlacementItem,
    PlacementPointer,
    ReceiptPointer,
    ReferralItem,
    ReferralPointer,
    SeenWebhook,
    TaskItem,
)
from chalicelib.adapters.dynamo.known_placements import known_page
from chalicelib.adapters.dynamo.steps import CHILDREN, Newcomer, line_moves, transaction
from chalicelib.adapters.dynamo.tables import PAUSES_S, Place, Tables, rest, temporary
from chalicelib.adapters.dynamo.transaction import Transaction
from chalicelib.domain.errors import Gone, NotFound, Temporary
from chalicelib.domain.events import Event
from chalicelib.domain.ids import (
    ActivityId,
    LibraryId,
    MessageId,
    OrganisationId,
    PlacementId,
    ReferralId,
    TaskId,
)
from chalicelib.domain.person import Person
from chalicelib.domain.referral import Referral
from chalicelib.domain.step import Step
from chalicelib.domain.task import Task
from chalicelib.usecases.ports import (
    Clock,
    KnownPlacement,
    LibraryQuery,
    ListMoved,
    OpenTask,
    Page,
    ReferralKey,
    ReferralQuery,
    Sealed,
    TaskQuery,
    Vault,
)

_MOST_LOOKED_AT = 1_000  # index entries that one page of a list may cost
_CHUNK = 100
_CLASHED_S = 0.1
_PART_BY_KIND: Mapping[type[ChildItem], str] = {
    PlacementItem: "placements",
    MessageItem: "messages",
    TaskItem: "tasks",
}


class DynamoReferrals:
    """The port Referrals, over DynamoDB."""

    def __init__(
        self, tables: Tables, vault: Vault, *, phone_mac: Callable[[str], str], now: Clock
    ) -> None:
        """`phone_mac` names a number without telling it."""
        self._tables, self._vault = tables, vault
        self._phone_mac, self._now = phone_mac, now

    @temporary()
    def add(
        self, step: Step, person: Person, *, phone_mac: str | None, link_hash: str | None = None
    ) -> None:
        sealed = self._vault.seal(_key_of(step.referral), person)
        newcomer = Newcomer(sealed, phone_mac, link_hash=link_hash)
        transaction(self._tables, step, newcomer, now=self._now()).commit()

    @temporary()
    def save(self, step: Step, *, person: Person | None = None) -> None:
        newcomer = self._newcomer(step, person)
        try:
            transaction(self._tables, step, newcomer, now=self._now()).commit()
        except ListMoved:
            rest(_CLASHED_S)  # so that those who join one list at once do not clash again
            raise

    def _newcomer(self, step: Step, person: Person | None) -> Newcomer:
        key = _key_of(step.referral)
        if person is not None:
            mac = None if person.phone is None else self._phone_mac(person.phone)
            before = self._root(key).phone_mac
            return Newcomer(self._vault.seal(key, person), mac, phone_mac_before=before)
        if not step.wants_texts and not line_moves(step):
            return Newcomer()
        # The number changes with the root's version only, which the step restates.
        mac = self._root(key).phone_mac
        return Newcomer(phone_mac=mac, phone_mac_before=mac)

    @temporary()
    def get(self, key: ReferralKey) -> Referral:
        for pause_s in PAUSES_S:
            whole = self._whole([self._root(key)])
            if whole:
                return whole[0]
            rest(pause_s)
        raise Temporary("others keep writing while it is read", retry_after_s=1)

    @temporary()
    def of_placement(self, placement_id: PlacementId, *, library: LibraryId | None) -> Referral:
        place = keys.placement_pointer(placement_id)
        pointer = self._tables.read(PlacementPointer, place, keys.PLACEMENT)
        if pointer is None or library not in {None, pointer.library}:
            raise NotFound(placement_id)
        return self._pointed_at(pointer)

    @temporary()
    def known_to(self, query: LibraryQuery) -> Page[KnownPlacement]:
        return known_page(self._tables, query, self._whole_now)

    def _whole_now(self, keys_: Iterable[ReferralKey]) -> Sequence[Referral]:
        """Those that exist, as they are now."""
        places = [Place(ReferralItem, keys.referral(key), keys.REFERRAL) for key in keys_]
        roots = [r for r in self._tables.read_many(places).values() if not r.is_erased]
        found = {_key_of(referral): referral for referral in self._whole(roots)}
        for key in (keys.referral_key(root.PK) for root in roots):
            if key not in found:  # written while it was read
                with suppress(NotFound, Gone):
                    found[key] = self.get(key)
        return tuple(found.values())

    @temporary()
    def of_code(self, library: LibraryId, code: str) -> tuple[Referral, PlacementId]:
        pointer = self._tables.read(CodePointer, keys.code(library, code), keys.CODE)
        if pointer is None:
            raise NotFound(code)
        referral = self._pointed_at(pointer)
        placement = referral.placement(PlacementId(pointer.placement_id))
        if not placement.is_live or placement.code != code:
            raise NotFound(code)
        return referral, placement.id

    @temporary()
    def of_link(self, link_hash: str) -> Referral:
        pointer = self._tables.read(ReferralPointer, keys.link(link_hash), keys.LINK)
        if pointer is None:
            raise NotFound("link")
        return self._pointed_at(pointer)

    @temporary()
    def of_phone(self, phone_mac: str) -> Sequence[Referral]:
        found = []
        for pointer in self._lines(phone_mac):
            # One that was erased or ended a moment ago is passed over.
            with suppress(NotFound):
                found.append(self._pointed_at(pointer))
        return tuple(referral for referral in found if not referral.has_ended)

    @temporary()
    def free_line(self, phone_mac: str) -> int:
        taken = {keys.line_number(pointer.SK) for pointer in self._lines(phone_mac)}
        return next(number for number in count() if number not in taken)

    def _lines(self, phone_mac: str) -> Iterator[ReferralPointer]:
        return self._tables.query(
            ReferralPointer,
            keys.phone(phone_mac),
            where=ReferralPointer.SK.startswith(keys.ALL_LINES),
        )

    @temporary()
    def suppress(self, phone_mac: str) -> None:
        self._set_suppressed(phone_mac, wanted=True)

    @temporary()
    def allow(self, phone_mac: str) -> None:
        self._set_suppressed(phone_mac, wanted=False)

    def _set_suppressed(self, phone_mac: str, *, wanted: bool) -> None:
        """The entry stands, also when nobody is known by this number (any more)."""
        entry = PhoneItem(keys.phone(phone_mac), keys.PHONE)
        to = Transaction(self._tables)
        to.update(entry, [PhoneItem.schema.set(entry.schema), PhoneItem.suppressed.set(wanted)])
        to.commit()

    @temporary()
    def is_suppressed(self, phone_mac: str) -> bool:
        entry = self._tables.read(PhoneItem, keys.phone(phone_mac), keys.PHONE)
        return entry is not None and bool(entry.suppressed)

    @temporary()
    def of_receipt(self, provider_id: str) -> tuple[Referral, MessageId]:
        pointer = self._tables.read(ReceiptPointer, keys.receipt(provider_id), keys.RECEIPT)
        if pointer is None:
            raise NotFound(provider_id)
        return self._pointed_at(pointer), MessageId(pointer.message_id)

    @temporary()
    def of_task(self, task_id: TaskId) -> Referral:
        pointer = self._tables.read(ReferralPointer, keys.task_pointer(task_id), keys.TASK)
        if pointer is None:
            raise NotFound(task_id)
        return self._pointed_at(pointer)

    @temporary()
    def open_tasks(self, query: TaskQuery) -> Page[OpenTask]:
        after = "" if query.cursor is None else position_of(query.cursor)
        of_each = [
            self._tables.query(
                TaskItem,
                keys.owner(query.organisation, owner),
                where=TaskItem.g3sk > after if after else None,
                index=keys.BY_OWNER,
                page_size=query.page_size + 1,
            )
            for owner in (query.owner, *query.also)
        ]
        entries = merge(*of_each, key=lambda entry: entry.g3sk)
        found = list(islice(entries, query.page_size + 1))
        items = tuple(_open_task(entry) for entry in found[: query.page_size])
        is_more = len(found) > query.page_size
        return Page(items, cursor_after(found[query.page_size - 1].g3sk) if is_more else None)

    def _pointed_at(
        self, pointer: PlacementPointer | CodePointer | ReferralPointer | ReceiptPointer
    ) -> Referral:
        key = ReferralKey(OrganisationId(pointer.organisation), ReferralId(pointer.referral_id))
        try:
            return self.get(key)
        except Gone:
            raise NotFound(key.referral_id) from None

    @temporary()
    def list(self, query: ReferralQuery) -> Page[Referral]:
        found: list[Referral] = []
        looked_at = 0
        position = ""
        for chunk in _chunks(self._entries(query), min(_CHUNK, query.page_size + 1)):
            for referral in self._still_there(chunk, query):
                if len(found) == query.page_size:
                    return Page(tuple(found), cursor_after(_position(found[-1])))
                found.append(referral)
            position, looked_at = chunk[-1].g1sk, looked_at + len(chunk)
            if looked_at >= _MOST_LOOKED_AT:
                return Page(tuple(found), cursor_after(position))
        return Page(tuple(found))

    def _entries(self, query: ReferralQuery) -> Iterator[ReferralItem]:
        """The roots as the index has them, from where the query begins, as far as it may see."""
        after = "" if query.updated_since is None else keys.instant(query.updated_since)
        if query.cursor is not None:
            position = position_of(query.cursor)
            if not keys.is_position(position):
                raise no_cursor()
            after = max(after, position)
        organisation, status = query.organisation, query.status
        if status is None:
            index, partition = keys.BY_UPDATED, keys.organisation(organisation)
            where = ReferralItem.g1sk > after
        else:
            index, partition = keys.BY_STATUS, keys.organisation_and_status(organisation, status)
            where = ReferralItem.g2sk > after
        entries = self._tables.query(
            ReferralItem,
            partition,
            where=where if after else None,
            index=index,
            page_size=_CHUNK,
        )
        return (entry for entry in entries if not entry.is_erased)

    def _still_there(
        self, entries: Sequence[ReferralItem], query: ReferralQuery
    ) -> Iterator[Referral]:
        """Of these, whole and as they are now, those that still stand where the index has them.

        One that moved since comes again at its new place, so it is passed over here.
        """
        wanted = [entry for entry in entries if _may_show(_rootless(entry), query)]
        places = [Place(ReferralItem, entry.PK, entry.SK) for entry in wanted]
        found = self._tables.read_many(places)
        roots = [found[place] for place in places if place in found]
        expected = {entry.PK: entry.g1sk for entry in wanted}
        for referral in self._whole([root for root in roots if not root.is_erased]):
            stands = expected[keys.referral(_key_of(referral))] == _position(referral)
            if stands and _may_show(referral, query):
                yield referral

    @temporary()
    def live_on(self, activity_id: ActivityId) -> Sequence[tuple[ReferralKey, PlacementId]]:
        entries = self._tables.query(
            PlacementItem, keys.activity_placements(activity_id), index=keys.BY_OWNER
        )
        return tuple((keys.referral_key(entry.PK), PlacementId(entry.id)) for entry in entries)

    @temporary()
    def remember(self, library: LibraryId, webhook_id: str) -> None:
        until = self._now() + keys.WEBHOOK_IS_REMEMBERED
        place = keys.webhook(library, webhook_id)
        to = Transaction(self._tables)
        to.put(SeenWebhook(place, keys.WEBHOOK, ttl=int(until.timestamp())))
        to.commit()

    @temporary()
    def has_seen(self, library: LibraryId, webhook_id: str) -> bool:
        seen = self._tables.read(SeenWebhook, keys.webhook(library, webhook_id), keys.WEBHOOK)
        return seen is not None and seen.ttl > self._now().timestamp()

    @temporary()
    def person(self, key: ReferralKey) -> Person:
        self._root(key)
        partition = keys.person(key)
        fields = Place(PersonItem, partition, keys.PERSON)
        opener = Place(KeyItem, partition, keys.KEY)
        found = self._tables.read_many([fields, opener])
        if fields not in found or opener not in found:
            raise Gone(key.referral_id)
        item = found[fields]
        values = {"first_name": item.first_name, "phone": item.phone, "note": item.note}
        kept = {name: value for name, value in values.items() if value is not None}
        return self._vault.open(key, Sealed(kept, found[opener].wrapped_key))

    @temporary()
    def timeline(self, key: ReferralKey) -> Sequence[Event]:
        lines = self._tables.query(AuditItem, keys.referral(key))
        return tuple(codec.thing(Event, line.attribute_values) for line in lines)

    @temporary()
    def due(self, *, at: datetime, limit: int) -> Iterable[ReferralKey]:
        """The longest overdue first."""
        entries = islice(self._due(at, limit), limit)
        return tuple(keys.referral_key(entry.PK) for entry in entries)

    @temporary()
    def oldest_due(self, *, at: datetime) -> datetime | None:
        """The first entry of the index; see the port."""
        oldest = next(iter(self._due(at, 1)), None)
        return None if oldest is None else datetime.fromisoformat(oldest.due_at)

    def _due(self, at: datetime, limit: int) -> Iterable[ReferralItem]:
        """What is due, of each shard so many at most, the longest overdue first."""
        shards = [
            islice(
                self._tables.query(
                    ReferralItem,
                    keys.due_shard(number),
                    where=ReferralItem.due_at <= keys.instant(at),
                    index=keys.BY_DUE,
                    page_size=limit,
                ),
                limit,
            )
            for number in range(keys.DUE_SHARDS)
        ]
        return merge(*shards, key=lambda entry: entry.due_at)

    def _root(self, key: ReferralKey) -> ReferralItem:
        root = self._tables.read(ReferralItem, keys.referral(key), keys.REFERRAL)
        if root is None:
            raise NotFound(key.referral_id)
        if root.is_erased:
            raise Gone(key.referral_id)
        return root

    def _whole(self, roots: Sequence[ReferralItem]) -> Sequence[Referral]:
        """These with their placements and texts, without those that were written meanwhile."""
        children = {root.PK: children_of(root) for root in roots}
        found = self._tables.read_many(place for places in children.values() for place in places)
        return [
            referral_of(root, [found[place] for place in children[root.PK]])
            for root in roots
            if all(
                place in found and found[place].written <= root.version
                for place in children[root.PK]
            )
        ]


def children_of(root: ReferralItem) -> list[Place]:
    """Where its placements, texts and tasks lie, in their order."""
    placements = [
        Place(PlacementItem, root.PK, keys.placement(PlacementId(id_)))
        for id_ in root.placement_ids
    ]
    messages = [
        Place(MessageItem, root.PK, keys.message(MessageId(id_))) for id_ in root.message_ids
    ]
    # An older release knows of no tasks.
    tasks = [Place(TaskItem, root.PK, keys.task(TaskId(id_))) for id_ in root.task_ids or ()]
    return placements + messages + tasks


def _open_task(entry: TaskItem) -> OpenTask:
    task = codec.thing(Task, entry.attribute_values)
    return OpenTask(task, keys.referral_key(entry.PK).referral_id)


def referral_of(root: ReferralItem, children: Iterable[ChildItem] = ()) -> Referral:
    """The referral that these items hold."""
    parts: dict[str, list[object]] = {name: [] for name in CHILDREN}
    for child in children:
        parts[_PART_BY_KIND[type(child)]].append(child.attribute_values)
    return codec.thing(Referral, root.attribute_values | parts)


def _rootless(entry: ReferralItem) -> Referral:
    """The root alone: enough to tell who may see it."""
    return referral_of(entry)


def _may_show(referral: Referral, query: ReferralQuery) -> bool:
    is_asked = query.assigned_to is None or referral.assigned_to == query.assigned_to
    return is_asked and (query.sees is None or query.sees.may_see(referral))


def _position(referral: Referral) -> str:
    return keys.by_updated(referral.updated_at, referral.id)


def _key_of(referral: Referral) -> ReferralKey:
    return ReferralKey(referral.organisation, referral.id)


def _chunks(entries: Iterator[ReferralItem], size: int) -> Iterator[Sequence[ReferralItem]]:
    while chunk := list(islice(entries, size)):
        yield chunk
