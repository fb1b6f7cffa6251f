"""The wide waters of the Netherlands, and where one gets across them.

A straight line says 27 minutes by bicycle from Breskens to Vlissingen; the ferry makes it an
hour. Each water is a line of a few points along its middle, drawn from the map to about 500 m so
that the towns on its banks lie on the right side (a test names them), with its crossings, who may
use them, and the minutes they cost besides riding the same distance: half the time between two
departures, and the slower pace of a boat. Smaller waters, with bridges at every turn, are left to
the detour factor. How to read and extend the table: docs/travel.md.

This module knows neither points nor journeys, only degrees: `geography` asks it. Its records are
named tuples, which take a quarter of the time of dataclasses to define at a cold start.
"""

from typing import NamedTuple

Position = tuple[float, float]
"""Latitude and longitude in degrees."""


class Crossing(NamedTuple):
    """A bridge, dam, tunnel or ferry; `modes` are the travel modes that may use it."""

    name: str
    at: Position
    modes: frozenset[str]
    extra_minutes: float


class Barrier(NamedTuple):
    """A water that is crossed only at its crossings; an island's line ends where it began."""

    name: str
    line: tuple[Position, ...]
    crossings: tuple[Crossing, ...]


_ALL = frozenset({"walk", "bicycle", "public_transport", "car"})
_CAR = frozenset({"car"})
_WHEELS = frozenset({"public_transport", "car"})
_RAIL = frozenset({"public_transport"})
_FOOT_AND_BICYCLE = frozenset({"walk", "bicycle"})
_FOOT_BICYCLE_AND_LINE = frozenset({"walk", "bicycle", "public_transport"})
_NOT_BY_LINE = frozenset({"walk", "bicycle", "car"})


def _over(name: str, latitude: float, longitude: float) -> Crossing:
    """A bridge or dam that everybody may use, the bus or train among them."""
    return Crossing(name, (latitude, longitude), _ALL, 0.0)


def _by(
    name: str, latitude: float, longitude: float, modes: frozenset[str], minutes: float = 0.0
) -> Crossing:
    return Crossing(name, (latitude, longitude), modes, minutes)


def _ferry(name: str, latitude: float, longitude: float) -> Crossing:
    """A river ferry that sails back and forth all day and takes cars: about ten minutes in all."""
    return Crossing(name, (latitude, longitude), _NOT_BY_LINE, 10.0)


# Where two waters meet, both lines hold the very same point, so that no path slips between.
_ZIERIKZEE = (51.600, 3.960)
_PHILIPSDAM = (51.672, 4.150)
_HELLEGAT = (51.700, 4.430)
_KEIZERSVEER = (51.720, 4.890)
_BOTLEK = (51.893, 4.305)
_KINDERDIJK = (51.891, 4.618)
_DRECHTSTEDEN = (51.825, 4.675)
_KIL_NORTH = (51.805, 4.625)
_KIL_SOUTH = (51.708, 4.605)
_SPUI_NORTH = (51.843, 4.405)
_SPUI_SOUTH = (51.765, 4.245)
_IJSSELKOP = (51.957, 5.955)
_PANNERDEN = (51.870, 6.018)
_KETELMEER = (52.595, 5.790)
_HOUTRIB = (52.650, 5.365)
_HOLLANDSE_BRUG = (52.335, 5.125)
_IJMEER = (52.360, 5.095)

