"""The phrases of her page and her letter: what a language needs before either is in it."""

from chalicelib.domain.sms import KEYS

PAGE = "page.newcomer."
PHRASES = (
    "title",
    "voluntary",
    "heard",
    "yours",
    "question",
    "nothing",
    "earlier",
    "when",
    "where",
    "price",
    "phone",
    "by_arrangement",
    "minutes",
    "waiting_list",
    "wait_weeks",
    "code",
    "state_held",
    "state_waitlisted",
    "state_seat_offered",
    "state_confirmed",
    "state_attending",
    "state_completed",
    "state_stopped",
    "state_refused",
    "state_declined",
    "state_lapsed",
    "yes",
    "no",
    "leave",
    "too_far",
    "other_time",
    "which_part",
    "morning",
    "afternoon",
    "evening",
    "none",
    "not_now",
    "call_me",
    "stop",
    "start",
    "calendar",
    "map",
    "listen",
    "letter_scan",
    "letter_strip",
    "letter_hand_in",
)
# Said on the page in the words of her texts.
_SHARED = ("sms.free", "sms.price", "sms.online", "sms.at_home")
PAGE_KEYS = (*(PAGE + phrase for phrase in PHRASES), *_SHARED)
# Everything she may read, each once: what a speaker checks.
NEWCOMER_KEYS = tuple(dict.fromkeys((*KEYS, *PAGE_KEYS)))
