"""Numbers and regions of countries, for layouts of others that ask for them.

Source: ISO 3166-1 (numeric and three-letter codes); regions as ACLED names them. A country that is
not here is left blank, never guessed.
"""

COUNTRIES = {
    # p-code: (numeric, three letters, region)
    "AF": (4, "AFG", "Caucasus and Central Asia"),
    "ET": (231, "ETH", "Eastern Africa"),
    "IQ": (368, "IRQ", "Middle East"),
    "JO": (400, "JOR", "Middle East"),
    "LB": (422, "LBN", "Middle East"),
    "LY": (434, "LBY", "Northern Africa"),
    "MM": (104, "MMR", "Southeast Asia"),
    "PS": (275, "PSE", "Middle East"),
    "SD": (729, "SDN", "Northern Africa"),
    "SO": (706, "SOM", "Eastern Africa"),
    "SY": (760, "SYR", "Middle East"),
    "TR": (792, "TUR", "Middle East"),
    "UA": (804, "UKR", "Europe"),
    "YE": (887, "YEM", "Middle East"),
}
UNKNOWN = ("", "", "")


def country(place):
    """(numeric code, three letters, region) of the country that a place lies in."""
    return COUNTRIES.get(place.code(0), UNKNOWN)
