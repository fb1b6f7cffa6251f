"""What the items look like: one PynamoDB model per key pattern, no discriminators.

Every field of a domain dataclass is an attribute of the same name; a nested value is JSON in one.
Reading an item of a later layout raises Temporary: the message
goes back to its queue until the newer release, which can read it, gets it.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from pynamodb.attributes import (
    BinaryAttribute,
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
)
from pynamodb.models import Model

from chalicelib.domain.errors import Temporary

SCHEMA = 1
NAME_ENDS = "|"  # between the two parts of a counter's name; no other attribute has it


Table = Literal["core", "people", "keys", "audit"]


class Item(Model):
    """What every item has. `ours` are attributes that no domain value holds: kept unless given.

    The models are shapes only, without a Meta: the connection and the names of the tables are the
    business of `tables.py`, so that two stacks fit in one process.
    """

    table: ClassVar[Table] = "core"
    ours: ClassVar[frozenset[str]] = frozenset()

    PK = UnicodeAttribute(hash_key=True)
    SK = UnicodeAttribute(range_key=True)
    schema = NumberAttribute(default=SCHEMA)

    @classmethod
    def from_raw_data(cls, data: dict[str, Any]) -> Self:
        if int(data.get("schema", {}).get("N", SCHEMA)) > SCHEMA:
            raise Temporary("written by a newer release")
        return super().from_raw_data(data)


class ReferralItem(Item):
    """The root of a referral; its placements and texts are items beside it, in this order.

    In the lists of its organisation until she is forgotten; by what of it is to be forgotten when.
    """

    ours = frozenset({"phone_mac", "erased_at", "chain"})

    g1pk = UnicodeAttribute(null=True, attr_name="G1PK")
    g1sk = UnicodeAttribute(null=True, attr_name="G1SK")
    g2pk = UnicodeAttribute(null=True, attr_name="G2PK")
    g2sk = UnicodeAttribute(null=True, attr_name="G2SK")
    g3pk = UnicodeAttribute(null=True, attr_name="G3PK")
    g3sk = UnicodeAttribute(null=True, attr_name="G3SK")
    due = UnicodeAttribute(null=True, attr_name="DUE")
    due_at = UnicodeAttribute(null=True, attr_name="DUE_AT")
    id = UnicodeAttribute()
    organisation = UnicodeAttribute()
    created_by = UnicodeAttribute()
    created_at = UnicodeAttribute()
    updated_at = UnicodeAttribute()
    asked = JSONAttribute()
    need = JSONAttribute(null=True)
    agreement = JSONAttribute()
    agreed = JSONAttribute(null=True)
    channel = UnicodeAttribute()
    contact_language = UnicodeAttribute()
    body_mac = UnicodeAttribute(null=True)
    client_reference = UnicodeAttribute(null=True)
    assigned_to = UnicodeAttribute(null=True)
    count_hours = BooleanAttribute()
    withdrawal = JSONAttribute(null=True)
    closed_at = UnicodeAttribute(null=True)
    needs_review = BooleanAttribute()
    lookup = JSONAttribute(null=True)
    parked_at = UnicodeAttribute(null=True)
    clock = JSONAttribute(null=True)
    ended_at = UnicodeAttribute(null=True)
    reopened_at = UnicodeAttribute(null=True)
    previous_id = UnicodeAttribute(null=True)
    handover = JSONAttribute(null=True)
    milestones = JSONAttribute(null=True)
    round = NumberAttribute()
    version = NumberAttribute()
    placement_ids = JSONAttribute()
    message_ids = JSONAttribute()
    task_ids = JSONAttribute(null=True)
    line = NumberAttribute(null=True)
    last_reply = JSONAttribute(null=True)
    last_heard_at = UnicodeAttribute(null=True)
    phone_mac = UnicodeAttribute(null=True)
    erased_at = UnicodeAttribute(null=True)
    erased_for = UnicodeAttribute(null=True)
    forgotten_at = UnicodeAttribute(null=True)
    chain = UnicodeAttribute(null=True)

    @property
    def is_erased(self) -> bool:
        return "erased_at" in self.attribute_values


class ChildItem(Item):
    """Part of a referral; `written` is the root's version in the step that last wrote it."""

    written = NumberAttribute()


