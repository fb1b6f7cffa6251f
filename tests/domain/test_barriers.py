"""The waters lie where they lie, and a journey across one takes what it really takes."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.barriers import BARRIERS, barriers_between
from chalicelib.domain.geography import (
    Point,
    TravelMode,
    distance_km,
    fewest_minutes,
    ground_km,
    travel_minutes,
)

WALK, BICYCLE = TravelMode.WALK, TravelMode.BICYCLE
TRANSIT, CAR = TravelMode.PUBLIC_TRANSPORT, TravelMode.CAR

TOWNS = {
    "Vlissingen": (51.442, 3.574), "Breskens": (51.396, 3.556), "Terneuzen": (51.331, 3.830),
    "Goes": (51.504, 3.889), "Borssele": (51.424, 3.736), "Hansweert": (51.447, 4.003),
    "Walsoorden": (51.383, 4.030), "Middelburg": (51.499, 3.614), "Zierikzee": (51.650, 3.916),
    "Colijnsplaat": (51.599, 3.849), "Sint-Maartensdijk": (51.549, 4.079),
    "Bruinisse": (51.661, 4.094), "Yerseke": (51.493, 4.050), "Tholen": (51.532, 4.221),
    "Scharendijke": (51.738, 3.843), "Ouddorp": (51.812, 3.934), "Oude-Tonge": (51.690, 4.213),
    "Middelharnis": (51.757, 4.166), "Hellevoetsluis": (51.834, 4.134),
    "Ooltgensplaat": (51.680, 4.347), "Dinteloord": (51.636, 4.370),
    "Willemstad": (51.692, 4.440), "Numansdorp": (51.733, 4.436), "Moerdijk": (51.702, 4.627),
    "Dordrecht": (51.813, 4.669), "Zwijndrecht": (51.818, 4.643), "Papendrecht": (51.832, 4.688),
    "Spijkenisse": (51.845, 4.329), "Hoogvliet": (51.863, 4.358), "Oud-Beijerland": (51.824, 4.413),
    "Rhoon": (51.858, 4.422), "Barendrecht": (51.857, 4.535), "Heinenoord": (51.824, 4.480),
    "Maassluis": (51.920, 4.253), "Rozenburg": (51.905, 4.249), "Schiedam": (51.919, 4.389),
    "Pernis": (51.887, 4.390), "Rotterdam": (51.922, 4.479),
    "Rotterdam-Feijenoord": (51.903, 4.505),
    "Ridderkerk": (51.872, 4.600), "Kinderdijk": (51.886, 4.633),
    "Krimpen aan de Lek": (51.896, 4.627), "Krimpen aan den IJssel": (51.917, 4.593),
    "Lekkerkerk": (51.900, 4.683), "Nieuw-Lekkerland": (51.886, 4.680),
    "Schoonhoven": (51.948, 4.851), "Nieuwpoort": (51.934, 4.868), "Vianen": (51.990, 5.093),
    "Nieuwegein": (52.029, 5.087), "Culemborg": (51.957, 5.227), "Schalkwijk": (51.991, 5.187),
    "Wijk bij Duurstede": (51.975, 5.341), "Rijswijk (Gelderland)": (51.956, 5.356),
    "Rhenen": (51.959, 5.568), "Kesteren": (51.932, 5.570), "Wageningen": (51.970, 5.667),
    "Randwijk": (51.949, 5.713), "Arnhem": (51.980, 5.911), "Arnhem-Zuid": (51.960, 5.890),
    "Westervoort": (51.958, 5.974), "Gorinchem": (51.830, 4.974), "Woudrichem": (51.814, 5.000),
    "Zaltbommel": (51.811, 5.245), "Waardenburg": (51.834, 5.256), "Tiel": (51.887, 5.429),
    "Wamel": (51.879, 5.466), "Druten": (51.889, 5.605), "Dodewaard": (51.912, 5.655),
    "Nijmegen": (51.843, 5.861), "Lent": (51.866, 5.864), "Doesburg": (52.013, 6.139),
    "Dieren": (52.052, 6.101), "Brummen": (52.089, 6.156), "Bronkhorst": (52.076, 6.193),
    "Zutphen": (52.142, 6.197), "Zutphen-De Hoven": (52.140, 6.183), "Deventer": (52.253, 6.160),
    "De Worp": (52.251, 6.146), "Olst": (52.337, 6.110), "Welsum": (52.330, 6.089),
    "Zwolle": (52.512, 6.094), "Hattem": (52.475, 6.063), "Kampen": (52.557, 5.911),
    "IJsselmuiden": (52.565, 5.928), "'s-Hertogenbosch": (51.690, 5.304), "Hedel": (51.747, 5.260),
    "Grave": (51.759, 5.738), "Nederasselt": (51.767, 5.747), "Cuijk": (51.730, 5.879),
    "Mook": (51.752, 5.882), "Gennep": (51.698, 5.974), "Oeffelt": (51.699, 5.930),
    "Venlo": (51.370, 6.172), "Blerick": (51.368, 6.150), "Roermond": (51.194, 5.987),
    "Horn": (51.209, 5.947), "Arcen": (51.477, 6.181), "Broekhuizen": (51.486, 6.162),
    "Amsterdam Centraal": (52.378, 4.900), "Amsterdam-Noord": (52.399, 4.920),
    "NDSM": (52.401, 4.894), "Amsterdam-Oost": (52.361, 4.935), "IJburg": (52.355, 5.000),
    "Durgerdam": (52.378, 4.990), "Zaandam": (52.439, 4.826),
    "Amsterdam-Geuzenveld": (52.380, 4.802),
    "Velsen-Zuid": (52.461, 4.652), "Velsen-Noord": (52.474, 4.653), "IJmuiden": (52.459, 4.610),
    "Almere Haven": (52.334, 5.221), "Almere Stad": (52.371, 5.216), "Huizen": (52.299, 5.242),
    "Naarden": (52.295, 5.163), "Zeewolde": (52.331, 5.541), "Nijkerk": (52.222, 5.485),
    "Spakenburg": (52.252, 5.376), "Harderwijk": (52.342, 5.620), "Elburg": (52.447, 5.835),
    "Dronten": (52.525, 5.718), "Lelystad": (52.508, 5.475), "Enkhuizen": (52.703, 5.291),
    "Urk": (52.662, 5.601), "Den Oever": (52.934, 5.032), "Makkum": (53.056, 5.405),
    "Hoorn": (52.643, 5.060), "Stavoren": (52.884, 5.361), "Muiderberg": (52.328, 5.120),
    "Den Helder": (52.956, 4.760), "Den Burg": (53.054, 4.797), "Harlingen": (53.174, 5.424),
    "West-Terschelling": (53.360, 5.215), "Oost-Vlieland": (53.296, 5.070),
    "Nes (Ameland)": (53.446, 5.771), "Holwerd": (53.371, 5.901),
    "Schiermonnikoog": (53.479, 6.153), "Lauwersoog": (53.405, 6.205),
    "'s-Gravendeel": (51.781, 4.617),
}  # fmt: skip


def town(name: str) -> Point:
    return Point(*TOWNS[name])


PARTED = [
    ("Westerschelde", "Vlissingen Borssele Hansweert Goes", "Breskens Terneuzen Walsoorden"),
    ("Oosterschelde", "Zierikzee Sint-Maartensdijk Tholen", "Colijnsplaat Goes Yerseke"),
    ("Keeten en Zijpe", "Zierikzee Bruinisse", "Sint-Maartensdijk Tholen"),
    ("Grevelingen", "Scharendijke Bruinisse", "Ouddorp Oude-Tonge"),
    ("Volkerak", "Ooltgensplaat Oude-Tonge", "Dinteloord Willemstad"),
    ("Haringvliet", "Middelharnis Ooltgensplaat", "Hellevoetsluis Numansdorp"),
    ("Hollands Diep en Amer", "Numansdorp Dordrecht", "Willemstad Moerdijk"),
    ("Spui", "Spijkenisse", "Oud-Beijerland"),
    ("Dordtsche Kil", "'s-Gravendeel", "Dordrecht"),
    ("Oude Maas", "Hoogvliet Rhoon Barendrecht Zwijndrecht", "Spijkenisse Heinenoord Dordrecht"),
    ("Nieuwe Waterweg en Nieuwe Maas", "Maassluis Schiedam Rotterdam",
     "Rozenburg Pernis Rotterdam-Feijenoord Ridderkerk"),
    ("Lek, Nederrijn en Pannerdensch Kanaal",
     "Schoonhoven Nieuwegein Schalkwijk Rhenen Wageningen Arnhem Westervoort",
     "Nieuwpoort Vianen Culemborg Kesteren Randwijk Arnhem-Zuid"),
    ("Noord, Merwede, Waal en Rijn",
     "Papendrecht Gorinchem Waardenburg Tiel Dodewaard Lent Kinderdijk",
     "Dordrecht Woudrichem Zaltbommel Wamel Druten Nijmegen Ridderkerk"),
    ("IJssel", "Arnhem Dieren Brummen Hattem Kampen Welsum", "Doesburg Bronkhorst Zutphen Zwolle"),
    ("Bergsche Maas en Maas", "Hedel Nederasselt Mook Gennep Arcen Venlo Roermond",
     "'s-Hertogenbosch Grave Cuijk Oeffelt Broekhuizen Blerick Horn"),
    ("IJmeer, Markermeer en IJsselmeer", "IJburg Hoorn Enkhuizen", "Almere Stad|Lelystad"),
    ("Gooimeer, Eemmeer en Veluwerandmeren", "Almere Haven|Zeewolde|Dronten",
     "Huizen Nijkerk Spakenburg Harderwijk Elburg"),
    ("Ketelmeer", "Lelystad Dronten", "Urk"),
    ("IJ en Noordzeekanaal", "Amsterdam-Noord NDSM Durgerdam Zaandam Velsen-Noord",
     "Amsterdam-Oost IJburg Amsterdam-Geuzenveld Velsen-Zuid IJmuiden"),
    ("Waddenzee: Texel", "Den Burg", "Den Helder"),
    ("Waddenzee: Vlieland", "Oost-Vlieland", "Harlingen West-Terschelling"),
    ("Waddenzee: Terschelling", "West-Terschelling", "Harlingen Oost-Vlieland"),
    ("Waddenzee: Ameland", "Nes (Ameland)", "Holwerd"),
    ("Waddenzee: Schiermonnikoog", "Schiermonnikoog", "Lauwersoog"),
]  # fmt: skip


def _listed(names: str) -> list[Point]:
    if "|" in names or "(" in names or names in TOWNS:
        return [town(name) for name in names.split("|")]
    return [town(name) for name in names.replace("Almere Stad", "Almere_Stad").split(" ")]


@pytest.mark.parametrize(("water", "one_bank", "other_bank"), PARTED)
def test_towns_lie_on_their_own_bank(water: str, one_bank: str, other_bank: str) -> None:
    bit = 1 << [barrier.name for barrier in BARRIERS].index(water)
    banks = [
        (side, at) for side, names in enumerate((one_bank, other_bank)) for at in _listed(names)
    ]
    for (side, a), (other_side, b) in itertools.combinations(banks, 2):
        parted = bool(_parting(a, b) & bit)
        assert parted == (side != other_side), (water, a, b)


def _parting(a: Point, b: Point) -> int:
    return barriers_between(a.latitude, a.longitude, b.latitude, b.longitude)


def test_every_water_is_named_in_the_bank_test() -> None:
    assert {name for name, _, _ in PARTED} == {barrier.name for barrier in BARRIERS}


@pytest.mark.parametrize("mode", TravelMode)
def test_every_water_can_be_crossed_in_every_mode(mode: TravelMode) -> None:
    assert [b.name for b in BARRIERS if not any(mode in c.modes for c in b.crossings)] == []


def test_the_table_knows_no_other_modes_than_travel_does() -> None:
    used = {mode for barrier in BARRIERS for one in barrier.crossings for mode in one.modes}
    assert used == set(TravelMode)


# Minutes door to door as route planners and timetables give them: cycling at 16 km/h, ferries with
# half their interval as waiting, buses with the walk to the stop. From memory of 2025, rounded.
JOURNEYS = [
    (BICYCLE, "Breskens", "Vlissingen", 60, "ferry: 23 minutes on board, hourly"),
    (WALK, "Breskens", "Vlissingen", 85, "ferry, and 3 km on foot on either side"),
    (CAR, "Breskens", "Vlissingen", 45, "no car ferry since 2003: 45 km by the tunnel"),
    (CAR, "Terneuzen", "Goes", 27, "Westerscheldetunnel"),
    (TRANSIT, "Terneuzen", "Goes", 45, "bus through the tunnel"),
    (BICYCLE, "Hansweert", "Walsoorden", 200, "no ferry since 2003: by Vlissingen or by Antwerp"),
    (BICYCLE, "Zierikzee", "Colijnsplaat", 35, "Zeelandbrug, 5 km long"),
    (CAR, "Zierikzee", "Goes", 30, "Zeelandbrug"),
    (BICYCLE, "Yerseke", "Tholen", 65, "Oesterdam"),
    (CAR, "Sint-Maartensdijk", "Zierikzee", 40, "Philipsdam and Grevelingendam"),
    (BICYCLE, "Scharendijke", "Ouddorp", 55, "Brouwersdam"),
    (BICYCLE, "Middelharnis", "Hellevoetsluis", 75, "Haringvlietdam, 20 km"),
    (CAR, "Ooltgensplaat", "Dinteloord", 17, "Volkeraksluizen"),
    (BICYCLE, "Willemstad", "Numansdorp", 50, "Volkeraksluizen and Haringvlietbrug, 12 km"),
    (BICYCLE, "Moerdijk", "Dordrecht", 55, "Moerdijk bridge"),
    (BICYCLE, "Spijkenisse", "Hoogvliet", 16, "Spijkenisserbrug"),
    (BICYCLE, "Oud-Beijerland", "Rhoon", 45, "Heinenoordtunnel; the bicycle ferry sails in summer"),
    (BICYCLE, "Heinenoord", "Barendrecht", 28, "tunnel for bicycles beside the motorway"),
    (BICYCLE, "Dordrecht", "Zwijndrecht", 11, "town bridge"),
    (BICYCLE, "Dordrecht", "Papendrecht", 20, "waterbus, or the bridge of the N3"),
    (BICYCLE, "Maassluis", "Rozenburg", 20, "ferry every 20 minutes"),
    (BICYCLE, "Schiedam", "Pernis", 30, "Beneluxtunnel"),
    (BICYCLE, "Rotterdam", "Rotterdam-Feijenoord", 14, "Willemsbrug or Erasmusbrug"),
    (BICYCLE, "Kinderdijk", "Krimpen aan de Lek", 18, "ferry across the Lek"),
    (BICYCLE, "Kinderdijk", "Krimpen aan den IJssel", 35, "ferry, then along the Lek"),
    (CAR, "Lekkerkerk", "Nieuw-Lekkerland", 15, "ferry"),
    (BICYCLE, "Schoonhoven", "Nieuwpoort", 20, "ferry at Gelkenes"),
    (BICYCLE, "Vianen", "Nieuwegein", 23, "Jan Blanken bridge"),
    (BICYCLE, "Culemborg", "Schalkwijk", 35, "ferry"),
    (TRANSIT, "Culemborg", "Schalkwijk", 35, "train to Houten and bus back"),
    (BICYCLE, "Rhenen", "Kesteren", 14, "Rijnbrug"),
    (BICYCLE, "Wageningen", "Randwijk", 25, "Lexkesveer"),
    (BICYCLE, "Arnhem", "Arnhem-Zuid", 13, "Mandelabrug"),
    (BICYCLE, "Gorinchem", "Woudrichem", 26, "foot ferry"),
    (CAR, "Gorinchem", "Woudrichem", 17, "Merwedebrug"),
    (BICYCLE, "Zaltbommel", "Waardenburg", 18, "Martinus Nijhoffbrug"),
    (BICYCLE, "Tiel", "Wamel", 23, "foot ferry"),
    (BICYCLE, "Druten", "Dodewaard", 55, "Prins Willem-Alexanderbrug or Tacitusbrug"),
    (BICYCLE, "Nijmegen", "Lent", 13, "Snelbinder or Waalbrug"),
    (BICYCLE, "Brummen", "Bronkhorst", 24, "ferry"),
    (BICYCLE, "Deventer", "De Worp", 6, "Wilhelminabrug"),
    (BICYCLE, "Olst", "Welsum", 17, "ferry"),
    (BICYCLE, "Zwolle", "Hattem", 22, "old IJsselbrug"),
    (BICYCLE, "Cuijk", "Mook", 17, "bicycle bridge along the railway"),
    (BICYCLE, "Gennep", "Oeffelt", 14, "Maasbrug"),
    (BICYCLE, "Arcen", "Broekhuizen", 17, "ferry"),
    (BICYCLE, "Amsterdam-Noord", "Amsterdam Centraal", 18, "free ferry from Buiksloterweg"),
    (WALK, "NDSM", "Amsterdam Centraal", 45, "by the ferries of the IJ"),
    (CAR, "Amsterdam-Noord", "Amsterdam Centraal", 14, "IJtunnel"),
    (BICYCLE, "Durgerdam", "IJburg", 17, "Schellingwouderbrug"),
    (BICYCLE, "Zaandam", "Amsterdam-Geuzenveld", 38, "Hempont"),
    (BICYCLE, "Velsen-Noord", "Velsen-Zuid", 15, "ferry across the canal"),
    (BICYCLE, "Almere Haven", "Huizen", 55, "Stichtse Brug, 14 km; straight it is 4"),
    (CAR, "Almere Haven", "Huizen", 18, "Stichtse Brug"),
    (BICYCLE, "Almere Stad", "IJburg", 75, "Hollandse Brug"),
    (BICYCLE, "Zeewolde", "Harderwijk", 35, "N302 and its aqueduct"),
    (CAR, "Zeewolde", "Spakenburg", 27, "Nijkerkerbrug"),
    (CAR, "Lelystad", "Enkhuizen", 32, "Houtribdijk"),
    (CAR, "Lelystad", "Urk", 27, "Ketelbrug"),
    (CAR, "Den Oever", "Makkum", 30, "Afsluitdijk"),
    (CAR, "Enkhuizen", "Stavoren", 85, "no car ferry: by the Afsluitdijk"),
    (BICYCLE, "Den Helder", "Den Burg", 75, "ferry to Texel"),
    (TRANSIT, "Harlingen", "West-Terschelling", 150, "ferry of two hours"),
    (TRANSIT, "Holwerd", "Nes (Ameland)", 85, "ferry of fifty minutes"),
]  # fmt: skip


def test_at_least_forty_journeys_are_written_down_each_with_its_reason(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert len({(mode, start, end) for mode, start, end, _, _ in JOURNEYS}) == len(JOURNEYS) >= 40
    assert [how for _, _, _, _, how in JOURNEYS if not how.strip()] == []
    share = {
        f"{mode} {start}–{end}": travel_minutes(mode, town(start), town(end)) / really
        for mode, start, end, really, _ in JOURNEYS
    }
    lowest, highest = min(share, key=share.__getitem__), max(share, key=share.__getitem__)
    with capsys.disabled():
        print(  # noqa: T201 - the figures are wanted
            f"\njourneys: {len(share)}, of the reference time at least {share[lowest]:.0%}"
            f" ({lowest}) and at most {share[highest]:.0%} ({highest})"
        )


@pytest.mark.parametrize(("mode", "start", "end", "really", "how"), JOURNEYS)
def test_no_journey_is_understated_by_more_than_a_quarter(
    mode: TravelMode, start: str, end: str, really: int, how: str
) -> None:
    assert travel_minutes(mode, town(start), town(end)) >= 0.75 * really, how


@pytest.mark.parametrize(("mode", "start", "end", "really", "how"), JOURNEYS)
def test_no_journey_is_made_out_to_be_far_longer(
    mode: TravelMode, start: str, end: str, really: int, how: str
) -> None:
    # The motorway is where one speed a mode overstates most: Den Oever to Makkum by car.
    assert travel_minutes(mode, town(start), town(end)) <= 2.25 * really, how


def test_the_bank_one_lives_on_costs_nothing_extra() -> None:
    along = (town("Tiel"), town("Dodewaard"))
    assert ground_km(BICYCLE, *along) == distance_km(*along)


somewhere = st.builds(Point, st.floats(50.7, 53.6), st.floats(3.3, 7.3))
near_water = st.sampled_from(sorted(TOWNS)).map(town)
modes = st.sampled_from(TravelMode)


@given(modes, somewhere | near_water, somewhere | near_water)
def test_water_only_ever_makes_a_journey_longer(mode: TravelMode, a: Point, b: Point) -> None:
    straight = distance_km(a, b)
    assert ground_km(mode, a, b) >= straight
    assert travel_minutes(mode, a, b) >= fewest_minutes(mode, straight)


@given(modes, near_water, near_water)
def test_the_way_back_is_as_long(mode: TravelMode, a: Point, b: Point) -> None:
    assert travel_minutes(mode, a, b) == travel_minutes(mode, b, a)


@given(somewhere | near_water, somewhere | near_water)
def test_the_cells_find_the_same_waters_as_looking_at_every_stretch(a: Point, b: Point) -> None:
    by_definition = 0
    for index, barrier in enumerate(BARRIERS):
        stretches = itertools.pairwise(barrier.line)
        crossed = sum(
            _meet((a.latitude, a.longitude), (b.latitude, b.longitude), *s) for s in stretches
        )
        by_definition |= (crossed % 2) << index
    assert barriers_between(a.latitude, a.longitude, b.latitude, b.longitude) == by_definition


Pair = tuple[float, float]


def _meet(a: Pair, b: Pair, p: Pair, q: Pair) -> bool:
    def left(o: Pair, d: Pair, x: Pair) -> bool:
        return (x[0] - o[0]) * (d[1] - o[1]) > (x[1] - o[1]) * (d[0] - o[0])

    return left(a, b, p) != left(a, b, q) and left(p, q, a) != left(p, q, b)