_WESTERSCHELDE = Barrier(
    "Westerschelde",
    (
        (51.460, 3.250), (51.430, 3.450), (51.425, 3.575), (51.405, 3.660), (51.398, 3.750),
        (51.365, 3.820), (51.375, 3.870), (51.408, 3.940), (51.430, 3.985), (51.427, 4.030),
        (51.403, 4.060), (51.385, 4.130), (51.380, 4.200), (51.350, 4.240), (51.310, 4.280),
        (51.270, 4.310), (51.225, 4.390), (51.100, 4.330),
    ),
    (
        # Hourly, in season half-hourly; 23 minutes on board. No cars since 2003.
        _by("veer Vlissingen–Breskens", 51.425, 3.575, _FOOT_BICYCLE_AND_LINE, 30.0),
        _by("Westerscheldetunnel", 51.365, 3.820, _WHEELS),
        _by("Liefkenshoektunnel", 51.300, 4.287, _CAR),
        _over("Antwerpen", 51.220, 4.388),
    ),
)  # fmt: skip
_OOSTERSCHELDE = Barrier(
    "Oosterschelde",
    (
        (51.670, 3.500), (51.630, 3.700), (51.622, 3.800), (51.620, 3.905), _ZIERIKZEE,
        (51.550, 3.985), (51.513, 4.070), (51.490, 4.130), (51.465, 4.205),
    ),
    (
        _over("Oosterscheldekering", 51.630, 3.700),
        _over("Zeelandbrug", 51.620, 3.905),
        _over("Oesterdam", 51.465, 4.205),
    ),
)  # fmt: skip
_KEETEN = Barrier(
    "Keeten en Zijpe",
    (_ZIERIKZEE, (51.605, 4.020), (51.630, 4.080), (51.655, 4.120), _PHILIPSDAM),
    (
        _over("Philipsdam", 51.672, 4.150),
        _over("Zeelandbrug en Oesterdam", 51.600, 3.960),
    ),
)
_GREVELINGEN = Barrier(
    "Grevelingen",
    ((51.780, 3.700), (51.765, 3.850), (51.745, 3.950), (51.705, 4.050), (51.682, 4.120),
     _PHILIPSDAM),
    (_over("Brouwersdam", 51.765, 3.850), _over("Grevelingendam", 51.682, 4.120)),
)  # fmt: skip
_VOLKERAK = Barrier(
    "Volkerak",
    (_PHILIPSDAM, (51.660, 4.250), (51.665, 4.360), (51.690, 4.405), _HELLEGAT),
    (_over("Philipsdam", 51.672, 4.150), _over("Volkeraksluizen", 51.690, 4.405)),
)
_HARINGVLIET = Barrier(
    "Haringvliet",
    (
        (51.860, 3.900), (51.835, 4.050), (51.803, 4.110), (51.785, 4.180), _SPUI_SOUTH,
        (51.745, 4.280), (51.720, 4.370), _HELLEGAT,
    ),
    (_over("Haringvlietdam", 51.835, 4.050), _over("Haringvlietbrug", 51.720, 4.370)),
)  # fmt: skip
_HOLLANDS_DIEP = Barrier(
    "Hollands Diep en Amer",
    (
        _HELLEGAT, (51.708, 4.470), (51.702, 4.560), _KIL_SOUTH, (51.716, 4.640),
        (51.715, 4.800), (51.722, 4.840), _KEIZERSVEER,
    ),
    (
        _over("Volkeraksluizen en Haringvlietbrug", 51.700, 4.430),
        _over("Moerdijkbruggen", 51.716, 4.640),
        _over("Keizersveer", 51.720, 4.890),
    ),
)  # fmt: skip
_SPUI = Barrier(
    "Spui",
    (_SPUI_NORTH, (51.822, 4.362), (51.812, 4.325), (51.785, 4.265), _SPUI_SOUTH),
    (
        _ferry("veer Nieuw-Beijerland", 51.815, 4.340),
        _over("Spijkenisserbrug en Heinenoordtunnel", 51.843, 4.405),
    ),
)
_KIL = Barrier(
    "Dordtsche Kil",
    (_KIL_NORTH, (51.775, 4.632), (51.740, 4.625), _KIL_SOUTH),
    (_over("Kiltunnel", 51.775, 4.632),),
)
_OUDE_MAAS = Barrier(
    "Oude Maas",
    (
        _BOTLEK, (51.872, 4.332), (51.853, 4.350), (51.846, 4.375), _SPUI_NORTH, (51.842, 4.440),
        (51.838, 4.490), (51.822, 4.555), (51.808, 4.595), _KIL_NORTH, (51.815, 4.662),
        _DRECHTSTEDEN,
    ),
    (
        _over("Botlekbrug", 51.872, 4.332),
        _over("Spijkenisserbrug", 51.857, 4.348),
        _over("Heinenoordtunnel", 51.838, 4.490),
        _over("Zwijndrechtse brug", 51.815, 4.662),
    ),
)  # fmt: skip
_NIEUWE_MAAS = Barrier(
    "Nieuwe Waterweg en Nieuwe Maas",
    (
        (52.010, 3.900), (51.985, 4.050), (51.968, 4.140), (51.938, 4.200), (51.913, 4.255),
        _BOTLEK, (51.898, 4.340), (51.899, 4.400), (51.901, 4.450), (51.904, 4.470),
        (51.910, 4.490), (51.917, 4.500), (51.911, 4.530), (51.903, 4.550), (51.904, 4.580),
        _KINDERDIJK,
    ),
    (
        _by("veer Maassluis–Rozenburg", 51.913, 4.255, _NOT_BY_LINE, 12.0),
        _by("Maasdeltatunnel", 51.930, 4.215, _CAR),
        _over("Beneluxtunnel", 51.898, 4.358),  # A4, metro, and a tunnel for bicycles
        _by("Maastunnel", 51.902, 4.466, _NOT_BY_LINE),
        _over("Erasmusbrug", 51.909, 4.487),
        _over("Willemsbrug", 51.915, 4.497),
        _over("Van Brienenoordbrug", 51.904, 4.545),
        _by("waterbus Krimpen–Ridderkerk", 51.893, 4.610, _FOOT_BICYCLE_AND_LINE, 15.0),
    ),
)  # fmt: skip
_LEK = Barrier(
    "Lek, Nederrijn en Pannerdensch Kanaal",
    (
        _KINDERDIJK, (51.891, 4.640), (51.893, 4.685), (51.913, 4.750), (51.932, 4.800),
        (51.940, 4.865), (51.943, 4.910), (51.962, 4.965), (51.973, 5.030), (51.998, 5.090),
        (51.990, 5.135), (51.978, 5.165), (51.966, 5.210), (51.969, 5.245), (51.966, 5.300),
        (51.967, 5.345), (51.968, 5.390), (51.986, 5.445), (51.970, 5.500), (51.952, 5.565),
        (51.946, 5.620), (51.946, 5.645), (51.958, 5.670), (51.966, 5.735), (51.972, 5.790),
        (51.974, 5.830),
        (51.974, 5.900), _IJSSELKOP, (51.930, 5.948), (51.905, 5.990), (51.885, 6.015), _PANNERDEN,
    ),
    (
        _ferry("veer Kinderdijk–Krimpen", 51.891, 4.632),
        _ferry("veer Nieuw-Lekkerland–Lekkerkerk", 51.893, 4.685),
        _ferry("veer Streefkerk–Bergstoep", 51.918, 4.765),
        _ferry("veer Gelkenes–Schoonhoven", 51.940, 4.862),
        _over("Lekbrug Vianen", 51.997, 5.088),
        _over("Hagestein", 51.989, 5.138),
        _ferry("veer Culemborg", 51.966, 5.212),
        _by("spoorbrug Culemborg", 51.967, 5.200, _RAIL),
        _ferry("veer Beusichem–Wijk bij Duurstede", 51.966, 5.320),
        _ferry("veer Eck en Wiel–Amerongen", 51.986, 5.447),
        _over("Rijnbrug Rhenen", 51.952, 5.567),
        _ferry("veer Opheusden", 51.947, 5.630),
        _ferry("Lexkesveer Wageningen", 51.960, 5.685),
        _over("brug Heteren", 51.967, 5.745),
        _by("Drielse veer", 51.974, 5.825, _FOOT_AND_BICYCLE, 12.0),
        _over("Mandelabrug", 51.974, 5.897),
        _over("John Frostbrug", 51.972, 5.912),
        _over("Andrej Sacharovbrug", 51.964, 5.938),
        _ferry("veer Huissen–Loo", 51.931, 5.948),
        _ferry("veer Doornenburg–Pannerden", 51.890, 6.008),
    ),
)  # fmt: skip
_WAAL = Barrier(
    "Noord, Merwede, Waal en Rijn",
    (
        _KINDERDIJK, (51.865, 4.645), (51.840, 4.662), _DRECHTSTEDEN, (51.820, 4.710),
        (51.813, 4.760), (51.820, 4.840), (51.821, 4.890), (51.822, 4.945), (51.823, 4.985),
        (51.820, 5.040), (51.822, 5.090), (51.819, 5.130), (51.811, 5.180), (51.814, 5.215),
        (51.818, 5.250), (51.821, 5.300), (51.811, 5.345), (51.813, 5.370), (51.832, 5.388),
        (51.850, 5.405), (51.878, 5.435), (51.890, 5.460), (51.895, 5.520), (51.899, 5.560),
        (51.899, 5.610), (51.901, 5.650), (51.893, 5.690), (51.884, 5.735), (51.874, 5.785),
        (51.862, 5.825), (51.856, 5.848), (51.854, 5.868), (51.866, 5.920), (51.866, 5.970),
        _PANNERDEN, (51.872, 6.040), (51.860, 6.075), (51.847, 6.110), (51.830, 6.200),
    ),
    (
        _over("brug Alblasserdam", 51.858, 4.650),
        _by("waterbus Dordrecht–Papendrecht", 51.824, 4.680, _FOOT_BICYCLE_AND_LINE, 12.0),
        _over("Papendrechtse brug", 51.820, 4.712),
        _by("Baanhoekbrug", 51.814, 4.745, _RAIL),
        _over("Merwedebrug Gorinchem", 51.822, 4.945),
        _by("veer Gorinchem–Woudrichem", 51.823, 4.987, _FOOT_AND_BICYCLE, 15.0),
        _ferry("veer Brakel–Herwijnen", 51.821, 5.105),
        _over("Martinus Nijhoffbrug", 51.818, 5.258),
        _by("veer Tiel–Wamel", 51.886, 5.448, _FOOT_AND_BICYCLE, 12.0),
        _over("Prins Willem-Alexanderbrug", 51.895, 5.525),
        _over("Tacitusbrug", 51.884, 5.735),
        _over("De Oversteek", 51.862, 5.825),
        _over("Snelbinder", 51.856, 5.848),
        _over("Waalbrug", 51.854, 5.868),
        _by("veer Millingen–Pannerden", 51.871, 6.030, _FOOT_AND_BICYCLE, 15.0),
        _over("Emmerich", 51.829, 6.230),
    ),
)  # fmt: skip
_IJSSEL = Barrier(
    "IJssel",
    (
        _IJSSELKOP, (51.970, 5.965), (51.986, 5.985), (51.998, 6.035), (52.008, 6.070),
        (52.018, 6.118), (52.030, 6.128), (52.047, 6.120), (52.065, 6.148), (52.085, 6.173),
        (52.110, 6.190), (52.140, 6.190), (52.175, 6.175), (52.205, 6.175), (52.230, 6.172),
        (52.250, 6.150), (52.270, 6.125), (52.295, 6.110), (52.335, 6.100), (52.365, 6.098),
        (52.388, 6.120), (52.405, 6.125), (52.440, 6.100), (52.475, 6.082), (52.497, 6.065),
        (52.524, 6.005), (52.524, 5.972), (52.545, 5.945), (52.558, 5.922), (52.580, 5.850),
        _KETELMEER,
    ),
    (
        _over("brug Westervoort", 51.966, 5.962),
        _by("IJsselbrug A12", 51.978, 5.975, _CAR),
        _over("brug Doesburg", 52.018, 6.118),
        _ferry("veer Dieren–Olburgen", 52.047, 6.122),
        _ferry("veer Brummen–Bronkhorst", 52.084, 6.173),
        _over("IJsselbrug Zutphen", 52.140, 6.190),
        _by("brug A1 bij Deventer", 52.232, 6.170, _CAR),
        _over("Wilhelminabrug Deventer", 52.250, 6.150),
        _ferry("veer Olst–Welsum", 52.335, 6.100),
        _ferry("veer Wijhe", 52.388, 6.120),
        _over("IJsselbrug Zwolle–Hattem", 52.495, 6.067),
        _over("Molenbrug", 52.543, 5.952),
        _over("Stadsbrug Kampen", 52.558, 5.922),
    ),
)  # fmt: skip
_MAAS = Barrier(
    "Bergsche Maas en Maas",
    (
        _KEIZERSVEER, (51.712, 4.950), (51.703, 5.000), (51.704, 5.060), (51.725, 5.110),
        (51.742, 5.135), (51.743, 5.210), (51.737, 5.270), (51.744, 5.325), (51.770, 5.367),
        (51.795, 5.370), (51.801, 5.405), (51.815, 5.440), (51.822, 5.480), (51.826, 5.505),
        (51.817, 5.530), (51.823, 5.550), (51.828, 5.570), (51.815, 5.615), (51.801, 5.655),
        (51.780, 5.710),
        (51.764, 5.745), (51.752, 5.780), (51.756, 5.850), (51.755, 5.868), (51.742, 5.880),
        (51.722, 5.908),
        (51.700, 5.947), (51.660, 5.965), (51.630, 6.000), (51.600, 6.022), (51.545, 6.080),
        (51.540, 6.110), (51.515, 6.142), (51.487, 6.168), (51.460, 6.175), (51.420, 6.158),
        (51.390, 6.155),
        (51.370, 6.160), (51.335, 6.115), (51.290, 6.067), (51.262, 6.015), (51.235, 5.998),
        (51.197, 5.975), (51.170, 5.925), (51.157, 5.885), (51.130, 5.820), (51.090, 5.790),
    ),
    (
        _over("Keizersveer", 51.720, 4.890),
        _ferry("Bergse Veer", 51.703, 5.000),
        _ferry("veer Drongelen", 51.704, 5.060),
        _over("brug Heusden", 51.735, 5.125),
        _over("brug Hedel", 51.737, 5.270),
        _ferry("veer Alem–Maren", 51.790, 5.370),
        _ferry("veer Lith–Alphen", 51.817, 5.452),
        _ferry("veer Megen–Appeltern", 51.828, 5.570),
        _over("Maasbrug Ravenstein", 51.801, 5.655),
        _over("John S. Thompsonbrug Grave", 51.764, 5.745),
        _over("bruggen Mook–Katwijk", 51.752, 5.858),
        _ferry("veer Cuijk–Middelaar", 51.733, 5.890),
        _over("Maasbrug Gennep", 51.700, 5.947),
        _by("brug A77", 51.660, 5.965, _CAR),
        _ferry("veer Vierlingsbeek–Bergen", 51.600, 6.022),
        _over("Maasbrug Well", 51.545, 6.080),
        _ferry("veer Broekhuizen–Arcen", 51.487, 6.168),
        _ferry("veer Lottum", 51.460, 6.175),
        _ferry("veer Grubbenvorst–Velden", 51.420, 6.158),
        _over("bruggen Venlo–Blerick", 51.370, 6.160),
        _ferry("veer Baarlo–Steyl", 51.335, 6.115),
        _ferry("veer Kessel–Beesel", 51.290, 6.067),
        _over("Maasbruggen Roermond", 51.197, 5.975),
        _over("brug Wessem", 51.157, 5.885),
        _over("Maasmechelen", 51.090, 5.790),
    ),
)  # fmt: skip
_IJSSELMEER = Barrier(
    "IJmeer, Markermeer en IJsselmeer",
    (
        _HOLLANDSE_BRUG, _IJMEER, (52.420, 5.130), (52.500, 5.250), _HOUTRIB, (52.720, 5.355),
        (52.900, 5.250), (53.020, 5.200), (53.150, 5.080), (53.210, 4.960), (53.400, 4.700),
    ),
    (
        _over("Hollandse Brug", 52.335, 5.125),
        _over("Houtribdijk", 52.650, 5.365),
        _over("Afsluitdijk", 53.020, 5.200),
    ),
)  # fmt: skip
_RANDMEREN = Barrier(
    "Gooimeer, Eemmeer en Veluwerandmeren",
    (
        _HOLLANDSE_BRUG, (52.322, 5.180), (52.318, 5.250), (52.297, 5.310), (52.272, 5.360),
        (52.268, 5.400), (52.247, 5.470), (52.290, 5.550), (52.330, 5.578), (52.358, 5.605),
        (52.370, 5.625), (52.400, 5.690), (52.455, 5.815), (52.500, 5.835), (52.550, 5.845),
        _KETELMEER,
    ),
    (
        _over("Hollandse Brug", 52.335, 5.125),
        _over("Stichtse Brug", 52.297, 5.310),
        _over("Nijkerkerbrug", 52.247, 5.470),
        _over("aquaduct Harderwijk", 52.362, 5.612),
        _over("Elburgerbrug", 52.455, 5.815),
        _over("Roggebot", 52.550, 5.845),
    ),
)  # fmt: skip
_KETEL = Barrier(
    "Ketelmeer",
    (_KETELMEER, (52.605, 5.700), (52.615, 5.660), (52.635, 5.500), _HOUTRIB),
    (_over("Ketelbrug", 52.612, 5.670), _over("Kampen en Ramspol", 52.595, 5.790)),
)
_IJ = Barrier(
    "IJ en Noordzeekanaal",
    (
        _IJMEER, (52.372, 5.010), (52.381, 4.965), (52.380, 4.940), (52.381, 4.915),
        (52.382, 4.900), (52.390, 4.892), (52.400, 4.880), (52.413, 4.865), (52.424, 4.830),
        (52.424, 4.800), (52.430, 4.730), (52.453, 4.680), (52.467, 4.650), (52.469, 4.600),
        (52.468, 4.450),
    ),
    (
        _over("Schellingwouderbrug", 52.381, 4.965),
        _by("pont Azartplein–Zamenhofstraat", 52.380, 4.937, _FOOT_AND_BICYCLE, 10.0),
        _by("pont IJplein", 52.381, 4.915, _FOOT_AND_BICYCLE, 7.0),
        _by("IJtunnel en Noord/Zuidlijn", 52.382, 4.907, _WHEELS),
        _by("pont Buiksloterweg", 52.382, 4.901, _FOOT_AND_BICYCLE, 6.0),
        _by("pont Distelweg en NDSM", 52.394, 4.888, _FOOT_AND_BICYCLE, 9.0),
        _by("Coentunnel", 52.413, 4.865, _CAR),
        _by("Hempont", 52.424, 4.830, _NOT_BY_LINE, 9.0),
        _by("Hemtunnel", 52.424, 4.835, _RAIL),
        _by("pont Buitenhuizen", 52.430, 4.730, _NOT_BY_LINE, 9.0),
        _by("pont Velsen", 52.467, 4.650, _NOT_BY_LINE, 9.0),
        _by("Velsertunnel en Wijkertunnel", 52.464, 4.658, _WHEELS),
    ),
)  # fmt: skip


