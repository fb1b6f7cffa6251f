"""The workbook that libraries fill in: a column for everything the import reads, with drop-downs.

    python -m tools.make_template

writes chalicelib/static/wegwijs-activities.xlsx, which is committed; a test holds it to this file.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tools.local.paths import ROOT

TEMPLATE = ROOT / "chalicelib" / "static" / "wegwijs-activities.xlsx"
_VOCABULARIES = ROOT / "chalicelib" / "data" / "vocabularies.json"
_ROWS = 2_000  # as many as one import does while one waits
_REQUIRED = PatternFill("solid", fgColor="DCE9F5")
_OPTIONAL = PatternFill("solid", fgColor="EDEDED")


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """A column as a library sees it; `choices` names a list in data/vocabularies.json."""

    column: str
    header: str
    explained: str
    choices: str | None = None
    is_required: bool = False


def _column(
    column: str, header: str, explained: str, choices: str | None = None, *, must: bool = False
) -> TemplateColumn:
    return TemplateColumn(column, header, explained, choices, must)


COLUMNS: Sequence[TemplateColumn] = (
    _column("source_id", "Sleutel", "Een eigen nummer, voor elke activiteit anders.", must=True),
    _column("branch", "Vestiging", "De ISIL-code van de vestiging, of haar naam.", must=True),
    _column("type", "Soort", "Wat voor activiteit het is.", "activity_type", must=True),
    _column("title", "Titel", "Hoe u de activiteit noemt; hoogstens 120 tekens.", must=True),
    _column("description", "Beschrijving", "Wat men er doet."),
    _column("themes", "Thema's", "Eén of meer, met een ; ertussen: taal; ontmoeting."),
    _column("level_min", "Niveau van", "Het laagste niveau waarvoor het is.", "level", must=True),
    _column("level_max", "Niveau tot", "Het hoogste niveau waarvoor het is.", "level", must=True),
    _column("level_policy", "Streng of richtlijn", "Streng sluit de rest uit.", "level_policy"),
    _column("reading", "Lezen", "Moet men Latijns schrift kunnen lezen?", "reading_asked"),
    _column("helping_languages", "Hulptalen", "Talen waarin u kunt helpen: Arabisch; Engels."),
    _column("audience", "Doelgroep", "Voor wie het is.", "audience"),
    _column("delivery", "Vorm", "Waar het is.", "delivery"),
    _column("entry", "Toegang", "Hoe men binnenkomt.", "entry"),
    _column("weekday", "Dag", "De dag van de week; meer dagen mag: ma en wo.", "weekday"),
    _column("start", "Begintijd", "Bijvoorbeeld 10:00."),
    _column("end", "Eindtijd", "Bijvoorbeeld 11:30. Een spreekuur de hele dag mag ook."),
    _column("every_weeks", "Om de hoeveel weken", "1 is elke week, 2 is om de week."),
    _column("monthly_ordinal", "Hoeveelste van de maand", "1 tot 5 of laatste; leeg is elke week."),
    _column("on_date", "Datum", "Voor iets eenmaligs, in plaats van een dag."),
    _column("valid_from", "Vanaf", "De eerste dag waarop het is."),
    _column("valid_until", "Tot en met", "De laatste dag waarop het is."),
    _column("except", "Niet op", "Dagen waarop het niet doorgaat: 2026-12-29; 2027-01-05."),
    _column("sessions", "Rooster", "Meer tijden in één cel: di 10:00-11:30 | do 13:00-14:00."),
    _column("capacity", "Plaatsen", "Hoeveel mensen mogen komen; leeg is onbeperkt."),
    _column("taken_elsewhere", "Al bezet", "Hoeveel mensen uit zichzelf komen."),
    _column("waiting_list", "Wachtlijst", "Is er een wachtlijst?", "yes_no"),
    _column("expected_wait_weeks", "Wachttijd in weken", "Hoe lang men ongeveer wacht."),
    _column("facilities", "Voorzieningen", "Drempelvrij; kinderopvang; kind mag mee; rustig."),
    _column(
        "closed_in_school_holidays",
        "Schoolvakanties",
        "De regio in wier vakanties u dicht bent, of nee; leeg is zoals het meestal gaat.",
        "holidays",
    ),
    _column("price", "Prijs", "In euro's, of gratis."),
    _column("price_note", "Toelichting prijs", "Bijvoorbeeld: per keer."),
    _column("service_area", "Werkgebied", "Gemeentecodes als alleen zij mogen komen: GM0344."),
    _column("organised_by", "Georganiseerd door", "Met wie u het doet."),
    _column("programme", "Programma", "Het landelijke programma waar het bij hoort."),
    _column("contact_phone", "Telefoon", "Alleen als het een ander nummer is dan dat van u."),
    _column("contact_email", "E-mail", "Alleen als het een ander adres is dan dat van u."),
    _column("status", "Staat", "Actief, tenzij u iets anders kiest.", "activity_status"),
)  # fmt: skip


def main() -> int:
    TEMPLATE.parent.mkdir(parents=True, exist_ok=True)
    TEMPLATE.write_bytes(made())
    print(f"{TEMPLATE.relative_to(ROOT)}: {len(COLUMNS)} columns")
    return 0


def made() -> bytes:
    """The workbook: the sheet to fill in, what each column means, and the choices."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Activiteiten"
    _explain(book.create_sheet("Uitleg"))
    ranges = _choices(book.create_sheet("Keuzes"))
    _to_fill_in(sheet, ranges)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _to_fill_in(sheet: Worksheet, ranges: Mapping[str, str]) -> None:
    for number, column in enumerate(COLUMNS, start=1):
        letter = get_column_letter(number)
        cell = sheet.cell(1, number, column.header)
        cell.font = Font(bold=True)
        cell.fill = _REQUIRED if column.is_required else _OPTIONAL
        sheet.column_dimensions[letter].width = max(14, len(column.header) + 3)
        if column.choices is not None:
            sheet.add_data_validation(_drop_down(column, letter, ranges[column.choices]))
    sheet.freeze_panes = "A2"


