"""`make bench`: every benchmark in one run, a table with ratios.

Machines are shared and noisy: read the ratios, which were measured side by side, before the times.
"""

import argparse
import itertools
import sys

from benchmarks import handling, importing, matching, publishing, service, starting


def main() -> int:
    """Each row as soon as it is measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--small", action="store_true", help="26,000 activities only")
    small = parser.parse_args().small
    sizes = matching.SIZES[:1] if small else matching.SIZES
    print(f"{'what':<64} {'value':>18}  ratio")
    parts = (
        starting.rows(),
        handling.rows(),
        matching.rows(sizes),
        publishing.rows(),
        importing.rows(),
        service.rows(),
    )
    for row in itertools.chain.from_iterable(parts):
        print(f"{row.what:<64} {row.value:>18}  {row.ratio}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
