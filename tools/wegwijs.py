"""Wegwijs for operators: the verbs of the service, over its API.

    python -m tools.wegwijs --help

Against a service on this machine a token is made as `make token` does; elsewhere WEGWIJS_TOKEN
holds one, and WEGWIJS_URL the address.
"""

import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, ParamSpec

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from tools import token as tokens
from tools.api_client import Api, Refused

MUNICIPALITY = "GM0344"
LOOKS_EVERY_S = 0.5
P = ParamSpec("P")

app = typer.Typer(
    help=__doc__, no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False
)
activities = typer.Typer(help="What libraries offer.", no_args_is_help=True)
places = typer.Typer(help="Where postcodes and places lie.", no_args_is_help=True)
app.add_typer(activities, name="activities")
app.add_typer(places, name="places")
out, err = Console(), Console(stderr=True)


class Kind(StrEnum):
    """What an import may be."""

    CSV = "csv"
    XLSX = "xlsx"
    ICS = "ics"
    JSON = "json"


MEDIA_TYPES = {
    Kind.CSV: "text/csv",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.ICS: "text/calendar",
    Kind.JSON: "application/json",
}


@dataclass(frozen=True, slots=True)
class Where:
    """The service that is spoken to, and as whom where a token must be made."""

    url: str
    token: str | None
    municipality: str

    def as_case_worker(self) -> Api:
        """The API for somebody of the municipality."""
        return self.as_("case_worker", self.municipality)

    def as_(self, role: str, organisation: str) -> Api:
        """The API for a caller of this role."""
        api = Api(self.url, self.token)
        if self.token is None and api.is_local:
            return Api(self.url, tokens.token(role, organisation))
        if self.token is None:
            raise Refused("WEGWIJS_TOKEN holds no token")
        return api


Library = Annotated[
    str, typer.Option(metavar="ISIL", help="The library that acts, such as NL-0899040000.")
]
AsJson = Annotated[bool, typer.Option("--json", help="The answer as it came, for programs.")]


@app.callback()
def _(
    context: typer.Context,
    url: Annotated[
        str, typer.Option(envvar="WEGWIJS_URL", help="Address of the service.")
    ] = "http://127.0.0.1:8000",
    token: Annotated[
        str | None, typer.Option(envvar="WEGWIJS_TOKEN", help="Bearer token.", show_envvar=True)
    ] = None,
    municipality: Annotated[
        str, typer.Option(metavar="GM", help="Who asks, where a token is made here.")
    ] = MUNICIPALITY,
) -> None:
    context.obj = Where(url, token or None, municipality)


def told(command: Callable[P, None]) -> Callable[P, None]:
    """The command, whose failures are one sentence on standard error and exit code 1."""

    @wraps(command)
    def telling(*arguments: P.args, **options: P.kwargs) -> None:
        try:
            command(*arguments, **options)
        except (Refused, tokens.NotAToken) as refusal:
            err.print(escape(str(refusal)), style="red", highlight=False, soft_wrap=True)
            raise typer.Exit(1) from refusal

    return telling


# ── whether it is well ───────────────────────────────────────────────────────────────────────────


@app.command()
@told
def health(context: typer.Context) -> None:
    """Say whether the service is well, and which catalogue it matches on."""
    answer = Api(context.obj.url).get("/v1/health").json
    line(f"{answer['status']} · version {answer['version']}")
    line(f"catalogue {answer['catalogueVersion'] or 'none published yet'}")


# ── matching and places ──────────────────────────────────────────────────────────────────────────


