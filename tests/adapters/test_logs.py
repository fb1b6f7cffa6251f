"""Logs by allow-list: what comes through, and what does not, whoever tries to say it."""

import json
import logging
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest

from chalicelib.adapters import logs
from chalicelib.adapters.emf import EmfMeter
from chalicelib.adapters.logs import correlated, correlation, set_up
from chalicelib.domain.ids import MessageId
from chalicelib.usecases.ports import Meter, Metric
from tests.fakes.meter import FakeMeter

OURS = logging.getLogger("chalicelib.entry.door")
SECRET = "Amina +31612345678"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def written() -> Iterator[StringIO]:
    """What a function would log, all of it; afterwards this process logs as before."""
    root, ours = logging.getLogger(), logging.getLogger(logs.OURS)
    before = list(root.handlers), root.level, ours.level
    stream = StringIO()
    set_up(stream)
    yield stream
    root.handlers[:], root.level = before[0], before[1]
    ours.setLevel(before[2])


def lines(written: StringIO) -> list[Any]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_an_event_says_what_is_on_the_list(written: StringIO) -> None:
    OURS.info("unhandled error", extra={"function": "refers", "message_id": "msg_x1", "sent": 3})
    (line,) = lines(written)
    assert line["event"] == "unhandled error"
    assert (line["function"], line["message_id"], line["sent"]) == ("refers", "msg_x1", 3)
    assert line["logger"] == "chalicelib.entry.door"


def test_counts_are_told_by_a_word_of_ours(written: StringIO) -> None:
    OURS.info("kept long enough", extra={"forgotten": {"contact": 3, SECRET: 1, "x": SECRET}})
    assert lines(written)[0]["forgotten"] == {"contact": 3}


@pytest.mark.parametrize(
    "extra",
    [
        {"person": SECRET},  # not on the list
        {"message_id": SECRET},  # on the list, and no id
        {"function": "Amina"},
        {"sent": SECRET},
        {"sent": {"name": SECRET}},
        {"correlation": SECRET},
    ],
)
def test_anything_else_is_withheld(written: StringIO, extra: dict[str, Any]) -> None:
    OURS.info("something", extra=extra)
    assert "Amina" not in written.getvalue()
    (line,) = lines(written)
    assert line[next(iter(extra))] == "withheld"


def test_no_argument_is_filled_in(written: StringIO) -> None:
    OURS.warning("about %s", SECRET)
    assert lines(written)[0]["event"] == "about %s"


def test_an_error_is_named_and_placed_and_says_nothing(written: StringIO) -> None:
    def fails() -> None:
        raise ValueError(SECRET) from KeyError(SECRET)

    try:
        fails()
    except ValueError:
        OURS.exception("unhandled error")
    (line,) = lines(written)
    assert (line["error"], line["cause"]) == ("ValueError", "KeyError")
    assert "adapters/test_logs.py" in line["where"][-1]
    assert "Amina" not in written.getvalue()


def test_what_a_library_logs_is_named_by_its_logger_only(written: StringIO) -> None:
    logging.getLogger("botocore.parsers").error("response: %s", SECRET)
    logging.getLogger("botocore.parsers").info("quiet")
    (line,) = lines(written)
    assert line.keys() == {"at", "level", "logger"}
    assert line["logger"] == "botocore.parsers"


def test_a_warning_of_python_itself_says_nothing_either(written: StringIO) -> None:
    logging.getLogger("py.warnings").warning("%s", SECRET)
    assert "Amina" not in written.getvalue()


def test_everything_within_is_said_to_be_begun_by_one_thing(written: StringIO) -> None:
    with correlated("11111111-2222-3333-4444-555555555555") as name:
        OURS.info("one")
        EmfMeter("dev", segment_price=0.1, now=lambda: NOW).note(Metric.TEXTS_SENT)
    assert correlation() is None
    OURS.info("another")
    said = [line.get("correlation") for line in lines(written)]
    assert said == [name, name, None]


@pytest.mark.parametrize("begun_by", [None, "", SECRET, "x" * 65, 7, "short", "a\nb-cdefghij"])
def test_what_is_no_id_begins_nothing(begun_by: object) -> None:
    with correlated(begun_by) as name:
        assert name != begun_by
        assert len(name) == 32


def test_a_metric_is_a_line_that_cloudwatch_reads(written: StringIO) -> None:
    meter = EmfMeter("production", segment_price=0.09, now=lambda: NOW)
    meter.note(Metric.OLDEST_DUE_AGE, 12.5)
    (line,) = lines(written)
    assert line == {
        "_aws": {
            "Timestamp": int(NOW.timestamp() * 1000),
            "CloudWatchMetrics": [
                {
                    "Namespace": "Wegwijs",
                    "Dimensions": [["Stage"]],
                    "Metrics": [{"Name": "OldestDueAgeSeconds", "Unit": "Seconds"}],
                }
            ],
        },
        "Stage": "production",
        "OldestDueAgeSeconds": 12.5,
    }


def test_segments_say_what_they_cost_and_of_which_text(written: StringIO) -> None:
    meter = EmfMeter("production", segment_price=0.09, now=lambda: NOW)
    meter.note(Metric.TEXT_SEGMENTS, 2, message=MessageId("msg_1"))
    (line,) = lines(written)
    assert (line["TextSegments"], line["TextsSpendEuro"], line["message_id"]) == (2, 0.18, "msg_1")
    (said,) = line["_aws"]["CloudWatchMetrics"]
    assert {m["Name"] for m in said["Metrics"]} == {"TextSegments", "TextsSpendEuro"}


@pytest.mark.parametrize("metric", Metric)
@pytest.mark.parametrize("meter", [FakeMeter(), EmfMeter("dev", segment_price=0, now=lambda: NOW)])
def test_every_metric_can_be_noted(meter: Meter, metric: Metric, written: StringIO) -> None:
    assert meter.note(metric) is None  # type: ignore[func-returns-value]
    assert all(metric.value in line for line in lines(written))


def test_without_anything_said_lines_go_to_standard_output(written: StringIO) -> None:
    del written  # which puts the handlers back afterwards
    set_up()
    (handler,) = logging.getLogger().handlers
    assert isinstance(handler, logging.StreamHandler)
    assert handler.stream is sys.stdout
