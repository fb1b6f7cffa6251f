"""What a form sent: text by name, each name as often as it was filled in, and its files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from chalicelib.entry.json_body import TooLarge
from chalicelib.entry.pages.multipart import MULTIPART, SentFile, pieces
from chalicelib.entry.parsing import import_request

MAX_BYTES = 2**20  # a sheet of some thousand people, pasted
MAX_WITH_FILE = import_request.MAX_BYTES + 2**16  # the file, and the fields round it
_MOST_FIELDS = 2_000


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form, white space round them gone."""

    fields: Mapping[str, tuple[str, ...]]
    files: Mapping[str, SentFile] = field(default_factory=dict)

    def one(self, name: str) -> str:
        """What was filled in under this name; "" where nothing was."""
        return next(iter(self.fields.get(name, ())), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Everything that was ticked or filled in under this name."""
        return self.fields.get(name, ())


def read_form(raw: bytes, content_type: str = "") -> Form:
    """The fields of a form as browsers send it: plainly, or in parts where a file is among them.

    Raises:
        TooLarge: more than a form of ours can hold. InvalidRequest: parts that are none.
    """
    if content_type.partition(";")[0].strip().lower() == MULTIPART:
        return _read_parts(raw, content_type)
    if len(raw) > MAX_BYTES:
        raise TooLarge
    try:
        fields = parse_qs(raw.decode("utf-8", "replace"), max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise TooLarge from error
    return Form({name: tuple(v.strip() for v in values) for name, values in fields.items()})


def _read_parts(raw: bytes, content_type: str) -> Form:
    if len(raw) > MAX_WITH_FILE:
        raise TooLarge
    fields: dict[str, tuple[str, ...]] = {}
    files: dict[str, SentFile] = {}
    for piece in pieces(content_type, raw):
        if piece.file is not None:
            files[piece.name] = piece.file
        elif piece.text:
            fields[piece.name] = (*fields.get(piece.name, ()), piece.text)
    return Form(fields, files)
