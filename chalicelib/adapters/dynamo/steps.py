"""A step as one transaction: every item it touches, every condition its decision relied on.

The order is the order of importance (see transaction.py): a message seen before, then somebody
else's write, then texts that are stopped, seats, references and codes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pynamodb.expressions.update import Action

from chalicelib.adapters.dynamo import codec, keys
from chalicelib.adapters.dynamo.chains import timeline_items
from chalicelib.adapters.dynamo.counters import move_counters
from chalicelib.adapters.dynamo.deliveries import delivery_item
from chalicelib.adapters.dynamo.items import (
    AuditItem,
    CodePointer,
    KeyItem,
    MessageItem,
    PersonItem,
    PhoneItem,
    PlacementItem,
    PlacementPointer,
    RateItem,
    ReceiptPointer,
    ReferenceGuard,
    ReferralItem,
    ReferralPointer,
    SeenWebhook,
    TaskItem,
)
from chalicelib.adapters.dynamo.ledger import write_attended
from chalicelib.adapters.dynamo.rows import write_row
from chalicelib.adapters.dynamo.tables import Tables
from chalicelib.adapters.dynamo.transaction import Guard, Transaction
from chalicelib.domain.chain import BEGINNING
from chalicelib.domain.errors import Gone, ReferenceInUse, StaleVersion
from chalicelib.domain.ids import LibraryId, OrganisationId
from chalicelib.domain.message import Message
from chalicelib.domain.notices import notices
from chalicelib.domain.placement import BEYOND_PROPOSED, Placement, State
from chalicelib.domain.referral import ENDED, Referral
from chalicelib.domain.reporting import rows
from chalicelib.domain.retention import next_end
from chalicelib.domain.step import Step
from chalicelib.domain.task import Task
from chalicelib.usecases.ports import (
    AlreadySeen,
    AlreadyThere,
    CapReached,
    CodeTaken,
    LineTaken,
    ReferralKey,
    Sealed,
    TextsStopped,
)

CHILDREN = ("placements", "messages", "tasks")
Codes = dict[tuple[LibraryId, str], Placement]


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What a step does with the person: `sealed` when she is written, `phone_mac` her number's.

    `phone_mac_before` is that of her number until now, where the step can touch her line on it;
    `link_hash` finds a new referral by its link.
    """

    sealed: Sealed | None = None
    phone_mac: str | None = None
    phone_mac_before: str | None = None
    link_hash: str | None = None


def transaction(tables: Tables, step: Step, newcomer: Newcomer, *, now: datetime) -> Transaction:
    """The step as one transaction, not yet committed.

    Raises:
        CodeTaken: two of its own new placements share a code at one library.
    """
    return _Writing(Transaction(tables), step, newcomer, now).everything()


def partition(referral: Referral) -> str:
    return keys.referral(ReferralKey(referral.organisation, referral.id))


