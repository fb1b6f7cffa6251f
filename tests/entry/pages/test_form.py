"""Forms as browsers send them, also with a file among the fields; and what is none."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.errors import InvalidRequest
from chalicelib.entry.json_body import TooLarge
from chalicelib.entry.pages.form import MAX_BYTES, MAX_WITH_FILE, read_form
from tests.entry.pages.browser import in_parts

KIND = "multipart/form-data; boundary=----wegwijs"
BOUNDARY = b"------wegwijs"
FIELD = BOUNDARY + b'\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n' + BOUNDARY + b"--"


@given(
    st.binary(max_size=300), st.lists(st.tuples(st.sampled_from("ab"), st.text("xyé ", max_size=5)))
)
def test_a_file_comes_through_byte_for_byte(data: bytes, fields: list[tuple[str, str]]) -> None:
    kind, raw = in_parts(fields, {"file": ("tabel é.csv", "text/csv", data)})
    form = read_form(raw, kind)
    assert form.files["file"].data == data
    assert form.files["file"].kind == "text/csv"
    assert form.files["file"].name.endswith(".csv")
    for name in "ab":
        said = tuple(v.strip() for n, v in fields if n == name and v.strip())
        assert form.all(name) == said


@given(st.binary(max_size=200))
def test_whatever_is_sent_is_read_or_refused(raw: bytes) -> None:
    with suppress(InvalidRequest):
        assert read_form(raw, KIND).fields is not None


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("multipart/form-data", FIELD),  # no boundary
        ("multipart/form-data; boundary=" + "x" * 71, FIELD),
        (KIND, b""),
        (KIND, b"before" + FIELD),
        (KIND, FIELD.removesuffix(b"--")),  # cut off
        (KIND, FIELD.replace(b'; name="a"', b"")),
        (KIND, FIELD.replace(b"form-data", b"attachment")),
        (KIND, FIELD.replace(b"Content-Disposition", b"X")),
        (KIND, FIELD.replace(b"\r\n\r\n", b"\r\n")),
        (KIND, FIELD.replace(b'"a"', b'"' + b"a" * 3_000 + b'"')),
        (KIND, FIELD.replace(b'"a"', b'"' + b"a" * 300 + b'"')),
        (KIND, FIELD.removesuffix(b"--").join([b""] * 2) * 60 + b"--"),
    ],
)
def test_what_no_browser_sends_is_refused(kind: str, raw: bytes) -> None:
    with pytest.raises(InvalidRequest):
        read_form(raw, kind)


def test_a_plain_field_in_parts_is_read() -> None:
    assert read_form(FIELD, KIND).one("a") == "b"
    assert read_form(FIELD, KIND.upper().replace("----WEGWIJS", "----wegwijs")).one("a") == "b"


def test_a_form_has_its_bounds() -> None:
    with pytest.raises(TooLarge):
        read_form(b"a" * (MAX_BYTES + 1))
    with pytest.raises(TooLarge):
        read_form(b"&".join(b"a=b" for _ in range(2_001)))
    with pytest.raises(TooLarge):
        read_form(b"a" * (MAX_WITH_FILE + 1), KIND)
