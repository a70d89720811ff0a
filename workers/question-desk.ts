import { describeRun } from '../src/export/describe-run.ts';
import { describeWholeRun } from '../src/export/whole-run.ts';
import type { Answer, AskRequest } from '../src/protocol/ask-messages.ts';
import type { HiddenAnswer, HiddenRequest } from '../src/protocol/hidden-messages.ts';
import type {
  GradientCheckRequest,
  GradientCheckState,
  Inspection,
  InspectRequest,
} from '../src/protocol/lab-messages.ts';
import type { LookAnswer, LookRequest } from '../src/protocol/look-messages.ts';
import type { Reply } from '../src/protocol/reply.ts';
import type { RowAnswer, RowExport, RowExportRequest, RowRequest } from '../src/protocol/row-messages.ts';
import type { RunId } from '../src/protocol/run-id.ts';
import type { Departure } from '../src/protocol/take-away-messages.ts';
import type { Run, RunState } from '../src/training/run.ts';
import { Answerer } from './answerer.ts';
import type { Engines } from './engines.ts';
import { GradientChecks, type GradientCheckParts } from './gradient-checks.ts';
import { HiddenSpaces } from './hidden-spaces.ts';
import { inSlices, inTasks } from './in-tasks.ts';
import type { NamedRun, NamedRuns } from './named-runs.ts';
import { NeuronViewer } from './neuron-viewer.ts';
import type { RowTableParts } from './ranked-rows.ts';
import { InTurn } from './in-turn.ts';
import { accept, failure } from './replies.ts';
import { RowTable, type PresentRun } from './row-table.ts';
import { SampleInspector } from './sample-inspector.ts';
import { StepViewer } from './step-viewer.ts';

/** Of a look at a time, as a view has beside the training. */
const lookMs = 3;

export interface QuestionParts extends GradientCheckParts, RowTableParts {
  readonly engines: Engines;
  readonly runs: NamedRuns;
  readonly isTraining: () => boolean;
}

/** Answers what is asked about samples, rows and gradients of a run, which goes on untouched. */
export class QuestionDesk {
  readonly #parts: QuestionParts;
  readonly #inspector = new SampleInspector();
  readonly #answerer = new Answerer();
  readonly #neurons = new NeuronViewer();
  readonly #steps = new StepViewer();
  readonly #gradientChecks: GradientChecks;
  readonly #hidden: HiddenSpaces;
  readonly #rows: RowTable;
  readonly #looks = new InTurn();

  constructor(parts: QuestionParts) {
    this.#parts = parts;
    this.#gradientChecks = new GradientChecks(parts);
    this.#hidden = new HiddenSpaces(parts.now);
    this.#rows = new RowTable(parts);
  }

  /** Lets go of what was compiled for other runs. */
  keepFor(run: Run): void {
    this.#inspector.keepFor(run);
    this.#answerer.keepFor(run);
    this.#neurons.keepFor(run);
    this.#steps.keepFor(run);
    this.#hidden.keepFor(run);
  }

  inspect(request: InspectRequest, name: RunId | null): Promise<Reply<Inspection>> {
    const { runs, nextTask } = this.#parts;
    return runs.withReady(name, ({ run, runId }) =>
      inTasks(this.#inspector.inspect(run, runId, request), nextTask),
    );
  }

  ask(request: AskRequest, name: RunId | null): Promise<Reply<Answer>> {
    const { runs, nextTask } = this.#parts;
    return runs.withReady(name, ({ run, runId }) =>
      inTasks(this.#answerer.answer(run, runId, request), nextTask),
    );
  }

  look(request: LookRequest, name: RunId | null): Promise<Reply<LookAnswer>> {
    const { runs, nextTask } = this.#parts;
    return runs.withReady(name, ({ run, runId }) =>
      inTasks(
        request.kind === 'step'
          ? this.#steps.answer(run, runId, request)
          : this.#neurons.answer(run, runId, request),
        nextTask,
      ),
    );
  }

  /** `stateOf` tells what the run is to go on from. */
  takeAway(name: RunId | null, stateOf: (run: Run) => RunState): Promise<Reply<Departure>> {
    return this.#parts.runs.withReady(name, ({ run, runId }) => {
      return accept({
        ...{ runId, model: describeRun(run), state: stateOf(run) },
        whole: describeWholeRun(run),
      });
    });
  }

  /** One look after the other: each takes up what the one before has compiled. */
  async hiddenSpace(request: HiddenRequest, name: RunId | null): Promise<Reply<HiddenAnswer>> {
    // Found when it is its turn: the run may have been replaced since it was asked about.
    return this.#looks.add(() =>
      this.#parts.runs.withReady(name, async ({ run, runId }) => {
        const steps = this.#hidden.look(run, runId, request);
        return { ok: true as const, value: await inSlices(steps, { ...this.#parts, sliceMs: lookMs }) };
      }),
    );
  }

  /** A check that was started goes on whatever becomes of its run: it has its own name. */
  async checkGradients(
    request: GradientCheckRequest,
    name: RunId | null,
  ): Promise<Reply<GradientCheckState>> {
    if (request.kind !== 'start') return accept(this.#gradientChecks.handle(request));
    return this.#parts.runs.withReady(name, ({ run, runId }) => {
      if (run.shortfall !== null) return failure('nothing-to-train', run.shortfall);
      const { backend } = this.#parts.engines.choose('wasm-f64');
      return accept(this.#gradientChecks.start(run, runId, backend));
    });
  }

  rows(request: RowRequest, name: RunId | null): Promise<Reply<RowAnswer>> {
    // Nobody looks any more, at any run.
    const found = this.#parts.runs.find(request.count === 0 ? null : name);
    return found.ok ? this.#rows.window(this.#asPresent(found), request) : Promise.resolve(found);
  }

  /** A file that is being written is finished whatever becomes of its run. */
  exportRows(request: RowExportRequest, name: RunId | null): Promise<Reply<RowExport>> {
    const found = this.#parts.runs.find(request.kind === 'start' ? name : null);
    return found.ok ? this.#rows.export(this.#asPresent(found), request) : Promise.resolve(found);
  }

  #asPresent({ run, runId }: NamedRun): PresentRun {
    return { run, runId, isTraining: this.#parts.isTraining };
  }
}
