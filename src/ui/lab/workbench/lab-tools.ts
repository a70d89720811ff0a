import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Theme } from '../../../charts/colour-scale.ts';
import { evaluate, type LabGraph } from '../../../lab/graph.ts';
import { FocusKeeper } from '../../controls/focus-keeper.ts';
import type { PageEventDetails } from '../../page-events.ts';
import { segmented } from '../../controls/segmented.ts';
import { SignalElement } from '../../controls/signal-element.ts';
import { baseStyles, buttonStyles, panelStyles, segmentedStyles } from '../../controls/styles.ts';
import '../exercise/exercise-panel.ts';
import '../check/gradient-check-panel.ts';
import { labTools, type LabModel, type LabTool } from './lab-model.ts';
import type { NetworkCheckState } from '../check/network-check-store.ts';
import '../check/node-check.ts';
import '../step/step-explanation.ts';
import '../take-away/take-away.ts';
import type { Exportable } from '../take-away/take-away.ts';

const toolLabels: Readonly<Record<LabTool, string>> = {
  step: 'Step',
  check: 'Check',
  'by-hand': 'By hand',
  'take-away': 'Take away',
};

/** What stands beside the graph: the step in words, the check, the exercise, what to take away. */
@customElement('chainrule-lab-tools')
export class LabTools extends SignalElement {
  static override readonly styles = [
    baseStyles,
    panelStyles,
    buttonStyles,
    segmentedStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: 12px;
        min-width: 0;
        min-height: 0;
      }
      .segmented {
        display: flex;
        flex: none;
      }
      .segmented label {
        flex: 1;
        padding: 0 6px;
      }
      .tool {
        display: flex;
        flex-direction: column;
        gap: 16px;
        min-height: 0;
      }
      .sealed {
        display: flex;
        gap: 8px;
        margin: 12px 0 0;
      }
      @media (min-width: 1400px) and (min-height: 860px) {
        .tool {
          overflow-y: auto;
          scrollbar-width: thin;
        }
      }
    `,
  ];

  /** Set once, before the element is connected. */
  @property({ attribute: false }) model: LabModel | null = null;
  /** The drawing as an SVG document. */
  @property({ attribute: false }) svg: () => string = () => '';
  @property() theme: Theme = 'light';

  protected readonly focusKeeper = new FocusKeeper(this, 'input:checked');

  override render() {
    const { model } = this;
    if (model === null) return nothing;
    return html`${segmented({
        label: 'Tools',
        help: 'labTools',
        value: model.tool.value,
        segments: labTools.map((value) => ({ value, label: toolLabels[value] })),
        onSelect: (tool) => model.setTool(tool),
      })}
      <div
        class="tool"
        @check-step-change=${this.#onCheckStep}
        @exercise-start=${this.#onExerciseStart}
        @exercise-answer=${this.#onExerciseAnswer}
        @exercise-show=${this.#onExerciseShow}
        @exercise-end=${this.#onExerciseEnd}
        @gradient-check=${this.#onGradientCheck}
      >
        ${this.#renderTool(model)}
      </div>`;
  }

  #renderTool(model: LabModel) {
    const { progress, graph, exercise, marks } = model;
    const shown = graph.value;
    const tool = model.tool.value;
    if (exercise.exercise.value !== null && (tool === 'step' || tool === 'check'))
      return this.#renderSealed(model);
    switch (tool) {
      case 'step':
        return html`<chainrule-step-explanation
          .description=${progress.value?.done}
          .next=${progress.value?.next}
          .mistakes=${model.mistakes.value}
          .rootName=${shown === null ? '' : shown.names[shown.root]}
          .orderMistake=${progress.value?.orderMistake ?? ''}
          .remark=${marks.value.get(progress.value?.active ?? -1)?.text ?? ''}
        ></chainrule-step-explanation>`;
      case 'check':
        return this.#renderCheck(model);
      case 'by-hand':
        return html`<chainrule-exercise
          .exercise=${exercise.exercise.value}
          .state=${exercise.state.value}
          .verdicts=${exercise.verdicts.value}
          .problem=${exercise.problem.value}
          .origin=${exercise.origin.value}
        ></chainrule-exercise>`;
      case 'take-away':
        return html`<chainrule-take-away
          .what=${this.#exportable(model)}
          .linkIsLong=${model.linkIsPartial.value}
        ></chainrule-take-away>`;
    }
  }

  /** What would tell the answers of an exercise. */
  #renderSealed(model: LabModel) {
    return html`<section class="panel" aria-labelledby="sealed-title">
      <div class="panel-head"><h2 id="sealed-title">An exercise is going on</h2></div>
      <p class="note">Steps and checks would tell its answers.</p>
      <p class="sealed">
        <button @click=${() => model.setTool('by-hand')}>Back to the exercise</button>
        <button @click=${() => model.exercise.end()}>End it</button>
      </p>
    </section>`;
  }

  #renderCheck(model: LabModel) {
    const { graph, selected, finishedGradients, checkStep } = model;
    return html`${
        model.subject.value.kind === 'network'
          ? html`<chainrule-gradient-check
              .check=${checkOf(model)}
              .isMistaken=${model.mode.value !== 'correct'}
              theme=${this.theme}
            ></chainrule-gradient-check>`
          : nothing
      }
      <chainrule-node-check
        .graph=${graph.value}
        .node=${selected.value ?? firstLeaf(graph.value)}
        .gradients=${finishedGradients.value}
        .step=${checkStep.value}
        theme=${this.theme}
      ></chainrule-node-check>`;
  }

  #exportable({ named: exported, graph, finishedGradients }: LabModel): (() => Exportable) | null {
    const named = exported.value;
    const shown = graph.value;
    const gradients = finishedGradients.value;
    if (named === null || shown === null || gradients === null) return null;
    const { svg } = this;
    return () => ({ named, graph: shown, data: evaluate(shown), gradients, svg });
  }

  readonly #onCheckStep = ({ detail }: CustomEvent<number>): void => {
    this.model?.setCheckStep(detail);
  };

  readonly #onExerciseStart = ({ detail }: CustomEvent<PageEventDetails['exercise-start']>): void => {
    void this.model?.startExercise(detail.source, detail.kind);
  };

  readonly #onExerciseAnswer = ({ detail }: CustomEvent<PageEventDetails['exercise-answer']>): void => {
    this.model?.exercise.answer(detail.index, detail.text);
  };

  readonly #onExerciseShow = ({ detail }: CustomEvent<number>): void => {
    this.model?.exercise.show(detail);
  };

  readonly #onGradientCheck = ({ detail }: CustomEvent<'start' | 'cancel'>): void => {
    if (detail === 'start') void this.model?.networkCheck.start();
    else this.model?.networkCheck.cancel();
  };

  readonly #onExerciseEnd = (): void => {
    this.model?.exercise.end();
  };
}

/** What was found on a network of another shape is no longer of interest. */
function checkOf({ networkCheck, network }: LabModel): NetworkCheckState {
  const state = networkCheck.state.value;
  if (state.kind !== 'finished') return state;
  const { inputCount, hidden } = state.result.network;
  const isPresent = [inputCount, ...hidden, 1].join() === network.value?.widths.join();
  return isPresent ? state : { kind: 'idle' };
}

/** A leaf says more than the result, whose gradient is 1. */
function firstLeaf(graph: LabGraph | null): number | null {
  if (graph === null) return null;
  const [leaf = graph.root] = graph.leaves.values();
  return leaf;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-lab-tools': LabTools;
  }
}
