"""Examples that validate: a test reads each one with the model it stands beside."""

# By place, not by postcode: the ruleset of the Dutch API rules (2.2) takes any key with "post" in
# it, in an example too, for an HTTP method.
MATCH_QUESTION = {
    "location": {"place": "Utrecht"},
    "residence": "GM0344",
    "languageLevel": "a1",
    "speakingLevel": "a2",
    "reading": "latin",
    "spokenLanguages": ["ar", "en"],
    "themes": ["language", "meeting"],
    "audiences": ["women"],
    "ageGroup": "adult",
    "availability": ["tue_morning", {"weekday": "thu", "from": "08:45", "until": "14:00"}],
    "travel": {"mode": "bicycle", "maxMinutes": 30},
    "needs": ["children_welcome"],
    "delivery": ["in_person", "online"],
    "limit": 3,
}
MATCH_QUESTION_AT_POINT = {
    "location": {"latitude": 52.0907, "longitude": 5.1214},
    "residence": "GM0344",
    "languageLevel": "unknown",
}
_NEED = {name: value for name, value in MATCH_QUESTION.items() if name != "limit"}
REFERRAL = {
    **_NEED,
    "clientReference": "UTR-2026-00123",
    "assignedTo": "team-oost",
    "person": {
        "firstName": "Amina",
        "phone": "06 12345678",
        "contactLanguage": "ar",
        "channel": "sms",
    },
    "agreement": {"refer": True, "sms": True, "reportBack": True, "recordedOn": "2026-11-20"},
    "countHours": True,
    "note": "Brengt haar zoon om half negen naar school.",
}
CORRECTION = {"travel": {"maxMinutes": 45}, "assignedTo": None}
ACCEPTANCE = {"placementId": "plc_8d4k2x9f"}
WITHDRAWAL = {"reason": "moved"}
CANCELLATION = {"reason": "left"}
TAKEN_ELSEWHERE = {"count": 3}

_CONTACT = {"phone": "030 123 45 67", "email": "taal@bibliotheek.example"}
ACTIVITY = {
    "sourceId": "taalcafe-overvecht-di",
    "branch": {"isil": "NL-0899041002"},
    "title": "Taalcafé Overvecht",
    "description": "Nederlands praten met koffie erbij.",
    "type": "language_cafe",
    "themes": ["language", "meeting"],
    "level": {"min": "pre_a1", "max": "b1", "policy": "guideline"},
    "reading": "none",
    "helpingLanguages": ["ar"],
    "audience": "everyone",
    "delivery": "in_person",
    "entry": "drop_in",
    "facilities": ["step_free", "children_welcome"],
    "sessions": [
        {
            "weekday": "tue",
            "start": "10:00",
            "durationMinutes": 90,
            "everyWeeks": 1,
            "validFrom": "2026-09-01",
            "validUntil": None,
            "except": ["2026-12-29"],
        }
    ],
    "closedInSchoolHolidays": "midden",
    "capacity": 12,
    "takenElsewhere": 3,
    "waitingList": True,
    "expectedWaitWeeks": None,
    "price": {"amount": 0, "note": ""},
    "serviceArea": ["GM0344"],
    "organisedBy": None,
    "programme": None,
    "contact": _CONTACT,
    "status": "active",
}
_BRANCH = {
    "isil": "NL-0899041002",
    "name": "Bibliotheek Overvecht",
    "place": "Utrecht",
    "latitude": 52.117,
    "longitude": 5.107,
}
ACTIVITY_ANSWER = {
    **ACTIVITY,
    "id": "act_3q7c5n2m",
    "library": "NL-0899040000",
    "branch": _BRANCH,
    "facilities": ["children_welcome", "step_free"],
    "taken": 5,
    "seatsLeft": 4,
    "lastConfirmedOn": "2026-11-01",
}
LIBRARY = {
    "isil": "NL-0899040000",
    "name": "De Bibliotheek Utrecht",
    "contact": _CONTACT,
    "serviceArea": ["GM0344"],
    "branches": [
        {
            **_BRANCH,
            "address": "Zamenhofdreef 1",
            "facilities": ["step_free"],
            "openingHours": ["ma–vr 10:00–18:00", "za 10:00–17:00"],
        }
    ],
}

LIBRARY_ANSWER = {**LIBRARY, "holidayRegion": None, "pause": None}
PAUSE = {"from": "2026-12-19", "until": "2027-01-03"}
PROGRAMME = {
    "id": "taalcafe-basis",
    "title": "Taalcafé: de basis",
    "description": "Lessen en werkvormen voor vrijwilligers van een taalcafé.",
    "themes": ["language"],
    "materials": [
        {
            "title": "Werkvormen",
            "url": "https://programma.example/werkvormen.pdf",
            "language": "nl",
        }
    ],
    "active": True,
}

