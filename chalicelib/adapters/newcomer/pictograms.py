"""Our own line drawings on a grid of 24 by 24: for whoever reads little, and nobody's trademark.

They are drawn once on a page and used by name, so that each costs its bytes once.
"""

import re
from collections.abc import Mapping

from chalicelib.domain.vocabulary import ActivityType as T

_CIRCLE = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z"
_SHEET = "M3 5h18v16H3zM3 10h18M8 3v4M16 3v4"
_BUBBLE = "M4 5h16v11H10l-4 4v-4H4z"

PATHS: Mapping[str, str] = {
    "when": _SHEET,
    "calendar": _SHEET + "M12 12v6M9 15h6",
    "where": "M12 21s-7-6.5-7-12a7 7 0 0 1 14 0c0 5.5-7 12-7 12zM12 7a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
    "too_far": "M3 12h18M7 8l-4 4 4 4M17 8l4 4-4 4",
    "price": _CIRCLE + "M15 9a4 4 0 1 0 0 6M7.5 11h5M7.5 13h5",
    "call_me": "M6 3h4l1 5-2 2a12 12 0 0 0 5 5l2-2 5 1v4c-9 2-17-6-15-15z",
    "yes": "M4 12l6 6L20 6",
    "no": "M5 5l14 14M19 5L5 19",
    "none": _CIRCLE + "M6 6l12 12",
    "other_time": _CIRCLE + "M12 7v5l3 3",
    "not_now": "M6 3h12M6 21h12M7 3c0 5 10 6 10 9s-10 4-10 9M17 3c0 5-10 6-10 9s10 4 10 9",
    "stop": _BUBBLE + "M3 3l18 18",
    "start": _BUBBLE + "M8 10h8",
    "morning": "M3 18h18M7 18a5 5 0 0 1 10 0M12 9V5M5.5 11.5l-2-2M18.5 11.5l2-2",
    "afternoon": "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.5 1.5"
    "M17.5 17.5L19 19M19 5l-1.5 1.5M6.5 17.5L5 19",
    "evening": "M20 14A8.5 8.5 0 1 1 10 4a7 7 0 0 0 10 10z",
    "cup": "M5 8h11v7a4 4 0 0 1-4 4H9a4 4 0 0 1-4-4zM16 9h2a2.5 2.5 0 0 1 0 6h-2M8 2v3M12 2v3",
    "two": "M8 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2 20a6 6 0 0 1 12 0M17 12a3 3 0 1 0-1-5.8"
    "M16 15a6 6 0 0 1 6 5",
    "talk": "M3 4h13v9H9l-4 3v-3H3zM19 8h2v9h-2v3l-4-3h-5",
    "walk": "M13 5.5a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4zM12 8l-1 6 3 3 1 5M11 14l-2 4-3 3"
    "M12 8l-4 2-1 3M12 8l3 3 3 1",
    "book": "M12 6c-3-2-6-2-9-1v14c3-1 6-1 9 1 3-2 6-2 9-1V5c-3-1-6-1-9 1zM12 6v14",
    "screen": "M3 4h18v12H3zM9 20h6M12 16v4",
    "work": "M3 8h18v12H3zM8 8V5h8v3M3 13h18",
    "info": _CIRCLE + "M12 11v6M12 7v.5",
}

OF_TYPE: Mapping[T, str] = {
    T.LANGUAGE_CAFE: "cup",
    T.LANGUAGE_HOUSE_DESK: "info",
    T.LANGUAGE_BUDDY: "two",
    T.CONVERSATION_GROUP: "talk",
    T.WALK_AND_TALK: "walk",
    T.LANGUAGE_COURSE_NONFORMAL: "book",
    T.LITERACY_GROUP: "book",
    T.EXAM_PRACTICE: "book",
    T.SELF_STUDY: "book",
    T.READING_GROUP: "book",
    T.SOCIETY_WORKSHOP: "talk",
    T.IDO: "screen",
    T.DIGITAL_COURSE: "screen",
    T.E_GOVERNMENT_COURSE: "screen",
    T.DIGITAL_HEALTH: "screen",
    T.READ_ALOUD_HOME: "book",
    T.BOOKSTART: "book",
    T.FAMILY_LANGUAGE: "two",
    T.WOMEN_GROUP: "two",
    T.JOB_SUPPORT: "work",
    T.LIBRARY_TOUR: "info",
}


def drawn_in(html: str) -> Mapping[str, str]:
    """The drawings that this piece of a page uses, by name."""
    used = set(re.findall(r'href="#([a-z_]+)"', html))
    return {name: path for name, path in PATHS.items() if name in used}
