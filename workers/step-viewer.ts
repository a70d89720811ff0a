import type { Steps } from '../src/autograd/steps.ts';
import { biasAt, weightAt } from '../src/nn/parameter-blocks.ts';
import type { LookAnswer, LookRequest, NamedNumber, ParameterStep } from '../src/protocol/look-messages.ts';
import type { Reply } from '../src/protocol/reply.ts';
import type { RunId } from '../src/protocol/run-id.ts';
import { NamedStep } from '../src/training/named-step.ts';
import { nextStep } from '../src/training/batches.ts';
import type { Run } from '../src/training/run.ts';
import { failure } from './replies.ts';

type StepRequest = Extract<LookRequest, { kind: 'step' }>;

/** Answers what the next step of the optimizer does to one parameter. Keeps what it compiled for the next request. */
export class StepViewer {
  #step: NamedStep | null = null;
  #isBusy = false;
  #present: Pick<Run, 'network' | 'backend'> | null = null;

  /** Lets go of what was compiled for another network or back end, now and when it comes late. */
  keepFor({ network, backend }: Run): void {
    this.#present = { network, backend };
    this.#dropOthers();
  }

  #dropOthers(): void {
    if (this.#isBusy || this.#present === null || this.#step?.isFor(this.#present) !== false) return;
    this.#step.dispose();
    this.#step = null;
  }

  /** In steps: it compiles at first, and a batch may be large. */
  *answer(run: Run, runId: RunId, request: StepRequest): Steps<Reply<LookAnswer>> {
    const { layer, neuron, input } = request;
    if (run.shortfall !== null) return failure('nothing-to-train', run.shortfall);
    const layout = run.network.layers.at(layer);
    const isThere =
      layout !== undefined &&
      isIndex(layer, run.network.layers.length) &&
      isIndex(neuron, layout.width) &&
      (input === null || isIndex(input, layout.inputCount));
    if (!isThere)
      return failure(
        'not-found',
        `There is no ${input === null ? 'bias' : `weight of input ${input + 1}`} of neuron ${neuron + 1} in layer ${layer + 1}.`,
      );
    const place = input === null ? biasAt(layout, neuron) : weightAt(layout, neuron, input);
    // Taken before the steps: between them the run may go on, or be replaced.
    const next = nextStep(run);
    const epoch = run.progress;
    const about = { runId, epoch, kind: 'step', layer, neuron, input, engine: run.backend.name } as const;
    const batch = next.to - next.from;
    const before = next.before.parameters[place];
    if (next.resting[place] !== 0)
      return { ok: true, value: { ...about, batch, before, rests: true, leaves: [], lines: [] } };
    while (this.#isBusy) yield;
    this.#isBusy = true;
    try {
      if (this.#step?.fits(run) !== true) {
        this.#step?.dispose();
        this.#step = null;
        this.#step = yield* NamedStep.compile(run);
      }
      const values = yield* this.#step.of(next, place);
      return { ok: true, value: { ...about, batch, before, rests: false, ...linesOf(this.#step, values) } };
    } finally {
      this.#isBusy = false;
      this.#dropOthers();
    }
  }
}

const isIndex = (index: number, count: number): boolean =>
  Number.isInteger(index) && index >= 0 && index < count;

function linesOf(
  { update: { leaves, lines } }: NamedStep,
  values: ReadonlyMap<string, number>,
): Pick<ParameterStep, 'leaves' | 'lines'> {
  const symbols = new Map([...leaves, ...lines].map(({ key, symbol }) => [key, symbol]));
  const valueOf = (key: string): number => values.get(key) ?? NaN;
  const numbered = ({ key, symbol, words }: { key: string } & Omit<NamedNumber, 'value'>): NamedNumber => ({
    ...{ symbol, words },
    value: valueOf(key),
  });
  return {
    leaves: leaves.map(numbered),
    lines: lines.map((line) => ({
      ...numbered(line),
      formula: line.formula.map((part) =>
        typeof part === 'string'
          ? part
          : { symbol: symbols.get(part.key) ?? part.key, value: valueOf(part.key) },
      ),
    })),
  };
}
