import type { HyperParameterName } from '../experiment/hyper-parameters.ts';
import type { OptimizerName } from '../experiment/names.ts';

/** How each optimizer is made of `groups`, the rate `lr` and the settings `s`. */
const constructors: Readonly<Record<OptimizerName, string>> = {
  sgd: 'torch.optim.SGD(groups, lr=lr)',
  momentum: 'torch.optim.SGD(groups, lr=lr, momentum=s["momentum"], dampening=s["dampening"])',
  nesterov: 'torch.optim.SGD(groups, lr=lr, momentum=s["momentum"], nesterov=s["momentum"] > 0)',
  rmsprop:
    'torch.optim.RMSprop(\n            groups, lr=lr, alpha=s["alpha"], eps=s["epsilon"], momentum=s["momentum"], centered=s["centered"] != 0\n        )',
  adagrad:
    'torch.optim.Adagrad(\n            groups, lr=lr, lr_decay=s["lr_decay"], eps=s["epsilon"], initial_accumulator_value=s["initial_accumulator"]\n        )',
  adadelta: 'torch.optim.Adadelta(groups, lr=lr, rho=s["rho"], eps=s["epsilon"])',
  adam: 'torch.optim.Adam(groups, lr=lr, betas=(s["beta1"], s["beta2"]), eps=s["epsilon"])',
  adamw:
    'torch.optim.AdamW(\n            groups, lr=lr, betas=(s["beta1"], s["beta2"]), eps=s["epsilon"], amsgrad=s["amsgrad"] != 0\n        )',
  amsgrad: 'torch.optim.Adam(groups, lr=lr, betas=(s["beta1"], s["beta2"]), eps=s["epsilon"], amsgrad=True)',
  lion: 'Lion(groups, lr=lr, betas=(s["beta1"], s["beta2"]))',
};

/** What PyTorch calls what may be changed on the way. */
const theirs: Readonly<Partial<Record<HyperParameterName, string>>> = {
  momentum: 'momentum',
  alpha: 'alpha',
  rho: 'rho',
  epsilon: 'eps',
};

const lion = `class Lion(torch.optim.Optimizer):
    """Chen et al. 2023, algorithm 2, with decay apart from the gradient; PyTorch has none of its own."""

    def __init__(self, params, lr, betas, weight_decay=0.0):
        super().__init__(params, {"lr": lr, "betas": betas, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            lr, (beta1, beta2) = group["lr"], group["betas"]
            for p in group["params"]:
                mean = self.state[p].setdefault("mean", torch.zeros_like(p))
                p.sub_(lr * (group["weight_decay"] * p))
                p.sub_(lr * torch.sign(beta1 * mean + (1 - beta1) * p.grad))
                mean.copy_(beta2 * mean + (1 - beta2) * p.grad)`;

/** Functions that make each of these optimizers, and that tell it the rate and what else was changed. */
export function printOptimizers(names: readonly OptimizerName[]): string[] {
  const cases = names.map(
    (name) => `    if s["optimizer"] == "${name}":\n        return ${constructors[name]}`,
  );
  const renamed = Object.entries(theirs).map(([ours, own]) => `("${own}", "${ours}")`);
  return [
    ...(names.includes('lion') ? [lion] : []),
    `def make_optimizer(s):
    # L2 is of the weights alone.
    groups = [
        {"params": [p for p in model.parameters() if p.dim() > 1], "weight_decay": s["l2"]},
        {"params": [p for p in model.parameters() if p.dim() == 1], "weight_decay": 0.0},
    ]
    lr = s["learning_rate"]
${cases.join('\n')}
    raise ValueError(f"there is no optimizer {s['optimizer']!r} here")`,
    `def tell(optimizer, s, rate):
    """The settings of now, and the rate of the epoch."""
    for group, decay in zip(optimizer.param_groups, (s["l2"], 0.0)):
        group["lr"] = rate
        group["weight_decay"] = decay
        for theirs, ours in (${renamed.join(', ')}):
            if theirs in group and ours in s:
                group[theirs] = s[ours]`,
  ];
}
