"""Telephone numbers as people write them, at the door."""

from chalicelib.entry.parsing.base import ours


def e164(written: str) -> str:
    """The number as it is dialled from anywhere, a Dutch one when no country is written.

    Raises:
        PydanticCustomError: not_a_phone.
    """
    import phonenumbers

    try:
        number = phonenumbers.parse(written, "NL")
    except phonenumbers.NumberParseException as error:
        raise ours("not_a_phone") from error
    if not phonenumbers.is_valid_number(number):
        raise ours("not_a_phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def is_dutch_mobile(number: str) -> bool:
    """Whether a text may be sent to it: +316, never a machine's number (097)."""
    return number.startswith("+316") and len(number) == len("+31612345678")
