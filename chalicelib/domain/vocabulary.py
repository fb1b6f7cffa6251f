"""The controlled words of Wegwijs: stable English ids, as they stand in the API.

Dutch labels are text and live in `data/vocabularies.json`; a test holds the two together.
"""

from enum import StrEnum


class Level(StrEnum):
    """A level on the scale of the CEFR (ERK), with the two steps before A1; UNKNOWN has no rank."""

    ALFA = "alfa"
    PRE_A1 = "pre_a1"
    A1 = "a1"
    A2 = "a2"
    B1 = "b1"
    B2 = "b2"
    UNKNOWN = "unknown"


LADDER = (Level.ALFA, Level.PRE_A1, Level.A1, Level.A2, Level.B1, Level.B2)
RANK: dict[Level, int] = {level: rank for rank, level in enumerate(LADDER)}


class LevelPolicy(StrEnum):
    """Whether a level range excludes (STRICT) or only scores (GUIDELINE)."""

    STRICT = "strict"
    GUIDELINE = "guideline"


class Reading(StrEnum):
    """What a person reads: nothing, her own script, or Latin script."""

    NONE = "none"
    OWN_SCRIPT = "own_script"
    LATIN = "latin"


class ReadingAsked(StrEnum):
    """What an activity asks of her reading."""

    NONE = "none"
    LATIN = "latin"


class Theme(StrEnum):
    """What an activity is about, and what she wishes it to be about."""

    LANGUAGE = "language"
    DIGITAL_SKILLS = "digital_skills"
    SOCIETY = "society"
    GOVERNMENT_CONTACT = "government_contact"
    MEETING = "meeting"
    PARENTS_CHILDREN = "parents_children"
    WORK = "work"
    HEALTH = "health"
    MONEY = "money"
    READING = "reading"


class ActivityType(StrEnum):
    """The kinds of activity that libraries hold."""

    LANGUAGE_CAFE = "language_cafe"
    LANGUAGE_HOUSE_DESK = "language_house_desk"
    LANGUAGE_BUDDY = "language_buddy"
    CONVERSATION_GROUP = "conversation_group"
    WALK_AND_TALK = "walk_and_talk"
    LANGUAGE_COURSE_NONFORMAL = "language_course_nonformal"
    LITERACY_GROUP = "literacy_group"
    EXAM_PRACTICE = "exam_practice"
    SELF_STUDY = "self_study"
    READING_GROUP = "reading_group"
    SOCIETY_WORKSHOP = "society_workshop"
    IDO = "ido"
    DIGITAL_COURSE = "digital_course"
    E_GOVERNMENT_COURSE = "e_government_course"
    DIGITAL_HEALTH = "digital_health"
    READ_ALOUD_HOME = "read_aloud_home"
    BOOKSTART = "bookstart"
    FAMILY_LANGUAGE = "family_language"
    WOMEN_GROUP = "women_group"
    JOB_SUPPORT = "job_support"
    LIBRARY_TOUR = "library_tour"


class Audience(StrEnum):
    """Whom an activity is meant for; as a wish of hers, whom she wants to be with."""

    EVERYONE = "everyone"
    WOMEN = "women"
    PARENTS = "parents"
    YOUTH = "youth"
    ADULTS = "adults"


class AgeGroup(StrEnum):
    """How old she is, no finer than matching needs."""

    YOUTH = "youth"
    ADULT = "adult"
    SENIOR = "senior"


class Delivery(StrEnum):
    """Where an activity takes place."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    HYBRID = "hybrid"
    HOME = "home"


class Entry(StrEnum):
    """How one gets in."""

    DROP_IN = "drop_in"
    REGISTER = "register"
    INTAKE = "intake"
    REFERRAL = "referral"


class Requirement(StrEnum):
    """What she needs of a place or a meeting; functional, never a diagnosis."""

    STEP_FREE = "step_free"
    CHILDCARE = "childcare"
    CHILDREN_WELCOME = "children_welcome"
    COMPANION = "companion"
    CALL_FIRST = "call_first"
    QUIET = "quiet"


class Facility(StrEnum):
    """What a branch or an activity offers; each answers the requirement of the same name."""

    STEP_FREE = "step_free"
    CHILDCARE = "childcare"
    CHILDREN_WELCOME = "children_welcome"
    QUIET = "quiet"


class ActivityStatus(StrEnum):
    """Whether an activity can be suggested."""

    ACTIVE = "active"
    PAUSED = "paused"
    INACTIVE = "inactive"


class Channel(StrEnum):
    """How she hears from us."""

    SMS = "sms"
    LETTER = "letter"
    VIA_CASE_WORKER = "via_case_worker"


class Role(StrEnum):
    """Who a signed-in caller is; the organisation says where."""

    CASE_WORKER = "case_worker"
    MUNICIPALITY_ADMIN = "municipality_admin"
    LIBRARY_STAFF = "library_staff"
    LIBRARY_ADMIN = "library_admin"
    PARTNER_REFERRER = "partner_referrer"
    PROGRAMME_ANALYST = "programme_analyst"


class WithdrawalReason(StrEnum):
    """Why a municipality takes a referral back."""

    MOVED = "moved"
    WORK = "work"
    OTHER = "other"
    DECEASED = "deceased"
    PERSON_ASKED = "person_asked"
    DUPLICATE = "duplicate"


class Outcome(StrEnum):
    """What taking part led to, as its library sees it."""

    GOAL_REACHED = "goal_reached"
    MOVED_ON_COURSE = "moved_on_course"
    MOVED_ON_WORK = "moved_on_work"
    MOVED_ON_VOLUNTEERING = "moved_on_volunteering"
    OTHER = "other"


class LibraryDeclineReason(StrEnum):
    """Why a library says no."""

    FULL = "full"
    LEVEL_MISMATCH = "level_mismatch"
    NOT_ELIGIBLE = "not_eligible"
    GROUP_RESTRICTION = "group_restriction"
    ACTIVITY_STOPPED = "activity_stopped"
    CANNOT_CONTACT = "cannot_contact"
    OTHER = "other"
