"""Her letter: one sheet of A4 with both languages, the code of her link, and a strip to tear off.

Who reads nothing gets Dutch at A2 with pictograms and digits: whoever helps her reads it aloud.
"""

from datetime import datetime
from io import BytesIO

from chalicelib.adapters.newcomer.cards import ActivityById, cards_of
from chalicelib.adapters.newcomer.pictograms import drawn_in
from chalicelib.adapters.newcomer.speech import DUTCH, Speech, speech_for
from chalicelib.adapters.newcomer.templates import content_security_policy, style, template
from chalicelib.domain.holidays import Holidays
from chalicelib.domain.person import Person
from chalicelib.domain.referral import Referral
from chalicelib.domain.vocabulary import Reading
from chalicelib.usecases.ports import Words

_STYLE = "letter"


def letter(
    referral: Referral,
    person: Person,
    activities: ActivityById,
    *,
    link: str,
    words: Words,
    holidays: Holidays,
    at: datetime,
) -> str:
    """The letter as a page to print (HTML); `link` opens her page."""
    speech = _speech(referral, words)
    html: str = template("letter.html").render(
        style=style(_STYLE),
        speech=speech,
        name=person.first_name,
        today=at,
        reference=referral.id,
        cards=cards_of(referral, activities, holidays=holidays, at=at),
        link=None if referral.has_ended else link,
        qr=None if referral.has_ended else _qr(link),
        drawn_in=drawn_in,
    )
    return html


def letter_policy() -> str:
    """What a letter may load: its own style, and nothing else."""
    return content_security_policy(_STYLE)


def _speech(referral: Referral, words: Words) -> Speech:
    reads_nothing = referral.need is not None and referral.need.reading is Reading.NONE
    return Speech(DUTCH, words) if reads_nothing else speech_for(referral.contact_language, words)


def _qr(link: str) -> str:
    """A QR code that still reads with a quarter of it stained (SVG, without a size of its own)."""
    import segno

    drawing = BytesIO()
    code = segno.make(link, error="q", micro=False)
    code.save(drawing, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=2)
    return drawing.getvalue().decode()
