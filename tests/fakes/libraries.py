"""Libraries in memory."""

from collections.abc import Iterable, Sequence

from chalicelib.domain.catalogue import Library
from chalicelib.domain.errors import NotFound
from chalicelib.domain.ids import LibraryId


class FakeLibraries:
    def __init__(self, libraries: Iterable[Library] = ()) -> None:
        self._by_isil = {library.isil: library for library in libraries}

    def get(self, isil: LibraryId) -> Library:
        try:
            return self._by_isil[isil]
        except KeyError:
            raise NotFound(isil) from None

    def put(self, library: Library) -> None:
        self._by_isil[library.isil] = library

    def list(self) -> Sequence[Library]:
        return tuple(self._by_isil[isil] for isil in sorted(self._by_isil))
