"""What the service costs on one machine: the match endpoint, a referral, a page, the import.

The service runs as `make run` starts it, behind LocalChalice and waitress, on the emulator. What a
request costs outside our own code (the emulator's answers) is in these numbers too.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median, quantiles

from benchmarks.matching import Row
from chalicelib.entry.parsing.import_request import CSV
from chalicelib.usecases.importing import AT_ONCE as AT_ONCE_ROWS
from tools.demo.client import Answered, Client
from tools.demo.stage import LocalStage
from tools.demo.story import newcomer
from tools.local.service import started

MATCHES = 300
REFERRALS = 120
AT_ONCE = 4
LIBRARY, BRANCH = "NL-0899040000", "NL-0899041002"


def rows() -> Iterator[Row]:
    """The endpoint rows."""
    with tempfile.TemporaryDirectory() as state, started(Path(state)) as service:
        case_worker = LocalStage(service).caller("case_worker", "GM0344")
        yield from matching(case_worker)
        yield from referring(case_worker)
        yield from handing_over(LocalStage(service).caller("library_admin", LIBRARY))


def matching(case_worker: Client) -> Iterator[Row]:
    """`POST /v1/matches` on the demo catalogue."""
    need = newcomer("", "")
    question = {key: need[key] for key in need.keys() - {"person", "agreement"}}

    def ask(_: int) -> Answered:
        return _expect(200, case_worker.post("/v1/matches", question))

    yield from _one_by_one("POST /v1/matches", ask, MATCHES)
    yield _together("POST /v1/matches", ask, MATCHES)


def referring(case_worker: Client) -> Iterator[Row]:
    """`POST /v1/referrals`, each a new newcomer; the goal is 300 ms at p95."""
    stamp = time.time_ns()

    def refer(number: int) -> Answered:
        body = newcomer(f"B{number}", f"06 {30_000_000 + number}")
        key = f"bench-{stamp}-{number}"
        return _expect(201, case_worker.post("/v1/referrals", body, Idempotency_Key=key))

    yield from _one_by_one("POST /v1/referrals", refer, REFERRALS)


def handing_over(library: Client) -> Iterator[Row]:
    """As long a file as is done while its library waits: at most 29 s, as the gateway allows."""
    for what, title in (("new", "Taalcafé"), ("all changed", "Praatcafé"), ("same", "Praatcafé")):
        answered = _expect(
            200, library.send("POST", "/v1/catalogue-imports", _table(title), {"Content-Type": CSV})
        )
        if answered.body["rejected"]:
            raise RuntimeError(f"the benchmark imports badly: {answered.body['rejected'][:1]}")
        seconds = answered.took_ms / 1000
        yield Row(
            f"import {AT_ONCE_ROWS:,} rows over HTTP, {what}",
            f"{seconds:.1f} s, {AT_ONCE_ROWS / seconds:,.0f} rows/s",
            f"{seconds / 29:.2f} of the 29 s there are",
        )


def _table(title: str) -> bytes:
    head = "source_id,branch,type,title,level_min,level_max,weekday,start,duration_minutes\n"
    of_branch = f"{BRANCH},language_cafe,{title}"
    rows = (f"bench-{n},{of_branch} {n},a1,b1,tue,10:00,90\n" for n in range(AT_ONCE_ROWS))
    return (head + "".join(rows)).encode()


def _one_by_one(what: str, ask: Callable[[int], Answered], count: int) -> Iterator[Row]:
    for number in range(count // 10):
        ask(-1 - number)  # warm, and not counted
    took_ms = [ask(number).took_ms for number in range(count)]
    p95 = quantiles(took_ms, n=20)[-1]
    yield Row(f"{what} p50", f"{median(took_ms):.1f} ms")
    yield Row(f"{what} p95", f"{p95:.1f} ms", f"{p95 / median(took_ms):.2f} × p50")


def _together(what: str, ask: Callable[[int], Answered], count: int) -> Row:
    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as callers:
        list(callers.map(ask, range(count)))
    rate = count / (time.perf_counter() - began)
    return Row(f"{what}, {AT_ONCE} callers", f"{rate:.0f} requests/s")


def _expect(status: int, answered: Answered) -> Answered:
    if answered.status != status:
        raise RuntimeError(f"{answered.status} instead of {status}: {answered.body}")
    return answered
