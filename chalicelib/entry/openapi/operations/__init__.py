"""Every operation of the API, in the order in which the document shows them."""

from chalicelib.entry.openapi.operations.catalogue import CATALOGUE
from chalicelib.entry.openapi.operations.choices import CHOICES
from chalicelib.entry.openapi.operations.endpoints import ENDPOINTS
from chalicelib.entry.openapi.operations.handovers import HANDOVERS
from chalicelib.entry.openapi.operations.hours import HOURS
from chalicelib.entry.openapi.operations.imports import IMPORTS
from chalicelib.entry.openapi.operations.languages import LANGUAGES
from chalicelib.entry.openapi.operations.library_secrets import LIBRARY_SECRETS
from chalicelib.entry.openapi.operations.matching import MATCHING
from chalicelib.entry.openapi.operations.persons import PERSONS
from chalicelib.entry.openapi.operations.placements import PLACEMENTS
from chalicelib.entry.openapi.operations.programmes import PROGRAMMES
from chalicelib.entry.openapi.operations.referrals import REFERRALS
from chalicelib.entry.openapi.operations.reports import REPORTS
from chalicelib.entry.openapi.operations.system import SYSTEM
from chalicelib.entry.openapi.operations.tasks import TASKS
from chalicelib.entry.openapi.operations.undoing import UNDOING
from chalicelib.entry.openapi.operations.webhooks import WEBHOOKS

OPERATIONS = (
    *MATCHING,
    *REFERRALS,
    *PERSONS,
    *TASKS,
    *PLACEMENTS,
    *UNDOING,
    *HANDOVERS,
    *HOURS,
    *CATALOGUE,
    *IMPORTS,
    *PROGRAMMES,
    *WEBHOOKS,
    *LIBRARY_SECRETS,
    *ENDPOINTS,
    *REPORTS,
    *LANGUAGES,
    *CHOICES,
    *SYSTEM,
)