class PlacementItem(ChildItem):
    """In the index of its library once that knows of her; with its activity while it is live."""

    g3pk = UnicodeAttribute(null=True, attr_name="G3PK")
    g3sk = UnicodeAttribute(null=True, attr_name="G3SK")
    g4pk = UnicodeAttribute(null=True, attr_name="G4PK")
    g4sk = UnicodeAttribute(null=True, attr_name="G4SK")
    id = UnicodeAttribute()
    activity_id = UnicodeAttribute()
    library = UnicodeAttribute()
    branch = UnicodeAttribute()
    code = UnicodeAttribute()
    offered = JSONAttribute()
    state = UnicodeAttribute()
    round = NumberAttribute()
    seat_counted = BooleanAttribute()
    declined_by = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    scheduled_at = UnicodeAttribute(null=True)
    moved_at = UnicodeAttribute(null=True)
    renewed_at = UnicodeAttribute(null=True)
    heard = JSONAttribute(null=True)
    known_since = UnicodeAttribute(null=True)
    clock = JSONAttribute(null=True)
    ticket = NumberAttribute(null=True)
    last_move = JSONAttribute(null=True)


class MessageItem(ChildItem):
    id = UnicodeAttribute()
    kind = UnicodeAttribute()
    language = UnicodeAttribute()
    segments = NumberAttribute()
    round = NumberAttribute()
    state = UnicodeAttribute()
    attempt = NumberAttribute()
    due_at = UnicodeAttribute(null=True)
    provider_id = UnicodeAttribute(null=True)
    sent_at = UnicodeAttribute(null=True)
    failure = UnicodeAttribute(null=True)
    placement_id = UnicodeAttribute(null=True)
    session_at = UnicodeAttribute(null=True)
    options = JSONAttribute(null=True)


class TaskItem(ChildItem):
    """In the index of its owner only while it is open."""

    g3pk = UnicodeAttribute(null=True, attr_name="G3PK")
    g3sk = UnicodeAttribute(null=True, attr_name="G3SK")
    id = UnicodeAttribute()
    reason = UnicodeAttribute()
    owner = UnicodeAttribute()
    opened_at = UnicodeAttribute()
    deadline = UnicodeAttribute()
    placement_id = UnicodeAttribute(null=True)
    message_id = UnicodeAttribute(null=True)
    library = UnicodeAttribute(null=True)
    done_at = UnicodeAttribute(null=True)
    done_by = UnicodeAttribute(null=True)


class CoverItem(Item):
    """Who stands in for somebody; forgotten at `ttl` as a SeenWebhook is."""

    person = UnicodeAttribute()
    stand_in = UnicodeAttribute()
    first_day = UnicodeAttribute()
    last_day = UnicodeAttribute()
    ttl = NumberAttribute(attr_name="TTL")


class PlacementPointer(Item):
    organisation = UnicodeAttribute()
    referral_id = UnicodeAttribute()
    library = UnicodeAttribute()


class CodePointer(Item):
    organisation = UnicodeAttribute()
    referral_id = UnicodeAttribute()
    placement_id = UnicodeAttribute()


class ReferralPointer(Item):
    """From a link, a line of a telephone number, or a task to the referral behind it."""

    organisation = UnicodeAttribute()
    referral_id = UnicodeAttribute()


class ReceiptPointer(Item):
    """From a provider's id to the text it was given to."""

    organisation = UnicodeAttribute()
    referral_id = UnicodeAttribute()
    message_id = UnicodeAttribute()


class ReferenceGuard(Item):
    referral_id = UnicodeAttribute()


class PhoneItem(Item):
    suppressed = BooleanAttribute(null=True)


class RateItem(Item):
    """How many texts went where on one day; forgotten at `ttl` as a SeenWebhook is."""

    texts = NumberAttribute()
    ttl = NumberAttribute(attr_name="TTL")


class GuessesItem(Item):
    """How many links that are not there were asked for from one address in one window."""

    guesses = NumberAttribute()
    ttl = NumberAttribute(attr_name="TTL")


