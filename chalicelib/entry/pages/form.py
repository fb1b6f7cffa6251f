"""What a form sent: text by name, each name as often as it was filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs

from chalicelib.entry.json_body import TooLarge

MAX_BYTES = 2**20  # a sheet of some thousand people, pasted
_MOST_FIELDS = 2_000


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form, white space round them gone."""

    fields: Mapping[str, tuple[str, ...]]

    def one(self, name: str) -> str:
        """What was filled in under this name; "" where nothing was."""
        return next(iter(self.fields.get(name, ())), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Everything that was ticked or filled in under this name."""
        return self.fields.get(name, ())


def read_form(raw: bytes) -> Form:
    """The fields of a form as browsers send it (application/x-www-form-urlencoded).

    Raises:
        TooLarge: more than a form of ours can hold.
    """
    if len(raw) > MAX_BYTES:
        raise TooLarge
    try:
        fields = parse_qs(raw.decode("utf-8", "replace"), max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise TooLarge from error
    return Form({name: tuple(v.strip() for v in values) for name, values in fields.items()})
