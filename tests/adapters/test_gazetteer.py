"""The shipped table is right enough, and says where it is not; its upgrade refuses nonsense."""

import csv
import statistics
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest

from chalicelib.adapters.gazetteer import OTHER_NAMES, TABLE, GazetteerPlaces
from chalicelib.domain.geography import Point, Precision, distance_km
from tools import build_gazetteer
from tools.build_gazetteer import Row, accepted, compare, imported, main, read_table

PROJECT = Path(__file__).parents[2]
TRUSTED = PROJECT.parent / "shared" / "data" / "nl_pc4.csv"
needs_trusted = pytest.mark.skipif(
    not TRUSTED.exists(), reason="the trusted postcode table is not ours to commit; it is absent"
)


@pytest.fixture(scope="module")
def places() -> GazetteerPlaces:
    return GazetteerPlaces()


@pytest.fixture
def table_here(tmp_path: Path) -> Path:
    """A copy of the table, to be changed."""
    copy = tmp_path / "gazetteer.csv"
    copy.write_bytes(TABLE.read_bytes())
    return copy


class TestLocating:
    @pytest.mark.parametrize(("postcode", "latitude", "longitude"), [
        ("3511", 52.091, 5.122),    # Utrecht, Dom
        ("1012", 52.373, 4.893),    # Amsterdam, Dam
        ("1104", 52.312, 4.970),    # Amsterdam-Zuidoost, a district of its own
        ("9166", 53.478, 6.157),    # Schiermonnikoog
        ("6211", 50.849, 5.688),    # Maastricht
        ("4511", 51.397, 3.556),    # Breskens, across the Westerschelde
    ])  # fmt: skip
    def test_a_postcode_lies_where_its_place_is(
        self, places: GazetteerPlaces, postcode: str, latitude: float, longitude: float
    ) -> None:
        found = places.postcode(postcode)
        assert found
        assert found.precision in (Precision.PLACE, Precision.POSTCODE)
        assert distance_km(found.point, Point(latitude, longitude)) <= 3

    @pytest.mark.parametrize("unknown", ["0000", "9998 ", "35", "", "3511AB", "¹²³⁴"])
    def test_what_is_no_postcode_is_nowhere(self, places: GazetteerPlaces, unknown: str) -> None:
        assert places.postcode(unknown) is None

    @pytest.mark.parametrize(("written", "latitude", "longitude"), [
        ("Utrecht", 52.09, 5.12),
        ("  utrecht ", 52.09, 5.12),
        ("'s-Gravenhage", 52.08, 4.30),
        ("’s Gravenhage", 52.08, 4.30),         # the apostrophe of a word processor
        ("Den Haag", 52.08, 4.30),              # as people say
        ("’s\u2011Hertogenbosch", 51.70, 5.30), # with a hyphen that does not break
        ("Den Bosch", 51.70, 5.30),
        ("SUDWEST FRYSLAN", 53.03, 5.66),       # a municipality without its accents
        ("Súdwest-Fryslân", 53.03, 5.66),
        ("Beuningen", 51.86, 5.77),             # in Gelderland; the one in Overijssel is smaller
        ("Rijswijk", 52.04, 4.32),              # three of them, the town in Zuid-Holland is meant
        ("Bergen", 52.67, 4.70),                # (NH) on envelopes
        ("Ameland", 53.45, 5.75),
        ("Rosmalen", 51.72, 5.36),
    ])  # fmt: skip
    def test_a_place_is_found_as_people_write_it(
        self, places: GazetteerPlaces, written: str, latitude: float, longitude: float
    ) -> None:
        found = places.place(written)
        assert found
        assert distance_km(found.point, Point(latitude, longitude)) <= 5
        assert found.radius_km > 0

    @pytest.mark.parametrize("unknown", ["", " ", "Atlantis", "'", "Parijs"])
    def test_what_is_no_place_is_nowhere(self, places: GazetteerPlaces, unknown: str) -> None:
        assert places.place(unknown) is None

    def test_a_municipality_named_after_no_town_is_an_area(self, places: GazetteerPlaces) -> None:
        found = places.place("Westland")
        assert found
        assert found.precision is Precision.AREA

    def test_every_other_name_leads_somewhere(self, places: GazetteerPlaces) -> None:
        names = [line.split(",")[0] for line in OTHER_NAMES.read_text("utf-8").splitlines()[1:]]
        assert [name for name in names if places.place(name) is None] == []


