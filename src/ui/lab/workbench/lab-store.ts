import { batch, computed, effect, signal, type ReadonlySignal } from '@preact/signals-core';
import {
  parseExpression,
  type ExpressionError,
  type ExpressionResult,
} from '../../../autograd/expression.ts';
import type { Note } from '../../../autograd/expression/text-range.ts';
import type { OpName } from '../../../autograd/ops.ts';
import type { Steps } from '../../../autograd/steps.ts';
import type { TrainingClient } from '../../../client/training-client.ts';
import type { LabLink } from '../../../experiment/lab-link.ts';
import { defaultStep } from '../../../lab/check.ts';
import type { LabGraph } from '../../../lab/graph.ts';
import type { ExerciseKind } from '../../../lab/make-exercise.ts';
import { moveLeaves } from '../../../lab/move-leaves.ts';
import type { StepMode } from '../../../lab/step-modes.ts';
import { EditHistory } from './edit-history.ts';
import { unpackLink } from '../../links/pack-link.ts';
import type { OpenedPart, OpenedSample } from '../../playground/picture/opened-point.ts';
import { expressionBenchSteps, sampleBenchSteps, type BenchGraph } from './bench.ts';
import { ExerciseStore, type ExerciseSource } from '../exercise/exercise-store.ts';
import { decodeLab, encodeLab, fitsAddress, presetSubject, type LinkedState } from './lab-link.ts';
import type { ExpressionSubject, LabModel, LabTool, PointCounts, Secrets, Subject } from './lab-model.ts';
import { NetworkCheckStore } from '../check/network-check-store.ts';
import { isGiven, isOther } from './given-leaves.ts';
import { OpenedNetwork } from '../network/opened-network.ts';
import type { SlicePorts } from './slices.ts';
import { Workbench, type Position } from './workbench.ts';

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

const noText: ExpressionSubject = { kind: 'expression', preset: null, source: '', leafData: new Map() };
const noSecrets: Secrets = { hiding: 'none', revealed: new Set() };

