import type { EvaluatorName, SpeedName } from '../experiment/names.ts';
import type { Answer, AskRequest } from '../protocol/ask-messages.ts';
import type {
  GradientCheckRequest,
  GradientCheckState,
  Inspection,
  InspectRequest,
} from '../protocol/lab-messages.ts';
import type { EngineMeasurement } from '../protocol/engine-messages.ts';
import type {
  EvaluateOnRequest,
  EvaluationComparison,
  EvaluationState,
} from '../protocol/evaluation-messages.ts';
import type { HiddenAnswer, HiddenRequest } from '../protocol/hidden-messages.ts';
import type { Landscape, LandscapeRequest } from '../protocol/landscape-messages.ts';
import type {
  Checkpoint,
  CommandDone,
  ConfigureRequest,
  Configured,
  Hello,
  TrainingCommand,
  Travelled,
  TravelRequest,
} from '../protocol/messages.ts';
import type { Snapshot, SnapshotRequest } from '../protocol/snapshot-messages.ts';
import type { RunId } from '../protocol/run-id.ts';
import type { Departure } from '../protocol/take-away-messages.ts';
import type { LookAnswer, LookRequest } from '../protocol/look-messages.ts';
import type { RowAnswer, RowExport, RowExportRequest, RowRequest } from '../protocol/row-messages.ts';
import { PresentRun, unavailable } from './present-run.ts';
import { WorkerConnection, type CallResult } from './worker-connection.ts';

export type ClientEvent =
  /** A worker runs; `configured` when it took over a run from one that was lost. */
  | { readonly kind: 'connected'; readonly hello: Hello }
  | {
      readonly kind: 'recovered';
      readonly reason: string;
      readonly configured: Configured;
      readonly fromEpoch: number;
    }
  /** A worker that was just started does not answer: another one is tried. */
  | { readonly kind: 'silent'; readonly reason: string }
  /** Workers were lost too often, or could not be started: only `retry()` goes on. */
  | { readonly kind: 'failed'; readonly reason: string };

export interface ClientOptions {
  readonly onEvent: (event: ClientEvent) => void;
  readonly createWorker?: () => Worker;
  /** Default: the page's own. */
  readonly locks?: Pick<LockManager, 'request'> | undefined;
  /** The handshake and every later call must be answered within this time. */
  readonly timeoutMs?: number;
  readonly checkpointIntervalMs?: number;
  /** About once a second while it trains, and when it comes to rest: all that the run is. */
  readonly onCheckpoint?: (checkpoint: Checkpoint) => void;
}

/** More losses than this within `lossWindowMs` and the client stops trying by itself. */
const mostLosses = 3;
const lossWindowMs = 60_000;

/**
 * The one owner of the training worker. Starts it, watches it, and when it is lost starts another one that goes
 * on from the last checkpoint to the same bits. No call rejects or stays pending.
 */
export class TrainingClient {
  readonly #options: Required<ClientOptions>;
  readonly #present = new PresentRun(() => this.#connected());
  #connection: WorkerConnection | null = null;
  /** What a new worker has to be told to stand where the old one stood. */
  #lastRequest: ConfigureRequest | null = null;
  #evaluator: EvaluatorName = 'cpu';
  #speed: SpeedName = 'full';
  #running = false;
  /** False once the state of a resting run was fetched: it does not change by itself. */
  #mayHaveTrained = false;
  #checkpoint: Checkpoint | null = null;
  #lossTimes: number[] = [];
  #ready: Promise<boolean> = Promise.resolve(false);
  #checkpointTimer: ReturnType<typeof setInterval> | null = null;

