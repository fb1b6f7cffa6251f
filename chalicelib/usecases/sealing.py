"""Sealing: each night the audit of the day before is sealed, so that anybody can see it holds."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, timedelta

from chalicelib.domain.chain import BEGINNING, KEPT, Broken, Line, Seal, breaks, digest
from chalicelib.usecases.ports import Ports

_MOST_DAYS = 31  # in one night; the rest follows in the next
_DAY = timedelta(days=1)
Hashes = defaultdict[date, list[tuple[str, str]]]


def seal_days(*, ports: Ports) -> int:
    """Every day that is over has its seal; how many were sealed now."""
    seals, today = ports.audit.seals(), ports.now().astimezone(UTC).date()
    before = seals[-1] if seals else None
    day = today - _DAY if before is None else before.day + _DAY
    sealed = 0
    while day < today and sealed < _MOST_DAYS:
        before = _sealed(day, before, ports=ports)
        if not ports.audit.add(before):
            return sealed  # somebody else is at it
        day, sealed = day + _DAY, sealed + 1
    return sealed


def _sealed(day: date, before: Seal | None, *, ports: Ports) -> Seal:
    lines = [(line.place, line.hash) for line in ports.audit.lines_on(day) if line.hash]
    seal = Seal(
        day=day,
        lines=len(lines),
        digest=digest(lines),
        before=BEGINNING if before is None else before.mac,
        mac="",
    )
    return _signed(seal, ports=ports)


def _signed(seal: Seal, *, ports: Ports) -> Seal:
    mac = ports.derivation.audit_seal(seal.signed)
    return Seal(seal.day, seal.lines, seal.digest, seal.before, mac)


def verify(*, ports: Ports) -> Sequence[Broken]:
    """Everything that does not hold: a seal, a day, or a line of a chain; nothing when all holds.

    Reads every line that is kept: for whoever asks, not for every night.
    """
    seals = ports.audit.seals()
    if not seals:
        return ()
    today = ports.now().astimezone(UTC).date()
    chains = _chains(seals, today, ports=ports)
    found, hashes = list(_bad_seals(seals, ports=ports)), Hashes(list)
    trusts = seals[0].day + KEPT <= today
    for name in sorted(chains):
        heads = {ports.audit.head(name)}
        lines = tuple(ports.audit.chain(name))
        heads.add(ports.audit.head(name))  # somebody may have looked meanwhile
        found += breaks(lines, heads=heads, since=seals[0].day, trusts=trusts)
        _gather(lines, hashes)
    kept = [seal for seal in seals if seal.day + KEPT > today]
    return (*found, *_bad_days(kept, hashes))


def _chains(seals: Sequence[Seal], today: date, *, ports: Ports) -> set[str]:
    days = [seal.day for seal in seals]
    while days[-1] < today:
        days.append(days[-1] + _DAY)
    return {line.chain for day in days for line in ports.audit.lines_on(day)}


def _gather(lines: Iterable[Line], hashes: Hashes) -> None:
    for line in lines:
        if line.hash is not None:
            hashes[line.at.astimezone(UTC).date()].append((line.place, line.hash))


def _bad_seals(seals: Sequence[Seal], *, ports: Ports) -> Iterator[Broken]:
    before: Seal | None = None
    for seal in seals:
        follows = before is None or (seal.before == before.mac and seal.day == before.day + _DAY)
        if not follows or seal != _signed(seal, ports=ports):
            yield Broken("seal", seal.day.isoformat())
        before = seal


def _bad_days(seals: Sequence[Seal], hashes: Hashes) -> Iterator[Broken]:
    for seal in seals:
        lines = hashes.get(seal.day, [])
        if (len(lines), digest(lines)) != (seal.lines, seal.digest):
            yield Broken("day", seal.day.isoformat())