/** The one store of the graph lab: the workbench, and what is put on it. */
export class LabStore extends Workbench implements LabModel {
  readonly subject = signal<Subject>(noText);
  readonly error = signal<ExpressionError | null>(null);
  readonly notes = signal<readonly Note[]>([]);
  readonly checkStep = signal(defaultStep);
  /** What the user went to last, however much they have moved in it since. */
  readonly #origin = signal<Subject>(noText);
  /** By name, the locks that the user has opened or closed. */
  readonly #locks = signal<ReadonlyMap<string, boolean>>(new Map());
  readonly locked = computed<ReadonlySet<string>>(() => {
    const names = [...(this.graph.value?.leaves.keys() ?? [])];
    return new Set(names.filter((name) => this.#locks.value.get(name) ?? isGiven(this.#origin.value, name)));
  });
  readonly tool = signal<LabTool>('step');
  readonly exercise = new ExerciseStore(() => {
    const subject = this.subject.peek();
    return subject.kind === 'expression' ? subject : null;
  });
  readonly networkCheck;
  readonly #network: OpenedNetwork;
  readonly network;
  readonly follows;
  readonly comparison;
  readonly #options: LabOptions;
  readonly #edits = new EditHistory<Subject>();
  readonly canUndo = this.#edits.canUndo;
  readonly canRedo = this.#edits.canRedo;
  readonly pointCounts;
  /** What the numbers on the bench are of. */
  #shownSubject: Subject | null = null;
  #openings = 0;
  /** A packed link is on its way to the bench. */
  readonly #isUnpacking = signal(false);
  /** Grows with everything that is put on the bench: a text that was to be read no longer is then. */
  #shows = 0;

  readonly secrets = computed<Secrets>(() => {
    const exercise = this.exercise.exercise.value;
    const graph = this.graph.value;
    if (exercise === null || graph === null) return noSecrets;
    const { hidden } = this.exercise;
    const told = exercise.questions.map(({ node }) => node).filter((node) => !hidden.value.has(node));
    const given = exercise.kind === 'gradients' ? [graph.root] : leavesOf(graph);
    return { hiding: exercise.kind, revealed: new Set([...told, ...given]) };
  });

  readonly shownStep = computed(() =>
    this.tool.value === 'by-hand' && this.exercise.isOpen.value ? null : this.progress.value,
  );

  /** The lab as a link that is short enough for the address bar. */
  readonly link = computed<LabLink>(() => encodeLab(this.#linked(), false));

  constructor(options: LabOptions) {
    super(options.slices);
    this.#options = options;
    const { wait } = options;
    const { inspectSample, checkGradients, pointCounts } = options.playground ?? noPlayground;
    const { subject, isBusy, sample, finishedGradients } = this;
    this.#network = new OpenedNetwork({
      inspect: inspectSample,
      wait,
      subject,
      isBusy,
      sample,
      finishedGradients,
      put: (opened, making, position, alongside) => {
        return batch(() => {
          this.subject.value = opened;
          return this.#put(sampleBenchSteps(making), position, alongside);
        });
      },
      onProblem: (problem) => options.onProblems([problem]),
      onFailure: (message) => {
        options.onFailure(message);
        return this.#stayAt(this.#shownSubject);
      },
    });
    this.network = this.#network.report;
    this.follows = this.#network.follows;
    this.comparison = this.#network.comparison;
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
      // What is not unpacked yet is not on the bench: what is there is not what the link says.
      if (!this.#isUnpacking.value) onLink(this.link.value);
    });
  }

  /**
   * Brings back what a link says. What is not packed has begun when this returns: a short expression is there then.
   * Resolves when the bench shows it, when it could not be had (as a message says), or when something else has taken
   * its place.
   */
  async open(link: LabLink): Promise<void> {
    const turn = ++this.#openings;
    this.#isUnpacking.value = link.packed !== undefined;
    if (link.packed === undefined) {
      await this.#open(link, []);
      return;
    }
    const problems: string[] = [];
    const unpacked = await unpackLink(link, problems);
    if (turn !== this.#openings) return;
    const opened = this.#open(unpacked, problems);
    this.#isUnpacking.value = false;
    await opened;
  }

  async #open(link: LabLink, problems: readonly string[]): Promise<void> {
    const linked = decodeLab(link);
    const { subject, position, mode, wrongOp, selectedName, exercise, follows } = linked;
    const allProblems = [...problems, ...linked.problems];
    if (allProblems.length > 0) this.#options.onProblems(allProblems);
    this.pause();
    const parts = batch(() => {
      // What stood there before was somebody's work.
      if (this.graph.value !== null) this.#edits.keep(this.subject.value, 'link', this.#options.now());
      this.mode.value = mode;
      this.wrongOp.value = wrongOp;
      this.follows.value = follows;
      this.checkStep.value = linked.checkStep;
      const { openGroups } = linked;
      const put = this.#show(subject, { position, selectedName, openGroups, isLink: true });
      const begun = exercise === null ? null : this.startExercise(exercise.source, exercise.kind);
      if (linked.tool !== null) this.tool.value = linked.tool;
      return [put, begun];
    });
    await Promise.all([...parts, this.#network.follow()]);
  }

  write(source: string): Promise<void> {
    const { value } = this.subject;
    const leafData = value.kind === 'expression' ? value.leafData : new Map<string, number>();
    return this.#edit({ kind: 'expression', preset: null, source, leafData }, 'write');
  }

  openPreset(id: string): Promise<void> {
    const subject = presetSubject(id);
    if (subject === null) throw new RangeError(`there is no preset ${id}`);
    this.pause();
    this.selected.value = null;
    return this.#edit(subject, `preset ${id}`);
  }

  openNetwork(point: OpenedSample, neuron: OpenedPart | null): Promise<void> {
    this.pause();
    return this.#edit({ kind: 'network', point, neuron, weights: null, moved: new Map() }, 'network');
  }

  setFollows(follows: boolean): Promise<void> {
    const subject = this.subject.value;
    if (subject.kind !== 'network') return Promise.resolve();
    batch(() => {
      this.follows.value = follows;
      if (follows) this.subject.value = { ...subject, weights: null, moved: new Map() };
    });
    return this.#network.follow();
  }

  /** Nobody looks at a lab that is not shown: nothing moves in it then. */
  setShown(isShown: boolean): Promise<void> {
    if (!isShown) this.pause();
    return this.#network.setShown(isShown);
  }

  moveLeaves(values: ReadonlyMap<string, number>, edit: string): Promise<void> {
    const subject = this.subject.value;
    const expression = this.expression.value;
    if (subject.kind === 'network') {
      const moved = this.#network.withMoved(subject, values);
      if (moved === null) return Promise.resolve();
      this.follows.value = false;
      return this.#edit(moved, edit);
    }
    if (expression === null || this.error.value !== null) return Promise.resolve();
    const moved = moveLeaves(subject.source, subject.leafData, expression, values);
    return this.#edit({ kind: 'expression', preset: null, ...moved }, edit);
  }

  #edit(subject: Subject, key: string): Promise<void> {
    this.#edits.keep(this.subject.value, key, this.#options.now());
    return this.#show(subject, {});
  }

  undo(): Promise<void> {
    return this.#travel('undo');
  }

  redo(): Promise<void> {
    return this.#travel('redo');
  }

  #travel(direction: 'undo' | 'redo'): Promise<void> {
    const subject = this.#edits.step(direction, this.subject.value);
    return subject === null ? Promise.resolve() : this.#show(subject, {});
  }

  /** Puts a subject on the bench; without a position it stays where it is, as far as the graph is the same. */
  #show(subject: Subject, arrival: Arrival): Promise<void> {
    const turn = ++this.#shows;
    this.#network.forget();
    // An exercise's questions are about other numbers.
    if (arrival.isExercise !== true) this.exercise.end();
    return batch(() => {
      this.subject.value = subject;
      if (subject.kind === 'network') {
        this.error.value = null;
        this.notes.value = [];
        return this.#network.show(subject, arrival, arrival.isLink === true);
      }
      return subject.source.length <= readAtOnce
        ? this.#read(subject, arrival)
        : this.#readLater(subject, arrival, turn);
    });
  }

