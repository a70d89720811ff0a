"""PyTorch eager, one thread, 32-bit floats, for bench/engines/pytorch.ts.

Reads one JSON object a line and answers with one: first a workload, then {"steps": n} or {"parameters": true}.
A workload with "points" is a forward evaluation of them all, and "parameters" then asks for its first outputs.
One with "rows" trains on so many rows, in a new order every epoch; "activation" and "loss" are relu and binary
cross-entropy where it does not say. "data" names a file of 32-bit floats, the inputs and then the targets row by row,
which are taken as they lie in the first epoch, from "initialParameters"; without it rows and weights are random.
Ends with its input.
"""

import json
import sys


def answer(message):
    print(json.dumps(message), flush=True)


try:
    import torch
except ImportError:
    answer({"unavailable": "not installed (Debian: apt-get install python3-torch libopenblas0-pthread)"})
    sys.exit()


def create_network(widths, parameters, activation=torch.nn.Tanh):
    layers = []
    position = 0
    for inputs, outputs in zip(widths, widths[1:]):
        layer = torch.nn.Linear(inputs, outputs)
        with torch.no_grad():
            for tensor in (layer.weight, layer.bias):
                values = parameters[position : position + tensor.numel()]
                tensor.copy_(torch.tensor(values, dtype=torch.float32).reshape(tensor.shape))
                position += tensor.numel()
        layers += [layer, activation()]
    return torch.nn.Sequential(*layers[:-1])


def blas_library():
    """Name of the library that multiplies matrices, as this process has loaded it."""
    with open("/proc/self/maps", encoding="utf-8") as maps:
        paths = {line.split()[-1] for line in maps if "blas" in line}
    return "OpenBLAS" if any("openblas" in path for path in paths) else "the reference BLAS, not OpenBLAS"


def evaluate(network, workload):
    """Batches of 4096, within the processor's caches."""
    points = torch.tensor(workload["points"], dtype=torch.float32).t().contiguous()
    outputs = torch.zeros(1)
    answer({"note": note()})
    for line in sys.stdin:
        request = json.loads(line)
        if "steps" in request:
            with torch.no_grad():
                for _ in range(request["steps"]):
                    outputs = torch.cat([network(batch) for batch in points.split(4096)])
            answer({"done": True})
        else:
            answer({"parameters": outputs[:256, 0].tolist()})


def read_rows(path, rows, input_count):
    with open(path, "rb") as file:
        numbers = torch.frombuffer(bytearray(file.read()), dtype=torch.float32)
    return (
        numbers[: rows * input_count].reshape(rows, input_count),
        numbers[rows * input_count :].reshape(rows, -1),
    )


def train_on_rows(workload):
    """The rows lie in memory; a batch is an index into them, as with a DataLoader that costs nothing."""
    widths, rows, batch_size = workload["widths"], workload["rows"], workload["batchSize"]
    torch.manual_seed(1)
    loss = workload.get("loss", "binary-cross-entropy")
    activation = {"relu": torch.nn.ReLU, "tanh": torch.nn.Tanh}[workload.get("activation", "relu")]
    if "data" in workload:
        inputs, targets = read_rows(workload["data"], rows, widths[0])
        if loss == "cross-entropy":
            targets = targets[:, 0].long()
        network = create_network(widths, workload["initialParameters"], activation)
        order = torch.arange(rows)
    else:
        inputs = torch.randn(rows, widths[0])
        targets = (inputs.sin().sum(1, keepdim=True) > 0).float()
        layers = []
        for size, following in zip(widths, widths[1:]):
            layers += [torch.nn.Linear(size, following), activation()]
        network = torch.nn.Sequential(*layers[:-1])
        order = torch.randperm(rows)
    loss_of = {
        "cross-entropy": torch.nn.CrossEntropyLoss,
        "squared-error": torch.nn.MSELoss,
        "binary-cross-entropy": torch.nn.BCEWithLogitsLoss,
    }[loss]()
    create = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[workload["optimizer"]]
    optimizer = create(network.parameters(), lr=workload["learningRate"], foreach=True)
    answer({"note": note()})
    position = 0
    for line in sys.stdin:
        request = json.loads(line)
        if "steps" not in request:
            answer({"parameters": torch.nn.utils.parameters_to_vector(network.parameters()).tolist()})
            continue
        for _ in range(request["steps"]):
            if position + batch_size > rows:
                order, position = torch.randperm(rows), 0
            batch = order[position : position + batch_size]
            position += batch_size
            optimizer.zero_grad(set_to_none=True)
            loss_of(network(inputs[batch]), targets[batch]).backward()
            optimizer.step()
        answer({"done": True})


def note():
    return f"PyTorch {torch.__version__} eager, one thread, {blas_library()}"


def main():
    torch.set_num_threads(1)
    workload = json.loads(sys.stdin.readline())
    if "rows" in workload:
        train_on_rows(workload)
        return
    widths = workload["widths"]
    network = create_network(widths, workload["initialParameters"])
    if "points" in workload:
        evaluate(network, workload)
        return
    batch_size = workload["batchSize"]
    batches = [
        (
            torch.tensor(batch["inputs"], dtype=torch.float32).reshape(batch_size, widths[0]),
            torch.tensor(batch["targets"], dtype=torch.float32).reshape(batch_size, widths[-1]),
        )
        for batch in workload["batches"]
    ]
    loss_of = torch.nn.MSELoss()
    optimizer = torch.optim.SGD(network.parameters(), lr=workload["learningRate"], foreach=True)
    answer({"note": note()})
    next_batch = 0
    for line in sys.stdin:
        request = json.loads(line)
        if "steps" in request:
            for _ in range(request["steps"]):
                inputs, targets = batches[next_batch]
                optimizer.zero_grad(set_to_none=True)
                loss_of(network(inputs), targets).backward()
                optimizer.step()
                next_batch = (next_batch + 1) % len(batches)
            answer({"done": True})
        else:
            answer({"parameters": torch.nn.utils.parameters_to_vector(network.parameters()).tolist()})


main()