@dataclass(frozen=True, slots=True)
class _Writing:
    """One step being put into a transaction."""

    to: Transaction
    step: Step
    newcomer: Newcomer
    now: datetime

    def everything(self) -> Transaction:
        self._webhook()
        self._root()
        self._placements()
        self._messages()
        self._tasks()
        self._person()
        self._phone()
        self._rates()
        self._line()
        self._link()
        move_counters(self.to, self.step)
        self._client_reference()
        self._codes()
        self._attended()
        self._timeline()
        self._notices()
        self._rows()
        return self.to

    @property
    def _version(self) -> int:
        """The version that the referral has once this stands."""
        return 1 if self.step.before is None else self.step.before.version + 1

    @property
    def _key(self) -> ReferralKey:
        return ReferralKey(self.step.referral.organisation, self.step.referral.id)

    @property
    def _before(self) -> str:
        """The hash that this step's lines follow; the root's version makes sure it is the last."""
        return BEGINNING if self.step.before is None else self.step.before.chain

    @property
    def _lines(self) -> Sequence[AuditItem]:
        place = partition(self.step.referral)
        return tuple(timeline_items(place, self._version, self.step.events, self._before))

    def _webhook(self) -> None:
        if self.step.webhook is None:
            return
        forgotten_at = self.now + keys.WEBHOOK_IS_REMEMBERED
        seen = SeenWebhook(
            keys.webhook(*self.step.webhook), keys.WEBHOOK, ttl=int(forgotten_at.timestamp())
        )
        unseen = SeenWebhook.PK.does_not_exist() | (SeenWebhook.ttl <= int(self.now.timestamp()))
        self.to.put(seen, Guard(unseen, AlreadySeen()))

    def _root(self) -> None:
        before, after = self.step.before, replace(self.step.referral, version=self._version)
        if before is None:
            guard = Guard(ReferralItem.PK.does_not_exist(), AlreadyThere(after.id))
        else:
            as_read = (
                ReferralItem.version == before.version
            ) & ReferralItem.erased_at.does_not_exist()
            guard = Guard(as_read, StaleVersion(after.id))
        root = root_item(after)
        root.phone_mac = self.newcomer.phone_mac
        has_no_number = self.newcomer.sealed is not None and root.phone_mac is None
        also: list[Action] = [ReferralItem.phone_mac.remove()] if has_no_number else []
        also += [ReferralItem.chain.set(line.hash) for line in self._lines[-1:]]
        self.to.write(root, guard, also=also)

    def _placements(self) -> None:
        known = {p.id: p for p in self.step.before.placements} if self.step.before else {}
        for placement in self.step.referral.placements:
            before = known.get(placement.id)
            if before == placement:
                continue
            as_read = (
                PlacementItem.PK.does_not_exist()
                if before is None
                else PlacementItem.state == before.state
            )
            item = placement_item(self.step.referral, placement, written=self._version)
            self.to.write(item, Guard(as_read, StaleVersion(self.step.referral.id)))
            if before is None:
                self._placement_pointer(placement)

    def _placement_pointer(self, placement: Placement) -> None:
        pointer = PlacementPointer(
            keys.placement_pointer(placement.id),
            keys.PLACEMENT,
            organisation=self._key.organisation,
            referral_id=self._key.referral_id,
            library=placement.library,
        )
        absent = PlacementPointer.PK.does_not_exist()
        self.to.put(pointer, Guard(absent, StaleVersion(self.step.referral.id)))

    def _messages(self) -> None:
        known = {m.id: m for m in self.step.before.messages} if self.step.before else {}
        for message in self.step.referral.messages:
            before = known.get(message.id)
            if before == message:
                continue
            item = MessageItem(
                partition(self.step.referral),
                keys.message(message.id),
                written=self._version,
                **codec.attributes(message),
            )
            self.to.write(item, _message_as_read(before, self.step.referral))
            self._receipt_pointer(message, before)

    def _receipt_pointer(self, message: Message, before: Message | None) -> None:
        """A text that a provider took is found by the provider's id, for its receipt."""
        provider_id = message.provider_id
        if provider_id is None or (before is not None and before.provider_id == provider_id):
            return
        self.to.put(
            ReceiptPointer(
                keys.receipt(provider_id),
                keys.RECEIPT,
                organisation=self._key.organisation,
                referral_id=self._key.referral_id,
                message_id=message.id,
            )
        )

    def _tasks(self) -> None:
        known = {t.id: t for t in self.step.before.tasks} if self.step.before else {}
        for task in self.step.referral.tasks:
            before = known.get(task.id)
            if before == task:
                continue
            as_read = TaskItem.PK.does_not_exist() if before is None else TaskItem.PK.exists()
            item = task_item(self.step.referral, task, written=self._version)
            self.to.write(item, Guard(as_read, StaleVersion(self.step.referral.id)))
            if before is None:
                self.to.put(self._pointer(keys.task_pointer(task.id), keys.TASK))

    def _pointer(self, place: str, sort: str) -> ReferralPointer:
        key = self._key
        return ReferralPointer(
            place, sort, organisation=key.organisation, referral_id=key.referral_id
        )

    def _person(self) -> None:
        """Her fields and her key are written, or, where the step relies on her, she must be there.

        It does when a text is claimed, and when a placement goes beyond a proposal.
        """
        place = keys.person(self._key)
        person = PersonItem(place, keys.PERSON)
        if self.newcomer.sealed is not None:
            self._write_person(place, self.newcomer.sealed)
        elif self.step.wants_texts:
            self.to.check(person, Guard(PersonItem.PK.exists(), TextsStopped()))
        elif any(_goes_beyond_proposed(self.step)):
            self.to.check(person, Guard(PersonItem.PK.exists(), Gone(self._key.referral_id)))

    def _write_person(self, place: str, sealed: Sealed) -> None:
        exists = PersonItem.PK.exists()
        is_new = self.step.before is None
        guard = None if is_new else Guard(exists, Gone(self._key.referral_id))
        self.to.write(_person_item(place, sealed), guard)
        self.to.write(KeyItem(place, keys.KEY, wrapped_key=sealed.wrapped_key))

    def _phone(self) -> None:
        """Her number has an entry, and a claimed text goes only to one that wants texts."""
        if self.newcomer.phone_mac is None:
            return
        entry = PhoneItem(keys.phone(self.newcomer.phone_mac), keys.PHONE)
        if self.newcomer.sealed is not None:
            # Two people may share it: whatever the entry says already stays.
            stays = PhoneItem.suppressed.set(PhoneItem.suppressed | False)
            self.to.update(entry, [PhoneItem.schema.set(entry.schema), stays])
        elif self.step.wants_texts:
            wants = PhoneItem.suppressed.does_not_exist() | (PhoneItem.suppressed == False)  # noqa: E712 - an expression for the table
            self.to.check(entry, Guard(wants, TextsStopped()))

    def _rates(self) -> None:
        """Each bucket has room for one more, at this moment and not when it was read."""
        forgotten_at = int((self.now + keys.RATE_IS_REMEMBERED).timestamp())
        for rate in self.step.rates:
            bucket = RateItem(keys.rate(rate.name), keys.RATE)
            count = [
                RateItem.texts.add(1),
                RateItem.ttl.set(forgotten_at),
                RateItem.schema.set(bucket.schema),
            ]
            room = RateItem.texts.does_not_exist() | (RateItem.texts < rate.most)
            self.to.update(bucket, count, Guard(room, CapReached(rate.cap)))

    def _line(self) -> None:
        """While it is open, the referral has its line on her number; nobody else has."""
        newcomer = self.newcomer
        is_written = newcomer.sealed is not None
        mac = newcomer.phone_mac if is_written else newcomer.phone_mac_before
        before = _held_line(self.step.before, newcomer.phone_mac_before)
        after = _held_line(self.step.referral, mac)
        if before == after:
            return
        if after is not None:
            pointer = self._pointer(keys.phone(after[0]), keys.line(after[1]))
            absent = ReferralPointer.PK.does_not_exist()
            self.to.put(pointer, Guard(absent, LineTaken(self._key.referral_id)))
        if before is not None:
            place, line = before
            self.to.delete(ReferralPointer(keys.phone(place), keys.line(line)))

    def _link(self) -> None:
        if self.newcomer.link_hash is not None:
            self.to.put(self._pointer(keys.link(self.newcomer.link_hash), keys.LINK))

    def _client_reference(self) -> None:
        before, after = _held_reference(self.step.before), _held_reference(self.step.referral)
        if before == after:
            return
        organisation = self._key.organisation
        if after is not None:
            guard_item = ReferenceGuard(
                keys.client_reference(organisation, after),
                keys.REFERENCE,
                referral_id=self._key.referral_id,
            )
            absent = ReferenceGuard.PK.does_not_exist()
            self.to.put(guard_item, Guard(absent, ReferenceInUse(after)))
        if before is not None:
            # Ours by the version of the root: nobody else can have taken it.
            place = keys.client_reference(organisation, before)
            self.to.delete(ReferenceGuard(place, keys.REFERENCE))

    def _codes(self) -> None:
        """Every live placement holds its code at its library; no other does."""
        before = _held_codes(self.step.before.placements if self.step.before else ())
        after = _held_codes(self.step.referral.placements)
        for (library, digits), placement in after.items():
            holder = before.get((library, digits))
            if holder is None or holder.id != placement.id:
                self._take_code(placement, holder)
        for library, digits in before.keys() - after.keys():
            # Ours by the version of the root.
            self.to.delete(CodePointer(keys.code(library, digits), keys.CODE))

    def _take_code(self, placement: Placement, holder: Placement | None) -> None:
        """`holder` is a placement of the same referral that gives it up in this very step."""
        pointer = CodePointer(
            keys.code(placement.library, placement.code),
            keys.CODE,
            organisation=self._key.organisation,
            referral_id=self._key.referral_id,
            placement_id=placement.id,
        )
        is_free = (
            CodePointer.PK.does_not_exist()
            if holder is None
            else CodePointer.placement_id == holder.id
        )
        self.to.put(pointer, Guard(is_free, CodeTaken(placement.library, placement.code)))

    def _notices(self) -> None:
        """What libraries are owed of it: an id that follows from the step, so none stands yet."""
        for notice in notices(self.step):
            self.to.put(delivery_item(notice))

    def _rows(self) -> None:
        """What reports count of it now; whoever counts finds them by their due time."""
        for row in rows(self.step):
            write_row(self.to, row, at=self.now)

    def _attended(self) -> None:
        """Its order is that of the root's version, which this step restates."""
        if self.step.attended is not None:
            write_attended(self.to, self._key, self.step.attended)

    def _timeline(self) -> None:
        for line in self._lines:
            absent = AuditItem.PK.does_not_exist()
            self.to.put(line, Guard(absent, StaleVersion(self.step.referral.id)))


