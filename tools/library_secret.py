"""`make -s library-secret LIBRARY=…`: the webhook secret of one library on the local service."""

import os
import re
import sys

from tools.local.identity import of_this_machine
from tools.local.paths import IDENTITY

ISIL = re.compile(r"NL-\d{10}")


def main() -> int:
    """Local secrets follow from the seed that the service was started with, so they are derived."""
    library = os.environ.get("LIBRARY", "")
    if not ISIL.fullmatch(library):
        print(f"LIBRARY looks like NL-0899040000, not {library!r}", file=sys.stderr)
        return 1
    print(of_this_machine(IDENTITY).library_secret(library))
    return 0


if __name__ == "__main__":
    sys.exit(main())
