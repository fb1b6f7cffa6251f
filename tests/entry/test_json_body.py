"""JSON that strangers send: read strictly, or refused by name; never a surprise."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.entry.json_body import MAX_BYTES, MAX_DEPTH, NotJson, TooLarge, read_json


@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        (b'{"a": [1, 2.5, true, false, null, "x"]}', {"a": [1, 2.5, True, False, None, "x"]}),
        (b"  [] ", []),
        (b'"text"', "text"),
        (b"1e308", 1e308),
        ('{"naam": "Zoë"}'.encode(), {"naam": "Zoë"}),
        (rb'{"naam": "Zo\u00eb"}', {"naam": "Zoë"}),
        (rb'"\ud83d\ude00"', "😀"),  # a pair of surrogates is one character
        (rb'"[[[\"{{{"', '[[["{{{'),  # brackets in a text nest nothing
        (b'{"a": 1, "b": {"a": 1}}', {"a": 1, "b": {"a": 1}}),  # the same key elsewhere
    ],
)
def test_plain_json_is_read(raw: bytes, meant: object) -> None:
    assert read_json(raw) == meant


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "malformed"),
        (b"{", "malformed"),
        (b"{'a': 1}", "malformed"),
        (b'{"a": 1,}', "malformed"),
        (b'{"a": 1} x', "malformed"),
        (b"\xef\xbb\xbf{}", "malformed"),  # a byte order mark
        (b"1" * 5000, "malformed"),  # more digits than Python reads
        (b'"\x00"', "malformed"),
        (b"\xff\xfe", "not_utf8"),
        (b'"\xed\xa0\x80"', "not_utf8"),  # a surrogate written as UTF-8
        (b"NaN", "not_a_number: NaN"),
        (b'{"a": Infinity}', "not_a_number: Infinity"),
        (b"[-Infinity]", "not_a_number: -Infinity"),
        (b"1e999", "number_too_large"),
        (b"-1e999", "number_too_large"),
        (b'{"a": 1, "a": 1}', "duplicate_key"),
        (rb'{"a": 1, "\u0061": 2}', "duplicate_key"),
        (rb'"\ud800"', "lone_surrogate"),
        (rb'{"\udfff": 1}', "lone_surrogate"),
        (rb'["a", {"b": "\ude00\ud83d"}]', "lone_surrogate"),  # a pair the wrong way round
    ],
)
def test_anything_else_is_refused_and_says_why(raw: bytes, why: str) -> None:
    with pytest.raises(NotJson, match=f"^{why}$"):
        read_json(raw)


def nested(depth: int, *, opening: str = "[", closing: str = "]") -> bytes:
    return (opening * depth + closing * depth).encode()


def test_a_body_may_be_as_deep_as_this_and_no_deeper() -> None:
    assert read_json(nested(MAX_DEPTH))
    with pytest.raises(NotJson, match="too_deep"):
        read_json(nested(MAX_DEPTH + 1))
    with pytest.raises(NotJson, match="too_deep"):
        read_json(nested(MAX_DEPTH + 1, opening='{"a":', closing="}"))


def test_depth_is_what_is_open_at_once_not_how_often() -> None:
    assert len(read_json(b"[" + b"[]," * 500 + b"[]]")) == 501


def test_absurd_depth_does_not_exhaust_us() -> None:
    with pytest.raises(NotJson, match="too_deep"):
        read_json(b"[" * MAX_BYTES)


def test_a_body_may_be_as_large_as_this_and_no_larger() -> None:
    full = b'"' + b"x" * (MAX_BYTES - 2) + b'"'
    assert len(read_json(full)) == MAX_BYTES - 2
    with pytest.raises(TooLarge):
        read_json(full + b" ")
    with pytest.raises(TooLarge):
        read_json(b'"12"', max_bytes=3)


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab"), inner, max_size=3),
    max_leaves=12,
)


@given(JSON)
def test_what_is_written_is_read_back(value: Any) -> None:
    assert read_json(json.dumps(value).encode()) == value
    assert read_json(json.dumps(value, ensure_ascii=False).encode()) == value


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    with suppress(NotJson):
        assert read_json(raw) == json.loads(raw)
