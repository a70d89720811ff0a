import { batch, computed, effect, signal, type ReadonlySignal } from '@preact/signals-core';
import { parseExpression, type ExpressionError, type ExpressionResult } from '../../autograd/expression.ts';
import type { Note } from '../../autograd/expression/build.ts';
import type { OpName } from '../../autograd/ops.ts';
import type { Steps } from '../../autograd/steps.ts';
import type { TrainingClient } from '../../client/training-client.ts';
import { unpackLink, type LabLink } from '../../experiment/lab-link.ts';
import { defaultStep } from '../../lab/check.ts';
import { compareGradients } from '../../lab/compare-gradients.ts';
import type { LabGraph } from '../../lab/graph.ts';
import type { ExerciseKind } from '../../lab/make-exercise.ts';
import { moveLeaves } from '../../lab/move-leaves.ts';
import type { StepMode, StepperOptions } from '../../lab/step-modes.ts';
import type { Inspection } from '../../protocol/lab-messages.ts';
import { EditHistory } from '../edit-history.ts';
import type { OpenedNeuron, OpenedPoint } from '../opened-point.ts';
import {
  benchNumberSteps,
  expressionBenchSteps,
  haveSameShape,
  sameNode,
  sampleBench,
  type BenchGraph,
  type BenchNumbers,
} from './bench.ts';
import { ExerciseStore, type ExerciseSource } from './exercise-store.ts';
import { decodeLab, encodeLab, fitsAddress, presetSubject, type LinkedState } from './lab-link.ts';
import type {
  ExpressionSubject,
  LabModel,
  LabTool,
  NetworkReport,
  NetworkSubject,
  PointCounts,
  Secrets,
  Subject,
} from './lab-model.ts';
import { NetworkCheckStore } from './network-check-store.ts';
import { inspectedGraphSteps, NetworkDesk, reportOf, withMovedLeaves } from './network-desk.ts';
import { Player } from './player.ts';
import { Slices, type SlicePorts } from './slices.ts';
import { Stepping } from './stepping.ts';

/** The playground whose network can be opened. */
export interface LabPlayground {
  readonly inspectSample: TrainingClient['inspectSample'];
  readonly checkGradients: TrainingClient['checkGradients'];
  readonly pointCounts: ReadonlySignal<PointCounts | null>;
}

export interface LabOptions {
  /** null where there is none: then only expressions can be opened. */
  readonly playground: LabPlayground | null;
  /** Tells the user that a link could not be followed in every point. */
  readonly onProblems: (problems: readonly string[]) => void;
  /** Tells the user why a network could not be opened. */
  readonly onFailure: (message: string) => void;
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
  readonly slices?: SlicePorts;
}

const noPlayground: LabPlayground = {
  inspectSample: () => Promise.resolve(noNetwork),
  checkGradients: () => Promise.resolve(noNetwork),
  pointCounts: signal(null),
};
const noNetwork = { ok: false, code: 'not-found', message: 'There is no network to open here.' } as const;

/** Longer texts are read when the typing pauses. */
const readAtOnce = 20_000;
const typingPauseMs = 300;
/** After a graph of more nodes, nothing is begun before the page has answered. */
const doneAtOnce = 5000;
/** How often a followed network is looked at again. */
const followMs = 120;

const noText: ExpressionSubject = { kind: 'expression', preset: null, source: '', leafData: new Map() };
const noSecrets: Secrets = { hiding: 'none', revealed: new Set() };

