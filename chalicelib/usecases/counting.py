"""Counting: what steps left to be counted is counted, and in the night everything is checked.

Nobody waits for it, so it has no queue: what is due is found by the minute, and never lost.
"""

from datetime import timedelta

from chalicelib.domain.errors import Temporary, WegwijsError
from chalicelib.domain.reporting import on_calendar
from chalicelib.usecases.ports import Ports

CHECKED_BACK = timedelta(days=365)  # rows are kept a month longer than that
_AT_ONCE = 500


def count_due(*, ports: Ports, limit: int = _AT_ONCE) -> int:
    """Every row that is due was counted, up to so many; how many that were.

    Raises:
        Temporary: one of them could not be counted; all others were.
    """
    due = list(ports.reports.due(at=ports.now(), limit=limit))
    failed = [row_id for row_id in due if not _is_counted(row_id, ports=ports)]
    if failed:
        raise Temporary(f"{len(failed)} of {len(due)} rows stay due: {failed[0]}")
    return len(due)


def _is_counted(row_id: str, *, ports: Ports) -> bool:
    try:
        ports.reports.count(row_id)
    except WegwijsError:
        return False
    return True


def count_again(*, ports: Ports) -> int:
    """Every counter of the last year is the sum of its rows; how many were not, which is a fault.

    Older ones stand as they were: the rows behind them are gone, as they should be.
    """
    return ports.reports.put_right(since=on_calendar(ports.now() - CHECKED_BACK))
