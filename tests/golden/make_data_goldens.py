"""Makes the golden numbers of data: what scikit-learn and pandas make of tables, and of the sets that the page ships.

Run with Debian's scikit-learn and pandas (apt-get install python3-sklearn python3-pandas; made with 1.2.1 and 1.5.3)
and npm's vega-datasets (npm pack vega-datasets@3.2.1, unpacked):

    /usr/bin/python3 tests/golden/make_data_goldens.py package

The output is deterministic and committed; the tests read only the JSON and never need Python.

encodings.json   tables, rows to fit to, and how scikit-learn encodes all rows.
    {"columns": {name: [values, null where there is none]}, "target": name, "trainRows": [...], "missing": "fill" or
    "leave-out", "usableRows": [...], "inputs": {input: [one per usable row]}}
    Numbers: StandardScaler. Categories: OneHotEncoder, which pandas' get_dummies confirms; a category that was not
    among the train rows is 0 everywhere. Filled in: SimpleImputer with the mean, MissingIndicator for what the train
    rows lack.
real-sets.json   of each set, read from its source: the number of rows; of each column of numbers how many are missing,
    their sum, mean and (population) standard deviation; of each column of categories how often each occurs.
"""

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn import datasets
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.preprocessing import OneHotEncoder, StandardScaler

HERE = Path(__file__).parent


def write(name, entries):
    """One entry a line."""
    line = lambda x: json.dumps(x, separators=(",", ":"), allow_nan=False)
    if isinstance(entries, list):
        text = "[\n" + ",\n".join(map(line, entries)) + "\n]\n"
    else:
        text = "{\n" + ",\n".join(f"{line(key)}:{line(value)}" for key, value in entries.items()) + "\n}\n"
    (HERE / name).write_text(text, encoding="utf-8")


def listed(column):
    return [None if pd.isna(x) else x for x in column.tolist()]


# Encodings


def encode_numbers(name, column, train, fill):
    values = column.to_numpy(dtype=float).reshape(-1, 1)
    scaler = StandardScaler().fit(values[train])
    scaled = scaler.transform(values)
    # What is filled in after scaling is the mean of what was fitted: 0 up to rounding.
    imputer = SimpleImputer(strategy="mean").fit(scaled[train])
    inputs = {name: imputer.transform(scaled)[:, 0] if fill else scaled[:, 0]}
    indicator = MissingIndicator(features="missing-only", error_on_new=False).fit(values[train])
    if fill and len(indicator.features_) > 0:
        inputs[f"{name} missing"] = indicator.transform(values)[:, 0].astype(float)
    return inputs


def encode_categories(name, column, train, fill):
    encoder = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    present = column.iloc[train].dropna()
    encoder.fit(present.to_numpy().reshape(-1, 1))
    names = [str(category) for category in encoder.categories_[0]]
    # None is a category that was not fitted.
    encoded = encoder.transform(column.fillna("\0").to_numpy().reshape(-1, 1))
    dummies = pd.get_dummies(column).reindex(columns=names).to_numpy()
    assert (encoded == dummies).all()
    inputs = {f"{name} = {category}": encoded[:, i] for i, category in enumerate(names)}
    if fill and len(present) < len(train):
        inputs[f"{name} missing"] = column.isna().to_numpy().astype(float)
    return inputs


def encode(table, target, train_rows, missing):
    fill = missing == "fill"
    columns = [name for name in table.columns if name != target]
    usable = table[[target] if fill else list(table.columns)].dropna().index
    kept = table.loc[usable].reset_index(drop=True)
    train = [i for i, row in enumerate(usable) if row in set(train_rows)]
    inputs = {}
    for name in columns:
        numeric = pd.api.types.is_numeric_dtype(table[name])
        inputs.update((encode_numbers if numeric else encode_categories)(name, kept[name], train, fill))
    return {
        "columns": {name: listed(table[name]) for name in table.columns},
        "target": target,
        "trainRows": [int(usable[i]) for i in train],
        "missing": missing,
        "usableRows": [int(row) for row in usable],
        "inputs": {name: [float(x) for x in values] for name, values in inputs.items()},
    }


def make_table(seed, count):
    random = np.random.default_rng(seed)
    table = pd.DataFrame(
        {
            "length": random.normal(3, 2, count),
            "time (ms)": 1.7e12 + np.floor(random.uniform(0, 30 * 86_400_000, count)),
            "tiny": random.uniform(1e-12, 2e-12, count),
            "whole": random.integers(-5, 6, count).astype(float),
            "constant": np.full(count, 7.25),
            "colour": random.choice(["red", "Green", "blue", "é", "a b"], count),
            "size": random.choice(["small", "large", "medium"], count),
            "target": random.choice(["yes", "no"], count),
        }
    ).astype({"colour": object, "size": object, "target": object})
    for name in ["length", "tiny", "colour", "target"]:
        table.loc[random.random(count) < 0.12, name] = np.nan
    return table


def make_encodings():
    entries = []
    for seed in range(6):
        count = 12 + 8 * seed
        table = make_table(seed, count)
        random = np.random.default_rng(100 + seed)
        train_rows = sorted(random.choice(count, size=count * 3 // 4, replace=False).tolist())
        entries += [encode(table, "target", train_rows, missing) for missing in ["fill", "leave-out"]]
    return entries


# The real sets


def summary(column):
    if not pd.api.types.is_numeric_dtype(column):
        return {"missing": int(column.isna().sum()), "counts": {k: int(n) for k, n in column.value_counts().items()}}
    return {
        "missing": int(column.isna().sum()),
        "sum": float(column.sum()),
        "mean": float(column.mean()),
        "deviation": float(column.std(ddof=0)),
    }


def from_sklearn(bunch, target):
    table = pd.DataFrame(bunch.data)
    table[target] = pd.Series([str(bunch.target_names[k]) for k in bunch.target], dtype=object)
    return table


def make_real_sets(vega):
    penguins = pd.read_json(vega / "penguins.json")
    penguins["Sex"] = penguins["Sex"].where(penguins["Sex"] != ".").str.lower()
    cars = pd.read_json(vega / "cars.json", convert_dates=False).dropna(subset=["Miles_per_Gallon"])
    sets = {
        "iris": from_sklearn(datasets.load_iris(), "species"),
        "penguins": penguins[[*penguins.columns[1:], "Species"]],
        # Without the year, which the source has wrong for thirty of them: see scripts/make-data-sets.py.
        "cars": cars[
            ["Cylinders", "Displacement", "Horsepower", "Weight_in_lbs", "Acceleration", "Origin", "Miles_per_Gallon"]
        ],
        "breast-cancer": from_sklearn(datasets.load_breast_cancer(), "diagnosis"),
        "digits": from_sklearn(datasets.load_digits(), "digit"),
    }
    return {
        name: {"rowCount": len(table), "columns": [summary(table[column]) for column in table.columns]}
        for name, table in sets.items()
    }


if __name__ == "__main__":
    write("encodings.json", make_encodings())
    write("real-sets.json", make_real_sets(Path(sys.argv[1]) / "data"))
