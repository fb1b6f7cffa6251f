"""A walk through every door of the API, in at every one and turned away where one can be."""

from typing import Any
from unittest.mock import patch
from urllib.parse import quote

from chalicelib.domain.catalogue import Library
from chalicelib.domain.errors import Temporary
from chalicelib.domain.ids import LibraryId, ReferralId
from chalicelib.domain.reply import Reply, Wish
from chalicelib.domain.reporting import Grouping
from chalicelib.entry.openapi.examples import (
    ACTIVITY,
    COVER,
    FEED,
    HANDED_OVER,
    HANDOVER,
    LIBRARY,
    PAUSE,
    PROGRAMME,
    REFERRAL,
)
from chalicelib.entry.parsing.import_request import XLSX
from chalicelib.usecases import caseload
from chalicelib.usecases.counting import count_due
from chalicelib.usecases.feeds import read_feed
from chalicelib.usecases.notify import notify
from chalicelib.usecases.ports import Answered as Fetched
from chalicelib.usecases.reply import reply
from tests.entry.api_on_fakes import NEXT_MUNICIPALITY, UTRECHT, Answered, ApiOnFakes
from tests.fakes.libraries import FakeLibraries

CASE_WORKER, LIBRARIAN, ANALYST = "case_worker", "library_admin", "programme_analyst"
NEED = {"location": {"postcode": "3562 AB"}, "residence": "GM0344", "languageLevel": "a1"}
HOPELESS = {**NEED, "delivery": ["home"]}
SESSIONS = {
    "weekly": {"weekday": "tue", "start": "10:00", "durationMinutes": 90},
    "monthly": {"weekday": "wed", "monthlyOrdinal": -1, "start": "13:00", "durationMinutes": 60},
    "once": {"onDate": "2026-12-03", "start": "19:00", "durationMinutes": 120},
}


def walk(api: ApiOnFakes) -> list[Answered]:
    """Everything that came back on the way."""
    for part in (
        _catalogue,
        _programmes,
        _imports,
        _feeds,
        _referring,
        _tasks,
        _taking_over,
        _moving,
        _webhooks,
        _placements,
        _secrets,
        _endpoint,
        _undoing,
        _erasing,
        _reports,
        _system,
        _turned_away,
        _too_late,
    ):
        part(api)
    return api.answered


def _catalogue(api: ApiOnFakes) -> None:
    api.ask(LIBRARIAN, "PUT", f"/libraries/{UTRECHT}", LIBRARY)
    api.ask(CASE_WORKER, "GET", f"/libraries/{UTRECHT}")
    api.ask(CASE_WORKER, "GET", "/libraries")
    api.ask(LIBRARIAN, "PUT", f"/libraries/{UTRECHT}", LIBRARY, If_Match='"77"')
    api.ask(LIBRARIAN, "PUT", f"/libraries/{UTRECHT}/pause", PAUSE)
    api.ask(LIBRARIAN, "DELETE", f"/libraries/{UTRECHT}/pause")
    for name, session in SESSIONS.items():
        body = {**ACTIVITY, "sourceId": name, "sessions": [session], "type": "conversation_group"}
        added = api.ask(LIBRARIAN, "POST", "/activities", {**body, "entry": "register"})
    here = f"/activities/{added.body['id']}"
    api.ask(LIBRARIAN, "POST", "/activities", {**ACTIVITY, "type": "language_house_desk"})
    read = api.ask(CASE_WORKER, "GET", here)
    api.ask(LIBRARIAN, "PUT", here, read.body, If_Match=read.headers["etag"])
    api.ask(LIBRARIAN, "PUT", here, read.body, If_Match='"77"')
    api.ask(LIBRARIAN, "PUT", here, read.body)
    api.ask(LIBRARIAN, "PUT", f"{here}/taken-elsewhere", {"count": 2})
    api.ask(LIBRARIAN, "PUT", f"{here}/taken-elsewhere", {"change": -1})
    api.ask(LIBRARIAN, "POST", "/activities/confirmations", {"all": True})
    api.ask(LIBRARIAN, "POST", "/activities/confirmations", {"ids": ["act_unknown"]})
    api.ask(CASE_WORKER, "GET", "/activities?pageSize=2&theme=language")
    api.ask(LIBRARIAN, "DELETE", here)
    api.ask(LIBRARIAN, "POST", "/activities", ACTIVITY)
    api.publish()