class SwitchItem(Item):
    """The one switch that silences all texting."""

    is_silenced = BooleanAttribute()


class SeenWebhook(Item):
    """Forgotten at `ttl`, in seconds since 1970.

    The table drops it some time after that; every reader compares the time itself.
    """

    ttl = NumberAttribute(attr_name="TTL")


class PersonItem(Item):
    """Table people: each field encrypted under a key of her own.

    `looks` counts the looks at her, `looks_head` is the hash of the last: see `audit.py`.
    """

    table = "people"
    ours = frozenset({"looks", "looks_head"})

    first_name = BinaryAttribute(legacy_encoding=False)
    phone = BinaryAttribute(legacy_encoding=False, null=True)
    note = BinaryAttribute(legacy_encoding=False)
    looks = NumberAttribute(null=True)
    looks_head = UnicodeAttribute(null=True)


class KeyItem(Item):
    """Table keys: her key, wrapped; without it her fields are noise for good."""

    table = "keys"

    wrapped_key = BinaryAttribute(legacy_encoding=False)


class LineItem(Item):
    """Table audit: one line of a chain, appended once and never written again.

    In the index of its day, for whoever seals that; forgotten at `ttl` as a SeenWebhook is.
    """

    table = "audit"

    at = UnicodeAttribute()
    hash = UnicodeAttribute(null=True)
    day = UnicodeAttribute(null=True, attr_name="DAY")
    ttl = NumberAttribute(null=True, attr_name="TTL")


class LookItem(LineItem):
    """One look at somebody."""

    table = "audit"

    actor = JSONAttribute()
    organisation = UnicodeAttribute()
    purpose = UnicodeAttribute()


class AuditItem(LineItem):
    """One line of a timeline."""

    table = "audit"

    kind = UnicodeAttribute()
    actor = JSONAttribute()
    placement_id = UnicodeAttribute(null=True)
    message_id = UnicodeAttribute(null=True)
    before = UnicodeAttribute(null=True)
    after = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    task_id = UnicodeAttribute(null=True)


class SealItem(Item):
    """Table audit: the seal of one day."""

    table = "audit"

    day = UnicodeAttribute()
    lines = NumberAttribute()
    digest = UnicodeAttribute()
    before = UnicodeAttribute()
    mac = UnicodeAttribute()


class RegisterItem(Item):
    """What a library knows of who was there; `library` guards it from every other."""

    placement_id = UnicodeAttribute()
    activity_id = UnicodeAttribute()
    library = UnicodeAttribute()
    marks = JSONAttribute()
    asked_at = UnicodeAttribute(null=True)
    called_at = UnicodeAttribute(null=True)


class LedgerItem(Item):
    """One entry, written once and never again."""

    placement_id = UnicodeAttribute()
    activity_id = UnicodeAttribute()
    held_on = UnicodeAttribute()
    number = NumberAttribute()
    kind = UnicodeAttribute()
    minutes = NumberAttribute()
    noted = JSONAttribute()


class CountingItem(Item):
    types = JSONAttribute(null=True)
    also = JSONAttribute()
    never = JSONAttribute()


class ChoicesItem(Item):
    weekly_encouragement = BooleanAttribute()


class RowItem(Item):
    """What something contributes, and what of it is counted; `cells` and `counted` by name.

    `stamp` tells two contributions apart: a row is counted as it was read, or again.
    """

    ours = frozenset({"counted", "stamp"})

    g4pk = UnicodeAttribute(attr_name="G4PK")
    g4sk = UnicodeAttribute(attr_name="G4SK")
    due = UnicodeAttribute(null=True, attr_name="DUE")
    due_at = UnicodeAttribute(null=True, attr_name="DUE_AT")
    organisation = UnicodeAttribute()
    cells = JSONAttribute()
    counted = JSONAttribute(null=True)
    stamp = NumberAttribute(null=True)
    ttl = NumberAttribute(attr_name="TTL")


