"""However a place is written, it is the same place."""

from chalicelib.domain.place_names import folded, place_query, postcode_query


def test_names_are_compared_without_case_accents_and_signs() -> None:
    assert folded("  Sint-Annaland ") == "sint annaland"
    assert folded("’t Goy") == folded("'t GOY") == "t goy"
    assert folded("Súdwest‑Fryslân") == "sudwest fryslan"


def test_a_place_is_kept_under_one_name_however_it_is_written() -> None:
    assert place_query("’S-GRAVENHAGE") == place_query("'s Gravenhage") == "place s gravenhage"


def test_a_postcode_is_never_taken_for_a_place_of_that_name() -> None:
    assert postcode_query("3562") != place_query("3562")