def _programmes(api: ApiOnFakes) -> None:
    here = f"/programmes/{PROGRAMME['id']}"
    made = api.ask(ANALYST, "PUT", here, PROGRAMME)
    api.ask(ANALYST, "PUT", here, made.body, If_Match=made.headers["etag"])
    api.ask(ANALYST, "PUT", here, PROGRAMME, If_Match=made.headers["etag"])
    api.ask(ANALYST, "PUT", here, PROGRAMME)
    api.ask(LIBRARIAN, "PUT", here, PROGRAMME)
    api.ask(CASE_WORKER, "GET", here)
    api.ask(CASE_WORKER, "GET", "/programmes/unknown")
    api.ask(CASE_WORKER, "GET", "/programmes?pageSize=1")


def _imports(api: ApiOnFakes) -> None:
    def table(rows: int) -> bytes:
        return b"source_id,title\n" + b"".join(b"row-%d,Walk\n" % n for n in range(rows))

    for rows in (1, 2_001):
        sent = api.ask(
            LIBRARIAN, "POST", "/catalogue-imports", table(rows), Content_Type="text/csv"
        )
    api.ask(LIBRARIAN, "GET", f"/catalogue-imports/{sent.body['id']}")
    api.ask(LIBRARIAN, "GET", "/catalogue-imports/imp_unknown")
    api.ask(LIBRARIAN, "GET", "/activities", Accept="text/csv")
    api.ask(None, "GET", f"/libraries/{UTRECHT}/calendar")
    api.ask(None, "GET", "/import-templates/activities", Accept=XLSX)
    api.ask(None, "GET", "/import-templates/activities")


def _feeds(api: ApiOnFakes) -> None:
    here = f"/libraries/{UTRECHT}/feed"
    api.ask(LIBRARIAN, "GET", here)
    api.ask(LIBRARIAN, "PUT", here, FEED)
    api.ask(LIBRARIAN, "PUT", here, FEED | {"url": "http://127.0.0.1/"})
    api.ask(LIBRARIAN, "PUT", "/libraries/NL-0899010000/feed", FEED)
    api.ask(CASE_WORKER, "PUT", here, FEED)
    api.ports.outgoing.answers[str(FEED["url"])] = Fetched(
        200, {}, b"source_id,title\nrow-1,Walk\n"
    )
    read_feed(UTRECHT, ports=api.ports)
    api.ask(LIBRARIAN, "GET", here)
    api.ask(LIBRARIAN, "DELETE", here)


def _referring(api: ApiOnFakes) -> None:
    api.ask(CASE_WORKER, "POST", "/matches", NEED)
    api.ask(CASE_WORKER, "POST", "/matches", HOPELESS)
    first = _refer(api, "first")
    api.ask(CASE_WORKER, "GET", "/referrals?pageSize=1")
    api.ask(CASE_WORKER, "GET", f"/referrals/{first['id']}/matches")
    assigned = api.ask(CASE_WORKER, "PATCH", _at(first), {"assignedTo": None}, If_Match='"1"')
    api.ask(CASE_WORKER, "PATCH", _at(first), HOPELESS, If_Match=assigned.headers["etag"])
    api.ask(CASE_WORKER, "PATCH", _at(first), HOPELESS)
    api.ask(CASE_WORKER, "PATCH", _at(first), HOPELESS, If_Match='"1"')
    api.ask(CASE_WORKER, "PATCH", _at(first), {"delivery": None}, If_Match=_version(api, first))
    api.ask(CASE_WORKER, "GET", f"{_at(first)}/letter")
    api.ask(CASE_WORKER, "POST", f"{_at(first)}/offers")
    chosen = {"placementId": _held_by_library(api, first)}
    api.ask(CASE_WORKER, "POST", f"{_at(first)}/acceptance", chosen)
    api.ask(CASE_WORKER, "POST", f"{_at(first)}/acceptance", chosen)
    api.ask(CASE_WORKER, "POST", f"{_at(first)}/offers")
    api.ask(CASE_WORKER, "GET", _at(first))
    second = _refer(api, "second", **HOPELESS)
    api.ask(CASE_WORKER, "POST", f"{_at(second)}/withdrawal", {"reason": "moved"})
    api.ask(CASE_WORKER, "POST", f"{_at(second)}/withdrawal", {"reason": "moved"})
    api.ask(CASE_WORKER, "GET", _at(second))
    api.ask(CASE_WORKER, "POST", f"{_at(second)}/reopening")
    api.ask(CASE_WORKER, "POST", f"{_at(second)}/reopening")
    _refer(api, "nowhere", location={"place": "Nergenshuizen"})