  async #readLater(subject: ExpressionSubject, arrival: Arrival, turn: number): Promise<void> {
    await this.#options.wait(typingPauseMs);
    if (turn === this.#shows) await this.#read(subject, arrival);
  }

  #read({ source, leafData }: ExpressionSubject, arrival: Arrival): Promise<void> {
    const result: ExpressionResult = parseExpression(source, { leafData });
    this.error.value = result.ok ? null : result.error;
    if (!result.ok) return Promise.resolve();
    this.network.value = null;
    this.follows.value = false;
    this.notes.value = result.graph.notes;
    return this.#put(expressionBenchSteps(result.graph), arrival);
  }

  /** What could not be opened leaves what was there before. */
  async #stayAt(subject: Subject | null): Promise<void> {
    if (subject !== null) this.subject.value = subject;
    else await this.#show(decodeLab({}).subject, {});
  }

  #put(
    making: Steps<BenchGraph>,
    position: Position,
    alongside: () => void = () => undefined,
  ): Promise<void> {
    return this.build(making, position, () => {
      const subject = this.subject.peek();
      this.#shownSubject = subject;
      alongside();
      if (!isOther(this.#origin.peek(), subject)) return;
      this.#origin.value = subject;
      this.#locks.value = new Map();
    });
  }

  setLocked(name: string, isLocked: boolean): void {
    this.#locks.value = new Map([...this.#locks.value, [name, isLocked]]);
  }

  select(node: number | null): void {
    this.selected.value = node;
  }

  setMode(mode: StepMode): Promise<void> {
    this.mode.value = mode;
    return this.#walkAgain();
  }

  setWrongOp(op: OpName): Promise<void> {
    this.wrongOp.value = op;
    return this.#walkAgain();
  }

  /** What is still being built begins anew, in the mode of now. */
  #walkAgain(): Promise<void> {
    const isAnew = this.isBusy.peek() && this.graph.peek() !== null;
    return isAnew ? this.#show(this.subject.peek(), {}) : this.rerun();
  }

  setCheckStep(h: number): void {
    this.checkStep.value = h;
  }

  setOpenGroups(open: ReadonlySet<string> | null): void {
    this.openGroups.value = open;
  }

  setTool(tool: LabTool): void {
    this.tool.value = tool;
  }

  startExercise(source: ExerciseSource, kind: ExerciseKind): Promise<void> {
    this.pause();
    const walked = this.mode.peek() === 'correct' ? Promise.resolve() : this.setMode('correct');
    return batch(() => {
      this.tool.value = 'by-hand';
      this.exercise.start(source, kind);
      const exercise = this.exercise.exercise.value;
      if (exercise === null) return walked;
      // Gradients would tell values, so they are still to come then.
      const position = kind === 'values' ? exercise.graph.ops.filter((op) => op !== null).length : Infinity;
      if (source === 'present') {
        this.seek(position);
        return walked;
      }
      this.#edits.keep(this.subject.value, 'exercise', this.#options.now());
      return this.#show({ ...noText, source: exercise.source }, { position, isExercise: true });
    });
  }

  override dispose(): void {
    super.dispose();
    this.#shows++;
    this.#openings++;
    this.#network.forget();
    this.networkCheck.cancel();
    void this.#network.setShown(false);
  }
}

function leavesOf({ ops }: LabGraph): number[] {
  return [...ops.keys()].filter((node) => ops[node] === null);
}

/** Where one wants to be with a subject. */
interface Arrival extends Position {
  readonly isExercise?: boolean;
  readonly isLink?: boolean;
}