_FIT = {
    "rank": 1,
    "score": 0.62,
    "nextSessionAt": "2026-11-24T09:00:00Z",
    "distanceKm": 1.234,
    "travelMinutes": 7,
    "reasons": [
        {"code": "level_in_range", "text": "Niveau A1 past bij deze activiteit."},
        {"code": "drop_in", "text": "Zij kan zo binnenlopen."},
    ],
    "scoreParts": [
        {"code": "travel", "value": 0.8, "weight": 0.4, "part": 0.32},
        {"code": "level", "value": 1.0, "weight": 0.3, "part": 0.3},
    ],
}
MATCH_ANSWER = {
    "location": {"latitude": 52.12, "longitude": 5.1, "precision": "place", "precisionKm": 3.0},
    "matches": [{**_FIT, "activity": ACTIVITY_ANSWER}],
    "nearMisses": [],
    "fallback": None,
    "considered": 348,
    "catalogueVersion": "20261123T090000Z-1f3a5c7e9b2d4f60",
    "config": "weights-2026-11-1",
}
REFERRAL_ANSWER = {
    "id": "ref_5h2v7b3t",
    "status": "offered",
    "clientReference": "UTR-2026-00123",
    "previousReferralId": None,
    "assignedTo": "team-oost",
    "need": _NEED,
    "placements": [
        {
            **_FIT,
            "id": "plc_8d4k2x9f",
            "code": "4821",
            "status": "proposed",
            "declinedBy": None,
            "reason": None,
            "round": 1,
            "activity": ACTIVITY_ANSWER,
            "activityId": "act_3q7c5n2m",
            "waiting": None,
            "meanwhile": None,
        }
    ],
    "message": {"status": "pending", "language": "ar", "segments": 2},
    "channel": "sms",
    "contactLanguage": "ar",
    "countHours": True,
    "withdrawal": None,
    "createdAt": "2026-11-23T09:00:00Z",
    "updatedAt": "2026-11-23T09:00:00Z",
    "version": 1,
}

INTAKE_CONFIRMED = {
    "type": "intake.confirmed",
    "timestamp": "2026-11-24T10:15:00Z",
    "data": {"placementId": "plc_8d4k2x9f"},
}
INTAKE_DECLINED = {
    "type": "intake.declined",
    "timestamp": "2026-11-24T10:15:00Z",
    "data": {"code": "4821", "reason": "full"},
}

FEED = {
    "url": "https://agenda.example.nl/taal.ics",
    "kind": "calendar",
    "full": True,
    "everyHours": 24,
    "branch": "NL-0899041002",
    "type": "language_cafe",
    "levelMin": "a1",
    "levelMax": "b1",
}

INTAKE_SCHEDULED = {
    "type": "intake.scheduled",
    "timestamp": "2026-11-24T10:15:00Z",
    "data": {"placementId": "plc_8d4k2x9f", "scheduledAt": "2026-11-27T13:00:00Z"},
}
ATTENDANCE = {"heldOn": "2026-11-24", "minutes": 90, "presence": "present"}
ATTENDANCE_RECORDED = {
    "type": "attendance.recorded",
    "timestamp": "2026-11-24T11:30:00Z",
    "data": {"code": "4821", **ATTENDANCE},
}
PARTICIPATION_COMPLETED = {
    "type": "participation.completed",
    "timestamp": "2027-03-30T11:30:00Z",
    "data": {"placementId": "plc_8d4k2x9f", "outcome": "goal_reached"},
}
PARTICIPATION_STOPPED = {
    "type": "participation.stopped",
    "timestamp": "2027-03-30T11:30:00Z",
    "data": {"placementId": "plc_8d4k2x9f"},
}
ANSWER_YES = {"accept": True}
ANSWER_NO = {"accept": False, "reason": "full"}
ACTIVITY_CANCELLED = {
    "type": "activity.cancelled",
    "timestamp": "2026-11-24T11:30:00Z",
    "data": {"activityId": "act_3q7c5n2m"},
}
HANDED_OVER = {"to": "GM0363", "agreedOn": "2026-11-20"}
NEW_ADDRESS = {"location": {"place": "Amsterdam"}}
HANDOVER = {"from": "usr_1", "to": "team-oost"}
COVER = {"standIn": "usr_2", "fromOn": "2026-12-21", "untilOn": "2027-01-01"}