def _undoing(api: ApiOnFakes) -> None:
    referral = _refer(api, "undone")
    chosen = {"placementId": _held_by_library(api, referral)}
    api.ask(CASE_WORKER, "POST", f"{_at(referral)}/acceptance", chosen)
    about = f"/placements/{chosen['placementId']}"
    api.ask(CASE_WORKER, "POST", f"{about}/undo")
    api.ask(CASE_WORKER, "POST", f"{about}/undo")
    api.ask(CASE_WORKER, "POST", f"{about}/cancellation", {"reason": "left"})
    api.ask(CASE_WORKER, "POST", f"{about}/cancellation")
    api.ask(LIBRARIAN, "POST", "/placements/plc_unknown/undo")


def _erasing(api: ApiOnFakes) -> None:
    """She is forgotten, and so is the request: sent again, it brings nothing back."""
    referral = _refer(api, "erased")
    api.ask(CASE_WORKER, "GET", f"{_at(referral)}/person")
    api.ask(CASE_WORKER, "GET", f"{_at(referral)}/person", Accept="text/html")
    api.ask(CASE_WORKER, "GET", "/referrals/ref_unknown/person")
    api.ask(CASE_WORKER, "DELETE", f"{_at(referral)}/person")
    api.ask(CASE_WORKER, "DELETE", f"{_at(referral)}/person")
    api.ask(CASE_WORKER, "DELETE", "/referrals/ref_unknown/person")
    api.ask(CASE_WORKER, "GET", _at(referral))
    _refer(api, "erased")


def _tasks(api: ApiOnFakes) -> None:
    """She asks to be called, and her case worker does so."""
    wants_a_call = ReferralId(_refer(api, "call")["id"])
    token = api.ports.derivation.link_token(wants_a_call)
    reply(token, Reply(Wish.CALL_ME), ports=api.ports)
    (task,) = api.ask(CASE_WORKER, "GET", "/tasks?owner=me").body["items"]
    api.ask(CASE_WORKER, "GET", "/tasks?owner=nobody")
    api.ask(CASE_WORKER, "POST", f"/tasks/{task['id']}/done")
    api.ask(CASE_WORKER, "POST", "/tasks/tsk_unknown/done")
    api.ask(LIBRARIAN, "GET", "/tasks")


def _moving(api: ApiOnFakes) -> None:
    """She moved, and the next municipality goes on with her."""
    amina = _refer(api, "moved")
    at = f"{_at(amina)}/handover"
    api.ask(CASE_WORKER, "GET", at)
    api.ask(CASE_WORKER, "POST", at, {**HANDED_OVER, "to": "GM0344"})
    begun = api.ask(CASE_WORKER, "POST", at, HANDED_OVER)
    api.ask(CASE_WORKER, "POST", at, HANDED_OVER)
    api.ask(CASE_WORKER, "GET", at)
    here = f"/handovers/{begun.body['token']}"
    api.ask(NEXT_MUNICIPALITY, "GET", here)
    api.ask("partner_referrer", "GET", here)
    api.ask(CASE_WORKER, "POST", f"{here}/confirmation")
    api.ask(CASE_WORKER, "DELETE", f"{here}/confirmation")
    api.ask(CASE_WORKER, "DELETE", here)
    api.ask(CASE_WORKER, "DELETE", here)
    again = api.ask(CASE_WORKER, "POST", at, HANDED_OVER)
    here = f"/handovers/{again.body['token']}"
    api.ask(CASE_WORKER, "POST", f"{here}/confirmation")
    api.ask(NEXT_MUNICIPALITY, "POST", f"{here}/confirmation", {})
    where = {"location": {"postcode": "3562"}}
    taken = api.ask(NEXT_MUNICIPALITY, "POST", f"{here}/confirmation", where)
    api.ask(NEXT_MUNICIPALITY, "GET", f"/referrals/{taken.body['referralId']}")
    api.ask(NEXT_MUNICIPALITY, "DELETE", f"{here}/confirmation")


