import { isFormula, type Activation } from '../experiment/activation-formula.ts';
import type { ActivationName } from '../experiment/names.ts';
import { activationTape, displayedTape } from './part-tapes.ts';
import { printTape } from './print-tape.ts';
import { pythonDescription, pythonEncode, pythonHead, pythonNumber, pythonPredict } from './python-parts.ts';
import { listText } from './quote.ts';
import { stateDict } from './state-dict.ts';
import { torchDialect } from './torch-dialect.ts';
import { fileName, type TrainedModel } from './trained-model.ts';

/** Activations that PyTorch has as modules; the others are written from their graphs. */
const modules: Readonly<Partial<Record<ActivationName, string>>> = {
  tanh: 'nn.Tanh()',
  relu: 'nn.ReLU()',
  sigmoid: 'nn.Sigmoid()',
  linear: 'nn.Identity()',
  'leaky-relu': 'nn.LeakyReLU(0.01)',
  elu: 'nn.ELU()',
  gelu: 'nn.GELU()',
  'gelu-tanh': 'nn.GELU(approximate="tanh")',
  silu: 'nn.SiLU()',
  // Above its threshold it is the identity, which is right to the last digit from 40 on.
  softplus: 'nn.Softplus(threshold=700.0)',
  mish: 'nn.Mish()',
};

function ownModule(activation: Activation): string | undefined {
  return isFormula(activation) ? undefined : modules[activation];
}

/** What the activations of a model are of which PyTorch has no module, each once. */
function ownActivations({ layers }: Pick<TrainedModel, 'layers'>): Activation[] {
  return [...new Set(layers.map(({ activation }) => activation))].filter(
    (activation) => ownModule(activation) === undefined,
  );
}

/** The model as a Python file for PyTorch, in float64: a module, its weights and `predict`. */
export function exportPytorch(model: TrainedModel, name = fileName(model, '.py')): string {
  return [
    `${pythonHead(model, 'PyTorch', name)}\n\nimport math\n\nimport torch\nfrom torch import nn`,
    ...pytorchSections(model),
  ]
    .join('\n\n\n')
    .concat('\n');
}

/** What is behind the head of a file; needs `math`, `torch` and `nn`. */
export function pytorchSections(model: TrainedModel): string[] {
  const own = ownActivations(model);
  return [
    pythonDescription(model),
    pythonEncode(model),
    ...own.map((activation) => printModule(activation, className(activation, own))),
    printNetwork(model),
    printShown(model),
    `def network(inputs):
    """What the network shows of its inputs: [row, input] to [row, output]."""
    return _shown(model(inputs))`,
    pythonPredict(model, '_lists(encode(rows))'),
    `def _lists(inputs):
    with torch.no_grad():
        return network(torch.tensor(inputs, dtype=torch.float64).reshape(len(inputs), -1)).tolist()`,
  ];
}

/** Of a typed one by its place among those that are written. */
function className(activation: Activation, own: readonly Activation[]): string {
  const name = isFormula(activation) ? `typed ${own.indexOf(activation) + 1}` : activation;
  return name
    .split(/\W/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

function printModule(activation: Activation, name: string): string {
  const printed = printTape(activationTape(activation), torchDialect('        '), {
    input: () => 'z',
    parameter: () => '',
  });
  const body = [...printed.lines, `        return ${printed.outputs[0]}`].join('\n');
  return `class ${name}(nn.Module):\n    def forward(self, z):\n${body}`;
}

/** The modules of a torch.nn.Sequential, whose linear layers are its modules 0, 2, 4 … */
export function sequentialModules(model: TrainedModel): string[] {
  const own = ownActivations(model);
  return model.layers.flatMap(({ inputCount, width, activation }) => [
    `nn.Linear(${inputCount}, ${width})`,
    ownModule(activation) ?? `${className(activation, own)}()`,
  ]);
}

function printNetwork(model: TrainedModel): string {
  const modulesText = sequentialModules(model).map((text) => `    ${text},`);
  const tensors = stateDict(model).map(({ name, shape, values }) => {
    const numbers = listText(Array.from(values, pythonNumber), ['[', ']'], '            ');
    const sizes = shape.length > 1 ? `.reshape(${shape.join(', ')})` : '';
    return `        "${name}": torch.tensor(${numbers}, dtype=torch.float64)${sizes},`;
  });
  return `model = nn.Sequential(\n${modulesText.join('\n')}\n).double()\nmodel.load_state_dict(\n    {\n${tensors.join('\n')}\n    }\n)\nmodel.eval()`;
}

function printShown({ loss, outputNames }: TrainedModel): string {
  const tape = displayedTape(loss, outputNames.length);
  const printed = printTape(tape, torchDialect('    '), {
    input: (slot) => `h[:, ${slot}]`,
    parameter: () => '',
  });
  const outputs = listText(printed.outputs, ['[', ']'], '    ');
  return `def _shown(h):\n${[...printed.lines, `    return torch.stack(${outputs}, dim=1)`].join('\n')}`;
}
