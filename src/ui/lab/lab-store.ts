import { batch, computed, effect, signal } from '@preact/signals-core';
import { parseExpression, type ExpressionError, type ExpressionGraph } from '../../autograd/expression.ts';
import type { Note } from '../../autograd/expression/build.ts';
import type { OpName } from '../../autograd/ops.ts';
import type { LabLink } from '../../experiment/lab-link.ts';
import { defaultStep } from '../../lab/check.ts';
import { labGraph, type LabGraph } from '../../lab/graph.ts';
import { blockGroups, type NodeGroup } from '../../lab/groups.ts';
import { moveLeaves } from '../../lab/move-leaves.ts';
import { dataOrigins, gradientOrigins } from '../../lab/non-finite.ts';
import type { StepMode } from '../../lab/step-modes.ts';
import { EditHistory } from '../edit-history.ts';
import { decodeLab, encodeLab, presetSubject } from './lab-link.ts';
import type { ExerciseKind } from '../../lab/make-exercise.ts';
import { ExerciseStore, type ExerciseSource } from './exercise-store.ts';
import type { NodeMark } from './graph/cards.ts';
import type { LabModel, LabTool, Secrets, Subject } from './lab-model.ts';
import { Player } from './player.ts';
import { Stepping } from './stepping.ts';
import { touch } from './touch.ts';

export interface LabOptions {
  /** Tells the user that a link could not be followed in every point. */
  readonly onProblems: (problems: readonly string[]) => void;
  readonly now: () => number;
}

const noSecrets: Secrets = { hiding: 'none', revealed: new Set() };

/** The one store of the graph lab. */
export class LabStore implements LabModel {
  readonly subject = signal<Subject>({ kind: 'expression', preset: null, source: '', leafData: new Map() });
  readonly error = signal<ExpressionError | null>(null);
  readonly notes = signal<readonly Note[]>([]);
  readonly expression = signal<ExpressionGraph | null>(null);
  readonly graph = signal<LabGraph | null>(null);
  readonly groups = signal<readonly NodeGroup[]>([]);
  readonly mode = signal<StepMode>('correct');
  readonly wrongOp = signal<OpName>('tanh');
  readonly selected = signal<number | null>(null);
  readonly checkStep = signal(defaultStep);
  readonly tool = signal<LabTool>('step');
  readonly exercise = new ExerciseStore(() => this.subject.peek());
  readonly #options: LabOptions;
  readonly #edits = new EditHistory<Subject>();
  readonly canUndo = this.#edits.canUndo;
  readonly canRedo = this.#edits.canRedo;

  readonly #stepping = new Stepping();
  readonly numbers = this.#stepping.numbers;
  readonly version = this.#stepping.version;
  readonly progress = this.#stepping.progress;
  readonly finishedGradients = this.#stepping.finishedGradients;
  readonly #player = new Player(() => this.#playStep());
  readonly isPlaying = this.#player.isPlaying;
  readonly speed = this.#player.speed;

  readonly secrets = computed<Secrets>(() => {
    const exercise = this.exercise.exercise.value;
    const graph = this.graph.value;
    if (exercise === null || graph === null || this.tool.value !== 'by-hand') return noSecrets;
    const { hidden } = this.exercise;
    const revealed = new Set(graph.ops.keys());
    for (const node of hidden.value) revealed.delete(node);
    return { hiding: exercise.kind, revealed };
  });

  /** Where numbers stop being finite, and why. */
  readonly marks = computed<ReadonlyMap<number, NodeMark>>(() => {
    const graph = this.graph.value;
    const stepper = this.#stepping.stepper;
    touch(this.finishedGradients.value);
    if (graph === null || stepper === null) return new Map();
    const { finalData, steps } = stepper;
    const origins = [...dataOrigins(graph, finalData), ...gradientOrigins(graph, finalData, steps)];
    return new Map(origins.map(({ node, reason }) => [node, { kind: 'non-finite', text: reason }]));
  });

  /** The lab as a link. */
  readonly link = computed<LabLink>(() => {
    const progress = this.progress.value;
    const isAtEnd = progress === null || progress.position >= progress.length;
    const selected = this.selected.value;
    return encodeLab({
      subject: this.subject.value,
      position: isAtEnd ? Infinity : progress.position,
      mode: this.mode.value,
      wrongOp: this.wrongOp.value,
      selectedName: selected === null ? null : (this.graph.value?.names[selected] ?? null),
    });
  });

  constructor(options: LabOptions) {
    this.#options = options;
  }

  /** Calls back with the link, now and whenever it changes; returns the function that ends it. */
  followLink(onLink: (link: LabLink) => void): () => void {
    return effect(() => {
      onLink(this.link.value);
    });
  }

  open(link: LabLink): void {
    const { subject, position, mode, wrongOp, selectedName, problems } = decodeLab(link);
    if (problems.length > 0) this.#options.onProblems(problems);
    this.#player.pause();
    batch(() => {
      this.mode.value = mode;
      this.wrongOp.value = wrongOp;
      this.#show(subject, position);
      const node = selectedName === null ? -1 : (this.graph.value?.names.indexOf(selectedName) ?? -1);
      this.selected.value = node < 0 ? null : node;
    });
  }