  constructor(options: ClientOptions) {
    this.#options = {
      createWorker: createTrainingWorker,
      locks: pageLocks(),
      timeoutMs: 9000,
      checkpointIntervalMs: 1000,
      onCheckpoint: () => undefined,
      ...options,
    };
  }

  /** Starts the worker; true once it answered, false when it failed (an event says why). */
  start(): Promise<boolean> {
    this.#checkpointTimer ??= setInterval(() => {
      if (!this.#mayHaveTrained) {
        this.#connection?.ping();
        return;
      }
      this.#mayHaveTrained = this.#running;
      void this.#fetchCheckpoint(this.#present.id);
    }, this.#options.checkpointIntervalMs);
    this.#ready = this.#spawn();
    return this.#ready;
  }

  /** After 'failed': tries again, from the last checkpoint. */
  retry(): Promise<boolean> {
    this.#lossTimes = [];
    this.#ready = this.#spawn('The training worker was started again.');
    return this.#ready;
  }

  configure(request: ConfigureRequest): Promise<CallResult<Configured>> {
    return this.#present.change(() => this.#configure(request));
  }

  async #configure(request: ConfigureRequest): Promise<CallResult<Configured>> {
    const connection = await this.#connected();
    if (connection === null) return unavailable;
    const reply = await connection.call('configure', request);
    if (!reply.ok) return reply;
    const { effect, runId, outcome } = reply.value;
    this.#lastRequest = request;
    // A recovery must neither bring back the run before this one nor train under the settings before these.
    if (effect === 'live') void this.#fetchCheckpoint(runId);
    else if (request.follow !== undefined) {
      // It is trained in a moment, and the next change ends it: what it begins with follows from its settings.
      this.#checkpoint = null;
      this.#present.id = runId;
      this.#mayHaveTrained = true;
      this.#running = outcome?.status === 'running';
    } else {
      this.#checkpoint = request.restore ?? null;
      await this.#beginRun(runId);
    }
    return reply;
  }

  /** Obeyed by the run that the last change has led to. */
  command(command: TrainingCommand): Promise<CallResult<CommandDone>> {
    if (command !== 'reset') return this.#command(command);
    return this.#present.change((before) => this.#command(command, before));
  }

  async #command(command: TrainingCommand, changes?: Promise<void>): Promise<CallResult<CommandDone>> {
    const reply = await this.#present.aboutPresent(
      (connection, run) => connection.call('command', command, run),
      changes,
    );
    if (!reply.ok) return reply;
    const { status, runId } = reply.value;
    this.#running = status === 'running';
    this.#mayHaveTrained = true;
    if (command === 'reset') await this.#beginRun(runId);
    const { experiment } = reply.value;
    // It goes on from an earlier moment: what came after that is not to come back, nor the settings of then.
    if (experiment !== undefined && this.#lastRequest !== null) {
      this.#lastRequest = { ...this.#lastRequest, experiment };
      if (this.#checkpoint?.experiment.hidden.join() !== experiment.hidden.join()) this.#checkpoint = null;
      void this.#fetchCheckpoint(runId);
    }
    return reply;
  }

  /** Takes the run to a moment of its past. A worker that is lost meanwhile is replaced by one at the end of that. */
  async travel(request: TravelRequest): Promise<CallResult<Travelled>> {
    const reply = await this.#present.about((connection, run) => connection.call('travel', request, run));
    // Its network was of another shape then.
    if (reply.ok && reply.value.configured !== undefined) this.#present.id = reply.value.runId;
    return reply;
  }

  async setSpeed(speed: SpeedName): Promise<CallResult<null>> {
    this.#speed = speed;
    const connection = await this.#connected();
    return connection === null ? unavailable : connection.call('setSpeed', speed);
  }

  measureEngines(): Promise<CallResult<readonly EngineMeasurement[]>> {
    return this.#present.aboutPresent((connection, run) => connection.call('measureEngines', run));
  }

  measureEvaluation(resolution: number): Promise<CallResult<EvaluationComparison>> {
    return this.#present.aboutPresent((connection, run) =>
      connection.call('measureEvaluation', resolution, run),
    );
  }

  async evaluateOn(request: EvaluateOnRequest): Promise<CallResult<EvaluationState>> {
    const connection = await this.#connected();
    if (connection === null) return unavailable;
    const reply = await connection.call('evaluateOn', request);
    if (reply.ok) this.#evaluator = reply.value.evaluator;
    return reply;
  }

  async snapshot(request: SnapshotRequest): Promise<CallResult<Snapshot>> {
    const reply = await this.#present.about((connection, run) => connection.call('snapshot', request, run));
    if (reply.ok) this.#running = reply.value.status === 'running';
    if (this.#running) this.#mayHaveTrained = true;
    return reply;
  }

  /** One sample with the present weights. */
  inspectSample(request: InspectRequest): Promise<CallResult<Inspection>> {
    return this.#present.about((connection, run) => connection.call('inspectSample', request, run));
  }

  /** What the network says of one row. */
  ask(request: AskRequest): Promise<CallResult<Answer>> {
    return this.#present.about((connection, run) => connection.call('ask', request, run));
  }

  /** What every neuron makes of one place, and the like. */
  look(request: LookRequest): Promise<CallResult<LookAnswer>> {
    return this.#present.about((connection, run) => connection.call('look', request, run));
  }

  /** A window of the table of all rows. */
  rows(request: RowRequest): Promise<CallResult<RowAnswer>> {
    return this.#present.about((connection, run) => connection.call('rows', request, run));
  }

  /** A file does not survive the worker that writes it, but the run whose rows it holds. */
  exportRows(request: RowExportRequest): Promise<CallResult<RowExport>> {
    return request.kind === 'start'
      ? this.#present.about((connection, run) => connection.call('exportRows', request, run))
      : this.#aboutNone((connection) => connection.call('exportRows', request, null));
  }

  /** A check does not survive the worker that it ran in, but its run: the next worker answers that it has ended. */
  checkGradients(request: GradientCheckRequest): Promise<CallResult<GradientCheckState>> {
    return request.kind === 'start'
      ? this.#present.aboutPresent((connection, run) => connection.call('checkGradients', request, run))
      : this.#aboutNone((connection) => connection.call('checkGradients', request, null));
  }

  landscape(request: LandscapeRequest): Promise<CallResult<Landscape>> {
    return this.#present.about((connection, run) => connection.call('landscape', request, run));
  }

  /** Of the run that the last change has led to. */
  takeAway(): Promise<CallResult<Departure>> {
    return this.#present.aboutPresent((connection, run) => connection.call('takeAway', run));
  }

  /** Where a hidden layer puts the points. */
  hiddenSpace(request: HiddenRequest): Promise<CallResult<HiddenAnswer>> {
    return this.#present.about((connection, run) => connection.call('hiddenSpace', request, run));
  }

  async #aboutNone<T>(ask: (connection: WorkerConnection) => Promise<CallResult<T>>): Promise<CallResult<T>> {
    const connection = await this.#connected();
    return connection === null ? unavailable : ask(connection);
  }

  /** From then on it is the run that is asked about: whoever is told of it by the answer that comes next. */
  async #beginRun(runId: RunId): Promise<void> {
    const connection = this.#connection;
    await this.#fetchCheckpoint(runId);
    // A worker that took over for this one has told of its own.
    if (connection === this.#connection) this.#present.id = runId;
  }

  async #connected(): Promise<WorkerConnection | null> {
    return (await this.#ready) ? this.#connection : null;
  }

  async #fetchCheckpoint(run: RunId | null): Promise<void> {
    const connection = this.#connection;
    if (connection === null || this.#lastRequest === null) return;
    const reply = await connection.call('checkpoint', run);
    if (!reply.ok || reply.value === null || connection !== this.#connection) return;
    this.#checkpoint = reply.value;
    this.#options.onCheckpoint(reply.value);
  }

  async #spawn(lossReason: string | null = null): Promise<boolean> {
    const { onEvent } = this.#options;
    this.#connection?.end();
    this.#connection = null;
    this.#present.id = null;
    let shaken = false;
    const onLost = (reason: string): void => {
      if (shaken) this.#recover(reason);
    };
    let connection;
    try {
      connection = new WorkerConnection({ ...this.#options, onLost });
    } catch (error) {
      // What is forbidden now will be forbidden in a moment.
      onEvent({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
      return false;
    }
    this.#connection = connection;
    const hello = await connection.hello();
    if (!hello.ok) {
      if (hello.code === 'timeout') onEvent({ kind: 'silent', reason: hello.message });
      return this.#tryAgain(hello.message);
    }
    shaken = true;
    onEvent({ kind: 'connected', hello: hello.value });
    if (lossReason === null || this.#lastRequest === null) return true;
    return this.#takeOver(connection, this.#lastRequest, lossReason);
  }

  /** Brings a new worker to where the lost one stood at the last checkpoint. */
  async #takeOver(
    connection: WorkerConnection,
    { experiment, table, follow }: ConfigureRequest,
    reason: string,
  ): Promise<boolean> {
    const again = follow === undefined ? {} : { follow };
    const restore = this.#checkpoint === null ? again : { restore: this.#checkpoint };
    await connection.call('setSpeed', this.#speed);
    const own = table === undefined ? {} : { table };
    const reply = await connection.call('configure', { experiment, ...own, ...restore, run: this.#running });
    if (!reply.ok)
      return reply.code === 'worker-ended' || reply.code === 'timeout'
        ? false
        : this.#tryAgain(reply.message);
    this.#present.id = reply.value.runId;
    if (this.#evaluator !== 'cpu') {
      await connection.call('evaluateOn', { evaluator: this.#evaluator, chosenByUser: true });
    }
    this.#options.onEvent({
      kind: 'recovered',
      reason,
      configured: reply.value,
      fromEpoch: this.#checkpoint?.epoch ?? 0,
    });
    return true;
  }

  #recover(reason: string): void {
    this.#ready = this.#tryAgain(reason);
  }

  async #tryAgain(reason: string): Promise<boolean> {
    const now = performance.now();
    this.#lossTimes = [...this.#lossTimes.filter((time) => now - time < lossWindowMs), now];
    if (this.#lossTimes.length > mostLosses) {
      this.#connection?.end();
      this.#connection = null;
      this.#options.onEvent({ kind: 'failed', reason });
      return false;
    }
    return this.#spawn(reason);
  }

  /** Ends the worker and all timers; pending calls settle. */
  dispose(): void {
    if (this.#checkpointTimer !== null) clearInterval(this.#checkpointTimer);
    this.#checkpointTimer = null;
    this.#connection?.end();
    this.#connection = null;
    this.#ready = Promise.resolve(false);
  }
}

function pageLocks(): LockManager | undefined {
  // Not there in Node, nor in a context that is not secure.
  const { navigator }: { readonly navigator?: { readonly locks?: LockManager } } = globalThis;
  return navigator?.locks;
}

function createTrainingWorker(): Worker {
  return new Worker(new URL('../../workers/training.worker.ts', import.meta.url), {
    type: 'module',
    name: 'training',
  });
}
