"""Reads a safetensors file without the package of that name, makes the torch.nn.Sequential that its header tells of, and
prints, as JSON, its outputs for the rows of inputs in a JSON file."""

import json
import struct
import sys

import torch
from torch import nn  # noqa: F401 - the header's modules are written with it

path, rows = sys.argv[1:]
with open(path, "rb") as file:
    (length,) = struct.unpack("<Q", file.read(8))
    header = json.loads(file.read(length))
    data = bytearray(file.read())
metadata = header.pop("__metadata__")
state = {}
for name, entry in header.items():
    begin, end = entry["data_offsets"]
    assert entry["dtype"] == "F64"
    state[name] = torch.frombuffer(data[begin:end], dtype=torch.float64).reshape(entry["shape"])
model = eval(metadata["modules"]).double()
model.load_state_dict(state)
with open(rows) as file:
    inputs = torch.tensor(json.load(file), dtype=torch.float64)
with torch.no_grad():
    print(json.dumps(model(inputs).tolist()))