  write(source: string): void {
    const { subject } = this;
    this.#edit({ ...subject.value, preset: null, source }, 'write');
  }

  openPreset(id: string): void {
    const subject = presetSubject(id);
    if (subject === null) throw new RangeError(`there is no preset ${id}`);
    this.#player.pause();
    this.selected.value = null;
    this.#edit(subject, `preset ${id}`);
  }

  moveLeaves(values: ReadonlyMap<string, number>, edit: string): void {
    const expression = this.expression.value;
    if (expression === null || this.error.value !== null) return;
    const { source, leafData } = this.subject.value;
    const moved = moveLeaves(source, leafData, expression, values);
    this.#edit({ kind: 'expression', preset: null, ...moved }, edit);
  }

  #edit(subject: Subject, key: string): void {
    this.#edits.keep(this.subject.value, key, this.#options.now());
    this.#show(subject, null);
  }

  undo(): void {
    this.#travel('undo');
  }

  redo(): void {
    this.#travel('redo');
  }

  #travel(direction: 'undo' | 'redo'): void {
    const subject = this.#edits.step(direction, this.subject.value);
    if (subject !== null) this.#show(subject, null);
  }

  /** `position` is null to stay where one is, as far as the graph is the same. */
  #show(subject: Subject, position: number | null, isExercise = false): void {
    // Its questions are about other numbers.
    if (!isExercise) this.exercise.end();
    const result = parseExpression(subject.source, { leafData: subject.leafData });
    batch(() => {
      this.subject.value = subject;
      this.error.value = result.ok ? null : result.error;
      if (!result.ok) return;
      const before = this.graph.value;
      const graph = labGraph(result.graph);
      const isSame = before !== null && haveSameShape(before, graph);
      const stepper = this.#stepping.stepper;
      const stays = isSame && stepper !== null && stepper.position < stepper.length;
      this.expression.value = result.graph;
      this.notes.value = result.graph.notes;
      this.graph.value = graph;
      if (!isSame) {
        this.groups.value = blockGroups(graph);
        this.selected.value = sameNode(before, graph, this.selected.value);
      }
      this.#begin(position ?? (stays ? stepper.position : Infinity));
    });
  }

  #begin(position: number): void {
    const graph = this.graph.peek();
    if (graph === null) return;
    this.#stepping.begin(graph, { mode: this.mode.peek(), wrongOp: this.wrongOp.peek() }, position);
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
    const { stepper } = this.#stepping;
    return stepper !== null && stepper.position < stepper.length;
  }

  setSpeed(stepsPerSecond: number): void {
    this.#player.setSpeed(stepsPerSecond);
  }

  setMode(mode: StepMode): void {
    this.#rerun(() => {
      this.mode.value = mode;
    });
  }

  setWrongOp(op: OpName): void {
    this.#rerun(() => {
      this.wrongOp.value = op;
    });
  }

  /** The forward pass is the same in every mode: who stands in it stays there; else the whole pass is shown. */
  #rerun(change: () => void): void {
    const { stepper } = this.#stepping;
    const isForward = stepper !== null && stepper.position <= stepper.forwardCount;
    batch(() => {
      change();
      this.#begin(isForward ? stepper.position : Infinity);
    });
  }

  setCheckStep(h: number): void {
    this.checkStep.value = h;
  }

  setTool(tool: LabTool): void {
    this.tool.value = tool;
  }

  startExercise(source: ExerciseSource, kind: ExerciseKind): void {
    this.#player.pause();
    batch(() => {
      this.tool.value = 'by-hand';
      this.exercise.start(source, kind);
      const exercise = this.exercise.exercise.value;
      if (exercise === null) return;
      if (source !== 'present') {
        const { source: text } = exercise;
        this.#edits.keep(this.subject.value, 'exercise', this.#options.now());
        const subject = { kind: 'expression', preset: null, source: text, leafData: new Map() } as const;
        this.#show(subject, Infinity, true);
      }
      this.#begin(Infinity);
    });
  }

  dispose(): void {
    this.#player.pause();
  }
}

function haveSameShape(a: LabGraph, b: LabGraph): boolean {
  return (
    a.ops.length === b.ops.length &&
    a.root === b.root &&
    a.ops.every(
      (op, i) =>
        op === b.ops[i] &&
        a.exponents[i] === b.exponents[i] &&
        a.operands[i].every((operand, k) => operand === b.operands[i][k]) &&
        // Constants may change without changing the graph's shape; named nodes are known by their names.
        (a.names[i] === b.names[i] || op === null),
    )
  );
}

/** The node of the same name in another graph. */
function sameNode(before: LabGraph | null, after: LabGraph, node: number | null): number | null {
  if (before === null || node === null) return null;
  const found = after.names.indexOf(before.names[node]);
  return found < 0 ? null : found;
}