class TestTheTable:
    def test_it_is_sorted_and_plain_enough_to_be_split_at_commas(self) -> None:
        text = TABLE.read_text("utf-8")
        lines = text.splitlines()
        assert lines[0] == ",".join(build_gazetteer.COLUMNS)
        assert '"' not in text
        assert {line.count(",") for line in lines} == {5}
        postcodes = [line[:4] for line in lines[1:]]
        assert all(before < after for before, after in pairwise(postcodes))

    def test_every_row_is_in_the_country_and_says_how_sure_it_is(self) -> None:
        for row in read_table(TABLE):
            assert build_gazetteer.is_inside(row.at), row
            assert row.precision in set(Precision)
            assert 0 < row.radius_km <= 20, row

    def test_four_in_five_postcodes_are_at_their_place(self) -> None:
        rows = read_table(TABLE)
        assert len(rows) > 4000
        assert sum(row.precision != "area" for row in rows) / len(rows) >= 0.85

    @needs_trusted
    def test_no_postcode_is_more_than_fifteen_kilometres_off(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        found = compare(read_table(TABLE), {row.postcode: row.at for row in imported(TRUSTED)})
        with capsys.disabled():
            print(  # noqa: T201 - the figures are wanted
                f"\ngazetteer: {found.compared} postcodes,"
                f" {found.share_at_place:.1%} at their place, median {found.median_km:.2f} km,"
                f" p90 {found.p90_km:.2f}, worst {found.worst_km:.2f}"
            )
        assert found.compared > 4000
        assert found.worst_km <= 15, found.worst
        assert found.median_km <= 1.5
        assert found.p90_km <= 5.0

    @needs_trusted
    def test_the_truth_lies_within_the_radius_nearly_always(self) -> None:
        found = compare(read_table(TABLE), {row.postcode: row.at for row in imported(TRUSTED)})
        assert found.within_radius >= 0.95

    @needs_trusted
    def test_every_municipality_is_a_place(self, places: GazetteerPlaces) -> None:
        with (TRUSTED.parent / "nl_municipalities.csv").open(encoding="utf-8") as lines:
            municipalities = list(csv.DictReader(lines))
        off = {}
        for one in municipalities:
            found = places.place(one["name"])
            at = Point(float(one["lat"]), float(one["lon"]))
            off[one["name"]] = distance_km(found.point, at) if found else 999.0
        assert [name for name, km in off.items() if km > 15] == []
        assert statistics.median(off.values()) <= 4


GEONAMES = "NL\t{code}\t{place}\tUtrecht\tUT\t\t0344\t\t\t{lat}\t{lon}\t6\n"


def _geonames(*rows: tuple[str, float, float]) -> str:
    return "".join(GEONAMES.format(code=c, place="X", lat=lat, lon=lon) for c, lat, lon in rows)


class TestTheUpgrade:
    @pytest.mark.parametrize("text", [
        "3511,52.0931,5.1178\n",                           # no heading
        "postcode,lat,lon\n3511,52.0931,5.1178\n",
        "\ufefflon,lat,pc4\n5.1178,52.0931,3511 AB\n",    # a spreadsheet's mark, another order
        _geonames(("3511", 52.0931, 5.1178)),
        _geonames(("3511 AB", 52.0930, 5.1177), ("3511 AC", 52.0932, 5.1179)),   # the middle
    ])  # fmt: skip
    def test_a_file_is_read_however_it_is_written(self, tmp_path: Path, text: str) -> None:
        file = tmp_path / "points.txt"
        file.write_text(text, "utf-8")
        (row,) = imported(file)
        assert (row.postcode, row.precision) == ("3511", "postcode")
        assert row.at == pytest.approx((52.0931, 5.1178))

    def test_a_zip_is_read_as_geonames_ships_it(self, tmp_path: Path) -> None:
        file = tmp_path / "NL.zip"
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("readme.txt", "about")
            archive.writestr("NL.txt", _geonames(("3511", 52.0931, 5.1178)))
        assert [row.postcode for row in imported(file)] == ["3511"]

    def test_lines_that_are_no_dutch_postcode_are_passed_over(self, tmp_path: Path) -> None:
        file = tmp_path / "points.csv"
        file.write_text(
            "postcode,lat,lon\n3511,52.1,5.1\n0511,52,5\nx,52,5\n3512,north,5\n3513,1\n"
        )
        assert [row.postcode for row in imported(file)] == ["3511"]

    def test_a_point_abroad_or_far_from_its_neighbours_is_refused(self) -> None:
        near = [Row(str(code), (52.1, 5.1), "", "postcode", 1.0) for code in range(3511, 3521)]
        near[3] = Row("3514", (52.16, 5.39), "", "postcode", 1.0)  # 21 km: a large commune
        near[5] = Row("3516", (51.44, 5.47), "", "postcode", 1.0)  # Eindhoven
        near[7] = Row("3518", (48.85, 2.35), "", "postcode", 1.0)  # Paris
        near[8] = Row("3519", (float("nan"), 5.1), "", "postcode", 1.0)
        good, refused = accepted(near, [])
        assert [row.postcode for row in refused] == ["3516", "3518", "3519"]
        assert len(good) == 7

    def test_the_edge_of_a_region_is_not_taken_for_a_mistake(self) -> None:
        west = [Row(str(code), (51.92, 4.48), "", "postcode", 1.0) for code in range(3080, 3090)]
        east = [Row(str(code), (52.22, 5.49), "", "postcode", 1.0) for code in range(3860, 3870)]
        assert accepted([*west, *east], [])[1] == []

    def test_a_place_the_table_knows_may_lie_far_from_everything(self) -> None:
        inland = [Row(str(code), (53.3, 5.9), "", "postcode", 1.0) for code in range(9150, 9156)]
        island = Row("9166", (53.4805, 6.3623), "", "postcode", 1.0)
        known = Row("9166", (53.478, 6.36), "Schiermonnikoog", "place", 2.0)
        rows = [*inland, island]
        assert accepted(rows, [])[1] == [island]
        assert accepted(rows, [known])[1] == []

    def test_better_points_replace_the_table_and_keep_its_names(
        self, table_here: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file = tmp_path / "points.csv"
        file.write_text("3511,52.0931,5.1178\n3512,52.0940,5.1290\n3513,52.0990,5.1150\n")
        before = len(read_table(table_here))
        assert main(["--file", str(file)], table=table_here) == 0
        assert "3 postcodes placed exactly, 0 refused" in capsys.readouterr().out
        assert len(read_table(table_here)) == before
        places = GazetteerPlaces(table_here)
        found = places.postcode("3511")
        assert found
        assert (found.point, found.precision) == (Point(52.0931, 5.1178), Precision.POSTCODE)
        assert places.place("Utrecht")

    @pytest.mark.parametrize("text", ["", "nothing of use\n", "1000,48.8,2.3\n2000,48.9,2.4\n"])
    def test_a_useless_file_leaves_the_table_alone(
        self, table_here: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
    ) -> None:
        file = tmp_path / "points.csv"
        file.write_text(text)
        assert main(["--file", str(file)], table=table_here) == 1
        assert "gazetteer:" in capsys.readouterr().err
        assert table_here.read_bytes() == TABLE.read_bytes()

    def test_a_missing_file_is_said_in_words(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["--file", "nowhere.zip"]) == 1
        assert "nowhere.zip cannot be read" in capsys.readouterr().err

    def test_only_https_is_downloaded(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["--url", "file:///etc/hostname"]) == 1
        assert "only https" in capsys.readouterr().err

    @needs_trusted
    def test_the_trusted_table_itself_can_be_the_upgrade(
        self, table_here: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["--file", str(TRUSTED)], table=table_here) == 0
        # Five of its rows are numbers for freepost and boxes, which lie in another region.
        assert " 5 refused" in capsys.readouterr().out
        assert sum(row.precision == "postcode" for row in read_table(table_here)) > 4100
