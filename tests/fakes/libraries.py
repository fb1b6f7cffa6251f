"""Libraries and programmes in memory."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from threading import RLock
from typing import TypeVar

from chalicelib.domain.catalogue import Library
from chalicelib.domain.errors import Fault, InvalidRequest, NotFound, PreconditionFailed
from chalicelib.domain.ids import LibraryId, ProgrammeId
from chalicelib.domain.programme import Programme
from chalicelib.usecases.ports import Page

_CURSOR = "after "
Id = TypeVar("Id", bound=str)


class FakeLibraries:
    def __init__(self, libraries: Iterable[Library] = ()) -> None:
        self._lock = RLock()
        self._by_isil = {library.isil: library for library in libraries}
        self._reminded_on: dict[LibraryId, date] = {}

    def get(self, isil: LibraryId) -> Library:
        try:
            return self._by_isil[isil]
        except KeyError:
            raise NotFound(isil) from None

    def put(self, library: Library, *, expected_version: int | None = None) -> None:
        with self._lock:
            current = self._by_isil.get(library.isil)
            version = current.version if current else 0
            if expected_version not in {None, version}:
                raise PreconditionFailed(library.isil)
            self._by_isil[library.isil] = replace(library, version=version + 1)

    def list(self) -> Sequence[Library]:
        return tuple(self._by_isil[isil] for isil in sorted(self._by_isil))

    def page(self, *, page_size: int, cursor: str | None = None) -> Page[Library]:
        ids = after(self._by_isil, cursor)
        page = [self._by_isil[isil] for isil in ids[:page_size]]
        return Page(tuple(page), _CURSOR + page[-1].isil if len(ids) > page_size else None)

    def claim_reminder(self, isil: LibraryId, *, on: date, not_since: date) -> bool:
        with self._lock:
            if isil not in self._by_isil or self._reminded_on.get(isil, date.min) >= not_since:
                return False
            self._reminded_on[isil] = on
            return True

    def give_back_reminder(self, isil: LibraryId, *, on: date) -> None:
        with self._lock:
            if self._reminded_on.get(isil) == on:
                del self._reminded_on[isil]


class FakeProgrammes:
    def __init__(self, programmes: Iterable[Programme] = ()) -> None:
        self._lock = RLock()
        self._by_id = {programme.id: programme for programme in programmes}

    def get(self, programme_id: ProgrammeId) -> Programme:
        try:
            return self._by_id[programme_id]
        except KeyError:
            raise NotFound(programme_id) from None

    def put(self, programme: Programme, *, expected_version: int) -> Programme:
        with self._lock:
            current = self._by_id.get(programme.id)
            if expected_version != (current.version if current else 0):
                raise PreconditionFailed(programme.id)
            stands = replace(programme, version=expected_version + 1)
            self._by_id[programme.id] = stands
            return stands

    def page(self, *, page_size: int, cursor: str | None = None) -> Page[Programme]:
        ids = after(self._by_id, cursor)
        page = [self._by_id[id_] for id_ in ids[:page_size]]
        return Page(tuple(page), _CURSOR + page[-1].id if len(ids) > page_size else None)


def after(ids: Iterable[Id], cursor: str | None) -> list[Id]:
    """The ids behind a cursor, in order."""
    if cursor is None:
        return sorted(ids)
    if not cursor.startswith(_CURSOR):
        raise InvalidRequest([Fault("cursor", "bad_cursor")])
    return sorted(id_ for id_ in ids if id_ > cursor.removeprefix(_CURSOR))
