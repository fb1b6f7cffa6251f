"""Where things live in the four tables: nobody else builds a key.

Question, index, key, and how much comes back (the Netherlands: 134 libraries, 26,000 activities,
about 30,000 referrals a year, a large municipality 3,000 at a time):

| question | index | key | expected size |
|---|---|---|---|
| one referral | table | `REF#org#ref` / `REFERRAL`, `PLC#id`, `MSG#id`, `TSK#id` | 4 to 20 items |
| referrals of an organisation, by last change | ByUpdated | `ORG#org` / `updatedAt#ref` | 3,000 |
| the same, of one status | ByStatus | `ORG#org#status` / `updatedAt#ref` | 1,000 |
| what is owed, by time | ByDue | `DUE#0…15` / `dueAt` | tens; KEYS_ONLY |
| who is kept too long, by time | ByOwner | `KEEP#0…7` / `until#ref` | 250 a night |
| the referral behind a placement | table | `PLACEMENT#id` / `PLACEMENT` | 1 |
| the placement behind a counter code | table | `CODE#isil#code` / `CODE` | 1; 4 digits a library |
| the referral that holds a client reference | table | `CREF#org#reference` / `CREF` | 1 |
| whether a number wants texts | table | `PHONE#mac` / `PHONE` | 1; shared by a family |
| who is open on a number, by line | table | `PHONE#mac` / `LINE#n` | 1; a family has a few |
| how many texts went where on a day | table | `RATE#bucket` / `RATE` | 1 a bucket; 2 days |
| how often an address guessed at links | table | `GUESS#address#window` / `GUESS` | 1; 20 minutes |
| whether all texting is silenced | table | `SWITCH#texts` / `SWITCH` | 1 |
| the referral behind a link | table | `TOKEN#sha256` / `TOKEN` | 1 |
| the text behind a provider's id | table | `RECEIPT#id` / `RECEIPT` | 1 a text |
| the referral behind a task | table | `TASK#id` / `TASK` | 1 |
| what somebody has to do, by deadline | ByOwner | `OWNER#org#owner` / `deadline#id` | 20 |
| who stands in for whom | table | `COVER#org` / `person` | 0 to 30 |
| whether a library's message was handled | table | `WEBHOOK#isil#id` / `WEBHOOK` | 1; 7 days |
| one activity, and its seats | table | `ACT#id` / `ACTIVITY`, `SEATS` | 2 items, 2 kB |
| who waits for an activity, in order | table | `ACT#id` / `WAIT#n` | 0 to 100 |
| lists to look at, and what stopped, by time | ByDue | `DUEWAIT#0…3` / `dueAt` | tens; KEYS_ONLY |
| an activity by its library's own id | table | `SRC#isil#sourceId` / `SOURCE` | 1 |
| placements a library knows, by date | ByLibrary | `LIBPLC#isil` / `live#date#id` | 300 a year |
| what a library knows of who was there | table | `REGISTER#plc` / `REGISTER` | 1; to 10 kB |
| live placements on an activity | ByOwner | `ACTPLC#id` / `id` | to 40 |
| what a municipality counts | table | `COUNTING#org` / `COUNTING` | 1 |
| what a municipality chose | table | `CHOICES#org` / `CHOICES` | 1 |
| attended days of a referral | table | `LEDGER#org#ref` / `day#plc#n` | 50 a year |
| activities of a library, by id | ByLibrary | `LIBACT#isil` / `id` | 200 |
| all activities of a status, by id | ByStatus | `ACTS#status#0…7` / `id` | 26,000; 52 MB |
| one library | table | `LIB#isil` / `LIBRARY` | 1 |
| the secrets a library signs with | table | `LIB#isil` / `SECRETS` | 1 |
| where a library is told | table | `LIB#isil` / `ENDPOINT` | 1 |
| one thing a library is told | table | `DELIVERY#id` / `DELIVERY` | 1; 30 days |
| what a library was told, by time | ByLibrary | `LIBOUT#isil` / `happenedAt#id` | 100 |
| what libraries are owed, by time | ByDue | `DUEOUT#0…7` / `dueAt` | tens; KEYS_ONLY |
| all libraries, by ISIL | ByLibrary | `LIBS` / `isil` | 134 |
| one programme | table | `PROG#id` / `PROGRAMME` | 1 |
| all programmes, by id | ByLibrary | `PROGS` / `id` | 20 |
| a place that was looked up | table | `PLACE#question` / `PLACE` | 1; 90 days |
| how far an import is | table | `IMPORT#isil#id` / `IMPORT` | 1; 30 days, to 200 kB |
| the feed of a library | table | `FEED#isil` / `FEED` | 1 |
| feeds that are due, by time | ByDue | `DUEFEED#0…3` / `dueAt` | tens; KEYS_ONLY |
| what one referral contributes to reports | table | `ROW#id` / `ROW` | 1; 1 kB, 13 months |
| everything that contributes | ByLibrary | `ROWS#0…15` / `id` | 60,000 |
| what is not counted yet, by time | ByDue | `DUEROW#0…7` / `dueAt` | tens; KEYS_ONLY |
| what was counted, by day or quarter | table | `TALLY#org#0…7` / `table#period` | 1 a day |
| who is signed in on the pages | table | `SESSIONS#owner` / `SESSION#sha256` | a few; 10 hours |
| a person (table people), her key (table keys) | table | `PERSON#org#ref` / `PERSON`, `KEY` | 1 |
| a timeline (table audit) | table | `REF#org#ref` / `version#n` | 10 to 60 |
| who looked at her (table audit) | table | `SEEN#org#ref` / `n` | 10 to 100 |
| every line of a day (table audit) | ByDay | `DAY#date#0…3` / `SK` | 5,000; places and hashes |
| the seals of days (table audit) | table | `SEALS` / `date` | 1 a day; 5 years |

The date of a placement is the day on which she was first expected; one that has ended begins with
`past`, so that the live ones come first.

The shards of activities follow the letters of their ids, so walking them in order is walking all
activities in order of id, and an import spreads over eight partitions of the index.
"""

