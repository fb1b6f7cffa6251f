"""A Chalice application that shows what the local stack hands it: an echo, a queue, a schedule."""

import os
import time
from typing import Any

from chalice.app import Chalice, MultiDict, Request, Response

app = Chalice(app_name="small", configure_logs=False)
app.api.binary_types = ["application/octet-stream", "image/png"]
handled: list[str] = []
ticks: list[str] = []


@app.route("/echo/{name}", methods=["GET", "POST"], content_types=["application/json", "image/png"])
def echo(name: str) -> dict[str, Any]:
    """What arrived, after a pause in which other requests arrive."""
    query = _request().query_params or MultiDict({})
    time.sleep(float(query.get("pause", "0")))
    body = _request().raw_body
    return {
        "name": name,
        "method": _request().method,
        "caller": _request().headers.get("x-caller"),
        "query": {key: query.getlist(key) for key in query},
        "body": body.hex() if isinstance(body, bytes) else body,
        "lambdaRequest": app.lambda_context.aws_request_id,
    }


@app.route("/cookies")
def cookies() -> Response:
    return Response("", status_code=303, headers={"Set-Cookie": ["a=1", "b=2"], "Location": "/"})


@app.route("/picture")
def picture() -> Response:
    return Response(b"\x89PNG\xff", headers={"Content-Type": "image/png"})


@app.route("/nothing", methods=["DELETE"])
def nothing() -> Response:
    return Response(None, status_code=204)


@app.route("/seen")
def seen() -> dict[str, Any]:
    return {"handled": sorted(handled), "ticks": len(ticks), "stage": os.environ["WEGWIJS_STAGE"]}


@app.on_sqs_message(queue="wegwijs-local-messages", batch_size=10)
def on_message(event: Any) -> dict[str, Any]:
    """Fails what says "poison", by id, and handles the rest."""
    failures = []
    for record in event:
        if record.body == "poison":
            failures.append({"itemIdentifier": record.to_dict()["messageId"]})
        else:
            handled.append(record.body)
    return {"batchItemFailures": failures}


@app.schedule("rate(1 minute)")
def tick(event: Any) -> None:
    ticks.append(event.source)


def _request() -> Request:
    """The request of this thread, asked for anew each time."""
    assert app.current_request is not None
    return app.current_request
