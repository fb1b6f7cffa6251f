"""Build `chalicelib/data/areas.csv`: the areas of the first three digits of a postcode.

Each with the town that has most of its postcodes, the province that most of them lie in, and the
middle of their points. From the shipped gazetteer, and from the packages that it is built of, in
an environment of its own (requirements-gazetteer.txt):

    python -m tools.build_areas
"""

import csv
import sys
from collections import Counter, defaultdict
from pathlib import Path
from statistics import median

from tools.build_gazetteer import ROOT, TABLE, Row, postcodes, read_table

AREAS = ROOT / "chalicelib" / "data" / "areas.csv"
COLUMNS = ("digits", "name", "province", "latitude", "longitude")


def main(path: Path = AREAS) -> int:
    province_of, province = dict[str, str](), "NH"
    for one in postcodes():  # where the list does not say, as the postcode before: they run along
        province = one.province or province
        province_of[f"{one.number:04d}"] = province
    by_area: defaultdict[str, list[Row]] = defaultdict(list)
    for row in read_table(TABLE):
        by_area[row.postcode[:3]].append(row)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for digits, rows in sorted(by_area.items()):
            name = Counter(row.place for row in rows).most_common(1)[0][0]
            provinces = Counter(province_of.get(row.postcode, province) for row in rows)
            writer.writerow(
                (
                    digits,
                    name,
                    provinces.most_common(1)[0][0],
                    f"{median(row.at[0] for row in rows):.3f}",
                    f"{median(row.at[1] for row in rows):.3f}",
                )
            )
    print(f"{len(by_area)} areas")
    return 0


if __name__ == "__main__":
    sys.exit(main())