import hashlib
import re
import zlib
from datetime import UTC, date, datetime, timedelta

from chalicelib.domain.ids import (
    ActivityId,
    DeliveryId,
    LibraryId,
    MessageId,
    OrganisationId,
    PlacementId,
    ProgrammeId,
    ReferralId,
    TaskId,
)
from chalicelib.usecases.ports import ReferralKey

REFERRAL, PLACEMENT, CODE, REFERENCE = "REFERRAL", "PLACEMENT", "CODE", "CREF"
PHONE, WEBHOOK, PERSON, KEY = "PHONE", "WEBHOOK", "PERSON", "KEY"
LINK, RECEIPT, TASK = "TOKEN", "RECEIPT", "TASK"
RATE, SWITCH, GUESSES = "RATE", "SWITCH", "GUESS"
TEXTS_SWITCH = "SWITCH#texts"
ACTIVITY, SEATS, SOURCE, LIBRARY = "ACTIVITY", "SEATS", "SOURCE", "LIBRARY"
ALL_LIBRARIES = "LIBS"
LIBRARY_SECRETS, ENDPOINT, DELIVERY = "SECRETS", "ENDPOINT", "DELIVERY"
PROGRAMME, ALL_PROGRAMMES = "PROGRAMME", "PROGS"
PLACE, IMPORT, FEED, REGISTER = "PLACE", "IMPORT", "FEED", "REGISTER"
ALL_SESSIONS = "SESSION#"
COUNTING, CHOICES, ROW = "COUNTING", "CHOICES", "ROW"
SEALS = "SEALS"

BY_UPDATED, BY_STATUS, BY_LIBRARY, BY_DUE = "ByUpdated", "ByStatus", "ByLibrary", "ByDue"
BY_OWNER = "ByOwner"
BY_DAY = "ByDay"  # of the audit
ALL_LINES = "LINE#"
LIVE, PAST = "live", "past"
NEVER = "9999"
ALL_TICKETS = "WAIT#"
AT_ONCE = "0"  # a due time before every instant

DUE_SHARDS = 16
DUE_LIST_SHARDS = 4
DUE_DELIVERY_SHARDS = 8
ACTIVITY_SHARDS = 8
FEED_SHARDS = 4
AUDIT_SHARDS = 4
KEEP_SHARDS = 8
ROW_SHARDS = 16
DUE_ROW_SHARDS = 8
TALLY_SHARDS = 8  # of the nation; an organisation has one
WEBHOOK_IS_REMEMBERED = timedelta(days=7)
RATE_IS_REMEMBERED = timedelta(days=2)  # longer than the day it counts
DELIVERY_IS_REMEMBERED = timedelta(days=30)
PLACE_IS_REMEMBERED = timedelta(days=90)
ROW_IS_REMEMBERED = timedelta(days=396)  # thirteen months after it last changed

_LONGEST_PART = 400  # bytes; DynamoDB refuses a partition key over 2,048
_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
_POSITION = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z#[A-Za-z0-9_.-]{1,100}")


def referral(key: ReferralKey) -> str:
    return _key("REF", key.organisation, key.referral_id)


def referral_key(partition: str) -> ReferralKey:
    """The key that `referral` made this partition of."""
    _, organisation, referral_id = partition.split("#", 2)
    return ReferralKey(OrganisationId(organisation), ReferralId(referral_id))


def placement(placement_id: PlacementId) -> str:
    return f"PLC#{placement_id}"


def message(message_id: MessageId) -> str:
    return f"MSG#{message_id}"


