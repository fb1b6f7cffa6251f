"""The port ActivityFiles: each kind of file to the module that reads it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from importlib import import_module
from typing import Any

from chalicelib.domain.catalogue import Activity, Branch, Library
from chalicelib.domain.errors import Fault, InvalidRequest
from chalicelib.domain.holidays import Holidays
from chalicelib.usecases.ports import ActivityFile, FileKind

_MODULES: Mapping[FileKind, str] = {
    FileKind.CSV: "csv_table",
    FileKind.EXCEL: "excel",
    FileKind.CALENDAR: "calendar_feed",
    FileKind.HSDS: "hsds",
}


class CatalogueFiles:
    """Reads and writes catalogues; a format is loaded when it is first met."""

    def read(self, kind: FileKind, data: bytes, *, defaults: Mapping[str, Any]) -> ActivityFile:
        """The activities of a file; see the port."""
        module = import_module(f"{__package__}.{_MODULES[kind]}")
        read: Callable[..., ActivityFile] = module.read
        return read(data, defaults=defaults)

    def joined(self, kind: FileKind, pages: Sequence[bytes]) -> bytes:
        """One file of its pages; see the port."""
        if kind is not FileKind.HSDS:
            raise InvalidRequest([Fault("body", "only_a_part")])
        from chalicelib.adapters.tables import hsds

        return hsds.joined(pages)

    def csv(self, activities: Iterable[Activity]) -> str:
        """A table that reads back to the same activities; see the port."""
        from chalicelib.adapters.tables import csv_table

        return csv_table.write(activities)

    def calendar(
        self, library: Library, activities: Iterable[Activity], *, holidays: Holidays, at: datetime
    ) -> str:
        """The sessions as iCalendar; see the port."""
        from chalicelib.adapters.tables import calendar_export

        return calendar_export.calendar(library, activities, holidays=holidays, at=at)

    def hsds(self, thing: Activity | Library | Branch, library: Library) -> Mapping[str, Any]:
        """A service, an organization or a location; see the port."""
        from chalicelib.adapters.tables import hsds_export

        match thing:
            case Activity():
                return hsds_export.service(thing, library)
            case Library():
                return hsds_export.organization(thing)
            case Branch():
                return hsds_export.location(thing)