def _island(name: str, ring: tuple[Position, ...], harbour: Crossing) -> Barrier:
    return Barrier(f"Waddenzee: {name}", (*ring, ring[0]), (harbour,))


# A ferry to an island starts at its harbour on the mainland: the sea counts as way, the wait and
# the slow hours on board come besides. Visitors leave the car at the harbour of Harlingen and
# Lauwersoog; she walks on board, so the car may "cross" there as well.
_WADDEN = (
    _island(
        "Texel",
        ((52.985, 4.785), (52.975, 4.680), (53.100, 4.640), (53.205, 4.780), (53.205, 4.945),
         (53.080, 4.960), (52.995, 4.900)),
        _by("veer Den Helder–Texel", 52.964, 4.776, _ALL, 25.0),
    ),
    _island(
        "Vlieland",
        ((53.220, 4.830), (53.250, 5.060), (53.280, 5.120), (53.325, 5.100), (53.310, 4.850)),
        _by("veer Harlingen–Vlieland", 53.175, 5.410, _ALL, 60.0),
    ),
    _island(
        "Terschelling",
        ((53.345, 5.150), (53.345, 5.350), (53.385, 5.600), (53.470, 5.600), (53.450, 5.200),
         (53.395, 5.130)),
        _by("veer Harlingen–Terschelling", 53.175, 5.410, _ALL, 60.0),
    ),
    _island(
        "Ameland",
        ((53.420, 5.615), (53.425, 5.990), (53.485, 5.990), (53.475, 5.615)),
        _by("veer Holwerd–Ameland", 53.395, 5.880, _ALL, 50.0),
    ),
    _island(
        "Schiermonnikoog",
        ((53.455, 6.080), (53.460, 6.370), (53.525, 6.370), (53.515, 6.080)),
        _by("veer Lauwersoog–Schiermonnikoog", 53.410, 6.200, _ALL, 50.0),
    ),
)  # fmt: skip