@app.command()
@told
def match(
    context: typer.Context,
    where: Annotated[str, typer.Argument(help="Postcode or place.")],
    level: Annotated[str, typer.Option(help="alfa pre_a1 a1 a2 b1 b2 unknown")],
    mode: Annotated[str, typer.Option(help="walk bicycle public_transport car")] = "bicycle",
    max_minutes: Annotated[int, typer.Option(help="The longest way.")] = 30,
    limit: Annotated[int, typer.Option(help="How many.")] = 3,
    as_json: AsJson = False,  # noqa: FBT002 - a switch
) -> None:
    """Show what would be suggested to somebody, and why; nothing is stored."""
    question = {
        "location": location(where),
        "languageLevel": level,
        "travel": {"mode": mode, "maxMinutes": max_minutes},
        "limit": limit,
    }
    answer = context.obj.as_case_worker().post("/v1/matches", question).json
    if as_json:
        line(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    line(placed(answer["location"]))
    show(
        ("", "title", "branch", "minutes", "score", "why"),
        (
            (
                one["rank"],
                one["activity"]["title"],
                one["activity"]["branch"]["name"],
                one["travelMinutes"],
                f"{one['score']:.3f}",
                "; ".join(reason["text"] for reason in one["reasons"]),
            )
            for one in answer["matches"]
        ),
    )
    for near in answer["nearMisses"]:
        line(f"almost: {near['activity']['title']}: {near['text']}")
    if answer["fallback"]:
        line(answer["fallback"]["text"])


def location(where: str) -> Mapping[str, str]:
    """A question's location: a postcode when it begins with a digit, else a place."""
    return {"postcode": where} if where[:1].isdigit() else {"place": where}


def placed(found: Mapping[str, Any]) -> str:
    """Where something lies and how sure that is, in a line."""
    at = f"{found['latitude']:.4f}, {found['longitude']:.4f}"
    return f"{at} · known by {found['precision']}, within {found['precisionKm']:g} km"


@places.command("lookup")
@told
def look_up(
    context: typer.Context,
    where: Annotated[list[str], typer.Argument(help="Postcodes or places.")],
) -> None:
    """Say where the running service takes these to be, and how sure it is."""
    api = context.obj.as_case_worker()
    for one in where:
        question = {"location": location(one), "languageLevel": "unknown", "limit": 1}
        line(f"{one}: {placed(api.post('/v1/matches', question).json['location'])}")


@places.command()
@told
def suggest(
    name: Annotated[str, typer.Argument(help="What somebody typed.")],
    geocoder_url: Annotated[
        str | None, typer.Option(envvar="WEGWIJS_GEOCODER_URL", help="Another address of PDOK.")
    ] = None,
) -> None:
    """Ask PDOK, the national geocoder, which names may be meant; this leaves the machine."""
    from geopy.exc import GeopyError

    from chalicelib.adapters.pdok.locatieserver import BASE_URL, Locatieserver

    try:
        found = Locatieserver(base_url=geocoder_url or BASE_URL).suggest(name)
    except GeopyError as error:
        raise Refused(f"PDOK does not answer: {error}") from error
    for one in found:
        line(f"{one.name} ({one.kind})")
    if not found:
        raise Refused(f"PDOK knows nothing that resembles {name!r}")


# ── the catalogue ────────────────────────────────────────────────────────────────────────────────


@activities.command("list")
@told
def list_activities(
    context: typer.Context,
    library: Annotated[str | None, typer.Option(metavar="ISIL", help="Of this library.")] = None,
    kind: Annotated[str | None, typer.Option("--type", help="Of this type.")] = None,
    theme: Annotated[str | None, typer.Option(help="With this theme.")] = None,
    as_json: AsJson = False,  # noqa: FBT002 - a switch
) -> None:
    """List what is on offer, all of it."""
    api = context.obj.as_case_worker()
    found = api.pages(
        "/v1/activities", {"library": library, "type": kind, "theme": theme, "pageSize": 100}
    )
    if as_json:
        for one in found:
            line(json.dumps(one, ensure_ascii=False))
        return
    number = show(
        ("id", "title", "type", "place", "seats left", "confirmed"),
        (
            (
                one["id"],
                one["title"],
                one["type"],
                one["branch"]["place"],
                "no limit" if one["seatsLeft"] is None else one["seatsLeft"],
                one["lastConfirmedOn"],
            )
            for one in found
        ),
    )
    line(f"{number} activities")


@app.command("import")
@told
def import_file(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    library: Library,
    kind: Annotated[Kind | None, typer.Option(help="When the name does not tell.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Store nothing.")] = False,  # noqa: FBT002
    full: Annotated[bool, typer.Option("--full", help="The rest becomes inactive.")] = False,  # noqa: FBT002
) -> None:
    """Hand in a library's activities; exit code 1 when rows were rejected, each explained."""
    api = context.obj.as_("library_admin", library)
    asked = [name for name, is_so in (("dryRun=true", dry_run), ("full=true", full)) if is_so]
    path = "/v1/catalogue-imports" + ("?" + "&".join(asked) if asked else "")
    media_type = MEDIA_TYPES[kind or kind_of(file)]
    reply = api.post(path, file.read_bytes(), Content_Type=media_type)
    result = followed(api, reply.headers["location"]) if reply.status == 202 else reply.json
    for one in result["rejected"]:
        for fault in (one, *one.get("also", ())):
            line(f"row {one['row']}: {fault['field']}: {fault['reason']}")
    # Of very many only the first thousand are told one by one.
    rejected = result.get("rejectedRows", len(result["rejected"]))
    said = f"{result['accepted']} accepted, {result['unchanged']} unchanged, {rejected} rejected"
    line(said + (" (nothing stored)" if dry_run else ""))
    if rejected:
        raise typer.Exit(1)


def kind_of(file: Path) -> Kind:
    """What the file is, by its name.

    Raises:
        Refused: the name does not tell.
    """
    try:
        return Kind(file.suffix.lower().removeprefix("."))
    except ValueError as error:
        raise Refused(f"--kind is needed: {file.name} does not tell what it is") from error


def followed(api: Api, path: str) -> dict[str, Any]:
    """A long import when it is over, its progress shown meanwhile.

    Raises:
        Refused: it failed, and why.
    """
    columns = (TextColumn("importing"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err) as progress:
        task = progress.add_task("rows", total=None)
        while True:
            job: dict[str, Any] = api.get(path).json
            progress.update(task, completed=job["doneRows"], total=job["totalRows"])
            if job["state"] == "failed":
                raise Refused(f"the import failed: {job['failure']}")
            if job["state"] == "done":
                return job
            time.sleep(LOOKS_EVERY_S)


@app.command()
@told
def export(
    context: typer.Context,
    library: Library,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file; else standard output.")
    ] = None,
) -> None:
    """Write a library's activities as the CSV that `import` reads back unchanged."""
    api = context.obj.as_("library_admin", library)
    reply = api.get("/v1/activities", accept="text/csv", query={"library": library})
    if output is None:
        typer.echo(reply.raw, nl=False)
        return
    output.write_bytes(reply.raw)
    line(f"{output}: {len(reply.raw)} bytes")


@app.command()
@told
def confirm(
    context: typer.Context,
    library: Library,
    ids: Annotated[list[str] | None, typer.Argument(help="Ids of activities.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All of them.")] = False,  # noqa: FBT002
) -> None:
    """Say for a library that what stands is still true."""
    if bool(ids) == everything:
        raise Refused("name activities, or give --all")
    body: dict[str, Any] = {"all": True} if everything else {"ids": ids}
    answer = context.obj.as_("library_admin", library).post("/v1/activities/confirmations", body)
    line(f"{answer.json['confirmed']} confirmed")


@app.command()
@told
def publish(
    context: typer.Context,
    wait_s: Annotated[int, typer.Option("--wait", help="Seconds to wait for it.")] = 60,
    queue_url: Annotated[
        str | None, typer.Option(help="The catalogue queue in AWS; locally it is found.")
    ] = None,
) -> None:
    """Have the catalogue as it is now published for matching, and wait until the service has it."""
    api = Api(context.obj.url)
    before = api.get("/v1/health").json["catalogueVersion"]
    ask_for_a_snapshot(api, queue_url)
    until = time.monotonic() + wait_s
    while time.monotonic() < until:
        now = api.get("/v1/health").json["catalogueVersion"]
        if now != before:
            line(f"published {now}")
            return
        time.sleep(LOOKS_EVERY_S)
    line(f"nothing newer than {before}: what is stored was published before")


def ask_for_a_snapshot(api: Api, queue_url: str | None) -> None:
    """The publisher has been told.

    Raises:
        Refused: it cannot be, for no service runs here and no queue is named.
    """
    from chalicelib.adapters.queues import SqsQueue
    from chalicelib.domain.errors import Temporary

    client, url = _queue_here(api) if queue_url is None else (_queue_in_aws(), queue_url)
    try:
        queue = SqsQueue(
            client,
            messages_url="",
            catalogue_url=url,
            imports_url="",
            waiting_url="",
            deliveries_url="",
        )
        queue.catalogue_changed()
    except Temporary as error:
        raise Refused("the queue does not answer") from error


def _queue_here(api: Api) -> tuple[Any, str]:
    from urllib.parse import urlsplit

    from tools.local import resources
    from tools.local.failures import StartFailed
    from tools.local.stack import found

    port = urlsplit(api.base_url).port
    if not api.is_local or port is None:
        raise Refused("--queue-url names the catalogue queue of a service elsewhere")
    try:
        stack = found(port)
    except StartFailed as failure:
        raise Refused(str(failure)) from failure
    return resources.client("sqs", stack.endpoint), stack.outputs["CatalogueQueueUrl"]


def _queue_in_aws() -> Any:
    import boto3

    return boto3.client("sqs")


# ── how things are said ──────────────────────────────────────────────────────────────────────────


def line(text: str) -> None:
    """One line on standard output, as it is: no colours guessed, no words wrapped."""
    out.print(escape(text), highlight=False, soft_wrap=True)


def show(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> int:
    """A table on standard output; how many rows."""
    table = Table(*headings, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(escape(str(cell)) for cell in row))
    out.print(table)
    return table.row_count


if __name__ == "__main__":
    app()
