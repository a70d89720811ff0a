"""Makes the real data sets that the page ships: public/data/*.json, compact and deterministic.

Needs Debian's scikit-learn (apt-get install python3-sklearn; made with 1.2.1) and npm's vega-datasets (made with
3.2.1), which is no dependency of the page:

    npm pack vega-datasets@3.2.1 && tar xzf vega-datasets-3.2.1.tgz
    /usr/bin/python3 scripts/make-data-sets.py package

A file is a table in columns, one a line:

    {"rowCount": n, "columns": [column, ...]}
    {"name": ..., "kind": "number", "values": [n numbers, null where there is none]}
    {"name": ..., "kind": "category", "categories": [...], "codes": [n places in categories, -1 where there is none]}
    {"names": [...], "kind": "digits", "text": "..."}: as many columns of numbers as names; row by row, a character
        a number, 0-9 and a-g for 0 to 16

Where a set comes from and under which licence stands in src/data/real/real-sets.ts.
"""

import json
import sys
from pathlib import Path

from sklearn import datasets

TARGET = Path(__file__).parent.parent / "public" / "data"
SYMBOLS = "0123456789abcdefg"


def compact(x):
    return json.dumps(x, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def write(name, row_count, columns):
    text = '{"rowCount":%d,"columns":[\n%s\n]}\n' % (row_count, ",\n".join(map(compact, columns)))
    (TARGET / f"{name}.json").write_text(text, encoding="utf-8")
    print(f"{name}.json: {row_count} rows, {len(text.encode())} bytes")


def shortest(x):
    """A whole number without its point."""
    return None if x is None else int(x) if x == int(x) else float(x)


def numbers(name, values):
    return {"name": name, "kind": "number", "values": [shortest(x) for x in values]}


def categories(name, values):
    names = sorted({x for x in values if x is not None})
    return {
        "name": name,
        "kind": "category",
        "categories": names,
        "codes": [-1 if x is None else names.index(x) for x in values],
    }


def classes(name, bunch):
    return categories(name, [str(bunch.target_names[k]) for k in bunch.target])


def iris():
    bunch = datasets.load_iris()
    columns = [numbers(str(name), bunch.data[:, i]) for i, name in enumerate(bunch.feature_names)]
    return len(bunch.target), columns + [classes("species", bunch)]


def breast_cancer():
    bunch = datasets.load_breast_cancer()
    columns = [numbers(str(name), bunch.data[:, i]) for i, name in enumerate(bunch.feature_names)]
    return len(bunch.target), columns + [classes("diagnosis", bunch)]


def digits():
    bunch = datasets.load_digits()
    names = [f"row {i + 1} column {j + 1}" for i in range(8) for j in range(8)]
    text = "".join(SYMBOLS[int(x)] for row in bunch.data for x in row)
    columns = [{"names": names, "kind": "digits", "text": text}, classes("digit", bunch)]
    return len(bunch.target), columns


def penguins(rows):
    measures = {
        "bill length (mm)": "Beak Length (mm)",
        "bill depth (mm)": "Beak Depth (mm)",
        "flipper length (mm)": "Flipper Length (mm)",
        "body mass (g)": "Body Mass (g)",
    }
    # One penguin's sex is written as a point: it was not told.
    sexes = {"MALE": "male", "FEMALE": "female", ".": None, None: None}
    columns = [
        categories("island", [row["Island"] for row in rows]),
        *(numbers(name, [row[theirs] for row in rows]) for name, theirs in measures.items()),
        categories("sex", [sexes[row["Sex"]] for row in rows]),
        categories("species", [row["Species"] for row in rows]),
    ]
    return len(rows), columns


def model_years(rows):
    """vega-datasets has the thirty cars of 1981, which come before those of 1982, as of 1982."""
    years = [int(row["Year"][:4]) for row in rows]
    assert years == sorted(years) and years.count(1982) == 61 and 1981 not in years
    first = years.index(1982)
    return years[:first] + [1981] * 30 + [1982] * 31


def cars(rows):
    measures = {
        "cylinders": "Cylinders",
        "displacement (cu in)": "Displacement",
        "horsepower": "Horsepower",
        "weight (lb)": "Weight_in_lbs",
        "0-60 mph (s)": "Acceleration",
    }
    kept = [(row, year) for row, year in zip(rows, model_years(rows)) if row["Miles_per_Gallon"] is not None]
    columns = [
        categories("name", [row["Name"] for row, _ in kept]),
        *(numbers(name, [row[theirs] for row, _ in kept]) for name, theirs in measures.items()),
        numbers("model year", [year for _, year in kept]),
        categories("origin", [row["Origin"] for row, _ in kept]),
        numbers("miles per gallon", [row["Miles_per_Gallon"] for row, _ in kept]),
    ]
    return len(kept), columns


def main():
    vega = Path(sys.argv[1]) / "data"
    read = lambda name: json.loads((vega / name).read_text(encoding="utf-8"))
    TARGET.mkdir(parents=True, exist_ok=True)
    write("iris", *iris())
    write("penguins", *penguins(read("penguins.json")))
    write("cars", *cars(read("cars.json")))
    write("breast-cancer", *breast_cancer())
    write("digits", *digits())


if __name__ == "__main__":
    main()
