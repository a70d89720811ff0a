import { batch, computed, signal } from '@preact/signals-core';
import type { OpName } from '../../../autograd/ops.ts';
import type { Steps } from '../../../autograd/steps.ts';
import type { LabGraph } from '../../../lab/graph.ts';
import type { StepMode, StepperOptions } from '../../../lab/step-modes.ts';
import { benchNumberSteps, haveSameShape, sameNode, type BenchGraph, type BenchNumbers } from './bench.ts';
import { Player } from '../step/player.ts';
import { Slices, type SlicePorts } from './slices.ts';
import { Stepping } from '../step/stepping.ts';

/** Where one wants to be with another graph; what is left out stays as it is, as far as the graph is the same. */
export interface Position {
  /** Steps done; Infinity for all. */
  readonly position?: number;
  readonly selectedName?: string | null;
  readonly openGroups?: ReadonlySet<string> | null;
}

/** After a graph of more nodes, nothing is begun before the page has answered. */
const doneAtOnce = 5000;

/** The graph that is looked at, and the walk through it in one of the modes of the backward pass. */
export class Workbench {
  readonly #graph = signal<BenchGraph | null>(null);
  readonly named = computed(() => this.#graph.value?.named ?? null);
  readonly expression = computed(() => this.#graph.value?.expression ?? null);
  protected readonly sample = computed(() => this.#graph.value?.sample ?? null);
  readonly graph = computed<LabGraph | null>(() => this.#graph.value?.graph ?? null);
  readonly groups = computed(() => this.#graph.value?.groups ?? []);
  readonly openGroups = signal<ReadonlySet<string> | null>(null);
  readonly selected = signal<number | null>(null);
  readonly mode = signal<StepMode>('correct');
  readonly wrongOp = signal<OpName>('tanh');

  readonly #stepping = new Stepping();
  readonly numbers = this.#stepping.numbers;
  readonly version = this.#stepping.version;
  readonly progress = this.#stepping.progress;
  readonly finishedGradients = this.#stepping.finishedGradients;
  readonly marks = this.#stepping.marks;
  readonly mistakes = this.#stepping.mistakes;

  readonly #player = new Player(() => this.#playStep());
  readonly isPlaying = this.#player.isPlaying;
  readonly speed = this.#player.speed;

  readonly #slices: Slices;
  readonly isBusy;

  constructor(slices?: SlicePorts) {
    this.#slices = new Slices(slices);
    this.isBusy = this.#slices.isBusy;
  }

  /**
   * Makes a graph and its numbers, and puts them in the place of what is there; `alongside` goes with that. Resolves
   * when they are there, or when something else is being made instead.
   */
  protected build(making: Steps<BenchGraph>, position: Position, alongside: () => void): Promise<void> {
    const optionsFor = (graph: LabGraph): StepperOptions => this.#optionsFor(graph);
    const both = (function* (): Steps<{ made: BenchGraph; numbers: BenchNumbers }> {
      const made = yield* making;
      return { made, numbers: yield* benchNumberSteps(made.graph, optionsFor(made.graph)) };
    })();
    return this.#run(both, ({ made, numbers }) => {
      batch(() => {
        alongside();
        this.#adopt(made, numbers, position);
      });
    });
  }

  #run<T>(steps: Steps<T>, done: (result: T) => void): Promise<void> {
    const isLarge = (this.graph.peek()?.values.length ?? 0) > doneAtOnce;
    return isLarge ? this.#slices.runLater(steps, done) : this.#slices.run(steps, done);
  }

  #adopt(made: BenchGraph, numbers: BenchNumbers, { position, selectedName, openGroups }: Position): void {
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
    const groups = this.#graph.peek()?.groups;
    this.#graph.value = isSame && groups !== undefined ? { ...made, groups } : made;
    this.#stepping.begin(numbers, position ?? (stays ? place.position : Infinity));
  }

  /**
   * Walks again, in the mode of now. The forward pass is the same in every mode: who stands in it stays there; else
   * the whole pass is shown. Resolves as `build` does.
   */
  protected rerun(): Promise<void> {
    const graph = this.graph.peek();
    if (graph === null) return Promise.resolve();
    const { place } = this.#stepping;
    const isForward = place !== null && place.position <= place.forwardCount;
    const position = isForward ? place.position : Infinity;
    return this.#run(benchNumberSteps(graph, this.#optionsFor(graph)), (numbers) => {
      this.#stepping.begin(numbers, position);
    });
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

  forth(): void {
    this.#player.pause();
    this.#stepping.forth();
  }

  back(): void {
    this.#player.pause();
    this.#stepping.back();
  }

  /** `position` may be Infinity for the end. */
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

  dispose(): void {
    this.#player.pause();
    this.#slices.cancel();
  }
}
