"""What is told of one run: what was played, whether anything broke, how long answers took."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from statistics import quantiles

from tools.load.crowd import Tally
from tools.load.judging import Verdict

MOST_SHOWN = 10


def lines(
    played: Sequence[str], verdicts: Sequence[Verdict], tally: Tally, *, machine: str
) -> Iterator[str]:
    """The report, in Markdown that reads well on a terminal too."""
    day = datetime.now(UTC).date().isoformat()
    yield f"Run of {day} on {machine}."
    yield ""
    yield from (f"- {line}" for line in played)
    yield ""
    yield "| claim | holds | looked at |"
    yield "|---|---|---|"
    for verdict in verdicts:
        holds = "yes" if verdict.holds else f"**no, {len(verdict.against)}**"
        yield f"| {verdict.claim} | {holds} | {verdict.looked_at} |"
    broken = [f"  {what}" for verdict in verdicts for what in verdict.against[:MOST_SHOWN]]
    if broken:
        yield from ("", *broken)
    yield ""
    yield from _answers(tally)


def _answers(tally: Tally) -> Iterator[str]:
    yield "| asked | answered | p50 ms | p95 ms |"
    yield "|---|---|---|---|"
    outcomes = tally.outcomes()
    for what in sorted({what for what, _ in outcomes}):
        took = tally.took_ms(what)
        statuses = [(status, n) for (said, status), n in sorted(outcomes.items()) if said == what]
        answered = ", ".join(f"{n} × {status}" if status else str(n) for status, n in statuses)
        p50, p95 = _percentiles(took)
        yield f"| {what} | {answered} | {p50} | {p95} |"
    again = len(tally.asked_again)
    yield ""
    yield f"Asked again because no answer came in time: {again}."


def _percentiles(took: Sequence[float]) -> tuple[str, str]:
    if len(took) < 2 or not took[-1]:
        return "", ""
    cuts = quantiles(took, n=20)
    return f"{cuts[9]:.0f}", f"{cuts[18]:.0f}"
