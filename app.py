"""Opens the doors. Logic, clients and environment live elsewhere."""

from chalice.app import Chalice

from chalicelib.entry.api.activities import activities
from chalicelib.entry.api.caseload import caseload
from chalicelib.entry.api.choices import choices
from chalicelib.entry.api.endpoints import endpoints
from chalicelib.entry.api.feeds import feeds
from chalicelib.entry.api.handovers import handovers
from chalicelib.entry.api.hours import hours
from chalicelib.entry.api.hsds import hsds
from chalicelib.entry.api.imports import imports
from chalicelib.entry.api.languages import language_report
from chalicelib.entry.api.letters import letters
from chalicelib.entry.api.libraries import libraries
from chalicelib.entry.api.library_secrets import library_secrets
from chalicelib.entry.api.matches import matches
from chalicelib.entry.api.persons import persons
from chalicelib.entry.api.placements import placements
from chalicelib.entry.api.programmes import programmes
from chalicelib.entry.api.referrals import referrals
from chalicelib.entry.api.reports import reports
from chalicelib.entry.api.system import system
from chalicelib.entry.api.tasks import tasks
from chalicelib.entry.api.undoing import undoing
from chalicelib.entry.library_answers import library_answers
from chalicelib.entry.library_links import library_links
from chalicelib.entry.links import links
from chalicelib.entry.middleware import answers_safely
from chalicelib.entry.pages.activities import activity_pages
from chalicelib.entry.pages.choices import choices_page
from chalicelib.entry.pages.connection import connection
from chalicelib.entry.pages.correct import correcting
from chalicelib.entry.pages.documentation import documentation
from chalicelib.entry.pages.feed import feed_pages
from chalicelib.entry.pages.front import front
from chalicelib.entry.pages.hand_over import handing_over
from chalicelib.entry.pages.handovers import shared_handovers
from chalicelib.entry.pages.home import home
from chalicelib.entry.pages.importing import importing
from chalicelib.entry.pages.languages import languages
from chalicelib.entry.pages.offer import offer
from chalicelib.entry.pages.own_library import library_pages
from chalicelib.entry.pages.people import people
from chalicelib.entry.pages.person_actions import person_actions
from chalicelib.entry.pages.refer import referring
from chalicelib.entry.pages.refer_many import referring_many
from chalicelib.entry.pages.reports import report_pages
from chalicelib.entry.pages.rights import rights
from chalicelib.entry.pages.search import search
from chalicelib.entry.pages.sign_in import sign_in
from chalicelib.entry.pages.week import week
from chalicelib.entry.pages.week_actions import week_actions
from chalicelib.entry.parsing.import_request import BINARY_TYPES
from chalicelib.entry.schedules import schedules
from chalicelib.entry.tokens import tokens
from chalicelib.entry.webhooks import webhooks
from chalicelib.entry.well_known import well_known
from chalicelib.entry.workers import workers

app = Chalice(app_name="wegwijs", configure_logs=False)
app.api.binary_types.extend(BINARY_TYPES)
app.register_middleware(answers_safely, event_type="http")
for blueprint in (
    matches,
    referrals,
    persons,
    letters,
    activities,
    libraries,
    programmes,
    imports,
    feeds,
    hsds,
    webhooks,
    library_secrets,
    endpoints,
    library_links,
    library_answers,
    links,
    front,
    sign_in,
    home,
    referring,
    referring_many,
    people,
    correcting,
    handing_over,
    person_actions,
    rights,
    languages,
    language_report,
    week,
    week_actions,
    offer,
    activity_pages,
    choices,
    choices_page,
    importing,
    feed_pages,
    connection,
    library_pages,
    tasks,
    undoing,
    handovers,
    shared_handovers,
    caseload,
    placements,
    hours,
    reports,
    report_pages,
    search,
    documentation,
    system,
    well_known,
    workers,
    schedules,
    tokens,
):
    app.register_blueprint(blueprint)
