"""What is held about a person: field, where it lies, what it is for, who sees it, how long.

`docs/retention.md` is drawn from it; a test fails when a field of hers is not in it.
"""

from dataclasses import dataclass

from chalicelib.domain.retention import Kept

CASE_WORKER = "her case worker and who stands in for her; an admin of the municipality"
LIBRARY = "from her yes until it ends: the library"
BOTH = f"{CASE_WORKER}; {LIBRARY}"
NOBODY = "nobody: the service itself"
HERSELF = "; she herself on her page"


@dataclass(frozen=True, slots=True)
class Row:
    """One field, or a few that go together; `fields` as the domain calls them."""

    fields: tuple[str, ...]
    table: str
    purpose: str
    seen_by: str
    kept: Kept


DATA_MAP = (
    Row(("Person.first_name",), "people, encrypted", "to address her", BOTH, Kept.CONTACT),
    Row(
        ("Person.phone",),
        "people, encrypted",
        "to text her; the library may call her",
        BOTH + "; whoever carries the texts",
        Kept.CONTACT,
    ),
    Row(
        ("Person.note",),
        "people, encrypted",
        "what her case worker must remember",
        CASE_WORKER,
        Kept.CONTACT,
    ),
    Row(
        ("Referral.contact_language", "Referral.channel"),
        "core",
        "to reach her in a way she understands",
        BOTH,
        Kept.CONTACT,
    ),
    Row(
        ("Referral.asked", "Referral.need", "Referral.lookup", "Referral.needs_review"),
        "core",
        "to find what fits: postcode area, level, free time, wishes; never an address",
        CASE_WORKER + f"; level, languages and practical needs {LIBRARY}",
        Kept.CONTACT,
    ),
    Row(
        ("Referral.client_reference", "Referral.previous_id"),
        "core",
        "her municipality finds her again in its own system",
        CASE_WORKER,
        Kept.CONTACT,
    ),
    Row(
        ("Referral.handover",),
        "core",
        "to hand her over to her next municipality, if she wants that",
        CASE_WORKER + "; there too, once she said yes",
        Kept.CONTACT,
    ),
    Row(
        ("Referral.milestones",),
        "core",
        "how far people come and how fast, in numbers of at least five",
        NOBODY,
        Kept.CONTACT,
    ),
    Row(
        ("Referral.body_mac", "Referral.line"),
        "core",
        "the same request twice is one referral; two people on one telephone",
        NOBODY,
        Kept.CONTACT,
    ),
    Row(
        ("Referral.last_reply", "Referral.last_heard_at", "Referral.parked_at", "Referral.clock"),
        "core",
        "whose turn it is, and what she answered last",
        CASE_WORKER + HERSELF,
        Kept.CONTACT,
    ),
    Row(
        ("Referral.agreement", "Referral.agreed"),
        "core",
        "to show what she said yes and no to, when, in which words",
        CASE_WORKER + HERSELF,
        Kept.OUTCOME,
    ),
    Row(
        (
            "Referral.id",
            "Referral.organisation",
            "Referral.created_by",
            "Referral.created_at",
            "Referral.updated_at",
            "Referral.assigned_to",
            "Referral.count_hours",
            "Referral.withdrawal",
            "Referral.closed_at",
            "Referral.ended_at",
            "Referral.reopened_at",
            "Referral.erased_at",
            "Referral.erased_for",
            "Referral.forgotten_at",
            "Referral.round",
            "Referral.version",
            "Referral.chain",
        ),
        "core",
        "that somebody was referred, by whom, and how it ended",
        CASE_WORKER,
        Kept.OUTCOME,
    ),
    Row(
        (
            "Referral.placements",
            "Placement.id",
            "Placement.activity_id",
            "Placement.library",
            "Placement.branch",
            "Placement.state",
            "Placement.round",
            "Placement.seat_counted",
            "Placement.declined_by",
            "Placement.reason",
            "Placement.moved_at",
            "Placement.known_since",
        ),
        "core",
        "where she was, and how that ended",
        BOTH + HERSELF,
        Kept.OUTCOME,
    ),
    Row(
        (
            "Placement.code",
            "Placement.offered",
            "Placement.scheduled_at",
            "Placement.renewed_at",
            "Placement.heard",
            "Placement.clock",
            "Placement.ticket",
            "Placement.last_move",
        ),
        "core",
        "why it suited her, her code for the desk, her appointment, her place in the queue",
        BOTH + HERSELF,
        Kept.CONTACT,
    ),
    Row(
        ("Referral.messages",),
        "core",
        "that a text is sent once; its words are not kept",
        CASE_WORKER,
        Kept.CONTACT,
    ),
    Row(("Referral.tasks",), "core", "what somebody must do for her", BOTH, Kept.CONTACT),
    Row(
        ("LedgerEntry",),
        "core",
        "attended hours, where she agreed to that",
        CASE_WORKER,
        Kept.HOURS,
    ),
    Row(
        ("Register",),
        "core",
        "who was there and who was not",
        "the library alone; never the municipality",
        Kept.CONTACT,
    ),
    Row(("Event",), "audit", "who did what, by ids only", CASE_WORKER, Kept.AUDIT),
    Row(
        ("Look",),
        "audit",
        "who saw her data and what for, by ids only",
        "she herself, through her case worker",
        Kept.AUDIT,
    ),
    Row(
        ("Inbound",),
        "queue inbound, encrypted",
        "what she texts back: number and words, until it is read",
        NOBODY,
        Kept.INBOUND,
    ),
)
