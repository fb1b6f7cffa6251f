"""What is wrong with a field, in one Dutch sentence: pydantic's words or our own codes.

A sentence that pydantic's faults are made into knows itself in English as well.
"""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import ValidationError

from chalicelib.domain.errors import Fault, InvalidRequest
from chalicelib.entry.parsing import faults_in_english as english

# Our own codes, as the domain and the models raise them.
OURS: Mapping[str, str] = {
    "unknown_place": "Deze plaats of postcode kennen wij niet.",
    "unknown_referral": "Deze verwijzing kennen wij niet.",
    "unknown_branch": "Deze vestiging hoort niet bij deze bibliotheek.",
    "reference_in_use": "Dit kenmerk hoort bij een verwijzing die nog loopt.",
    "try_again": "Dit lukte nu niet. Probeer het over een minuut nog eens.",
    "same_person": "Zeg of dit iemand anders is.",
    "required": "Dit veld is verplicht.",
    "phone_required": "Voor sms is een telefoonnummer nodig.",
    "sms_not_agreed": "Voor sms is haar instemming met sms nodig.",
    "placement_or_code": "Noem de plaatsing of de code, één van beide.",
    "required_here": "Dit veld is hier verplicht.",
    "not_agreed": "Zonder deze instemming kan het niet.",
    "citizen_number": "Hier staat een BSN of V-nummer. Dat mag niet in Wegwijs.",
    "not_dutch_mobile": "Dit is geen Nederlands mobiel nummer.",
    "not_a_phone": "Dit is geen telefoonnummer.",
    "upside_down": "Het begin ligt niet voor het einde.",
    "bad_cursor": "Deze cursor is niet van ons.",
    "bad_postcode": "Een postcode is vier cijfers, eventueel met twee letters.",
    "unknown_language": "Deze taalcode kennen wij niet.",
    "control_characters": "Hier staan tekens die niet leesbaar zijn.",
    "twice": "Dit staat er twee keer.",
    "bad_header": "Deze header ontbreekt of is niet goed: 1 tot 255 leesbare tekens.",
    "bad_session": "Deze bijeenkomst kan niet: geef een weekdag of één datum.",
    "cannot_change": "Dit kan niet veranderen.",
    "no_next_municipality": "Dit is niet de code van een andere gemeente.",
    "same_as_giver": "Geef iemand anders dan van wie het komt.",
    "not_this_one": "Dit hoort niet bij dit adres.",
    "branch_in_use": "Hier zijn nog activiteiten; verplaats of stop die eerst.",
    "count_or_change": "Geef `count` of `change`, één van beide.",
    "still_to_come": "Deze dag moet nog komen.",
    "no_reason_for_yes": "Een ja heeft geen reden.",
    "reason_for_no": "Een nee heeft een reden.",
    "ids_or_all": "Geef `ids` of `all`, één van beide.",
    "ask_for_xlsx": "Vraag om application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.",
    "not_an_address": "Dit is geen webadres.",
    "not_https": "Een adres begint hier met https://.",
    "names_a_user": "In dit adres staat een gebruikersnaam. Dat mag niet.",
    "not_a_name": "Hier hoort de naam van een website, geen nummer.",
    "port_closed": "Deze poort gebruiken wij niet: 443, of boven 1023.",
    "bad_form": "Dit is geen formulier zoals een browser dat stuurt.",
    "no_file": "Kies eerst een bestand.",
    "unknown_file": "Dit soort bestand lezen wij niet. Kies Excel, CSV, iCalendar of HSDS.",
    "bad_pause": "Een pauze begint voor zij eindigt en duurt hoogstens 366 dagen.",
}

