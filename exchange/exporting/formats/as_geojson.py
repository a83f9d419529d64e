"""GeoJSON: one feature a row; its point is what the columns latitude and longitude show."""

import json

from exchange.exporting.formats.as_json import as_number, dumped, plain

POINT = ("latitude", "longitude")


def write(file, table):
    """A FeatureCollection; a row without a point is a feature without a geometry."""
    places = [table.names.index(name) for name in POINT]
    head = {"type": "FeatureCollection", "name": table.title}
    file.write(json.dumps(head, ensure_ascii=False).encode()[:-1] + b', "features": [')
    for position, row in enumerate(table.counted()):
        file.write(b",\n" if position else b"\n")
        file.write(dumped(feature(table.names, row, places)))
    file.write(b"\n]}\n")


def feature(names, row, places):
    latitude, longitude = (row[place] for place in places)
    point = None
    if latitude not in (None, ""):
        point = {"type": "Point", "coordinates": [as_number(longitude), as_number(latitude)]}
    return {
        "type": "Feature",
        "geometry": point,
        "properties": {
            name: plain(value) for name, value in zip(names, row, strict=True) if name not in POINT
        },
    }
