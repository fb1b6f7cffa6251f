"""Reports as they are answered: as JSON, or as a table in which nothing is a formula."""

import csv
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any

from chalicelib.domain.areas import PROVINCES, Area
from chalicelib.domain.costs import Costs
from chalicelib.domain.funnel import Funnel, Reached
from chalicelib.domain.participation import Minutes, Participation
from chalicelib.domain.reporting import NONE, Grouping
from chalicelib.domain.suppression import OTHER
from chalicelib.domain.unmet import Demand, Unmet
from chalicelib.domain.waits import Waits
from chalicelib.entry.parsing.reports import DemandGrouping, HoursGrouping
from chalicelib.usecases.ports import Words
from chalicelib.usecases.reports import ProgrammeUse, Report

Body = dict[str, Any]
MOST_GROUPS = 50  # of those that would serve somebody: the rest would serve fewer
_RUNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_KEY_OF: Mapping[Grouping, str] = {
    Grouping.LEVEL: "vocabulary.level",
    Grouping.LANGUAGE: "language",
    Grouping.TYPE: "vocabulary.activity_type",
}


def funnel_answer(report: Report[Funnel], grouping: Grouping | None, *, say: "Say") -> Body:
    found = report.found
    return {
        **_period(report),
        "groupBy": grouping,
        "stages": _stages(found.stages),
        "groups": [
            {
                "value": group.value,
                "label": say.group(grouping, group.value),
                "stages": _stages(group.stages),
            }
            for group in found.groups
        ],
        "withheld": found.withheld,
    }


def waiting_answer(report: Report[Waits], grouping: Grouping | None, *, say: "Say") -> Body:
    found = report.found
    return {
        **_period(report),
        "groupBy": grouping,
        "people": found.people,
        "groups": [
            {
                "value": group.value,
                "label": say.group(grouping, group.value),
                "people": group.people,
                "medianDays": group.median_days,
            }
            for group in found.groups
            if grouping is not None
        ],
        "withheld": found.withheld,
    }


def demand_answer(report: Report[Demand], grouping: DemandGrouping | None, *, say: "Say") -> Body:
    found = report.found
    return {
        **_period(report),
        "groupBy": grouping,
        "people": sum(row.people for row in found.rows),
        "items": [
            {
                "area": area_answer(row.area),
                "level": row.level,
                "partOfDay": row.part_of_day,
                "people": row.people,
            }
            for row in found.rows
        ],
        "wouldServe": [
            {
                "area": area_answer(group.area),
                "level": group.level,
                "partOfDay": group.part_of_day,
                "people": group.people,
            }
            for group in found.groups[:MOST_GROUPS]
        ],
        "groups": _summed(found.rows, grouping, say=say),
        "withheld": found.withheld,
    }


def hours_report_answer(
    report: Report[Participation], grouping: HoursGrouping, *, say: "Say"
) -> Body:
    found = report.found
    groups = found.months if grouping is HoursGrouping.MONTH else found.types
    return {
        **_period(report),
        "groupBy": grouping,
        "hours": found.hours,
        "attendedMinutes": found.attended_minutes,
        "countedMinutes": found.counted_minutes,
        "groups": [_minutes(group, grouping, say=say) for group in groups],
    }


def costs_answer(report: Report[Costs | None], *, segment_price: float) -> Body:
    found = report.found
    return {
        **_period(report),
        "texts": found and found.texts,
        "segments": found and found.segments,
        "segmentPrice": segment_price,
        "total": found and found.total,
        "perAttending": found and found.per_attending,
    }


def programmes_answer(report: Report[tuple[ProgrammeUse, ...]]) -> Body:
    return {
        **_period(report),
        "items": [
            {"id": use.id, "title": use.title, "materials": use.materials, "people": use.people}
            for use in report.found
        ],
    }


def area_answer(area: Area) -> Body:
    return {
        "kind": area.kind,
        "code": area.code,
        "name": area.name,
        "province": area.province,
        "latitude": area.point and round(area.point.latitude, 3),
        "longitude": area.point and round(area.point.longitude, 3),
    }


def table(rows: Iterable[Mapping[str, Any]]) -> str:
    """A line a row under the names of its keys; a value inside another becomes columns of its own.

    A text that a spreadsheet would run has an apostrophe before it. What is not told is empty.
    """
    flat = [_flat(row) for row in rows]
    columns = list(dict.fromkeys(column for row in flat for column in row))
    written = StringIO(newline="")
    writer = csv.DictWriter(written, columns, restval="")
    writer.writeheader()
    writer.writerows({column: _plain(value) for column, value in row.items()} for row in flat)
    return written.getvalue()


def funnel_rows(body: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    """A line a stage: of everybody first, then of each group."""
    everybody = {"value": "all", "label": "", "stages": body["stages"]}
    for group in (everybody, *body["groups"]):
        for stage in group["stages"]:
            yield {"value": group["value"], "label": group["label"], **stage}


class Say:
    """The words of groups, in one language."""

    def __init__(self, words: Words, language: str) -> None:
        self._words, self._language = words, language

    def __call__(self, key: str) -> str:
        return self._words.say(self._language, key, {})

    def group(self, grouping: Grouping | None, value: str) -> str:
        """What a value of this grouping is called; municipalities and libraries by their code."""
        if value in {NONE, OTHER}:
            return self(f"report.{value}")
        key = None if grouping is None else _KEY_OF.get(grouping)
        return value if key is None else self(f"{key}.{value}")


def _period(report: Report[Any]) -> Body:
    return {
        "from": report.first.isoformat(),
        "to": report.last.isoformat(),
        "suppressed": report.suppressed,
    }


def _stages(stages: Iterable[Reached]) -> list[Body]:
    return [
        {"stage": one.stage, "people": one.people, "medianDays": one.median_days} for one in stages
    ]


def _summed(rows: Iterable[Unmet], grouping: DemandGrouping | None, *, say: Say) -> list[Body]:
    if grouping is None:
        return []
    sums: dict[str | None, int] = {}
    for row in rows:
        value = {
            DemandGrouping.PROVINCE: row.area.province,
            DemandGrouping.LEVEL: row.level,
            DemandGrouping.PART_OF_DAY: row.part_of_day,
        }[grouping]
        sums[value] = sums.get(value, 0) + row.people
    return [
        {"value": value, "label": _label(grouping, value, say=say), "people": people}
        for value, people in sorted(sums.items(), key=lambda one: (-one[1], one[0] or ""))
    ]


def _label(grouping: DemandGrouping, value: str | None, *, say: Say) -> str:
    if value is None:
        return say("report.other")
    if grouping is DemandGrouping.PROVINCE:
        return PROVINCES[value]
    key = "vocabulary.level" if grouping is DemandGrouping.LEVEL else "report.part"
    return say(f"{key}.{value}")


def _minutes(minutes: Minutes, grouping: HoursGrouping, *, say: Say) -> Body:
    is_type = grouping is HoursGrouping.TYPE
    return {
        "value": minutes.value,
        "label": say.group(Grouping.TYPE, minutes.value) if is_type else minutes.value,
        "attendedMinutes": minutes.attended,
        "countedMinutes": minutes.counted,
    }


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, Mapping):
            found |= {f"{name}_{inner}": one for inner, one in value.items()}
        else:
            found[name] = value
    return found


def _plain(value: Any) -> str:
    """The value as text; a number stays one, also below nothing."""
    if value is None:
        return ""
    text = str(value)
    runs = isinstance(value, str) and text.lstrip().startswith(_RUNS)
    return f"'{text}" if runs else text