class TallyItem(Item):
    """Numbers under names that are data: an attribute a cell, so that each is added to alone."""

    numbers: Mapping[str, int]

    @classmethod
    def from_raw_data(cls, data: dict[str, Any]) -> Self:
        item = super().from_raw_data(data)
        item.numbers = {name: int(value["N"]) for name, value in data.items() if NAME_ENDS in name}
        return item


class ActivityItem(Item):
    g2pk = UnicodeAttribute(attr_name="G2PK")
    g2sk = UnicodeAttribute(attr_name="G2SK")
    g4pk = UnicodeAttribute(attr_name="G4PK")
    g4sk = UnicodeAttribute(attr_name="G4SK")
    id = UnicodeAttribute()
    library = UnicodeAttribute()
    branch = JSONAttribute()
    source_id = UnicodeAttribute()
    title = UnicodeAttribute()
    type = UnicodeAttribute()
    level = JSONAttribute()
    last_confirmed_on = UnicodeAttribute()
    description = UnicodeAttribute()
    themes = JSONAttribute()
    reading = UnicodeAttribute()
    helping_languages = JSONAttribute()
    audience = UnicodeAttribute()
    delivery = UnicodeAttribute()
    entry = UnicodeAttribute()
    facilities = JSONAttribute()
    sessions = JSONAttribute()
    closed_in_school_holidays = UnicodeAttribute(null=True)
    waiting_list = BooleanAttribute()
    expected_wait_weeks = NumberAttribute(null=True)
    price = JSONAttribute()
    service_area = JSONAttribute()
    organised_by = UnicodeAttribute(null=True)
    programme = UnicodeAttribute(null=True)
    contact = JSONAttribute()
    status = UnicodeAttribute()
    version = NumberAttribute()
    own_service_area = JSONAttribute(null=True)
    own_contact = JSONAttribute(null=True)
    pause = JSONAttribute(null=True)
    heard = JSONAttribute(null=True)


class SeatsItem(Item):
    """The counter of one activity, an item of its own because it is hot.

    `free` = places − taken − taken_elsewhere, kept in the same write as each of them, because
    DynamoDB cannot add two attributes in a condition. `places` is the capacity, or UNLIMITED.
    `open` follows the activity's status, so that one condition on one item answers for both.
    `waiting` people hold a ticket, `tickets` is the last number given out; while somebody waits,
    or has a place on what stopped, the item is in the index of what is due.
    """

    due = UnicodeAttribute(null=True, attr_name="DUE")
    due_at = UnicodeAttribute(null=True, attr_name="DUE_AT")

    capacity = NumberAttribute(null=True)
    places = NumberAttribute()
    taken = NumberAttribute()
    taken_elsewhere = NumberAttribute()
    free = NumberAttribute()
    open = BooleanAttribute()
    waiting = NumberAttribute(null=True)
    tickets = NumberAttribute(null=True)
    last_wait_days = NumberAttribute(null=True)


class TicketItem(Item):
    """One place on the waiting list of an activity."""

    number = NumberAttribute()
    organisation = UnicodeAttribute()
    referral_id = UnicodeAttribute()
    placement_id = UnicodeAttribute()


class PlaceItem(Item):
    """A place that was looked up; forgotten at `ttl` as a SeenWebhook is."""

    latitude = NumberAttribute()
    longitude = NumberAttribute()
    precision = UnicodeAttribute()
    radius_km = NumberAttribute()
    ttl = NumberAttribute(attr_name="TTL")


class ImportItem(Item):
    """A long import; forgotten at `ttl` as a SeenWebhook is.

    The rejections of its counts lie compressed beside them: a thousand would not fit an item.
    """

    id = UnicodeAttribute()
    library = UnicodeAttribute()
    kind = UnicodeAttribute()
    created_at = UnicodeAttribute()
    total_rows = NumberAttribute()
    done_rows = NumberAttribute()
    dry_run = BooleanAttribute()
    full = BooleanAttribute()
    defaults = UnicodeAttribute()
    ignored = JSONAttribute()
    state = UnicodeAttribute()
    counts = JSONAttribute()
    rejections = BinaryAttribute(legacy_encoding=False)
    failure = UnicodeAttribute(null=True)
    ttl = NumberAttribute(attr_name="TTL")