def root_item(referral: Referral) -> ReferralItem:
    """The root as it is stored: its own fields, its place in the lists, and what it owes when."""
    organisation, position = (
        referral.organisation,
        keys.by_updated(referral.updated_at, referral.id),
    )
    due_at = referral.due_at
    until = next_end(referral)[1]
    return ReferralItem(
        partition(referral),
        keys.REFERRAL,
        g1pk=keys.organisation(organisation),
        g1sk=position,
        g2pk=keys.organisation_and_status(organisation, referral.status),
        g2sk=position,
        g3pk=keys.keep(referral.id),
        g3sk=keys.by_updated(until, referral.id),
        due=None if due_at is None else keys.due(referral.id),
        due_at=None if due_at is None else keys.instant(due_at),
        placement_ids=[placement.id for placement in referral.placements],
        message_ids=[message.id for message in referral.messages],
        task_ids=[task.id for task in referral.tasks],
        **codec.attributes(referral, without=(*CHILDREN, "chain")),
    )


def placement_item(referral: Referral, placement: Placement, *, written: int) -> PlacementItem:
    """The placement as it is stored: with the others its library knows, once it knows of her."""
    known = placement.is_known_to_library
    expected_at = placement.scheduled_at or placement.offered.next_session_at
    position = keys.by_expected(placement.id, is_live=placement.is_live, expected_at=expected_at)
    return PlacementItem(
        partition(referral),
        keys.placement(placement.id),
        g3pk=keys.activity_placements(placement.activity_id) if placement.is_live else None,
        g3sk=placement.id if placement.is_live else None,
        g4pk=keys.library_placements(placement.library) if known else None,
        g4sk=position if known else None,
        written=written,
        **codec.attributes(placement),
    )