def _taking_over(api: ApiOnFakes) -> None:
    """Somebody is away for some days, and somebody hands over what is hers."""
    api.ask(CASE_WORKER, "PUT", "/tasks/cover", COVER)
    api.ask(CASE_WORKER, "PUT", "/tasks/cover", {**COVER, "untilOn": "2026-12-01"})
    api.ask(CASE_WORKER, "PUT", "/tasks/cover", {**COVER, "person": "usr_2"})
    api.ask(CASE_WORKER, "DELETE", "/tasks/cover")
    api.ask(CASE_WORKER, "DELETE", "/tasks/cover?person=usr_2")
    api.ask("municipality_admin", "DELETE", "/tasks/cover?person=usr_2")
    api.ask("municipality_admin", "POST", "/caseload/handover", HANDOVER)
    api.ask(CASE_WORKER, "POST", "/caseload/handover", HANDOVER)
    with patch.object(caseload, "MOST_AT_ONCE", 0):
        hers = {"from": "usr_case_worker", "to": "usr_2"}
        api.ask(CASE_WORKER, "POST", "/caseload/handover", hers)


def _webhooks(api: ApiOnFakes) -> None:
    asked = _refer(api, "asked")
    placement = _held_by_library(api, asked)
    early = _intake("confirmed", placementId=placement)
    api.webhook("msg_early", early)
    api.ask(CASE_WORKER, "POST", f"{_at(asked)}/acceptance", {"placementId": placement})
    api.webhook("msg_early", early)
    api.webhook("msg_early", early)
    api.webhook("msg_no", _intake("declined", placementId=placement, reason="full"))
    api.webhook("msg_try", early, to="webhook/test")
    api.ask(None, "POST", f"/libraries/{UTRECHT}/webhook/test", early)
    api.ask(None, "POST", f"/libraries/{UTRECHT}/webhook/test", b" " * 70_000)
    api.webhook("msg_unknown", _intake("confirmed", code="0000"))
    api.webhook("msg_neither", _intake("confirmed"))
    api.ask(None, "POST", f"/libraries/{UTRECHT}/webhook", early)
    read = api.ask(CASE_WORKER, "GET", "/activities?pageSize=1").body["items"][0]
    about = {"timestamp": "2026-11-23T09:00:00Z", "data": {"activityId": read["id"]}}
    titled = {"activityId": read["id"], "title": "Andere naam"}
    for message_id in ("msg_updated", "msg_updated"):
        api.webhook(message_id, {**about, "type": "activity.updated", "data": titled})
    older = {**about, "type": "activity.updated", "timestamp": "2026-11-22T09:00:00Z"}
    api.webhook("msg_older", {**older, "data": titled})
    wrong = {**titled, "title": 7}
    api.webhook("msg_wrong", {**about, "type": "activity.updated", "data": wrong})


