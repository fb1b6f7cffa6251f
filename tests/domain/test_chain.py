"""A line that was changed, taken out, put in or cut off does not fit its chain."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.chain import BEGINNING, Line, Seal, breaks, digest, link
from tests.fakes.making import NOW

TODAY = NOW.date()


def chain(length: int = 5) -> list[Line]:
    lines, before = [], BEGINNING
    for number in range(length):
        says = {"kind": "looked", "number": number, "why": None}
        before = link(before, f"A/{number}", says)
        lines.append(Line("A", f"A/{number}", NOW, before, says))
    return lines


def broken(lines: list[Line], *, head: str | None = "last", trusts: bool = False) -> list[str]:
    heads = {chain()[-1].hash if head == "last" else head}
    found = breaks(lines, heads=heads, since=TODAY - timedelta(days=1), trusts=trusts)
    return [one.what for one in found]


def test_a_chain_as_it_was_written_holds() -> None:
    assert broken(chain()) == []


@given(st.integers(0, 4))
def test_a_line_that_says_something_else_does_not_hold(at: int) -> None:
    lines = chain()
    lines[at] = replace(lines[at], says={**lines[at].says, "kind": "left"})
    assert broken(lines) == ["changed"]


@given(st.integers(0, 3))
def test_a_line_that_is_missing_breaks_the_one_after_it(at: int) -> None:
    lines = chain()
    del lines[at]
    assert broken(lines) == ["changed"]


@given(st.integers(0, 4))
def test_a_line_that_was_put_in_breaks_the_one_after_it(at: int) -> None:
    lines = chain()
    before = lines[at - 1].hash if at else BEGINNING
    says = {"kind": "invented"}
    invented = Line("A", "A/x", NOW, link(before or "", "A/x", says), says)
    lines.insert(at, invented)
    assert broken(lines) == ["changed"]


def test_a_chain_whose_end_is_gone_or_added_to_does_not_end_as_is_known_elsewhere() -> None:
    assert broken(chain()[:-1]) == ["cut_off"]
    assert broken(chain(6)) == ["cut_off"]
    assert broken([]) == ["cut_off"]


def test_of_somebody_who_is_forgotten_no_end_is_known() -> None:
    assert broken(chain()[:-1], head=None) == []


def test_a_line_moved_elsewhere_does_not_hold_there() -> None:
    lines = chain()
    lines[2] = replace(lines[2], place="A/7")
    assert broken(lines) == ["changed"]


def test_lines_without_a_hash_are_fine_only_from_before_there_were_chains() -> None:
    old = Line("A", "A/old", NOW - timedelta(days=1), None)
    assert broken([old, *chain()]) == []
    assert broken([*chain(), replace(old, at=NOW)]) == ["unchained"]


def test_what_came_before_the_first_line_is_trusted_only_once_it_may_be_forgotten() -> None:
    assert broken(chain()[2:], trusts=True) == []
    assert broken(chain()[2:]) == ["changed"]
    lines = chain()
    del lines[2]
    assert broken(lines, trusts=True) == ["changed"]


def test_what_is_not_said_is_not_part_of_a_line() -> None:
    assert link("", "A/1", {"kind": "x", "why": None}) == link("", "A/1", {"kind": "x"})


def test_a_day_is_the_same_in_whatever_order_its_lines_come() -> None:
    lines = [("A/1", "a"), ("B/1", "b")]
    assert digest(lines) == digest(reversed(lines))
    assert digest(lines) != digest(lines[:1])
    assert digest([]) != digest(lines)


def test_a_seal_is_over_all_it_says() -> None:
    seal = Seal(date(2026, 11, 24), 3, "digest", "before", "mac")
    changes = ({"day": date(2026, 11, 23)}, {"lines": 4}, {"digest": "x"}, {"before": "x"})
    for change in changes:
        assert replace(seal, **change).signed != seal.signed
    assert replace(seal, mac="x").signed == seal.signed