def task_item(referral: Referral, task: Task, *, written: int) -> TaskItem:
    """The task as it is stored: with its owner's other open ones while it is open."""
    whose = referral.organisation if task.library is None else OrganisationId(task.library)
    owner = keys.owner(whose, task.owner) if task.is_open else None
    position = keys.by_deadline(task.deadline.isoformat(), task.id) if task.is_open else None
    return TaskItem(
        partition(referral),
        keys.task(task.id),
        g3pk=owner,
        g3sk=position,
        written=written,
        **codec.attributes(task),
    )


def line_moves(step: Step) -> bool:
    """Whether this step can give up or take a line, so that her number's name is needed."""
    return _holds_line(step.before) != _holds_line(step.referral)


def _holds_line(referral: Referral | None) -> int | None:
    return None if referral is None or referral.has_ended else referral.line


def _held_line(referral: Referral | None, mac: str | None) -> tuple[str, int] | None:
    line = _holds_line(referral)
    return None if line is None or mac is None else (mac, line)


def _person_item(place: str, sealed: Sealed) -> PersonItem:
    item = PersonItem(place, keys.PERSON)
    for name, value in sealed.fields.items():
        setattr(item, name, value)
    return item


def _message_as_read(before: Message | None, referral: Referral) -> Guard:
    stale = StaleVersion(referral.id)
    if before is None:
        return Guard(MessageItem.PK.does_not_exist(), stale)
    as_read = (MessageItem.state == before.state) & (MessageItem.attempt == before.attempt)
    return Guard(as_read, stale)


def _goes_beyond_proposed(step: Step) -> Iterable[bool]:
    return (
        change.before.state is State.PROPOSED and change.placement.state in BEYOND_PROPOSED
        for change in step.changes
    )


def _held_reference(referral: Referral | None) -> str | None:
    """The client reference that this referral keeps from others: its own, until it ends."""
    if referral is None or referral.status in ENDED:
        return None
    return referral.client_reference


def _held_codes(placements: Iterable[Placement]) -> Codes:
    held: Codes = {}
    for placement in placements:
        if not placement.is_live:
            continue
        if (placement.library, placement.code) in held:
            raise CodeTaken(placement.library, placement.code)
        held[placement.library, placement.code] = placement
    return held
