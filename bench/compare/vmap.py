"""PyTorch with functorch's vmap, one thread, 32-bit floats, for bench/compare.ts.

Many networks 2-32-2 (tanh) at once on 100 points of a spiral: softmax cross-entropy, full batch, 100 steps of Adam at
0.01, as a published JAX experiment does it. Each line of its input is one training from new weights, answered by one
line of JSON: seconds on the wall and of the processor, and the mean loss at the end. Ends with its input.
"""

import json
import sys
import time

try:
    import torch
    from functorch import combine_state_for_ensemble, grad_and_value, vmap
except ImportError:
    print(json.dumps({"unavailable": "no PyTorch with functorch (Debian: apt-get install python3-torch)"}), flush=True)
    sys.exit()

torch.set_num_threads(1)
NETWORKS, POINTS, STEPS, RATE = 100, 100, 100, 0.01


def spiral():
    """Two arms, as many points on each."""
    t = torch.linspace(0, 1, POINTS // 2)
    angle = 1.75 * t * 2 * torch.pi
    arm = torch.stack([5 * t * angle.sin(), 5 * t * angle.cos()], dim=1)
    return torch.cat([arm, -arm]), torch.arange(2).repeat_interleave(POINTS // 2)


def train(inputs, targets):
    networks = [
        torch.nn.Sequential(torch.nn.Linear(2, 32), torch.nn.Tanh(), torch.nn.Linear(32, 2)) for _ in range(NETWORKS)
    ]
    network, parameters, buffers = combine_state_for_ensemble(networks)

    def loss_of(own, buffers):
        return torch.nn.functional.cross_entropy(network(own, buffers, inputs), targets)

    step = vmap(grad_and_value(loss_of), in_dims=(0, 0))
    optimizer = torch.optim.Adam(parameters, lr=RATE)
    losses = None
    for _ in range(STEPS):
        gradients, losses = step(parameters, buffers)
        for parameter, gradient in zip(parameters, gradients):
            parameter.grad = gradient
        optimizer.step()
    return losses.mean().item()


inputs, targets = spiral()
print(json.dumps({"version": torch.__version__}), flush=True)
for _ in sys.stdin:
    wall, processor = time.perf_counter(), time.process_time()
    loss = train(inputs, targets)
    answer = {"wall": time.perf_counter() - wall, "processors": time.process_time() - processor, "loss": loss}
    print(json.dumps(answer), flush=True)
