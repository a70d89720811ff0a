"""How long a step of a program for torchrun takes: by one process, or by as many as torchrun starts.

    python3 bench/scaling.py NAME_torchrun.py
    torchrun --standalone --nproc_per_node=2 bench/scaling.py NAME_torchrun.py

Prints the fastest of many rounds of ten steps, in ms a step, which other programs on the machine disturb least; the time
of this process alone, and how much of a step's time it takes to sum the gradients.
"""

import importlib.util
import sys
import time

import torch
import torch.distributed as dist

spec = importlib.util.spec_from_file_location("program", sys.argv[1])
program = importlib.util.module_from_spec(spec)
spec.loader.exec_module(program)
torch.set_num_threads(1)
if program.WORLD > 1:
    dist.init_process_group("gloo")
if program.RANK == 0:
    program.write_embedded(program.FOLDER)
if program.WORLD > 1:
    dist.barrier()
program.open_rows(program.FOLDER)

s = program.SETTINGS
optimizer = program.make_optimizer(s)
count = len(program.TRAIN_INPUTS)
rows = torch.randperm(count, generator=torch.Generator().manual_seed(1))
places = torch.arange(min(s["batch_size"], count))
summing = [0.0]
sum_gradients = program.sum_gradients


def timed_sum(of):
    began = time.perf_counter()
    sum_gradients(of)
    summing[0] += time.perf_counter() - began


program.sum_gradients = timed_sum
rounds = []
until = time.perf_counter() + 15
steps = 10
while True:
    summing[0], began, cpu = 0.0, time.perf_counter(), time.process_time()
    for _ in range(steps):
        program.step(optimizer, s, 0, places, rows[places])
    rounds.append(((time.perf_counter() - began) / steps, (time.process_time() - cpu) / steps, summing[0] / steps))
    # All processes go on, or none.
    ends = torch.tensor(float(time.perf_counter() > until))
    if program.WORLD > 1:
        dist.all_reduce(ends)
    if ends > 0:
        break
if program.RANK == 0:
    wall, cpu, summed = min(rounds)
    print(
        f"{program.WORLD} process(es), batch {len(places)}: {1000 * wall:.3f} ms a step, "
        f"{1000 * cpu:.3f} ms of this process, {1000 * summed:.3f} ms summing, {len(rounds)} rounds"
    )
