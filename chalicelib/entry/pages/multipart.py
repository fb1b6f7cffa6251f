"""A form with a file in it, as browsers send one (RFC 7578): read strictly, within bounds.

Headers are read by `email`; the parts themselves are cut by hand, because mail folds the ends of
lines and a workbook must not be.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import HTTP

from chalicelib.domain.errors import Fault, InvalidRequest

MULTIPART = "multipart/form-data"
_MOST_PARTS = 50
_LONGEST_HEADER = 2_048
_LONGEST_BOUNDARY = 70
_LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it was chosen: its name on her machine, what her browser calls it, its bytes."""

    name: str
    kind: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of the form; `file` is None for an ordinary field."""

    name: str
    text: str
    file: SentFile | None


def pieces(content_type: str, raw: bytes) -> Iterator[Piece]:
    """The parts of a form, in the order in which they stand.

    Raises:
        InvalidRequest: not a form as browsers send one.
    """
    for part in _cut(raw, _boundary(content_type)):
        header, end, body = part.partition(b"\r\n\r\n")
        if not end or len(header) > _LONGEST_HEADER:
            raise _bad()
        yield _piece(header, body)


def _boundary(content_type: str) -> bytes:
    message = EmailMessage(policy=HTTP)
    message["content-type"] = content_type.replace("\r", " ").replace("\n", " ")
    boundary = str(message.get_param("boundary") or "")
    is_plain = boundary.isascii() and boundary.isprintable()
    if not is_plain or not 0 < len(boundary) <= _LONGEST_BOUNDARY:
        raise _bad()
    return boundary.encode()


def _cut(raw: bytes, boundary: bytes) -> list[bytes]:
    """What stands between the boundaries, from the first to the one that closes the form."""
    before, *parts = (b"\r\n" + raw).split(b"\r\n--" + boundary)
    if before or not parts or not parts[-1].startswith(b"--"):
        raise _bad()
    inner = parts[:-1]
    if len(inner) > _MOST_PARTS or not all(part.startswith(b"\r\n") for part in inner):
        raise _bad()
    return [part.removeprefix(b"\r\n") for part in inner]


def _piece(header: bytes, body: bytes) -> Piece:
    headers = BytesHeaderParser(policy=HTTP).parsebytes(header + b"\r\n\r\n")
    disposition = headers["content-disposition"]
    if disposition is None or disposition.content_disposition != "form-data":
        raise _bad()
    name, chosen = disposition.params.get("name"), disposition.params.get("filename")
    if not name or len(name) > _LONGEST_NAME:
        raise _bad()
    if chosen is None:
        return Piece(name, body.decode("utf-8", "replace").strip(), None)
    kind = str(headers.get("content-type", "")).partition(";")[0].strip().lower()
    return Piece(name, "", SentFile(chosen[-_LONGEST_NAME:], kind, body))


def _bad() -> InvalidRequest:
    return InvalidRequest([Fault("body", "bad_form")])
