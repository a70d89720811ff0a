"""Runs every Python file named in the arguments as a program of its own, in one process (importing PyTorch takes
seconds), and writes a JSON object from file to what it printed."""

import contextlib
import io
import json
import runpy
import sys

import torch  # noqa: F401 - fails here, once and clearly, if Debian's python3-torch is not installed

printed = {}
paths = sys.argv[1:]
# A program reads arguments of its own.
del sys.argv[1:]
for path in paths:
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        runpy.run_path(path, run_name="__main__")
    printed[path] = output.getvalue()
json.dump(printed, sys.stdout)
