"""A bare Chalice + PynamoDB application, written where the benchmarks measure ours against it.

As small as such a thing can be, and no smaller: one model, the two routes that are measured. It
asks nobody who they are, explains nothing and answers what the table holds as it is.
"""

from pathlib import Path

APP = """
from chalice import Chalice
from pynamodb.attributes import JSONAttribute, UnicodeAttribute
from pynamodb.models import Model


class Referral(Model):
    class Meta:
        table_name = "bare"
        region = "eu-west-1"
        host = "http://127.0.0.1:9"

    id = UnicodeAttribute(hash_key=True)
    answer = JSONAttribute()


app = Chalice(app_name="bare", configure_logs=False)


@app.route("/v1/health")
def health():
    return {"status": "ok"}


@app.route("/v1/referrals/{referral_id}")
def reads(referral_id):
    return Referral.get(referral_id).answer
"""


def write(directory: Path) -> None:
    """`directory` holds the application, as its developer would have it."""
    (directory / "app.py").write_text(APP, "utf-8")
