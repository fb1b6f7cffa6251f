"""What is exported reads back to the same catalogue: nothing is lost, nothing is changed."""

import json
from typing import Any

from hypothesis import given, settings

from chalicelib.domain.import_job import ImportCounts
from chalicelib.entry.parsing.activity import ActivityIn
from chalicelib.entry.parsing.base import parse
from chalicelib.entry.parsing.drafts import draft
from chalicelib.entry.parsing.import_rows import import_row
from chalicelib.usecases.importing import import_activities
from chalicelib.usecases.ports import ActivityQuery, FileKind
from tests.adapters.tables.described import CATALOGUES
from tests.fakes.libraries import FakeLibraries
from tests.fakes.making import UTRECHT, a_library
from tests.fakes.ports import FakePorts


def stored(bodies: tuple[dict[str, Any], ...]) -> FakePorts:
    """The activities of these bodies, as the API would have stored them."""
    library = a_library()
    ports = FakePorts(libraries=FakeLibraries([library]))
    drafts = [draft(parse(ActivityIn, body)) for body in bodies]
    ports.activities.put_many(
        each.at(library, ports.derivation.activity_id(library.isil, each.source_id))
        for each in drafts
    )
    return ports


def imported(ports: FakePorts, kind: FileKind, data: bytes) -> ImportCounts:
    rows = ports.files.read(kind, data, defaults={}).rows
    return import_activities(
        rows, import_row, library=UTRECHT, dry_run=False, full=True, ports=ports
    )


def everything(ports: FakePorts) -> Any:
    query = ActivityQuery(library=UTRECHT, include_inactive=True, page_size=100)
    return ports.activities.list(query).items


@given(CATALOGUES)
@settings(max_examples=60)
def test_a_table_reads_back_to_the_same_catalogue(bodies: tuple[dict[str, Any], ...]) -> None:
    ports = stored(bodies)
    table = ports.files.csv(everything(ports)).encode("utf-8-sig")
    assert imported(ports, FileKind.CSV, table) == ImportCounts(unchanged=len(bodies))


@given(CATALOGUES)
@settings(max_examples=30)
def test_hsds_services_read_back_to_the_same_catalogue(bodies: tuple[dict[str, Any], ...]) -> None:
    ports = stored(bodies)
    library = ports.libraries.get(UTRECHT)
    services = [ports.files.hsds(activity, library) for activity in everything(ports)]
    if services:
        page = json.dumps({"contents": services}).encode()
        assert imported(ports, FileKind.HSDS, page) == ImportCounts(unchanged=len(bodies))
