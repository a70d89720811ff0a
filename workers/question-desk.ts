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
import type { Run } from '../src/training/run.ts';
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
    this.#hidden.keepFor(run);
  }

  async inspect(request: InspectRequest, name: RunId | null): Promise<Reply<Inspection>> {
    const { runs, nextTask } = this.#parts;
    const found = await runs.findReady(name);
    if (!found.ok) return found;
    return inTasks(this.#inspector.inspect(found.run, found.runId, request), nextTask);
  }

  async ask(request: AskRequest, name: RunId | null): Promise<Reply<Answer>> {
    const { runs, nextTask } = this.#parts;
    const found = await runs.findReady(name);
    if (!found.ok) return found;
    return inTasks(this.#answerer.answer(found.run, found.runId, request), nextTask);
  }

  async look(request: LookRequest, name: RunId | null): Promise<Reply<LookAnswer>> {
    const { runs, nextTask } = this.#parts;
    const found = await runs.findReady(name);
    if (!found.ok) return found;
    return inTasks(this.#neurons.answer(found.run, found.runId, request), nextTask);
  }

  /** One look after the other: each takes up what the one before has compiled. */
  async hiddenSpace(request: HiddenRequest, name: RunId | null): Promise<Reply<HiddenAnswer>> {
    return this.#looks.add(async (): Promise<Reply<HiddenAnswer>> => {
      // Found when it is its turn: the run may have been replaced since it was asked about.
      const found = await this.#parts.runs.findReady(name);
      if (!found.ok) return found;
      const steps = this.#hidden.look(found.run, found.runId, request);
      return { ok: true, value: await inSlices(steps, { ...this.#parts, sliceMs: lookMs }) };
    });
  }

  /** A check that was started goes on whatever becomes of its run: it has its own name. */
  async checkGradients(
    request: GradientCheckRequest,
    name: RunId | null,
  ): Promise<Reply<GradientCheckState>> {
    if (request.kind !== 'start') return accept(this.#gradientChecks.handle(request));
    const found = await this.#parts.runs.findReady(name);
    if (!found.ok) return found;
    const { run, runId } = found;
    if (run.shortfall !== null) return failure('nothing-to-train', run.shortfall);
    const { backend } = this.#parts.engines.choose('wasm-f64');
    return accept(this.#gradientChecks.start(run, runId, backend));
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
