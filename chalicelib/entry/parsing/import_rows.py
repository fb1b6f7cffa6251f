"""A row of a file at the door: the same models as a single activity, and all its faults at once."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from chalicelib.domain.catalogue import Library
from chalicelib.domain.import_job import Complaint
from chalicelib.entry.parsing.activity import ActivityIn
from chalicelib.entry.parsing.drafts import draft
from chalicelib.entry.parsing.import_faults import complaints
from chalicelib.entry.parsing.library import ISIL_BRANCH
from chalicelib.usecases.importing import ImportRow
from chalicelib.usecases.ports import RawRow

_ADAPTER = TypeAdapter(ActivityIn)
_INDEX = re.compile(r"\[\d+\]")
_MOST_COMPLAINTS = 8  # of one row; whoever mends these sees the next


def import_row(raw: RawRow, library: Library) -> ImportRow:
    """The row as far as it can be understood; a branch may be named instead of coded."""
    own = tuple(Complaint(fault.name, fault.reason, fault.reason) for fault in raw.faults)
    body = {**raw.body, "branch": _branch(raw.body.get("branch"), library)}
    source_id = _text(body.get("sourceId"))
    branch_field = raw.named.get("branch.isil", "branch")
    try:
        # Read as JSON, where a date is a string and nothing else is.
        fields = _ADAPTER.validate_json(json.dumps(body))
    except ValidationError as error:
        named = tuple(_in_the_file(error, raw)) if raw.body else ()
        whole = _each_field_once((*own, *named))
        return ImportRow(raw.number, source_id, None, whole)
    if own:
        return ImportRow(raw.number, source_id, None, own)
    says = frozenset(raw.body)
    return ImportRow(raw.number, source_id, draft(fields), says=says, branch_field=branch_field)


def _in_the_file(error: ValidationError, raw: RawRow) -> Iterator[Complaint]:
    """Each fault under the name that the file has for its field."""
    for complaint in complaints(error):
        path = _INDEX.sub("", complaint.field)
        name = raw.named.get(path) or raw.named.get(path.rpartition(".")[0]) or path
        yield Complaint(name, complaint.reason, complaint.reason_en)


def _each_field_once(all_: tuple[Complaint, ...]) -> tuple[Complaint, ...]:
    """The first complaint about each field: what was read wrong is missing as well."""
    first: dict[str, Complaint] = {}
    for complaint in all_:
        first.setdefault(complaint.field, complaint)
    return tuple(first.values())[:_MOST_COMPLAINTS]


def _branch(given: Any, library: Library) -> Any:
    """The branch by its ISIL, by its name, or the only one there is."""
    said = given.get("isil") if isinstance(given, Mapping) else None
    if said is None and len(library.branches) == 1:
        return {"isil": library.branches[0].isil}
    if not isinstance(said, str) or re.fullmatch(ISIL_BRANCH, said):
        return given if said is not None else {}
    named = [b for b in library.branches if said.strip().casefold() in _names(b.name, b.place)]
    return {"isil": named[0].isil} if len(named) == 1 else given


def _names(name: str, place: str) -> frozenset[str]:
    whole = name.casefold()
    return frozenset(
        {whole, whole.removeprefix("bibliotheek").strip(), f"{whole} {place.casefold()}"}
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