/** The one store of the graph lab. */
export class LabStore implements LabModel {
  readonly subject = signal<Subject>(noText);
  readonly error = signal<ExpressionError | null>(null);
  readonly notes = signal<readonly Note[]>([]);
  readonly #bench = signal<BenchGraph | null>(null);
  readonly named = computed(() => this.#bench.value?.named ?? null);
  readonly expression = computed(() => this.#bench.value?.expression ?? null);
  readonly graph = computed<LabGraph | null>(() => this.#bench.value?.graph ?? null);
  readonly groups = computed(() => this.#bench.value?.groups ?? []);
  readonly mode = signal<StepMode>('correct');
  readonly wrongOp = signal<OpName>('tanh');
  readonly selected = signal<number | null>(null);
  readonly checkStep = signal(defaultStep);
  readonly openGroups = signal<ReadonlySet<string> | null>(null);
  readonly tool = signal<LabTool>('step');
  readonly exercise = new ExerciseStore(() => {
    const subject = this.subject.peek();
    return subject.kind === 'expression' ? subject : null;
  });
  readonly networkCheck;
  readonly network = signal<NetworkReport | null>(null);
  readonly follows = signal(false);
  readonly #options: LabOptions;
  readonly #edits = new EditHistory<Subject>();
  readonly canUndo = this.#edits.canUndo;
  readonly canRedo = this.#edits.canRedo;
  readonly pointCounts;
  readonly #slices: Slices;
  readonly isBusy;
  readonly #desk: NetworkDesk;
  /** Whether the numbers on the bench are those that the trainer had. */
  readonly #isTrainers = signal(false);
  /** The last answer, and the point that it is of. */
  #inspected: { readonly point: OpenedPoint; readonly inspection: Inspection } | null = null;
  /** What the numbers on the bench are of. */
  #shownSubject: Subject | null = null;
  #isShown = false;
  #openings = 0;
  #isFollowing = false;
  #typing: ReturnType<typeof setTimeout> | null = null;

  readonly #stepping = new Stepping();
  readonly numbers = this.#stepping.numbers;
  readonly version = this.#stepping.version;
  readonly progress = this.#stepping.progress;
  readonly finishedGradients = this.#stepping.finishedGradients;
  readonly marks = this.#stepping.marks;
  readonly #player = new Player(() => this.#playStep());
  readonly isPlaying = this.#player.isPlaying;
  readonly speed = this.#player.speed;

  readonly secrets = computed<Secrets>(() => {
    const exercise = this.exercise.exercise.value;
    const graph = this.graph.value;
    if (exercise === null || graph === null) return noSecrets;
    const { hidden } = this.exercise;
    const told = exercise.questions.map(({ node }) => node).filter((node) => !hidden.value.has(node));
    const given = exercise.kind === 'gradients' ? [graph.root] : leavesOf(graph);
    return { hiding: exercise.kind, revealed: new Set([...told, ...given]) };
  });

  readonly comparison = computed(() => {
    const sample = this.#bench.value?.sample ?? null;
    const gradients = this.finishedGradients.value;
    const report = this.network.value;
    if (sample === null || gradients === null || report === null || !this.#isTrainers.value) return null;
    return compareGradients(sample, gradients, report.trainerGradients);
  });

  /** The lab as a link that is short enough for the address bar. */
  readonly link = computed<LabLink>(() => encodeLab(this.#linked(), false));

  constructor(options: LabOptions) {
    this.#options = options;
    this.#slices = new Slices(options.slices);
    this.isBusy = this.#slices.isBusy;
    const { wait } = options;
    const { inspectSample, checkGradients, pointCounts } = options.playground ?? noPlayground;
    this.#desk = new NetworkDesk({ inspect: inspectSample, wait });
    this.pointCounts = pointCounts;
    this.networkCheck = new NetworkCheckStore({ client: { checkGradients }, sleep: wait });
  }

  /** The address bar says less than there is. */
  readonly linkIsPartial = computed(() => !fitsAddress(this.#linkedSubject()));

  /** The lab as a link that brings back everything, however long. */
  wholeLink(): LabLink {
    return encodeLab(this.#linked(), true);
  }

  #linked(): LinkedState {
    const progress = this.progress.value;
    const isAtEnd = progress === null || progress.position >= progress.length;
    const selected = this.selected.value;
    return {
      subject: this.#linkedSubject(),
      position: isAtEnd ? Infinity : progress.position,
      mode: this.mode.value,
      wrongOp: this.wrongOp.value,
      selectedName: selected === null ? null : (this.graph.value?.names[selected] ?? null),
      exercise: this.exercise.exercise.value === null ? null : this.exercise.origin.value,
      follows: this.follows.value,
      tool: this.tool.value,
      checkStep: this.checkStep.value,
      openGroups: this.openGroups.value,
    };
  }

  /** A network with its weights, unless it is the one of every moment. */
  #linkedSubject(): Subject {
    const subject = this.subject.value;
    if (subject.kind !== 'network' || this.follows.value) return subject;
    return { ...subject, weights: subject.weights ?? this.network.value?.parameters ?? null };
  }

  /** Calls back with the link, now and whenever it changes; returns the function that ends it. */
  followLink(onLink: (link: LabLink) => void): () => void {
    return effect(() => {
      onLink(this.link.value);
    });
  }

  open(link: LabLink): void {
    const turn = ++this.#openings;
    if (link.packed === undefined) this.#open(link, []);
    else {
      const problems: string[] = [];
      void unpackLink(link, problems).then((unpacked) => {
        if (turn === this.#openings) this.#open(unpacked, problems);
      });
    }
  }

  #open(link: LabLink, problems: readonly string[]): void {
    const linked = decodeLab(link);
    const { subject, position, mode, wrongOp, selectedName, exercise, follows } = linked;
    const allProblems = [...problems, ...linked.problems];
    if (allProblems.length > 0) this.#options.onProblems(allProblems);
    this.#player.pause();
    batch(() => {
      // What stood there before was somebody's work.
      if (this.#bench.value !== null) this.#edits.keep(this.subject.value, 'link', this.#options.now());
      this.mode.value = mode;
      this.wrongOp.value = wrongOp;
      this.follows.value = follows;
      this.checkStep.value = linked.checkStep;
      this.#show(subject, { position, selectedName, openGroups: linked.openGroups, isLink: true });
      if (exercise !== null) this.startExercise(exercise.source, exercise.kind);
      if (linked.tool !== null) this.tool.value = linked.tool;
    });
    void this.#follow();
  }

  write(source: string): void {
    const { value } = this.subject;
    const leafData = value.kind === 'expression' ? value.leafData : new Map<string, number>();
    this.#edit({ kind: 'expression', preset: null, source, leafData }, 'write');
  }

  openPreset(id: string): void {
    const subject = presetSubject(id);
    if (subject === null) throw new RangeError(`there is no preset ${id}`);
    this.#player.pause();
    this.selected.value = null;
    this.#edit(subject, `preset ${id}`);
  }

  openNetwork(point: OpenedPoint, neuron: OpenedNeuron | null): void {
    this.#player.pause();
    this.#edit({ kind: 'network', point, neuron, weights: null, moved: new Map() }, 'network');
  }

  setFollows(follows: boolean): void {
    const subject = this.subject.value;
    if (subject.kind !== 'network') return;
    batch(() => {
      this.follows.value = follows;
      if (follows) this.subject.value = { ...subject, weights: null, moved: new Map() };
    });
    void this.#follow();
  }

  /** Nobody looks at a lab that is not shown: it follows no network then. */
  setShown(isShown: boolean): void {
    this.#isShown = isShown;
    if (isShown) void this.#follow();
    else this.#player.pause();
  }

  async #follow(): Promise<void> {
    if (this.#isFollowing) return;
    this.#isFollowing = true;
    for (;;) {
      const subject = this.subject.peek();
      if (!this.#isShown || !this.follows.peek() || subject.kind !== 'network') break;
      if (!this.isBusy.peek()) await this.#inspect(subject, {});
      await this.#options.wait(followMs);
    }
    this.#isFollowing = false;
  }

  moveLeaves(values: ReadonlyMap<string, number>, edit: string): void {
    const subject = this.subject.value;
    const expression = this.expression.value;
    if (subject.kind === 'network') {
      const sample = this.#bench.value?.sample ?? null;
      const weights = subject.weights ?? this.network.value?.parameters ?? null;
      if (sample === null || weights === null) return;
      this.follows.value = false;
      this.#edit(withMovedLeaves(subject, weights, sample, values), edit);
    } else if (expression !== null && this.error.value === null) {
      const moved = moveLeaves(subject.source, subject.leafData, expression, values);
      this.#edit({ kind: 'expression', preset: null, ...moved }, edit);
    }
  }

  #edit(subject: Subject, key: string): void {
    this.#edits.keep(this.subject.value, key, this.#options.now());
    this.#show(subject, {});
  }

  undo(): void {
    this.#travel('undo');
  }

  redo(): void {
    this.#travel('redo');
  }

  #travel(direction: 'undo' | 'redo'): void {
    const subject = this.#edits.step(direction, this.subject.value);
    if (subject !== null) this.#show(subject, {});
  }

  /** Puts a subject on the bench; without a position it stays where it is, as far as the graph is the same. */
  #show(subject: Subject, arrival: Arrival): void {
    if (this.#typing !== null) clearTimeout(this.#typing);
    this.#typing = null;
    this.#desk.forget();
    // An exercise's questions are about other numbers.
    if (arrival.isExercise !== true) this.exercise.end();
    batch(() => {
      this.subject.value = subject;
      if (subject.kind === 'network') this.#showNetwork(subject, arrival);
      else if (subject.source.length <= readAtOnce) this.#read(subject, arrival);
      else {
        this.#typing = setTimeout(() => {
          this.#read(subject, arrival);
        }, typingPauseMs);
      }
    });
  }

  #read({ source, leafData }: ExpressionSubject, arrival: Arrival): void {
    const result: ExpressionResult = parseExpression(source, { leafData });
    this.error.value = result.ok ? null : result.error;
    if (!result.ok) return;
    this.network.value = null;
    this.follows.value = false;
    this.notes.value = result.graph.notes;
    this.#build(expressionBenchSteps(result.graph), arrival);
  }

  #showNetwork(subject: NetworkSubject, arrival: Arrival): void {
    this.error.value = null;
    this.notes.value = [];
    const known = this.#inspected;
    // What came with a link may be of another network than the one that was looked at last.
    const isKnown = arrival.isLink !== true && known !== null && isOf(known, subject);
    if (isKnown && subject.weights?.length === known.inspection.parameters.length) {
      this.#showInspection(subject, known.inspection, arrival);
    } else void this.#inspect(subject, arrival);
  }

  async #inspect(subject: NetworkSubject, arrival: Arrival): Promise<void> {
    const reply = await this.#desk.ask(subject);
    if (reply === null) return;
    if (!reply.ok) {
      this.#options.onFailure(reply.message);
      this.#stayAt(this.#shownSubject);
      return;
    }
    const { weights } = subject;
    const fits = weights === null || weights.length === reply.value.parameters.length;
    if (!fits)
      this.#options.onProblems([
        `the weights are ${weights.length}, the network has ${reply.value.parameters.length}`,
      ]);
    const shown = fits ? subject : { ...subject, weights: null };
    batch(() => {
      this.subject.value = shown;
      this.#inspected = { point: shown.point, inspection: reply.value };
      this.#showInspection(shown, reply.value, arrival);
    });
  }

  /** What could not be opened leaves what was there before. */
  #stayAt(subject: Subject | null): void {
    if (subject !== null) this.subject.value = subject;
    else this.#show(decodeLab({}).subject, {});
  }

