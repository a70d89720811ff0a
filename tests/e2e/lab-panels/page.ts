import '../../../src/ui/theme.css';
import './page.css';
import { effect } from '@preact/signals-core';
import { parseExpression } from '../../../src/autograd/expression.ts';
import { labGraph } from '../../../src/lab/graph.ts';
import { presets } from '../../../src/lab/presets.ts';
import type { StepperOptions } from '../../../src/lab/step-modes.ts';
import { gradientsOf, Stepper } from '../../../src/lab/stepper.ts';
import '../../../src/ui/lab/exercise/exercise-panel.ts';
import { ExerciseStore } from '../../../src/ui/lab/exercise/exercise-store.ts';
import '../../../src/ui/lab/check/node-check.ts';
import '../../../src/ui/lab/leaves/nudge-panel.ts';
import '../../../src/ui/lab/step/step-explanation.ts';

const explanation = document.querySelector('chainrule-step-explanation')!;
const check = document.querySelector('chainrule-node-check')!;
const nudge = document.querySelector('chainrule-nudge')!;
const panel = document.querySelector('chainrule-exercise')!;

let source = '';
let options: StepperOptions = {};
let leafData: ReadonlyMap<string, number> | undefined;
const exercises = new ExerciseStore(() => ({ source }));

function show(): void {
  const result = parseExpression(source, leafData === undefined ? {} : { leafData });
  if (!result.ok) throw new Error(result.error.message);
  const graph = labGraph(result.graph);
  const gradients = gradientsOf(graph, options);
  Object.assign(check, { graph, gradients });
  Object.assign(nudge, { graph, gradients });
}

check.theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
check.addEventListener('check-step-change', ({ detail }) => (check.step = detail));
check.addEventListener('node-select', ({ detail }) => (check.node = detail));
nudge.addEventListener('leaves-change', ({ detail }) => {
  leafData = detail;
  show();
});
effect(() => {
  panel.exercise = exercises.exercise.value;
  panel.state = exercises.state.value;
  panel.verdicts = exercises.verdicts.value;
  panel.problem = exercises.problem.value;
  panel.origin = exercises.origin.value;
});
panel.addEventListener('exercise-start', ({ detail }) => exercises.start(detail.source, detail.kind));
panel.addEventListener('exercise-answer', ({ detail }) => exercises.answer(detail.index, detail.text));
panel.addEventListener('exercise-show', ({ detail }) => exercises.show(detail));
panel.addEventListener('exercise-end', () => exercises.end());

/** What the tests call. */
const panels = {
  exercises,
  presets: presets.map(({ id }) => id),
  /** Shows an expression (or a preset, by its id) with all steps done; `node` is checked. */
  open(text: string, node: string | null = null, how: StepperOptions = {}): void {
    source = presets.find(({ id }) => id === text)?.source ?? text;
    options = how;
    leafData = undefined;
    show();
    check.node = node === null ? null : (check.graph?.names.indexOf(node) ?? null);
  },
  /** Explains the step at an index, -1 for none; gives the number of steps. */
  step(index: number): number {
    const { graph } = check;
    if (graph === null) return 0;
    const stepper = new Stepper(graph, options);
    explanation.description = stepper.describe(index);
    explanation.next = stepper.describe(index + 1);
    explanation.rootName = graph.names[graph.root];
    return stepper.length;
  },
};
export type LabPanels = typeof panels;
Object.assign(globalThis, { panels });