BARRIERS: tuple[Barrier, ...] = (
    _WESTERSCHELDE, _OOSTERSCHELDE, _KEETEN, _GREVELINGEN, _VOLKERAK, _HARINGVLIET,
    _HOLLANDS_DIEP, _SPUI, _KIL, _OUDE_MAAS, _NIEUWE_MAAS, _LEK, _WAAL, _IJSSEL, _MAAS,
    _IJSSELMEER, _RANDMEREN, _KETEL, _IJ, *_WADDEN,
)  # fmt: skip
"""Every barrier; its bit in `barriers_between` is its place here."""


# Cells of about 14 by 14 km. Most journeys stay within one or two, and most cells hold no water.
_CELLS_PER_LATITUDE = 8.0
_CELLS_PER_LONGITUDE = 5.0
_ROW = 4096  # more than 360 × 5, so that a cell's number is row and column in one

_Segment = tuple[int, float, float, float, float]
"""A barrier's bit, and the two ends of one stretch of its line."""


def _segments() -> tuple[_Segment, ...]:
    return tuple(
        (1 << index, *start, *end)
        for index, barrier in enumerate(BARRIERS)
        for start, end in zip(barrier.line, barrier.line[1:], strict=False)
    )


def _cells_of(south: float, west: float, north: float, east: float) -> list[int]:
    low, high = int((south + 90.0) * _CELLS_PER_LATITUDE), int((north + 90.0) * _CELLS_PER_LATITUDE)
    left = int((west + 180.0) * _CELLS_PER_LONGITUDE)
    right = int((east + 180.0) * _CELLS_PER_LONGITUDE)
    return [
        row * _ROW + column for row in range(low, high + 1) for column in range(left, right + 1)
    ]


