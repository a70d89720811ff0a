import type { NamedGraph } from '../autograd/expression.ts';
import type { OpName } from '../autograd/ops.ts';
import { pythonProgram } from './export-program.ts';

/**
 * The graph as a Python file for PyTorch, in float64. Run, it prints `name data grad` for every name,
 * 17 significant digits each; what the root does not depend on has gradient 0.
 */
export function exportPytorch(graph: NamedGraph): string {
  const { statements, names, root, ops } = pythonProgram(graph, {
    leaf: 'leaf',
    reserved: ['torch', 'Step', 'Expm1', 'grad'],
  });
  const imported = [...ops].filter((op) => torchFunctions.has(op)).sort();
  return [
    '"""Data and gradients of an expression by PyTorch. Run me: python3 this_file.py"""\n\nimport torch' +
      (imported.length > 0 ? `\nfrom torch import ${imported.join(', ')}` : ''),
    'def leaf(x):\n    return torch.tensor(x, dtype=torch.float64, requires_grad=True)',
    ...(ops.has('softplus') ? [softplusFunction] : []),
    ...(ops.has('relu') ? [reluFunction] : []),
    ...(ops.has('step') ? [stepFunction] : []),
    ...(ops.has('max') || ops.has('min') ? [maxFunction] : []),
    ...(ops.has('min') ? [minFunction] : []),
    ...(ops.has('expm1') ? [expm1Function] : []),
    statements.join('\n'),
    `values = {\n${names.map((name) => `    "${name}": ${name},`).join('\n')}\n}\n` +
      'for value in values.values():\n    value.retain_grad()\n' +
      `${root}.backward()\n` +
      'for name, value in values.items():\n' +
      '    grad = 0.0 if value.grad is None else value.grad.item()\n' +
      '    print(f"{name} {value.item():.17g} {grad:.17g}")',
  ]
    .join('\n\n\n')
    .concat('\n');
}

const torchFunctions: ReadonlySet<OpName> = new Set([
  'exp',
  'log',
  'sqrt',
  'tanh',
  'sigmoid',
  'sin',
  'cos',
  'abs',
  'erf',
]);

const softplusFunction = `def softplus(a):
    # torch.nn.functional.softplus becomes the identity above its threshold, and torch.logaddexp 0 from about -37 on.
    return 0.0 - torch.nn.functional.logsigmoid(-a)`;

const maxFunction = `def max(a, b):
    # torch.maximum takes no plain numbers, and leaves open which one of 0.0 and -0.0 is the larger.
    a, b = (torch.as_tensor(x, dtype=torch.float64) for x in (a, b))
    larger = torch.maximum(a, b)
    return torch.where(torch.signbit(a) & torch.signbit(b), larger, larger + 0.0)`;

const minFunction = `def min(a, b):
    return -max(-a, -b)`;

const reluFunction = `def relu(a):
    # + 0.0 makes 0.0 of -0.0, so that 1 / relu(a) is inf there and never -inf.
    return torch.relu(a) + 0.0`;

const expm1Function = `class Expm1(torch.autograd.Function):
    """e ** a - 1, with the derivative e ** a: torch.expm1 takes the result + 1, which has lost its digits far below 0."""

    @staticmethod
    def forward(ctx, a):
        ctx.save_for_backward(a)
        return torch.expm1(a)

    @staticmethod
    def backward(ctx, gradient):
        return gradient * torch.exp(ctx.saved_tensors[0])


expm1 = Expm1.apply`;

const stepFunction = `class Step(torch.autograd.Function):
    """1 where a > 0, else 0, with a gradient of 0 rather than none."""

    @staticmethod
    def forward(ctx, a):
        return (a > 0).to(a.dtype)

    @staticmethod
    def backward(ctx, gradient):
        return torch.zeros_like(gradient)


step = Step.apply`;
