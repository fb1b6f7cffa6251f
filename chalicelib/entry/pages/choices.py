"""What a municipality chooses for itself, by its administrator."""

from chalice.app import Blueprint, Response

from chalicelib.domain.choices import Choices
from chalicelib.domain.vocabulary import Role
from chalicelib.entry.pages.door import staff_page
from chalicelib.entry.pages.visit import Visit
from chalicelib.usecases.choosing import choices_of, choose

choices_page = Blueprint(__name__)
_ADMIN = frozenset({Role.MUNICIPALITY_ADMIN})


@choices_page.route("/keuzes", methods=["GET"])
@staff_page(choices_page, allow=_ADMIN)
def shows_choices(visit: Visit) -> Response:
    chosen = choices_of(visit.caller.organisation, caller=visit.caller, ports=visit.ports)
    return visit.page("choices.html", chosen=chosen)


@choices_page.route("/keuzes", methods=["POST"], content_types=["*/*"])
@staff_page(choices_page, allow=_ADMIN)
def keeps_choices(visit: Visit) -> Response:
    chosen = Choices(weekly_encouragement=visit.form().one("encouragement") == "weekly")
    choose(visit.caller.organisation, chosen, caller=visit.caller, ports=visit.ports)
    return visit.go_on("/keuzes", say="page.notice.choices_kept")
