"""Libraries: an organisation, its branches and its pauses; what its activities have of it follows.

The library is written first, its activities after it. Whoever is cut off in between repeats the
request, and every night what still lags is found and follows.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from chalicelib.domain.caller import Caller
from chalicelib.domain.catalogue import Library
from chalicelib.domain.errors import (
    Fault,
    InvalidRequest,
    NotFound,
    PreconditionFailed,
    Temporary,
)
from chalicelib.domain.ids import ActivityId, LibraryId
from chalicelib.domain.pause import Pause
from chalicelib.domain.vocabulary import ActivityStatus
from chalicelib.usecases.holding import activities_of
from chalicelib.usecases.own_library import admit_administrator
from chalicelib.usecases.ports import Page, Ports
from chalicelib.usecases.telling import tell

_ROUNDS = 8  # others who write the same library at the same time: more than a few is no accident


def list_libraries(*, page_size: int, cursor: str | None, ports: Ports) -> Page[Library]:
    """Some libraries, by ISIL."""
    return ports.libraries.page(page_size=page_size, cursor=cursor)


def keep_library(
    library: Library, *, expected_version: int | None = None, caller: Caller, ports: Ports
) -> Library:
    """The library stands as its administrator gave it; its pause is untouched.

    Raises:
        NotFound: another library's. Forbidden: not an administrator. PreconditionFailed: not the
        version that was expected. InvalidRequest: a branch is missing that still has activities.
    """
    admit_administrator(library.isil, caller)

    def given(current: Library | None) -> Library:
        if current is None:
            return library
        _refuse_lost_branches(current, library, ports=ports)
        return replace(library, pause=current.pause)

    return _changed(library.isil, given, expected_version=expected_version, ports=ports)


def pause_library(isil: LibraryId, pause: Pause | None, *, caller: Caller, ports: Ports) -> Library:
    """From the first to the last day nothing of it is held; None lifts the pause.

    Raises:
        NotFound: unknown, or another library's. Forbidden: not an administrator.
    """
    admit_administrator(isil, caller)

    def paused(current: Library | None) -> Library:
        if current is None:
            raise NotFound(isil)
        return replace(current, pause=pause)

    return _changed(isil, paused, expected_version=None, ports=ports)


def tend(*, ports: Ports) -> int:
    """Every active activity has what its library says; how many lagged behind."""
    libraries = {library.isil: library for library in ports.libraries.list()}
    behind: dict[LibraryId, list[ActivityId]] = {}
    for activity in ports.activities.all_active():
        library = libraries.get(activity.library)
        if library is not None and activity.of(library) != activity:
            behind.setdefault(library.isil, []).append(activity.id)
    for isil, activity_ids in behind.items():
        _follow(isil, activity_ids, ports=ports)
    if behind:
        tell(ports=ports)
    return sum(map(len, behind.values()))


def _changed(
    isil: LibraryId,
    change: Callable[[Library | None], Library],
    *,
    expected_version: int | None,
    ports: Ports,
) -> Library:
    """The library as the change makes it of what stands, and its activities with it."""
    changed = _written(isil, change, expected_version=expected_version, ports=ports)
    _follow(isil, [a.id for a in activities_of(isil, ports=ports)], ports=ports)
    tell(ports=ports)
    return changed


def _written(
    isil: LibraryId,
    change: Callable[[Library | None], Library],
    *,
    expected_version: int | None,
    ports: Ports,
) -> Library:
    for _ in range(_ROUNDS):
        current = _current(isil, ports=ports)
        version = 0 if current is None else current.version
        if expected_version not in {None, version}:
            raise PreconditionFailed(isil)
        try:
            ports.libraries.put(change(current), expected_version=version)
        except PreconditionFailed:
            continue  # somebody wrote in between: whoever expected a version hears of it above
        return ports.libraries.get(isil)
    raise Temporary("others keep writing the same", retry_after_s=1)


def _current(isil: LibraryId, *, ports: Ports) -> Library | None:
    try:
        return ports.libraries.get(isil)
    except NotFound:
        return None


def _refuse_lost_branches(current: Library, given: Library, *, ports: Ports) -> None:
    lost = {branch.isil for branch in current.branches} - {b.isil for b in given.branches}
    if not lost:
        return
    in_use = {
        activity.branch.isil
        for activity in activities_of(current.isil, ports=ports)
        if activity.status is not ActivityStatus.INACTIVE
    }
    if lost & in_use:
        names = ", ".join(sorted(lost & in_use))
        raise InvalidRequest([Fault(f"branches ({names})", "branch_in_use")])


def _follow(isil: LibraryId, activity_ids: Iterable[ActivityId], *, ports: Ports) -> None:
    """These activities have what their library says, also when it changed again meanwhile."""
    behind = frozenset(activity_ids)
    for _ in range(_ROUNDS):
        library = ports.libraries.get(isil)
        activities = ports.activities.get_many(behind).values()
        changed = [a.of(library) for a in activities if a.of(library) != a]
        missed = ports.activities.redescribe(changed)
        if not missed and ports.libraries.get(isil).version == library.version:
            return
    raise Temporary("others keep writing the same", retry_after_s=1)
