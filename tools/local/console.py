"""What the person at the keyboard reads: whole lines, each flushed, from any thread."""

import sys
import threading

_ONE_AT_A_TIME = threading.Lock()


def say(line: str) -> None:
    """The line stands on standard output, whole and already flushed."""
    with _ONE_AT_A_TIME:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
