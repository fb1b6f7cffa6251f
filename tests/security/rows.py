"""The rows of the access matrix: what each route is asked, so that whoever may ask gets an answer.

Whoever adds a route adds its row, with a body that is right: only then is "not found" an answer
about whose it is, and not about what was written. `{name}` in a body is that of the thing asked
for; the path's own names tell by themselves what the route is about.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.entry.openapi.examples import (
    ACTIVITY,
    ATTENDANCE,
    LIBRARY,
    PAUSE,
    PROGRAMME,
    REFERRAL,
)
from chalicelib.entry.parsing.import_request import XLSX

NEED = {"location": {"postcode": "3562"}, "residence": "GM0344", "languageLevel": "a1"}
PERSON = {**REFERRAL, **NEED, "location": {"postcode": "3562"}, "clientReference": None}
ORDER = {k: v for k, v in PERSON.items() if k not in {"audiences", "availability", "assignedTo"}}
DAY = {"from": "2026-11-23T00:00:00Z", "until": "2026-11-24T00:00:00Z"}


@dataclass(frozen=True, slots=True)
class Row:
    """What is sent: JSON, a form, or bytes; and which headers beside it."""

    json: Any = None
    form: Mapping[str, str] | None = None
    raw: tuple[str, bytes] | None = None  # its content type, and the body
    headers: Mapping[str, str] | None = None
    link: str | None = None  # which link its {token} is
    query: str = ""
    path: Mapping[str, str] | None = None  # what a name in its path really is


READ = Row()
YEAR = Row(query="?from=2026-01-01&to=2026-12-31")
ROWS: Mapping[str, Row] = {
    "POST /v1/matches": Row(json=NEED),
    "POST /v1/referrals": Row(json=ORDER, headers={"Idempotency-Key": "another"}),
    "GET /v1/referrals": READ,
    "GET /v1/referrals/{referral_id}": READ,
    "PATCH /v1/referrals/{referral_id}": Row(
        json={"note": "belt liever"}, headers={"If-Match": "{version}"}
    ),
    "GET /v1/referrals/{referral_id}/matches": READ,
    "POST /v1/referrals/{referral_id}/acceptance": Row(json={"placementId": "{proposed_id}"}),
    "POST /v1/referrals/{referral_id}/offers": READ,
    "POST /v1/referrals/{referral_id}/withdrawal": Row(json={"reason": "moved"}),
    "POST /v1/referrals/{referral_id}/reopening": READ,
    "GET /v1/referrals/{referral_id}/letter": READ,
    "GET /v1/referrals/{referral_id}/person": READ,
    "DELETE /v1/referrals/{referral_id}/person": READ,
    "GET /v1/referrals/{referral_id}/hours": READ,
    "POST /v1/referrals/{referral_id}/handover": Row(
        json={"to": "GM0363", "agreedOn": "2026-11-20"}
    ),
    "GET /v1/referrals/{referral_id}/handover": READ,
    "GET /v1/handovers/{token}": Row(link="handover_link"),
    "DELETE /v1/handovers/{token}": Row(link="handover_link"),
    "POST /v1/handovers/{token}/confirmation": Row(link="handover_link"),
    "DELETE /v1/handovers/{token}/confirmation": Row(link="handover_link"),
    "GET /v1/tasks": READ,
    "POST /v1/tasks/{task_id}/done": READ,
    "PUT /v1/tasks/cover": Row(
        json={"standIn": "usr_2", "fromOn": "2026-12-21", "untilOn": "2027-01-01"}
    ),
    "DELETE /v1/tasks/cover": READ,
    "POST /v1/caseload/handover": Row(json={"from": "{me}", "to": "usr_2"}),
    "POST /v1/placements/{placement_id}/undo": READ,
    "POST /v1/placements/{placement_id}/cancellation": Row(json={"reason": "left"}),
    "POST /v1/placements/{placement_id}/answer": Row(json={"accept": True}),
    "POST /v1/placements/{placement_id}/attendance": Row(
        json={**ATTENDANCE, "heldOn": "2026-11-23"}
    ),
    "GET /v1/libraries/{isil}/placements": READ,
    "GET /v1/municipalities/{code}/counted-hours": READ,
    "GET /v1/municipalities/{code}/choices": READ,
    "PUT /v1/municipalities/{code}/choices": Row(json={"weeklyEncouragement": True}),
    "PUT /v1/municipalities/{code}/counted-hours": Row(json={"types": [], "also": []}),
    "GET /v1/reports/languages": READ,
    "GET /v1/reports/costs": YEAR,
    "GET /v1/reports/funnel": YEAR,
    "GET /v1/reports/participation-hours": YEAR,
    "GET /v1/reports/programmes": YEAR,
    "GET /v1/reports/unmet-demand": YEAR,
    "GET /v1/reports/waiting": YEAR,
    "GET /v1/activities": READ,
    "POST /v1/activities": Row(json=ACTIVITY),
    "POST /v1/activities/confirmations": Row(json={"all": True}),
    "GET /v1/activities/{activity_id}": READ,
    "PUT /v1/activities/{activity_id}": Row(
        json={**ACTIVITY, "sourceId": "src-act_group"}, headers={"If-Match": '"1"'}
    ),
    "DELETE /v1/activities/{activity_id}": READ,
    "PUT /v1/activities/{activity_id}/taken-elsewhere": Row(json={"count": 2}),
    "GET /v1/libraries": READ,
    "GET /v1/libraries/{isil}": READ,
    "PUT /v1/libraries/{isil}": Row(json={**LIBRARY, "isil": "{isil}"}),
    "PUT /v1/libraries/{isil}/pause": Row(json=PAUSE),
    "DELETE /v1/libraries/{isil}/pause": READ,
    "GET /v1/programmes": READ,
    "GET /v1/programmes/{programme_id}": READ,
    "PUT /v1/programmes/{programme_id}": Row(
        json={**PROGRAMME, "id": "{programme_id}"}, headers={"If-Match": '"1"'}
    ),
    "POST /v1/catalogue-imports": Row(raw=("text/csv", b"source_id,title\nrow-1,Walk\n")),
    "GET /v1/catalogue-imports/{import_id}": READ,
    "GET /v1/import-templates/activities": Row(headers={"Accept": XLSX}),
    "GET /v1/libraries/{isil}/feed": READ,
    "PUT /v1/libraries/{isil}/feed": Row(
        json={"url": "https://bieb.example.nl/agenda.csv", "kind": "csv"}
    ),
    "DELETE /v1/libraries/{isil}/feed": READ,
    "GET /v1/libraries/{isil}/calendar": READ,
    "POST /v1/libraries/{isil}/webhook": Row(json={}),
    "POST /v1/libraries/{isil}/webhook/test": Row(json={}),
    "POST /v1/libraries/{isil}/secrets": READ,
    "GET /v1/libraries/{isil}/secrets": READ,
    "DELETE /v1/libraries/{isil}/secrets/{secret_id}": READ,
    "GET /v1/libraries/{isil}/endpoint": READ,
    "PUT /v1/libraries/{isil}/endpoint": Row(json={"url": "https://bieb.example.nl/wegwijs"}),
    "DELETE /v1/libraries/{isil}/endpoint": READ,
    "POST /v1/libraries/{isil}/endpoint/test": READ,
    "GET /v1/libraries/{isil}/deliveries": READ,
    "POST /v1/libraries/{isil}/deliveries/replay": Row(json=DAY),
    "POST /v1/libraries/{isil}/deliveries/{delivery_id}/replay": READ,
    "GET /v1/hsds/services": READ,
    "GET /v1/hsds/organizations": READ,
    "GET /v1/hsds/locations": READ,
    "GET /v1/health": READ,
    "GET /v1/openapi.json": READ,
    "GET /.well-known/security.txt": READ,
    "GET /": READ,
    "GET /toegankelijkheid": READ,
    "GET /uitleg": READ,
    "GET /static/{name}": READ,
    "GET /inloggen": READ,
    "GET /inloggen/terug": READ,
    "GET /uitloggen": READ,
    "POST /uitloggen": Row(form={}),
    "GET /start": READ,
    "GET /deze-week": READ,
    "GET /deze-week/vrijwilligers": READ,
    "POST /deze-week/antwoord": Row(form={"placementId": "{placement_id}", "answer": "yes"}),
    "POST /deze-week/aanwezig": Row(
        form={"placementId": "{placement_id}", "heldOn": "2026-11-23", "presence": "present"}
    ),
    "POST /deze-week/intake": Row(
        form={"placementId": "{placement_id}", "day": "2026-11-30", "start": "10:00"}
    ),
    "POST /deze-week/balie": Row(form={"code": "{desk_code}", "what": "met"}),
    "POST /deze-week/ongedaan": Row(form={"placementId": "{placement_id}"}),
    "GET /agenda-adres": READ,
    "POST /agenda-adres": Row(
        form={"url": "https://bieb.example.nl/agenda.csv", "kind": "csv", "everyHours": "24"}
    ),
    "POST /agenda-adres/stoppen": Row(form={}),
    "GET /bibliotheek": READ,
    "POST /bibliotheek": Row(form={"name": "De Bibliotheek Utrecht", "version": "1"}),
    "GET /bibliotheek/vestigingen/{isil}": Row(path={"isil": "branch"}),
    "POST /bibliotheek/vestigingen/{isil}": Row(
        form={
            "name": "Overvecht",
            "place": "Utrecht",
            "version": "1",
            "latitude": "52.117",
            "longitude": "5.107",
        },
        path={"isil": "branch"},
    ),
    "POST /bibliotheek/vestigingen/{isil}/weg": Row(form={"version": "1"}, path={"isil": "branch"}),
    "GET /importeren": READ,
    "GET /importeren/tabel": READ,
    "GET /importeren/{import_id}": READ,
    "POST /importeren": Row(form={}),
    "POST /importeren/{import_id}/doen": Row(form={}),
    "GET /koppeling": READ,
    "POST /koppeling/adres": Row(
        form={"url": "https://bieb.example.nl/wegwijs", "types": "referral.accepted"}
    ),
    "POST /koppeling/adres/weg": Row(form={}),
    "POST /koppeling/geheim": Row(form={}),
    "POST /koppeling/geheim/weg": Row(form={"secretId": "sec_first"}),
    "POST /koppeling/opnieuw": Row(form={"deliveryId": "{delivery_id}"}),
    "POST /koppeling/proef": Row(form={}),
    "GET /plaatsen": READ,
    "POST /plaatsen/erbij": Row(form={"activityId": "{activity_id}", "change": "1"}),
    "POST /plaatsen/klopt": Row(form={"which": "all"}),
    "POST /plaatsen/pauze": Row(form={"from": "2026-12-19", "until": "2027-01-03"}),
    "POST /plaatsen/hervatten": Row(form={}),
    "GET /activiteiten": READ,
    "GET /activiteiten/nieuw": READ,
    "POST /activiteiten/nieuw": Row(form={"more": "1"}),  # one more line, and nothing kept yet
    "GET /activiteiten/{activity_id}": READ,
    "POST /activiteiten/{activity_id}": Row(form={"more": "1", "version": "1"}),
    "POST /activiteiten/{activity_id}/regel": Row(
        form={"version": "1", "title": "Taal", "takenElsewhere": "0", "status": "active"}
    ),
    "POST /activiteiten/{activity_id}/stoppen": Row(form={"version": "1"}),
    "POST /taken/{task_id}/gedaan": Row(form={}),
    "GET /verwijzen": READ,
    "POST /verwijzen": Row(form={"step": "2", "to": "1"}),  # back to the first step
    "POST /verwijzen/passend": Row(form={"step": "3"}),
    "POST /verwijzen/bericht": Row(form={"step": "4"}),
    "GET /verwijzen/lijst": READ,
    "POST /verwijzen/lijst": Row(form={}),
    "POST /verwijzen/lijst/versturen": Row(form={}),
    "GET /overdragen": READ,
    "POST /overdragen": Row(form={"from": "{me}", "to": "usr_2"}),
    "POST /overdragen/vervanging": Row(
        form={"standIn": "usr_2", "fromOn": "2026-12-21", "untilOn": "2027-01-01"}
    ),
    "POST /overdragen/terug": Row(form={}),
    "GET /verwijzingen/{referral_id}/berichten": READ,
    "GET /verwijzingen/{referral_id}/passend": READ,
    "GET /verwijzingen/{referral_id}/verbeteren": READ,
    "POST /verwijzingen/{referral_id}/verbeteren": Row(form={}),
    "POST /verwijzingen/{referral_id}/toewijzen": Row(form={"assignedTo": "{me}"}),
    "GET /verwijzingen/{referral_id}/wissen": READ,
    "POST /verwijzingen/{referral_id}/wissen": Row(form={"sure": "yes"}),
    "GET /verwijzingen": READ,
    "GET /verwijzingen/lijst": READ,
    "GET /verwijzingen/{referral_id}": READ,
    "GET /verwijzingen/{referral_id}/overzicht": READ,
    "GET /verwijzingen/{referral_id}/gegevens": READ,
    "GET /verwijzingen/{referral_id}/brief": READ,
    "POST /verwijzingen/{referral_id}/kiezen": Row(form={"placementId": "{proposed_id}"}),
    "POST /verwijzingen/{referral_id}/stoppen": Row(
        form={"placementId": "{placement_id}", "reason": "left"}
    ),
    "POST /verwijzingen/{referral_id}/terugdraaien": Row(form={"placementId": "{placement_id}"}),
    "POST /verwijzingen/{referral_id}/opnieuw": Row(form={}),
    "POST /verwijzingen/{referral_id}/terugtrekken": Row(form={"reason": "moved"}),
    "POST /verwijzingen/{referral_id}/heropenen": Row(form={}),
    "GET /documentatie": READ,
    "GET /zoek": READ,
    "POST /zoek": Row(form={"postcode": "3562", "languageLevel": "a1"}),
    "GET /rapporten": READ,
    "GET /rapporten/kosten": READ,
    "GET /rapporten/talen": READ,
    "GET /rapporten/uren": READ,
    "GET /rapporten/vraag": READ,
    "GET /rapporten/wachtlijsten": READ,
    "GET /rapporten/{report}/tabel": READ,
    "GET /talen": READ,
    "GET /taalcontrole/{token}": Row(link="speaker_link"),
    "POST /taalcontrole/{token}": Row(form={}, link="speaker_link"),
    "GET /keuzes": READ,
    "POST /keuzes": Row(form={"encouragement": "weekly"}),
    "POST /verwijzingen/{referral_id}/overdragen": Row(form={"to": "GM0363"}),
    "GET /verwijzingen/{referral_id}/overdracht": READ,
    "GET /overdracht/{token}": Row(link="handover_link"),
    "POST /overdracht/{token}/bevestigen": Row(form={}, link="handover_link"),
    "POST /overdracht/{token}/terugnemen": Row(form={}, link="handover_link"),
    "POST /overdracht/{token}/afzeggen": Row(form={}, link="handover_link"),
    "GET /klopt/{token}": Row(link="confirmation_link"),
    "POST /klopt/{token}": Row(form={}, link="confirmation_link"),
    "GET /b/{token}": Row(link="placement_link"),
    "POST /b/{token}": Row(form={}, link="placement_link"),
    "GET /w/{token}": Row(link="list_link"),
    "POST /w/{token}": Row(form={}, link="list_link"),
    "GET /w/{token}/vrijwilligers": Row(link="list_link"),
    "GET /s/{token}": Row(link="link"),
    "POST /s/{token}": Row(form={"answer": "not_now"}, link="link"),
    "GET /s/{token}/calendar.ics": Row(link="link"),
}