def placement_pointer(placement_id: PlacementId) -> str:
    return _key("PLACEMENT", placement_id)


def code(library: LibraryId, digits: str) -> str:
    return _key("CODE", library, digits)


def client_reference(organisation: OrganisationId, reference: str) -> str:
    return _key("CREF", organisation, reference)


def phone(mac: str) -> str:
    return _key("PHONE", mac)


def line(number: int) -> str:
    """The sort key of a line; sorts as lines do."""
    return f"{ALL_LINES}{number:03d}"


def line_number(sort: str) -> int | None:
    """The line that `line` made this sort key of; None for what else lies there."""
    return int(sort.removeprefix(ALL_LINES)) if sort.startswith(ALL_LINES) else None


def rate(bucket: str) -> str:
    return _key("RATE", bucket)


def guesses(address: str, window: str) -> str:
    return _key("GUESS", address, window)


def link(link_hash: str) -> str:
    return _key("TOKEN", link_hash)


def receipt(provider_id: str) -> str:
    return _key("RECEIPT", provider_id)


def task(task_id: TaskId) -> str:
    return f"TSK#{task_id}"


def task_pointer(task_id: TaskId) -> str:
    return _key("TASK", task_id)


def owner(organisation_id: OrganisationId, owner_: str) -> str:
    return _key("OWNER", organisation_id, owner_)


def covers(organisation_id: OrganisationId) -> str:
    return _key("COVER", organisation_id)


def covered(person_: str) -> str:
    """The sort key of the cover of this person."""
    return _bounded(person_)


def by_deadline(deadline: str, task_id: TaskId) -> str:
    return f"{deadline}#{task_id}"


def webhook(library: LibraryId, webhook_id: str) -> str:
    return _key("WEBHOOK", library, webhook_id)


def place(query: str) -> str:
    return _key("PLACE", query)


def import_job(library: LibraryId, import_id: str) -> str:
    return _key("IMPORT", library, import_id)


def feed(library: LibraryId) -> str:
    return _key("FEED", library)


def library_of_feed(partition: str) -> LibraryId:
    """The library that `feed` made this partition of."""
    return LibraryId(partition.removeprefix("FEED#"))


def row(row_id: str) -> str:
    return _key("ROW", row_id)


def row_id(partition: str) -> str:
    """The id that `row` made this partition of."""
    return partition.removeprefix("ROW#")


def rows(row_id_: str) -> str:
    return row_shard(zlib.crc32(row_id_.encode()) % ROW_SHARDS)


def row_shard(number: int) -> str:
    return f"ROWS#{number}"


def due_row(row_id_: str) -> str:
    return due_row_shard(zlib.crc32(row_id_.encode()) % DUE_ROW_SHARDS)


def due_row_shard(number: int) -> str:
    return f"DUEROW#{number}"


def tally(scope: OrganisationId, shard: int) -> str:
    return _key("TALLY", scope, str(shard))


def tally_shard(row_id_: str) -> int:
    """In which part of the nation's counters a row is counted."""
    return zlib.crc32(row_id_.encode()) % TALLY_SHARDS


def by_period(table: str, period: str) -> str:
    """Sorts by table, then as time does."""
    return f"{table}#{period}"


def sessions(owner_: str) -> str:
    return _key("SESSIONS", owner_)


def session(secret_hash: str) -> str:
    return f"{ALL_SESSIONS}{secret_hash}"


def person(key: ReferralKey) -> str:
    return _key("PERSON", key.organisation, key.referral_id)


def activity(activity_id: ActivityId) -> str:
    return _key("ACT", activity_id)


def activity_id(partition: str) -> ActivityId:
    """The activity that `activity` made this partition of."""
    return ActivityId(partition.removeprefix("ACT#"))


def ticket(number: int) -> str:
    """The sort key of a ticket; sorts as tickets do."""
    return f"{ALL_TICKETS}{number:09d}"


def due_list(activity_id_: ActivityId) -> str:
    return due_list_shard(zlib.crc32(activity_id_.encode()) % DUE_LIST_SHARDS)


def due_list_shard(number: int) -> str:
    return f"DUEWAIT#{number}"


def source(library: LibraryId, source_id: str) -> str:
    return _key("SRC", library, source_id)


def library(isil: LibraryId) -> str:
    return _key("LIB", isil)


def programme(programme_id: ProgrammeId) -> str:
    return _key("PROG", programme_id)


def audit_line(version: int, number: int) -> str:
    """Sorts as it happened: the referral's version, then the line within that step."""
    return f"{version:010d}#{number:03d}"


def keep(referral_id: ReferralId) -> str:
    return keep_shard(zlib.crc32(referral_id.encode()) % KEEP_SHARDS)


def keep_shard(number: int) -> str:
    return f"KEEP#{number}"


def looks(key: ReferralKey) -> str:
    return _key("SEEN", key.organisation, key.referral_id)