def _drop_down(column: TemplateColumn, letter: str, choices: str) -> DataValidation:
    drop_down = DataValidation(type="list", formula1=choices, allow_blank=True)
    # Other spellings are read as well, so another word is a warning and no refusal.
    drop_down.errorStyle = "warning"
    drop_down.promptTitle, drop_down.prompt = column.header[:32], column.explained
    drop_down.showInputMessage = drop_down.showErrorMessage = True
    drop_down.add(f"{letter}2:{letter}{_ROWS + 1}")
    return drop_down


def _explain(sheet: Worksheet) -> None:
    sheet.append(["Kolom", "Wat erin hoort", "Nodig"])
    for column in COLUMNS:
        sheet.append([column.header, column.explained, "ja" if column.is_required else ""])
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 80
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in sheet.iter_rows(min_row=2):
        row[1].alignment = Alignment(wrap_text=True)


def _choices(sheet: Worksheet) -> dict[str, str]:
    """A column of words for each list; where each stands, as a formula names it."""
    ranges = {}
    for number, (name, words) in enumerate(choices(), start=1):
        for row, word in enumerate(words, start=1):
            sheet.cell(row, number, word)
        letter = get_column_letter(number)
        ranges[name] = f"Keuzes!${letter}$1:${letter}${len(words)}"
    sheet.sheet_state = "hidden"
    return ranges


def choices() -> Iterator[tuple[str, Sequence[str]]]:
    """The lists behind the drop-downs, in Dutch; the door reads these words back."""
    labels = json.loads(_VOCABULARIES.read_text(encoding="utf-8"))
    for name in sorted({column.choices or "" for column in COLUMNS} & labels.keys()):
        yield name, [label for id_, label in labels[name].items() if id_ != "unknown"]
    yield "yes_no", ["ja", "nee"]
    yield "holidays", ["noord", "midden", "zuid", "nee"]


if __name__ == "__main__":
    raise SystemExit(main())
