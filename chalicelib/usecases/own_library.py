"""One's own library: the one rule of who may run it."""

from chalicelib.domain.caller import Caller
from chalicelib.domain.errors import Forbidden, NotFound
from chalicelib.domain.ids import LibraryId
from chalicelib.domain.vocabulary import Role


def admit_administrator(isil: LibraryId, caller: Caller) -> None:
    """Returns for an administrator of this library.

    Raises:
        NotFound: another library's. Forbidden: of this library, but not its administrator.
    """
    if isil != caller.library:
        raise NotFound(isil)
    if caller.role is not Role.LIBRARY_ADMIN:
        raise Forbidden(caller.role)