def key_of_looks(partition: str) -> ReferralKey | None:
    """The key that `looks` made this partition of; None for a timeline."""
    return referral_key(partition) if partition.startswith("SEEN#") else None


def look(number: int) -> str:
    """The sort key of a look; sorts as they were."""
    return f"{number:010d}"


def audit_day(day: date, shard: int) -> str:
    return f"DAY#{day.isoformat()}#{shard}"


def audit_day_of(day: date, partition: str) -> str:
    return audit_day(day, zlib.crc32(partition.encode()) % AUDIT_SHARDS)


def organisation(organisation_id: OrganisationId) -> str:
    return _key("ORG", organisation_id)


def organisation_and_status(organisation_id: OrganisationId, status: str) -> str:
    return _key("ORG", organisation_id, status)


def by_updated(updated_at: datetime, referral_id: ReferralId) -> str:
    return f"{instant(updated_at)}#{referral_id}"


def is_position(text: str) -> bool:
    """Whether this can have come from `by_updated`."""
    return _POSITION.fullmatch(text) is not None


def due(referral_id: ReferralId) -> str:
    return due_shard(zlib.crc32(referral_id.encode()) % DUE_SHARDS)


def due_shard(number: int) -> str:
    return f"DUE#{number}"


def due_feeds_of(library: LibraryId) -> str:
    return due_feeds(zlib.crc32(library.encode()) % FEED_SHARDS)


def due_feeds(number: int) -> str:
    return f"DUEFEED#{number}"


def delivery(delivery_id: DeliveryId) -> str:
    return _key("DELIVERY", delivery_id)


def delivery_id(partition: str) -> DeliveryId:
    """The id that `delivery` made this partition of."""
    return DeliveryId(partition.partition("#")[2])


def due_delivery(delivery_id_: DeliveryId) -> str:
    return due_delivery_shard(zlib.crc32(delivery_id_.encode()) % DUE_DELIVERY_SHARDS)


def due_delivery_shard(number: int) -> str:
    return f"DUEOUT#{number}"


def library_deliveries(isil: LibraryId) -> str:
    return _key("LIBOUT", isil)


def by_happened(happened_at: datetime, delivery_id_: str) -> str:
    return f"{instant(happened_at)}#{delivery_id_}"


def library_activities(isil: LibraryId) -> str:
    return _key("LIBACT", isil)


def library_placements(isil: LibraryId) -> str:
    return _key("LIBPLC", isil)


def register(placement_id: PlacementId) -> str:
    return _key("REGISTER", placement_id)


def ledger(key: ReferralKey) -> str:
    return _key("LEDGER", key.organisation, key.referral_id)


def activity_placements(activity_id: ActivityId) -> str:
    return _key("ACTPLC", activity_id)


def counting(municipality: OrganisationId) -> str:
    return _key("COUNTING", municipality)


def choices(municipality: OrganisationId) -> str:
    return _key("CHOICES", municipality)


def ledger_entry(day: date, placement_id: PlacementId, number: int) -> str:
    """Sorts by day; each entry has its own place, so none is ever written over."""
    return f"{day.isoformat()}#{placement_id}#{number:03d}"


def by_expected(placement_id: PlacementId, *, is_live: bool, expected_at: datetime | None) -> str:
    """Live ones first, each by when she was first expected; by arrangement comes last."""
    when = NEVER if expected_at is None else instant(expected_at)
    return f"{LIVE if is_live else PAST}#{when}#{placement_id}"


def activities(status: str, shard: int) -> str:
    return f"ACTS#{status}#{shard}"


def activity_shard(activity_id: str) -> int:
    """Which shard an id stands in; never lower than that of an id before it in order."""
    if not activity_id.startswith("act_"):
        return 0 if activity_id < "act_" else ACTIVITY_SHARDS - 1
    letter = activity_id[len("act_") :][:1]
    before = sum(known < letter for known in _LETTERS)
    return min(before * ACTIVITY_SHARDS // len(_LETTERS), ACTIVITY_SHARDS - 1)


def instant(at: datetime) -> str:
    """UTC with microseconds, always of one length, so that text sorts as time does."""
    try:
        utc = at.astimezone(UTC)
    except OverflowError:  # within hours of the first or the last moment that there is
        utc = at.replace(tzinfo=UTC)
    return utc.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _key(*parts: str) -> str:
    return "#".join(_bounded(part) for part in parts)


def _bounded(part: str) -> str:
    """A part as it is, or its digest when a caller sent what cannot be part of a key."""
    encoded = part.encode("utf-8", "surrogatepass")
    is_text = not any("\ud800" <= letter <= "\udfff" for letter in part)
    if is_text and len(encoded) <= _LONGEST_PART:
        return part
    return "sha256:" + hashlib.sha256(encoded).hexdigest()