def _segments_by_cell() -> dict[int, int]:
    """For each cell that may hold water, the numbers of its segments as bits."""
    found: dict[int, int] = {}
    for number, (_, a, b, c, d) in enumerate(_SEGMENTS):
        for cell in _cells_of(min(a, c), min(b, d), max(a, c), max(b, d)):
            found[cell] = found.get(cell, 0) | 1 << number
    return found


_SEGMENTS = _segments()
_BY_CELL = _segments_by_cell()
_EVERY_SEGMENT = (1 << len(_SEGMENTS)) - 1
_MANY_CELLS = 60  # looking at more of them would cost more than trying every segment


def barriers_between(a: float, b: float, c: float, d: float) -> int:
    """The barriers that part the points (a, b) and (c, d): a bit for each, by place in BARRIERS.

    A barrier parts two points when the straight path between them crosses its line an odd number
    of times; over a bend and back again leaves her on her own bank.
    """
    near = _segments_near(a, b, c, d)
    parting = 0
    north, east = c - a, d - b
    while near:
        lowest = near & -near
        near ^= lowest
        bit, p, q, r, s = _SEGMENTS[lowest.bit_length() - 1]
        # Both ends of the stretch on different sides of the path, and the other way round. Each
        # end counts as left or right, never as on the path: a path through the joint of two
        # stretches crosses one of them, or both, or neither, and the sides come out right.
        if ((p - a) * east > (q - b) * north) == ((r - a) * east > (s - b) * north):
            continue
        up, along = r - p, s - q
        if ((a - p) * along > (b - q) * up) != ((c - p) * along > (d - q) * up):
            parting ^= bit
    return parting


def _segments_near(a: float, b: float, c: float, d: float) -> int:
    row, rows = int((a + 90.0) * _CELLS_PER_LATITUDE), int((c + 90.0) * _CELLS_PER_LATITUDE)
    left, right = int((b + 180.0) * _CELLS_PER_LONGITUDE), int((d + 180.0) * _CELLS_PER_LONGITUDE)
    if row == rows and left == right:
        return _BY_CELL.get(row * _ROW + left, 0)
    if row > rows:
        row, rows = rows, row
    if left > right:
        left, right = right, left
    if (rows - row + 1) * (right - left + 1) > _MANY_CELLS:
        return _EVERY_SEGMENT
    near = 0
    for start in range(row * _ROW, rows * _ROW + 1, _ROW):
        for cell in range(start + left, start + right + 1):
            near |= _BY_CELL.get(cell, 0)
    return near