  #showInspection(subject: NetworkSubject, inspection: Inspection, arrival: Arrival): void {
    const before = this.#bench.peek()?.sample ?? null;
    const report = reportOf(inspection);
    this.#build(
      (function* () {
        return sampleBench(yield* inspectedGraphSteps(subject, inspection, before));
      })(),
      arrival,
      () => {
        this.network.value = report;
        this.#isTrainers.value = subject.weights === null && subject.moved.size === 0;
      },
    );
  }

  #build(bench: Steps<BenchGraph>, arrival: Arrival, alongside: () => void = () => undefined): void {
    const optionsFor = (graph: LabGraph): StepperOptions => this.#optionsFor(graph);
    const both = (function* (): Steps<{ bench: BenchGraph; numbers: BenchNumbers }> {
      const made = yield* bench;
      return { bench: made, numbers: yield* benchNumberSteps(made.graph, optionsFor(made.graph)) };
    })();
    this.#run(both, ({ bench: made, numbers }) => {
      batch(() => {
        alongside();
        this.#adopt(made, numbers, arrival);
      });
    });
  }

  #run<T>(steps: Steps<T>, done: (result: T) => void): void {
    const isLarge = (this.graph.peek()?.values.length ?? 0) > doneAtOnce;
    if (isLarge) this.#slices.runLater(steps, done);
    else this.#slices.run(steps, done);
  }

  #adopt(made: BenchGraph, numbers: BenchNumbers, arrival: Arrival): void {
    const { position, selectedName, openGroups } = arrival;
    this.#shownSubject = this.subject.peek();
    const before = this.graph.peek();
    const isSame = before !== null && haveSameShape(before, made.graph);
    const { place } = this.#stepping;
    const stays = isSame && place !== null && place.position < place.length;
    if (!isSame || openGroups !== undefined) this.openGroups.value = openGroups ?? null;
    if (!isSame) this.selected.value = sameNode(before, made.graph, this.selected.peek());
    if (selectedName !== undefined) {
      const node = selectedName === null ? -1 : made.graph.names.indexOf(selectedName);
      this.selected.value = node < 0 ? null : node;
    }
    const groups = this.#bench.peek()?.groups;
    this.#bench.value = isSame && groups !== undefined ? { ...made, groups } : made;
    this.#stepping.begin(numbers, position ?? (stays ? place.position : Infinity));
  }

  select(node: number | null): void {
    this.selected.value = node;
  }

  forth(): void {
    this.#player.pause();
    this.#stepping.forth();
  }

  back(): void {
    this.#player.pause();
    this.#stepping.back();
  }

  seek(position: number): void {
    this.#player.pause();
    this.#stepping.seek(position);
  }

  play(): void {
    this.#player.play();
  }

  pause(): void {
    this.#player.pause();
  }

  #playStep(): boolean {
    this.#stepping.forth();
    const { place } = this.#stepping;
    return place !== null && place.position < place.length;
  }

  setSpeed(stepsPerSecond: number): void {
    this.#player.setSpeed(stepsPerSecond);
  }

  setMode(mode: StepMode): void {
    this.mode.value = mode;
    this.#rerun();
  }

  setWrongOp(op: OpName): void {
    this.wrongOp.value = op;
    this.#rerun();
  }

  /** A mistake in an operation that the graph does not have would be none: then it is one that it has. */
  #optionsFor({ ops, backwardOrder }: LabGraph): StepperOptions {
    const mode = this.mode.peek();
    if (mode === 'wrong-derivative' && !ops.includes(this.wrongOp.peek())) {
      const present = backwardOrder.map((node) => ops[node]).find((op) => op !== null);
      if (present !== undefined && present !== null) this.wrongOp.value = present;
    }
    return { mode, wrongOp: this.wrongOp.peek() };
  }

  /** The forward pass is the same in every mode: who stands in it stays there; else the whole pass is shown. */
  #rerun(): void {
    const bench = this.#bench.peek();
    if (bench === null) return;
    if (this.isBusy.peek()) {
      this.#show(this.subject.peek(), {});
      return;
    }
    const { place } = this.#stepping;
    const isForward = place !== null && place.position <= place.forwardCount;
    const position = isForward ? place.position : Infinity;
    this.#run(benchNumberSteps(bench.graph, this.#optionsFor(bench.graph)), (numbers) => {
      this.#stepping.begin(numbers, position);
    });
  }

  setCheckStep(h: number): void {
    this.checkStep.value = h;
  }

  setOpenGroups(open: ReadonlySet<string>): void {
    this.openGroups.value = open;
  }

  setTool(tool: LabTool): void {
    this.tool.value = tool;
  }

  startExercise(source: ExerciseSource, kind: ExerciseKind): void {
    this.#player.pause();
    if (this.mode.peek() !== 'correct') this.setMode('correct');
    batch(() => {
      this.tool.value = 'by-hand';
      this.exercise.start(source, kind);
      const exercise = this.exercise.exercise.value;
      if (exercise === null) return;
      // Gradients would tell values, so they are still to come then.
      const position = kind === 'values' ? exercise.graph.ops.filter((op) => op !== null).length : Infinity;
      if (source === 'present') this.#stepping.seek(position);
      else {
        this.#edits.keep(this.subject.value, 'exercise', this.#options.now());
        this.#show({ ...noText, source: exercise.source }, { position, isExercise: true });
      }
    });
  }

  dispose(): void {
    this.#player.pause();
    this.#slices.cancel();
    this.#desk.forget();
    this.networkCheck.cancel();
    this.#isShown = false;
  }
}

function leavesOf({ ops }: LabGraph): number[] {
  return [...ops.keys()].filter((node) => ops[node] === null);
}

/** Where one wants to be with a subject. */
interface Arrival {
  /** Steps done; Infinity for all. */
  readonly position?: number;
  readonly selectedName?: string | null;
  readonly openGroups?: ReadonlySet<string> | null;
  readonly isExercise?: boolean;
  readonly isLink?: boolean;
}

function isOf(
  { point, inspection: { root } }: { readonly point: OpenedPoint; readonly inspection: Inspection },
  subject: NetworkSubject,
): boolean {
  if (point.split !== subject.point.split || point.index !== subject.point.index) return false;
  if (root.kind === 'loss') return subject.neuron === null;
  return root.layer === subject.neuron?.layer && root.neuron === subject.neuron.neuron;
}
