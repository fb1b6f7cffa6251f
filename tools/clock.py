"""`python -m tools.clock +7d`: the running local service is a week further on.

PORT says which service, as it does for make. Time only goes on: texts, tasks and deadlines of the
days between come due, and the sweeper finds them within its next round.
"""

import os
import sys
from collections.abc import Sequence

from tools.local.failures import StartFailed
from tools.local.stack import found
from tools.local.virtual_clock import NotATime, stretch


def main(arguments: Sequence[str]) -> int:
    """0 with the time there now; 1 with one line that says what is wrong."""
    try:
        by = stretch(" ".join(arguments))
        stack = found(int(os.environ.get("PORT") or "8000"))
    except (NotATime, StartFailed) as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"{stack.clock.forward(by):%Y-%m-%d %H:%M} UTC")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