# Pydantic's error types; {x} are values of its context.
_PYDANTIC: Mapping[str, str] = {
    "missing": "Dit veld is verplicht.",
    "extra_forbidden": "Dit veld kennen wij niet.",
    "enum": "Onbekend woord; verwacht {expected}.",
    "literal_error": "Onbekend woord; verwacht {expected}.",
    "string_type": "Hier hoort tekst.",
    "string_too_short": "Te kort: minstens {min_length} teken(s).",
    "string_too_long": "Te lang: hoogstens {max_length} tekens.",
    "string_pattern_mismatch": "Dit heeft niet de juiste vorm ({pattern}).",
    "int_type": "Hier hoort een geheel getal.",
    "int_from_float": "Hier hoort een geheel getal.",
    "float_type": "Hier hoort een getal.",
    "finite_number": "Hier hoort een eindig getal.",
    "bool_type": "Hier hoort true of false.",
    "list_type": "Hier hoort een lijst.",
    "tuple_type": "Hier hoort een lijst.",
    "frozen_set_type": "Hier hoort een lijst.",
    "model_type": "Hier hoort een object.",
    "model_attributes_type": "Hier hoort een object.",
    "dict_type": "Hier hoort een object.",
    "greater_than_equal": "Minstens {ge}.",
    "less_than_equal": "Hoogstens {le}.",
    "too_long": "Te veel: hoogstens {max_length}.",
    "too_short": "Te weinig: minstens {min_length}.",
    "date_type": "Hier hoort een datum (JJJJ-MM-DD).",
    "date_parsing": "Hier hoort een datum (JJJJ-MM-DD).",
    "date_from_datetime_parsing": "Hier hoort een datum (JJJJ-MM-DD).",
    "datetime_type": "Hier hoort een tijdstip (RFC 3339).",
    "datetime_parsing": "Hier hoort een tijdstip (RFC 3339).",
    "datetime_from_date_parsing": "Hier hoort een tijdstip (RFC 3339).",
    "timezone_aware": "Hier hoort een tijdstip met tijdzone (RFC 3339).",
    "time_type": "Hier hoort een tijd (UU:MM).",
    "time_parsing": "Hier hoort een tijd (UU:MM).",
    "union_tag_not_found": "Geef precies één van de mogelijke vormen.",
    "union_tag_invalid": "Geef precies één van de mogelijke vormen.",
}
# What a field looks like, where its pattern would say it less well.
_FORM: Mapping[str, str] = {
    "postcode": OURS["bad_postcode"],
    "as slot": "Een dagdeel is mon…sun met _morning, _afternoon of _evening.",
    "from": "Hier hoort een tijd (UU:MM).",
    "until": "Hier hoort een tijd (UU:MM).",
    "start": "Hier hoort een tijd (UU:MM).",
    "residence": "Een gemeente is GM met vier cijfers.",
    "isil": "Een ISIL is NL- met tien cijfers; in een bestand mag de naam van een vestiging ook.",
}
_OTHERWISE = "Deze waarde kan hier niet."


class Sentence(str):
    """A sentence in Dutch, which says the same in English."""

    __slots__ = ("in_english",)
    in_english: str

    def __new__(cls, dutch: str, english: str) -> Self:
        sentence = super().__new__(cls, dutch)
        sentence.in_english = english
        return sentence

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]  # copies say both too
        return str(self), self.in_english


def in_words(reason: str) -> str:
    """The sentence of one of our codes; a sentence stays as it is."""
    return OURS.get(reason) or _PYDANTIC.get(reason, reason)


def in_english(reason: str) -> str:
    """The same in English."""
    if isinstance(reason, Sentence):
        return reason.in_english
    return english.OURS.get(reason) or english.PYDANTIC.get(reason, reason)


def invalid(error: ValidationError, *, within: str = "") -> InvalidRequest:
    """Every fault pydantic found, named as the caller named the field."""
    return InvalidRequest(
        Fault(_name((*found["loc"], *_discriminator(found)), within), _sentence_at(found))
        for found in error.errors(include_url=False, include_input=False)
    )


def _sentence_at(found: Mapping[str, Any]) -> Sentence:
    field = next((step for step in reversed(found["loc"]) if isinstance(step, str)), "")
    if found["type"] == "string_pattern_mismatch" and field in _FORM:
        return Sentence(_FORM[field], english.FORM[field])
    return _sentence(found["type"], found.get("ctx", {}))


def _sentence(kind: str, values: Mapping[str, Any]) -> Sentence:
    if kind in OURS:
        return Sentence(OURS[kind], english.OURS[kind])
    said = {key: _in_dutch(value) for key, value in values.items()}
    return Sentence(
        _PYDANTIC.get(kind, _OTHERWISE).format_map(said),
        english.PYDANTIC.get(kind, english.OTHERWISE).format_map(values),
    )


def _in_dutch(value: Any) -> Any:
    return value.replace(" or ", " of ") if isinstance(value, str) else value


def _discriminator(found: Mapping[str, Any]) -> tuple[str, ...]:
    """The field whose value says which of several forms this is, when that is the fault."""
    if not found["type"].startswith("union_tag"):
        return ()
    quoted = found.get("ctx", {}).get("discriminator", "")
    return (quoted.strip("'"),) if quoted.startswith("'") else ()


def _name(where: tuple[int | str, ...], within: str) -> str:
    name = within
    for step in where:
        if isinstance(step, int):
            name += f"[{step}]"
        elif not step.startswith("as ") and "." not in step:  # tags of unions are not fields
            name += f".{step}" if name else step
    return name or "body"