def _placements(api: ApiOnFakes) -> None:
    here = f"/libraries/{UTRECHT}/placements"
    first = api.ask(LIBRARIAN, "GET", f"{here}?pageSize=1")
    api.ask(LIBRARIAN, "GET", f"{here}?pageSize=1&cursor={quote(first.body['nextCursor'])}")
    api.ask(LIBRARIAN, "GET", f"{here}?on=2026-11-24&status=confirmed")
    api.ask(LIBRARIAN, "GET", f"{here}?on=today")
    asked = _refer(api, "answered")
    placement = f"/placements/{_held_by_library(api, asked)}"
    api.ask(LIBRARIAN, "POST", f"{placement}/answer", {"accept": True})
    api.ask(LIBRARIAN, "POST", f"{placement}/answer", {"accept": False})
    chosen = {"placementId": _held_by_library(api, asked)}
    api.ask(CASE_WORKER, "POST", f"{_at(asked)}/acceptance", chosen)
    api.ask(LIBRARIAN, "POST", f"{placement}/answer", {"accept": True})
    there = {"heldOn": "2026-11-23", "minutes": 90, "presence": "late"}
    api.ask(LIBRARIAN, "POST", f"{placement}/attendance", there)
    api.ask(LIBRARIAN, "POST", f"{placement}/attendance", {**there, "heldOn": "2126-01-01"})
    api.ask(LIBRARIAN, "POST", f"{placement}/attendance", {})
    api.ask(LIBRARIAN, "POST", "/placements/plc_unknown/attendance", there)
    api.ask(LIBRARIAN, "POST", f"{placement}/answer", {"accept": False, "reason": "full"})
    api.ask(CASE_WORKER, "GET", f"{_at(asked)}/hours")
    api.ask(CASE_WORKER, "GET", f"{_at(asked)}/hours", Accept="text/csv")
    api.ask(CASE_WORKER, "GET", "/referrals/ref_unknown/hours")
    choices = "/municipalities/GM0344/choices"
    api.ask("municipality_admin", "PUT", choices, {"weeklyEncouragement": True})
    api.ask("municipality_admin", "PUT", choices, {"weeklyEncouragement": "sometimes"})
    api.ask("municipality_admin", "GET", choices)
    counting = "/municipalities/GM0344/counted-hours"
    api.ask("municipality_admin", "PUT", counting, {"types": ["ido"], "also": ["act_1"]})
    api.ask("municipality_admin", "PUT", counting, {"types": ["tea"]})
    api.ask("municipality_admin", "GET", counting)
    api.ask("municipality_admin", "GET", "/municipalities/GM0363/counted-hours")
    api.ask("municipality_admin", "PUT", "/municipalities/GM0363/counted-hours", {})
    api.ask(CASE_WORKER, "GET", counting)
    api.ask(CASE_WORKER, "POST", f"{placement}/answer", {"accept": True})
    api.ask(LIBRARIAN, "GET", "/libraries/NL-0899010000/placements")
    api.ask(CASE_WORKER, "GET", here)


def _secrets(api: ApiOnFakes) -> None:
    here = f"/libraries/{UTRECHT}/secrets"
    made = api.ask(LIBRARIAN, "POST", here)
    api.ask(LIBRARIAN, "GET", here)
    api.ask(LIBRARIAN, "GET", "/libraries/NL-0899010000/secrets")
    api.ask(LIBRARIAN, "DELETE", f"{here}/{made.body['id']}")
    api.ask(LIBRARIAN, "DELETE", f"{here}/{made.body['id']}")


def _endpoint(api: ApiOnFakes) -> None:
    here = f"/libraries/{UTRECHT}"
    api.ask(LIBRARIAN, "GET", f"{here}/endpoint")
    api.ask(LIBRARIAN, "PUT", f"{here}/endpoint", {"url": "https://bieb.example.nl/wegwijs"})
    api.ask(LIBRARIAN, "PUT", f"{here}/endpoint", {"url": "http://10.0.0.1", "types": []})
    api.ask(LIBRARIAN, "GET", f"{here}/endpoint")
    test = api.ask(LIBRARIAN, "POST", f"{here}/endpoint/test").body
    notify(test["id"], ports=api.ports)
    first = api.ask(LIBRARIAN, "GET", f"{here}/deliveries?pageSize=1").body
    api.ask(LIBRARIAN, "GET", f"{here}/deliveries?pageSize=1&cursor={quote(first['nextCursor'])}")
    api.ask(LIBRARIAN, "POST", f"{here}/deliveries/{test['id']}/replay")
    api.ask(LIBRARIAN, "POST", f"{here}/deliveries/dlv_unknown/replay")
    day = {"from": "2026-11-23T00:00:00Z", "until": "2026-11-24T00:00:00Z"}
    api.ask(LIBRARIAN, "POST", f"{here}/deliveries/replay", day)
    api.ask(LIBRARIAN, "POST", f"{here}/deliveries/replay", {**day, "until": day["from"]})
    api.ask(LIBRARIAN, "DELETE", f"{here}/endpoint")


