"""The pages of those who work here: municipalities, libraries, the programme.

How to add a page, in ten lines. A handler stands behind `staff_page`, which knows who comes in:

    mine = Blueprint(__name__)                        # and into the list of app.py

    @mine.route("/verwijzingen", methods=["GET"])     # Dutch path, no slash at its end
    @staff_page(mine, allow=REFERRERS)                # roles; PUBLIC for everybody
    def shows_referrals(visit: Visit) -> Response:
        found = list_referrals(…, ports=visit.ports)  # a use case, as the API's handlers do
        return visit.page("referrals.html", referrals=found.items)

A template lies in `templates/staff`, extends `base.html`, fills the blocks `title` and `main`, and
says everything with `say("page.referrals.title")`; its keys stand in the Dutch and the English
catalogue (`make assets` compiles them). Macros for fields, errors, pages and buttons:
`forms.html` (base.html has imported it as `forms`) and, where a page wants it, parts.html:
`{% import "parts.html" as parts with context %}`. What a page may look like is in tools/assets:
components.txt (classes of the NL Design System) and own.css (wg-…).

A form posts with `{{ forms.token() }}` in it, in a template as `<form method="post">`. The door
has checked its token and its origin before the handler is asked. The handler reads
`visit.form()`, does its work and answers `visit.go_on("/verwijzingen", say="page.notice.done")`:
always a redirect (303), so that reloading repeats nothing. What is wrong with a form is shown in
it: catch InvalidRequest, answer `visit.page("form.html", status=400, faults=visit.faults(error))`;
`forms.summary(faults)` lists all on top, and each field takes its own with `fault=`.

A part for htmx is a template that extends nothing: `visit.page("part.html")`; the page that asks
for it fills the block `script` with `{{ parts.htmx() }}`. Every page works without it too.
A page joins the navigation of its roles in `menu.py`.
"""
