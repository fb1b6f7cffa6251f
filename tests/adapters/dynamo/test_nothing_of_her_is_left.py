"""Every kind of item there is goes with her, stays without her, or is about nobody."""

from collections.abc import Iterator

import pytest

from chalicelib.adapters.dynamo import keys
from chalicelib.domain.answering import opened
from chalicelib.domain.errors import Gone
from chalicelib.domain.events import CLOCK
from chalicelib.domain.step import begun
from chalicelib.domain.task import TaskReason
from tests.adapters.contracts.erasure import flag, forget, known, text_sent
from tests.adapters.contracts.ledger import EMPTY, noting, said
from tests.adapters.contracts.referrals import PHONE_MAC, key_of
from tests.adapters.contracts.worlds import DynamoWorld
from tests.fakes.making import NOW, a_person

GOES = {
    "PLACEMENT",  # the way from a placement to her
    "CODE",  # given up as her placements end
    "CREF",  # given up as the referral ends
    "TOKEN",  # her link
    "RECEIPT",  # the way from a text to her
    "TASK",  # the way from a task to her
    "REGISTER",  # what a library knows of who was there
    "LEDGER",  # hours; three months longer when she is erased because of time
    "PERSON",  # name, number and note, and her key
    "PHONE",  # unless the number wants no texts, which stays as its HMAC only
}
STAYS_WITHOUT_HER = {
    "REF",  # the outcome: which activities, and how it ended; and the timeline, ids only
    "SEEN",  # who looked at her, by the referral's id only
    "SEALS",  # of the days of the audit
    "DELIVERY",  # what a library was told: ids; 30 days
    "WEBHOOK",  # that a library's message was handled: no id of hers; 7 days
    "ROW",  # what she counts for in reports: ids, municipality, level, language; 13 months
    "RATE",  # how many texts a day went to the HMAC of a number; 2 days
}
# What is forgotten is in none of these, except what a library was told.
INDEXES = {
    *("KEEP", "DAY", "ORG", "DUE", "DUEOUT", "OWNER", "LIBPLC", "ACTPLC", "LIBOUT"),
    *("ROWS", "DUEROW"),
}
ABOUT_NOBODY_REFERRED = {
    *("ACT", "ACTS", "SRC", "LIBACT", "DUEWAIT"),  # tickets are handed in as placements end
    *("LIB", "LIBS", "PROG", "PROGS", "COUNTING", "CHOICES", "SWITCH", "COVER", "SESSIONS"),
    *("PLACE", "IMPORT", "FEED", "DUEFEED", "TALLY"),
    "GUESS",  # from where links were guessed at; 20 minutes
}


def kinds() -> Iterator[str]:
    """What the table at the head of keys.py calls each partition."""
    for line in (keys.__doc__ or "").splitlines():
        columns = [column.strip() for column in line.split("|")]
        if len(columns) == 6 and columns[3].startswith("`"):
            yield columns[3].strip("`").partition("`")[0].partition("#")[0]


def test_every_kind_of_item_has_its_end() -> None:
    assert set(kinds()) == GOES | STAYS_WITHOUT_HER | INDEXES | ABOUT_NOBODY_REFERRED


def test_of_who_is_erased_only_that_is_left_which_stays_without_her(world: DynamoWorld) -> None:
    referral = noting(world, text_sent(world, known(world)), said(EMPTY))
    step = opened(begun(referral), TaskReason.CALL_ME, actor=CLOCK, at=NOW)
    world.referrals.save(step)
    before = {item["PK"]["S"].partition("#")[0] for _, item in world.raw.items()}
    assert before >= GOES
    forget(world, flag(world, world.referrals.get(key_of(referral))))
    after = {item["PK"]["S"].partition("#")[0] for _, item in world.raw.items()}
    assert after <= STAYS_WITHOUT_HER | {"ACT", "SRC"}


def test_nothing_that_says_who_she_is_is_left_in_any_table(world: DynamoWorld) -> None:
    referral = known(world)
    stored = repr(world.raw.items())
    hers = ["UTR-1", PHONE_MAC, "3562"]
    assert all(value in stored for value in hers)
    forget(world, flag(world, referral))
    stored = repr(world.raw.items())
    assert not [value for value in [*hers, a_person().first_name] if value in stored]


def test_a_copy_of_her_from_a_backup_opens_for_nobody(world: DynamoWorld) -> None:
    """Both tables that have backups stand again as they were; her key has none, and is gone."""
    referral = known(world)
    copies = [(table, item) for table, item in world.raw.items() if table in {"core", "people"}]
    forget(world, flag(world, referral))
    for table, item in copies:
        world.raw.client.put_item(TableName=getattr(world.raw.names, table), Item=item)
    assert world.referrals.get(key_of(referral)).client_reference == "UTR-1", "as it was"
    with pytest.raises(Gone):
        world.referrals.person(key_of(referral))
