"""Opens the doors. Logic, clients and environment live elsewhere."""

from chalice.app import Chalice

from chalicelib.entry.api.activities import activities
from chalicelib.entry.api.libraries import libraries
from chalicelib.entry.api.matches import matches
from chalicelib.entry.api.referrals import referrals
from chalicelib.entry.api.system import system
from chalicelib.entry.middleware import answers_safely
from chalicelib.entry.schedules import schedules
from chalicelib.entry.webhooks import webhooks
from chalicelib.entry.workers import workers

app = Chalice(app_name="wegwijs", configure_logs=False)
app.register_middleware(answers_safely, event_type="http")
for blueprint in (matches, referrals, activities, libraries, webhooks, system, workers, schedules):
    app.register_blueprint(blueprint)
