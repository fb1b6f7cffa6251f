"""What is wrong with a file or a row, in words that say what to mend: Dutch, and English.

The words of the door itself (`faults`) come first; here stand those that only files need.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from pydantic import ValidationError

from chalicelib.domain.errors import Fault, InvalidRequest
from chalicelib.domain.import_job import Complaint
from chalicelib.entry.parsing import faults

_WORDS: Mapping[str, tuple[str, str]] = {
    # a cell
    "bad_number": (
        "Dit is geen geheel getal. Schrijf alleen cijfers, bijvoorbeeld 12.",
        "This is no whole number. Write digits only, for instance 12.",
    ),
    "bad_yes_no": ("Schrijf ja of nee.", "Write yes or no."),
    "bad_price": (
        "Dit bedrag begrijpen wij niet. Schrijf bijvoorbeeld 2,50 of gratis.",
        "We do not understand this amount. Write for instance 2.50 or free.",
    ),
    "bad_date": (
        "Deze datum bestaat niet of is anders geschreven. Schrijf bijvoorbeeld 2026-09-01.",
        "This date does not exist or is written otherwise. Write for instance 2026-09-01.",
    ),
    "bad_time": (
        "Deze tijd bestaat niet of is anders geschreven. Schrijf bijvoorbeeld 10:00.",
        "This time does not exist or is written otherwise. Write for instance 10:00.",
    ),
    "bad_duration": (
        "Deze duur begrijpen wij niet. Schrijf minuten, bijvoorbeeld 90.",
        "We do not understand this length. Write minutes, for instance 90.",
    ),
    "bad_weekday": (
        "Dit is geen dag van de week. Schrijf bijvoorbeeld di of dinsdag.",
        "This is no day of the week. Write for instance tue or Tuesday.",
    ),
    "bad_level": (
        "Dit niveau kennen wij niet. Schrijf bijvoorbeeld A1-B1; van alfa tot B2.",
        "We do not know this level. Write for instance A1-B1; from alfa to B2.",
    ),
    "bad_sessions": (
        "Deze bijeenkomst begrijpen wij niet. Schrijf bijvoorbeeld: di 10:00-11:30.",
        "We do not understand this session. Write for instance: tue 10:00-11:30.",
    ),
    "bad_schedule": (
        "Dit rooster kan niet: WEEKLY of MONTHLY met byday, opens_at en closes_at.",
        "This schedule cannot be: WEEKLY or MONTHLY with byday, opens_at and closes_at.",
    ),
    "start_missing": ("Hoe laat begint het?", "At what time does it begin?"),
    "end_missing": (
        "Hoe laat eindigt het, of hoe lang duurt het?",
        "At what time does it end, or how long does it take?",
    ),
    # a row
    "duplicate_source_id": (
        "Deze sleutel staat al eerder in het bestand: één rij per activiteit.",
        "This key stands earlier in the file already: one row an activity.",
    ),
    "bad_quotes": (
        "De aanhalingstekens in deze rij kloppen niet: een begin zonder einde, of andersom.",
        "The quotes in this row do not match: a beginning without an end, or the reverse.",
    ),
    "too_many_cells": (
        'Deze rij heeft meer cellen dan er kolommen zijn. Zet tekst met een komma tussen ".',
        'This row has more cells than there are columns. Put text with a comma between ".',
    ),
    "cut_off": (
        "Het bestand houdt hier op voor het einde. Bewaar en stuur het opnieuw.",
        "The file stops before its end here. Save it and send it again.",
    ),
    "not_an_object": ("Hier hoort een object.", "An object belongs here."),
    # an event of a calendar
    "unreadable": ("Dit kunnen wij niet lezen.", "We cannot read this."),
    "all_day": (
        "Een hele dag zegt niet hoe laat het begint. Geef een begintijd en een eindtijd.",
        "A whole day does not say when it begins. Give a time to begin and one to end.",
    ),
    "unknown_time_zone": (
        "Deze tijdzone kennen wij niet. Gebruik Europe/Amsterdam.",
        "We do not know this time zone. Use Europe/Amsterdam.",
    ),
    "more_than_daily": (
        "Vaker dan elke dag kan niet: gebruik FREQ=DAILY, WEEKLY of MONTHLY.",
        "More often than daily cannot be: use FREQ=DAILY, WEEKLY or MONTHLY.",
    ),
    "rule_too_fine": (
        "Deze herhaling is te ingewikkeld. Gebruik FREQ, INTERVAL, BYDAY en UNTIL.",
        "This rule is too intricate. Use FREQ, INTERVAL, BYDAY and UNTIL.",
    ),
    "endless_rule": (
        "Deze herhaling heeft geen einde. Geef UNTIL, of herhaal per week.",
        "This rule has no end. Give UNTIL, or repeat by the week.",
    ),
    "too_many_occurrences": (
        "Meer dan 366 keer is te veel. Geef een eerder einde, of herhaal per week.",
        "More than 366 times is too many. Give an earlier end, or repeat by the week.",
    ),
    "never_held": (
        "Met deze herhaling en uitzonderingen gaat het nooit door.",
        "With this rule and these exceptions it is never held.",
    ),
    "one_rule": ("Geef één RRULE per afspraak.", "Give one RRULE an event."),
    "this_and_future": (
        '"Deze en volgende" lezen wij niet. Maak er een nieuwe afspraak van.',
        'We do not read "this and future". Make it a new event.',
    ),
    # a file
    "empty_file": ("Hier staat niets in.", "There is nothing in it."),
    "not_text": (
        "Dit is geen tekstbestand. Bewaar het als CSV (UTF-8).",
        "This is no text file. Save it as CSV (UTF-8).",
    ),
    "wrong_encoding": (
        "Deze letters kunnen wij niet lezen. Bewaar het als CSV (UTF-8).",
        "We cannot read these letters. Save it as CSV (UTF-8).",
    ),
    "no_header": (
        "In de eerste rij herkennen wij geen kolommen. Begin met een rij namen, zoals source_id.",
        "We know no columns in the first row. Begin with a row of names, such as source_id.",
    ),
    "too_many_rows": (
        "Meer dan 100.000 rijen kan niet. Verdeel het over bestanden.",
        "More than 100,000 rows cannot be. Divide them over files.",
    ),
    "too_many_columns": (
        "Zo veel kolommen kan niet: hoogstens 200. Haal lege kolommen weg.",
        "So many columns cannot be: at most 200. Take empty columns away.",
    ),
    "not_xlsx": (
        "Dit is geen heel Excel-bestand. Bewaar het als .xlsx.",
        "This is no whole Excel workbook. Save it as .xlsx.",
    ),
    "too_large_unpacked": (
        "Uitgepakt is dit bestand te groot. Haal lege rijen, opmaak en plaatjes weg.",
        "Unpacked this file is too large. Take empty rows, lay-out and pictures away.",
    ),
    "protected_workbook": (
        "Dit bestand heeft een wachtwoord. Haal dat eraf.",
        "This file has a password. Take it off.",
    ),
    "not_icalendar": ("Dit is geen heel iCalendar-bestand.", "This is no whole iCalendar file."),
    "calendar_too_large": (
        "Een agenda mag hoogstens 1 MiB zijn. Stuur minder jaren.",
        "A calendar may be at most 1 MiB. Send fewer years.",
    ),
    "took_too_long": (
        "Dit kost te veel tijd. Stuur minder herhalingen in één bestand.",
        "This takes too much time. Send fewer rules in one file.",
    ),
    "not_json": ("Dit is geen geldige JSON.", "This is no valid JSON."),
    "no_services": (
        "Hier hoort een lijst van HSDS-diensten (of `contents`).",
        "A list of HSDS services (or `contents`) belongs here.",
    ),
    "only_a_part": (
        "Dit is één bladzijde van meer. Geef het adres van het geheel.",
        "This is one page of several. Give the address of the whole.",
    ),
    # why a feed could not be read
    "feed_gone": (
        "Op dit adres is niets meer (404 of 410). Klopt het adres nog?",
        "There is nothing at this address any more (404 or 410). Is it still right?",
    ),
    "feed_closed": (
        "Dit adres laat ons niet binnen (401 of 403). Geef een adres zonder inloggen.",
        "This address does not let us in (401 or 403). Give one without signing in.",
    ),
    "feed_moved": (
        "Dit adres verwijst door. Geef het adres waar het bestand zelf staat.",
        "This address refers elsewhere. Give the address of the file itself.",
    ),
    "feed_unwell": (
        "Dit adres gaf een foutmelding. Wij proberen het later weer.",
        "This address answered with an error. We try again later.",
    ),
    "feed_too_large": (
        "Dit bestand is te groot: hoogstens 4 MiB, een agenda 1 MiB.",
        "This file is too large: at most 4 MiB, a calendar 1 MiB.",
    ),
    "interrupted": (
        "Het lezen werd onderbroken. Wij proberen het later weer.",
        "Reading was interrupted. We try again later.",
    ),
    "name_unknown": (
        "Deze naam bestaat niet op internet. Klopt het adres nog?",
        "This name does not exist on the internet. Is the address still right?",
    ),
    "unreachable": (
        "Dit adres is niet bereikbaar. Wij proberen het later weer.",
        "This address cannot be reached. We try again later.",
    ),
    "certificate": (
        "Het certificaat van dit adres klopt niet of is verlopen.",
        "The certificate of this address is not right, or has expired.",
    ),
    "no_answer": (
        "Dit adres gaf niet op tijd antwoord. Wij proberen het later weer.",
        "This address did not answer in time. We try again later.",
    ),
    "broken_off": (
        "Het antwoord van dit adres brak af. Wij proberen het later weer.",
        "The answer of this address broke off. We try again later.",
    ),
    "not_public": (
        "Dit adres ligt niet op het open internet.",
        "This address is not on the open internet.",
    ),
    # why a long import stopped
    "upload_gone": (
        "Het bestand is er niet meer. Stuur het opnieuw.",
        "The file is gone. Send it again.",
    ),
}  # fmt: skip


def in_dutch(reason: str) -> str:
    """The Dutch sentence of a code; a sentence stays as it is."""
    return _WORDS[reason][0] if reason in _WORDS else faults.in_words(reason)


def in_english(reason: str) -> str:
    """The English sentence of a code; a sentence stays as it is."""
    return _WORDS[reason][1] if reason in _WORDS else faults.in_english(reason)


def complaints(error: ValidationError) -> tuple[Complaint, ...]:
    """Every fault the models found, each by its path in the API, in both languages."""
    return tuple(
        Complaint(fault.name, str(fault.reason), faults.in_english(fault.reason))
        for fault in faults.invalid(error).faults
    )


@contextmanager
def explained() -> Iterator[None]:
    """What is wrong with a whole file is said in words, as the faults of any body are."""
    try:
        yield
    except InvalidRequest as refused:
        faults_in_words = (Fault(f.name, in_dutch(f.reason)) for f in refused.faults)
        raise InvalidRequest(faults_in_words) from refused