def _reports(api: ApiOnFakes) -> None:
    count_due(ports=api.ports)
    for report in ("funnel", "waiting", "unmet-demand", "participation-hours"):
        api.ask(CASE_WORKER, "GET", f"/reports/{report}?from=2026-11-01&to=2026-11-30")
        api.ask(CASE_WORKER, "GET", f"/reports/{report}?groupBy=tea&from=never")
        api.ask(CASE_WORKER, "GET", f"/reports/{report}", Accept="text/csv")
        api.ask("programme_analyst", "GET", f"/reports/{report}")
        api.ask(LIBRARIAN, "GET", f"/reports/{report}")
    for grouping in Grouping:
        api.ask(CASE_WORKER, "GET", f"/reports/funnel?groupBy={grouping}")
        api.ask("programme_analyst", "GET", f"/reports/waiting?groupBy={grouping}")
    for wanted in ("province", "level", "part_of_day"):
        api.ask(CASE_WORKER, "GET", f"/reports/unmet-demand?groupBy={wanted}")
    api.ask(CASE_WORKER, "GET", "/reports/participation-hours?groupBy=type")
    for report in ("costs", "programmes"):
        api.ask(CASE_WORKER, "GET", f"/reports/{report}")
        api.ask(CASE_WORKER, "GET", f"/reports/{report}?from=2026-11-02&to=2026-11-01")
        api.ask(LIBRARIAN, "GET", f"/reports/{report}")


def _system(api: ApiOnFakes) -> None:
    api.ask(None, "GET", "/health")
    api.ask(CASE_WORKER, "GET", "/reports/languages")
    api.ask(None, "GET", "/openapi.json")


def _turned_away(api: ApiOnFakes) -> None:
    api.ask(None, "GET", "/referrals")
    api.ask("somebody else", "POST", "/matches", NEED)
    api.ask(LIBRARIAN, "GET", "/referrals")
    api.ask(CASE_WORKER, "GET", "/referrals/ref_unknown")
    api.ask(CASE_WORKER, "GET", "/activities/act_unknown")
    api.ask(LIBRARIAN, "PUT", "/libraries/NL-0899010000", {**LIBRARY, "isil": "NL-0899010000"})
    api.ask(CASE_WORKER, "GET", "/referrals?pageSize=0&updatedSince=yesterday&colour=blue")
    api.ask(CASE_WORKER, "POST", "/referrals", {"note": "BSN 123456782"})
    api.ask(CASE_WORKER, "POST", "/matches", b"{")
    api.ask(CASE_WORKER, "POST", "/matches", b" " * 70_000)
    api.ask(CASE_WORKER, "POST", "/matches", NEED, Content_Type="text/plain")
    _refer(api, "first", note="anders")
    _refer(api, "third", clientReference="FIRST")


def _too_late(api: ApiOnFakes) -> None:
    whole = api.ports.libraries
    api.ports.libraries = _Away()
    api.ask(CASE_WORKER, "GET", f"/libraries/{UTRECHT}")
    api.ports.libraries = whole


class _Away(FakeLibraries):
    """A table that does not answer."""

    def get(self, isil: LibraryId) -> Library:
        raise Temporary(isil, retry_after_s=1)


def _refer(api: ApiOnFakes, key: str, **changes: Any) -> Any:
    body = {**REFERRAL, **NEED, "clientReference": key.upper(), **changes}
    body = {name: value for name, value in body.items() if name not in {"assignedTo", "audiences"}}
    return api.ask(CASE_WORKER, "POST", "/referrals", body, Idempotency_Key=key).body


def _at(referral: Any) -> str:
    return f"/referrals/{referral['id']}"


def _version(api: ApiOnFakes, referral: Any) -> str:
    return api.ask(CASE_WORKER, "GET", _at(referral)).headers["etag"]


def _held_by_library(api: ApiOnFakes, referral: Any) -> str:
    """A proposed placement that the library has to answer."""
    now = api.ask(CASE_WORKER, "GET", _at(referral)).body
    found: str = next(
        placement["id"]
        for placement in now["placements"]
        if placement["status"] == "proposed" and placement["activity"]["entry"] == "register"
    )
    return found


def _intake(kind: str, **data: str) -> dict[str, Any]:
    return {"type": f"intake.{kind}", "timestamp": "2026-11-23T09:00:00Z", "data": data}
