import type { Answer, AskRequest } from '../src/protocol/ask-messages.ts';
import type {
  GradientCheckRequest,
  GradientCheckState,
  Inspection,
  InspectRequest,
} from '../src/protocol/lab-messages.ts';
import type { Reply } from '../src/protocol/reply.ts';
import type { RowAnswer, RowExport, RowExportRequest, RowRequest } from '../src/protocol/row-messages.ts';
import type { Run } from '../src/training/run.ts';
import { Answerer } from './answerer.ts';
import type { Engines } from './engines.ts';
import { GradientChecks, type GradientCheckParts } from './gradient-checks.ts';
import { inTasks } from './in-tasks.ts';
import type { RowTableParts } from './ranked-rows.ts';
import { accept, failure, notConfigured } from './replies.ts';
import { RowTable, type PresentRun } from './row-table.ts';
import { SampleInspector } from './sample-inspector.ts';

export interface QuestionParts extends GradientCheckParts, RowTableParts {
  readonly engines: Engines;
  /** null before the first experiment. */
  readonly present: () => PresentRun | null;
  /** As `present`, once that can train. */
  readonly ready: () => Promise<PresentRun | null>;
}

/** Answers what is asked about samples, rows and gradients of the present run, which goes on untouched. */
export class QuestionDesk {
  readonly #parts: QuestionParts;
  readonly #inspector = new SampleInspector();
  readonly #answerer = new Answerer();
  readonly #gradientChecks: GradientChecks;
  readonly #rows: RowTable;

  constructor(parts: QuestionParts) {
    this.#parts = parts;
    this.#gradientChecks = new GradientChecks(parts);
    this.#rows = new RowTable(parts);
  }

  /** Lets go of what was compiled for other runs. */
  keepFor(run: Run): void {
    this.#inspector.keepFor(run);
    this.#answerer.keepFor(run);
  }

  async inspect(request: InspectRequest): Promise<Reply<Inspection>> {
    const present = await this.#parts.ready();
    if (present === null) return notConfigured();
    return inTasks(this.#inspector.inspect(present.run, present.runId, request), this.#parts.nextTask);
  }

  async ask(request: AskRequest): Promise<Reply<Answer>> {
    const present = await this.#parts.ready();
    if (present === null) return notConfigured();
    return inTasks(this.#answerer.answer(present.run, present.runId, request), this.#parts.nextTask);
  }

  async checkGradients(request: GradientCheckRequest): Promise<Reply<GradientCheckState>> {
    if (request.kind !== 'start') return accept(this.#gradientChecks.handle(request));
    const present = await this.#parts.ready();
    if (present === null) return notConfigured();
    const { run, runId } = present;
    if (run.shortfall !== null) return failure('nothing-to-train', run.shortfall);
    const { backend } = this.#parts.engines.choose('wasm-f64');
    return accept(this.#gradientChecks.start(run, runId, backend));
  }

  rows(request: RowRequest): Promise<Reply<RowAnswer>> {
    const present = this.#parts.present();
    return present === null ? notConfigured() : this.#rows.window(present, request);
  }

  exportRows(request: RowExportRequest): Promise<Reply<RowExport>> {
    const present = this.#parts.present();
    return present === null ? notConfigured() : this.#rows.export(present, request);
  }
}
