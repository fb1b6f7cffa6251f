"""The documentation of the API: made of the document, and every example in it works."""

import gzip
import html
import json
import re
import shlex

import pytest
from pydantic import TypeAdapter

from chalicelib.entry.openapi.operation import Operation
from chalicelib.entry.openapi.operations import OPERATIONS
from chalicelib.entry.parsing.base import parse_any
from tests.entry.pages.browser import Browser


@pytest.fixture
def page(browser: Browser) -> str:
    seen = browser.get("/documentatie")
    assert seen.status == 200
    return seen.text


def commands(page: str) -> dict[str, list[str]]:
    """The words of each command, by the operation it is an example of."""
    found = re.findall(
        r'<article class="wg-card wg-operation" id="(\w+)">(.*?)</article>', page, re.DOTALL
    )
    return {
        id_: shlex.split(html.unescape(re.findall(r"<code>(curl.*?)</code>", text, re.DOTALL)[0]))
        for id_, text in found
    }


def test_every_operation_is_there_with_a_command(page: str) -> None:
    assert commands(page).keys() == {operation.operation_id for operation in OPERATIONS}


@pytest.mark.parametrize(
    "operation",
    [one for one in OPERATIONS if one.body is not None and one.body.examples],
    ids=lambda one: one.operation_id,
)
def test_what_a_command_sends_is_what_its_door_lets_in(page: str, operation: Operation) -> None:
    words = commands(page)[operation.operation_id]
    sent = json.loads(words[words.index("--data-binary") + 1])
    shape = operation.body.shape if operation.body is not None else None
    if isinstance(shape, str) or shape is None:
        assert isinstance(sent, dict)
        return
    parse_any(shape if isinstance(shape, TypeAdapter) else TypeAdapter(shape), sent)


def test_a_command_carries_a_token_where_one_is_asked_for(page: str) -> None:
    by_id = commands(page)
    for operation in OPERATIONS:
        has_token = "Authorization: Bearer $TOKEN" in by_id[operation.operation_id]
        assert has_token == bool(operation.allow)


def test_it_needs_nothing_of_anybody_else(page: str) -> None:
    assert "<script" not in page
    loaded = re.findall(r'(?:src|href)="(https?:[^"]*)"', page)
    assert loaded == []


def test_every_link_within_it_leads_somewhere(page: str) -> None:
    anchors = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= anchors


def test_it_is_small_enough(page: str) -> None:
    assert len(gzip.compress(page.encode())) <= 60_000