class FeedItem(Item):
    """A library's feed; in the index of what is due as long as somebody looks at it."""

    due = UnicodeAttribute(null=True, attr_name="DUE")
    due_index_at = UnicodeAttribute(null=True, attr_name="DUE_AT")
    library = UnicodeAttribute()
    source = JSONAttribute()
    due_at = UnicodeAttribute(null=True)
    looked_at = UnicodeAttribute(null=True)
    read_at = UnicodeAttribute(null=True)
    seen = JSONAttribute(null=True)
    import_id = UnicodeAttribute(null=True)
    failure = UnicodeAttribute(null=True)
    failures = NumberAttribute()
    failing_since = UnicodeAttribute(null=True)
    given_up_at = UnicodeAttribute(null=True)
    version = NumberAttribute()


class SessionItem(Item):
    """Somebody signed in on the pages; forgotten at `ttl` as a SeenWebhook is."""

    subject = UnicodeAttribute()
    role = UnicodeAttribute()
    organisation = UnicodeAttribute()
    team = UnicodeAttribute(null=True)
    organisation_name = UnicodeAttribute(null=True)
    began_at = UnicodeAttribute()
    seen_at = UnicodeAttribute()
    ttl = NumberAttribute(attr_name="TTL")


class SourcePointer(Item):
    activity_id = UnicodeAttribute()


class LibraryItem(Item):
    """`version` counts its changes; `reminded_on` is when it was last asked to confirm."""

    ours = frozenset({"version", "reminded_on"})

    g4pk = UnicodeAttribute(attr_name="G4PK")
    g4sk = UnicodeAttribute(attr_name="G4SK")
    isil = UnicodeAttribute()
    name = UnicodeAttribute()
    contact = JSONAttribute()
    service_area = JSONAttribute()
    branches = JSONAttribute()
    holiday_region = UnicodeAttribute(null=True)
    pause = JSONAttribute(null=True)
    version = NumberAttribute(null=True)
    reminded_on = UnicodeAttribute(null=True)


class EndpointItem(Item):
    library = UnicodeAttribute()
    url = UnicodeAttribute()
    types = JSONAttribute()
    wrapped_secret = UnicodeAttribute()
    created_at = UnicodeAttribute()
    failing_since = UnicodeAttribute(null=True)
    disabled_at = UnicodeAttribute(null=True)
    disabled_because = UnicodeAttribute(null=True)
    version = NumberAttribute()


class DeliveryItem(Item):
    """Something a library is told; forgotten at `ttl` as a SeenWebhook is."""

    g4pk = UnicodeAttribute(attr_name="G4PK")
    g4sk = UnicodeAttribute(attr_name="G4SK")
    due = UnicodeAttribute(null=True, attr_name="DUE")
    indexed_due_at = UnicodeAttribute(null=True, attr_name="DUE_AT")
    id = UnicodeAttribute()
    library = UnicodeAttribute()
    type = UnicodeAttribute()
    happened_at = UnicodeAttribute()
    placement_id = UnicodeAttribute(null=True)
    activity_id = UnicodeAttribute(null=True)
    status = UnicodeAttribute(null=True)
    state = UnicodeAttribute()
    due_at = UnicodeAttribute(null=True)
    tried = NumberAttribute()
    attempts = JSONAttribute()
    version = NumberAttribute()
    ttl = NumberAttribute(attr_name="TTL")


class LibrarySecretsItem(Item):
    """Each secret without its bytes, which stand wrapped beside the rest."""

    secrets = JSONAttribute()
    version = NumberAttribute()


class ProgrammeItem(Item):
    g4pk = UnicodeAttribute(attr_name="G4PK")
    g4sk = UnicodeAttribute(attr_name="G4SK")
    id = UnicodeAttribute()
    title = UnicodeAttribute()
    description = UnicodeAttribute()
    themes = JSONAttribute()
    materials = JSONAttribute()
    active = BooleanAttribute()
    version = NumberAttribute()


UNLIMITED = 1_000_000_000  # places of an activity without a limit: more than will ever come
