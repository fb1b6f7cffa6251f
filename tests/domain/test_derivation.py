"""Names follow from the question: stable, of their own kind, and never mistaken for another."""

import re
from collections.abc import Callable
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.derivation import Derivation, token_hash
from chalicelib.domain.ids import ActivityId, OrganisationId, PlacementId, ReferralId

OURS, OTHERS = Derivation(b"k" * 32), Derivation(b"o" * 32)
GM = OrganisationId("GM0344")
REF, PLC, ACT = ReferralId("ref_1"), PlacementId("plc_1"), ActivityId("act_1")
NAMES: dict[str, Callable[[Derivation], str]] = {
    "referral": lambda d: d.referral_id(GM, "key-1"),
    "placement": lambda d: d.placement_id(REF, 1, ACT),
    "message": lambda d: d.message_id(REF, "offer", 1),
    "activity": lambda d: d.activity_id("NL-0899040000", "src-1"),
    "code": lambda d: d.code(PLC, 0),
    "link": lambda d: d.link_token(REF),
    "phone": lambda d: d.phone_mac("+31612345678"),
    "body": lambda d: d.body_mac({"a": 1}),
}


# Never rotated: what these give today must be given by every later release.
@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("referral", "ref_vxofw2qko4z7e7j4u52zxse3"),
        ("placement", "plc_uy6guuudib34ltafbr35wbw2"),
        ("message", "msg_hs2zmxpkggyrfclsgzftjyrt"),
        ("activity", "act_4rvp6jbzoirqpjgic3jjtnp3"),
        ("code", "0272"),
        ("link", "9ik4djKOM5kmbHC3"),
        ("phone", "6c9bbfec4fda8f5b3954eeb051d12ae02698cfabbadf7088a2b31db42b895504"),
        ("body", "2ad6637837cb55f3d7cac1a133230fc994b9557a14397ad7bda793c3b3edaf4b"),
    ],
)
def test_a_name_is_the_same_in_every_release(kind: str, name: str) -> None:
    assert NAMES[kind](OURS) == name


@pytest.mark.parametrize("kind", NAMES)
def test_another_key_gives_another_name(kind: str) -> None:
    assert NAMES[kind](OURS) != NAMES[kind](OTHERS)


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        ("referral", "ref_[a-z2-7]{24}"),
        ("placement", "plc_[a-z2-7]{24}"),
        ("message", "msg_[a-z2-7]{24}"),
        ("activity", "act_[a-z2-7]{24}"),
        ("code", "[0-9]{4}"),
        ("link", "[A-Za-z0-9_-]{16}"),  # 96 bits: every character counts in a text
        ("phone", "[0-9a-f]{64}"),
        ("body", "[0-9a-f]{64}"),
    ],
)
def test_a_name_has_the_shape_of_its_kind(kind: str, shape: str) -> None:
    assert re.fullmatch(shape, NAMES[kind](OURS))


def test_kinds_never_share_a_name_even_for_the_same_words() -> None:
    names = [
        OURS.referral_id(OrganisationId("x"), "y"),
        OURS.activity_id("x", "y"),
        OURS.message_id(ReferralId("x"), "y", 1),
        OURS.placement_id(ReferralId("x"), 1, ActivityId("y")),
    ]
    letters = [name.partition("_")[2] for name in names]
    assert len(set(letters)) == len(names)


WORDS = st.text(alphabet="ab1", max_size=3)


@settings(deadline=None)
@given(WORDS, WORDS, WORDS, WORDS)
def test_words_cannot_slide_from_one_part_to_the_next(a: str, b: str, c: str, d: str) -> None:
    same = OURS.activity_id(a, b) == OURS.activity_id(c, d)
    assert same == ((a, b) == (c, d))


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(alphabet="é€1", max_size=3))
def test_the_length_of_a_part_counts_its_bytes(a: str, b: str) -> None:
    assert (OURS.activity_id(a, b) == OURS.activity_id(a + b, "")) == (b == "")


def test_every_part_of_the_question_counts() -> None:
    asked = [
        OURS.placement_id(REF, 1, ACT),
        OURS.placement_id(REF, 2, ACT),
        OURS.placement_id(ReferralId("ref_2"), 1, ACT),
        OURS.placement_id(REF, 1, ActivityId("act_2")),
        OURS.message_id(REF, "offer", 1),
        OURS.message_id(REF, "offer", 2),
        OURS.message_id(REF, "confirmation", 1),
        OURS.referral_id(GM, "1"),
        OURS.referral_id(OrganisationId("GM0363"), "1"),
    ]
    assert all(one != another for one, another in combinations(asked, 2))


def test_another_attempt_gives_another_code_nearly_always() -> None:
    codes = {OURS.code(PLC, attempt) for attempt in range(60)}
    assert len(codes) > 55


def test_codes_are_spread_over_all_four_digits() -> None:
    codes = [int(OURS.code(PlacementId(f"plc_{n}"), 0)) for n in range(2000)]
    assert min(codes) < 50
    assert max(codes) > 9950
    assert len(set(codes)) > 1750  # of 2,000 drawn from 10,000, 1,813 are expected to differ


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),  # the order of keys says nothing
        ({"a": {"x": 1, "y": 2}}, {"a": {"y": 2, "x": 1}}, True),
        ({"a": [1, 2]}, {"a": [2, 1]}, False),  # the order of a list may
        ({"a": 1}, {"a": "1"}, False),
        ({"a": None}, {}, False),
        ({"naam": "Zoë"}, {"naam": "Zoe"}, False),
    ],
)
def test_two_bodies_are_compared_by_what_they_say(
    one: dict[str, object], other: dict[str, object], *, same: bool
) -> None:
    assert (OURS.body_mac(one) == OURS.body_mac(other)) == same


def test_the_key_is_never_shown() -> None:
    assert "k" * 8 not in repr(OURS)


def test_of_a_link_only_a_fingerprint_is_stored() -> None:
    token = OURS.link_token(REF)
    assert re.fullmatch("[0-9a-f]{64}", token_hash(token))
    assert token not in token_hash(token)
    assert token_hash("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
