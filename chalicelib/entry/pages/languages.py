"""The languages newcomers are spoken to in: how far each is checked, and the page of its speaker.

A speaker does not sign in: her link is signed, for one language, and ends by itself. Nothing of
her is kept here: her answer is the file itself, which goes into the texts with her name.
"""

from collections.abc import Mapping, Sequence

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import EVERYONE
from chalicelib.domain.review import Phrase, written
from chalicelib.domain.vocabulary import Role
from chalicelib.entry.door import PUBLIC
from chalicelib.entry.guessing import by_link
from chalicelib.entry.pages.door import staff_page
from chalicelib.entry.pages.visit import Visit
from chalicelib.usecases.speakers import LONGEST_NAME, LONGEST_TEXT, checked, coverage, invite
from chalicelib.usecases.speakers import to_check as behind_link

languages = Blueprint(__name__)
INVITES = frozenset({Role.PROGRAMME_ANALYST, Role.MUNICIPALITY_ADMIN, Role.LIBRARY_ADMIN})


@languages.route("/talen", methods=["GET"])
@staff_page(languages, allow=EVERYONE)
def shows_how_far_languages_are(visit: Visit) -> Response:
    known = coverage(ports=visit.ports)
    unfinished = [each.language for each in known if not each.is_complete]
    may_invite = visit.caller.role in INVITES
    links = {code: invite(code, ports=visit.ports) for code in unfinished if may_invite}
    return visit.page("languages.html", languages=known, links=links)


@languages.route("/taalcontrole/{token}", methods=["GET"])
@staff_page(languages, allow=PUBLIC)
@by_link
def shows_a_language(visit: Visit, token: str) -> Response:
    language, phrases = behind_link(token, ports=visit.ports)
    return _page(visit, language, phrases)


@languages.route("/taalcontrole/{token}", methods=["POST"], content_types=["*/*"])
@staff_page(languages, allow=PUBLIC)
@by_link
def takes_what_she_approved(visit: Visit, token: str) -> Response:
    language, phrases = behind_link(token, ports=visit.ports)
    form = visit.form()
    name = " ".join(form.one("name").split())[:LONGEST_NAME]
    # Browsers send a line's end as two letters.
    given = {key: form.one(f"text:{key}").replace("\r\n", "\n") for key in form.all("right")}
    done = checked(token, given, name=name, ports=visit.ports)
    faults = _faults(visit, name=name, done=len(done.reviews), broken=done.broken)
    if faults:
        return _page(visit, language, phrases, given=given, name=name, faults=faults)
    # Not text/csv: that is binary here, which a gateway gives only to whoever asks for it by name.
    headers: dict[str, str | list[str]] = {
        "Content-Type": "text/x-csv; charset=utf-8",
        "Content-Disposition": f'attachment; filename="reviews-{language}.csv"',
    }
    return Response(written(done.reviews), status_code=200, headers=headers)


def _faults(visit: Visit, *, name: str, done: int, broken: Sequence[str]) -> Mapping[str, str]:
    """What is to be mended, in words, by the field it is in."""
    found = {} if name else {"name": visit.say("page.speaker.no_name")}
    found |= {f"text:{key}": visit.say("page.speaker.broken") for key in broken}
    if not done and not broken:
        found["right"] = visit.say("page.speaker.none_ticked")
    return found


def _page(
    visit: Visit,
    language: str,
    phrases: Sequence[Phrase],
    *,
    given: Mapping[str, str] | None = None,
    name: str = "",
    faults: Mapping[str, str] | None = None,
) -> Response:
    return visit.page(
        "speaker.html",
        status=400 if faults else 200,
        language_checked=language,
        phrases=phrases,
        given=given or {},
        name=name,
        faults=faults or {},
        longest_name=LONGEST_NAME,
        longest_text=LONGEST_TEXT,
    )
