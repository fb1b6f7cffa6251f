"""Health: what we depend on, and whether it is there; never why it is not."""

from dataclasses import dataclass
from datetime import timedelta

from chalicelib.domain.errors import Temporary
from chalicelib.usecases.ports import Ports

SNAPSHOT_IS_OLD_AFTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Health:
    """What was looked at; None is what could not be found out."""

    is_silenced: bool | None  # by the switch, which is read of the store
    snapshot_age: timedelta | None
    is_snapshot_read: bool

    @property
    def is_snapshot_old(self) -> bool:
        return self.snapshot_age is None or self.snapshot_age > SNAPSHOT_IS_OLD_AFTER

    @property
    def is_whole(self) -> bool:
        """Whether all of the service works; that somebody silenced the texts is no fault."""
        return self.is_silenced is not None and self.is_snapshot_read and not self.is_snapshot_old


def health(*, ports: Ports) -> Health:
    """How we are, asked of what we depend on; what does not answer makes nothing fail."""
    try:
        is_silenced: bool | None = ports.switchboard.is_silenced()
    except Temporary:
        is_silenced = None
    try:
        compared = ports.snapshots.last_compared()
    except Temporary:
        return Health(is_silenced, None, is_snapshot_read=False)
    age = None if compared is None else max(ports.now() - compared, timedelta())
    return Health(is_silenced, age, is_snapshot_read=True)
