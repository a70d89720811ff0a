"""Checks every ONNX file named in the arguments as the reference implementation does, shapes and types included, and
writes a JSON object from file to what is wrong with it, "" where nothing is."""

import json
import sys

import onnx  # fails here, once and clearly, if Debian's python3-onnx is not installed

problems = {}
for path in sys.argv[1:]:
    try:
        model = onnx.load(path)
        onnx.checker.check_model(model, full_check=True)
        problems[path] = ""
    except Exception as error:  # whatever it is, it is what is wrong with the file
        problems[path] = f"{type(error).__name__}: {error}"
json.dump(problems, sys.stdout)
