import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import {
  askLimits,
  isAccuracy,
  targetNames,
  varyNames,
  type Ask,
  type ComparisonName,
  type TargetName,
} from '../../compare/ask.ts';
import { laneOf, unfairness } from '../../compare/race.ts';
import { laneWords, setUpWords } from '../../compare/set-up-words.ts';
import type { Theme } from '../../charts/colour-scale.ts';
import { toCsv, toJson } from '../../compare/export.ts';
import { Announcer } from '../controls/announcer.ts';
import { formatDuration } from '../controls/format.ts';
import { saveFile } from '../controls/save-file.ts';
import { SignalElement } from '../controls/signal-element.ts';
import { baseStyles, buttonStyles, fieldStyles, panelStyles, segmentedStyles } from '../controls/styles.ts';
import { textFieldStyles } from '../controls/text-field-styles.ts';
import type { CompareStore, Started } from './compare-store.ts';
import { comparePageStyles } from './compare-page-styles.ts';
import { compareStyles } from './compare-styles.ts';
import { axisFields } from './axis-fields.ts';
import { numberField, selectOf } from './fields.ts';
import './race-view.ts';
import './swarm-view.ts';
import './sweep-view.ts';

interface Kind {
  readonly name: ComparisonName;
  readonly label: string;
  readonly about: string;
}

const kinds: readonly Kind[] = [
  {
    name: 'race',
    label: 'Race',
    about: 'Up to six set-ups side by side, from the same seeds: which gets there first?',
  },
  {
    name: 'swarm',
    label: 'Swarm',
    about: 'The present set-up from many seeds: was a result luck, or does it come every time?',
  },
  {
    name: 'sweep',
    label: 'Sweep',
    about: 'One or two settings over a range: where is the best of them, and how wide is it?',
  },
];

const targetLabels: Readonly<Record<TargetName, string>> = {
  none: 'nothing',
  'train-loss': 'train loss',
  'test-loss': 'test loss',
  'train-accuracy': 'train accuracy (%)',
  'test-accuracy': 'test accuracy (%)',
};

const varyLabels = { weights: 'weights and order', data: 'the data', both: 'both' } as const;

/** Many runs at once: what is compared, how far it is, and what came of it. */
@customElement('chainrule-compare')
export class ComparePage extends SignalElement {
  static override readonly styles = [
    baseStyles,
    panelStyles,
    buttonStyles,
    fieldStyles,
    segmentedStyles,
    textFieldStyles,
    compareStyles,
    comparePageStyles,
  ];

  /** Set once, before the element is connected. */
  @property({ attribute: false }) model: CompareStore | null = null;
  @property() playgroundAddress = '#';
  @property() theme: Theme = 'light';

  @state() private spoken = '';
  readonly #announcer = new Announcer(this, (text) => {
    this.spoken = text;
  });

  override render() {
    const { model } = this;
    if (model === null) return nothing;
    const ask = model.ask.value;
    const started = model.started.value[ask.kind] ?? null;
    const kind = kinds.find(({ name }) => name === ask.kind) ?? kinds[0];
    return html`<main class="compare">
      <section class="panel asked stack" aria-label="What is compared">
        <div class="row">
          <div class="segmented" role="radiogroup" aria-label="Comparison">
            ${kinds.map(
              ({ name, label }) =>
                html`<label
                  ><input
                    type="radio"
                    name="comparison"
                    .checked=${live(name === kind.name)}
                    @change=${() => model.change({ kind: name })}
                  />${label}</label
                >`,
            )}
          </div>
          <p class="note about">${kind.about}</p>
        </div>
        <p class="note set-up">
          Set-up: <b>${setUpWords(model.experiment.value)}</b>, as in the
          <a href=${this.playgroundAddress}>playground</a>.
        </p>
        <div class="fields">${this.#renderFields(model, ask)}</div>
        ${this.#renderTransport(model, ask, started)}
      </section>
      ${this.#renderResults(model, started)}
      <span class="visually-hidden" role="status">${this.spoken}</span>
    </main>`;
  }

  #renderFields(model: CompareStore, ask: Ask) {
    return html`${ask.kind === 'swarm' ? this.#renderSwarmFields(model, ask) : nothing}
    ${ask.kind === 'sweep' ? this.#renderSweepFields(model, ask) : nothing}
    ${ask.kind === 'race' ? this.#renderLanes(model, ask) : nothing}
    ${numberField('Epochs', ask.epochs, askLimits.epochs, (epochs) => model.change({ epochs }), epochChoices)}
    ${selectOf('Until', targetNames, targetLabels, ask.target, (target) => {
      // A loss is no accuracy: the goal of the one is none of the other.
      const isOther = isAccuracy(target) !== isAccuracy(ask.target);
      model.change({ target, ...(isOther ? { goal: isAccuracy(target) ? 95 : 0.1 } : {}) });
    })}
    ${
      ask.target === 'none'
        ? nothing
        : numberField(
            isAccuracy(ask.target) ? 'Of at least' : 'Of at most',
            ask.goal,
            isAccuracy(ask.target) ? { min: 0, max: 100, step: 'any' } : askLimits.goal,
            (goal) => model.change({ goal }),
            isAccuracy(ask.target) ? [80, 90, 95, 98, 99, 100] : [0.001, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5],
          )
    }`;
  }

  #renderSwarmFields(model: CompareStore, ask: Ask) {
    return html`${numberField(
      'Seeds',
      ask.seeds,
      askLimits.seeds,
      (seeds) => model.change({ seeds }),
      [10, 30, 100, 300, 1000],
    )}
    ${selectOf('New seeds for', varyNames, varyLabels, ask.vary, (vary) => model.change({ vary }))}`;
  }

  #renderSweepFields(model: CompareStore, ask: Ask) {
    return html`${axisFields('X', ask.x, (x) => {
      if (x !== null) model.change({ x });
    })}
    ${axisFields('Y', ask.y, (y) => model.change({ y }))}
    ${numberField('Seeds', ask.repeats, askLimits.repeats, (repeats) => model.change({ repeats }), [1, 2, 4, 8, 16])}`;
  }

  #renderLanes(model: CompareStore, ask: Ask) {
    const lanes = ask.lanes.map(laneOf);
    const unfair = unfairness(lanes);
    return html`<div class="wide stack lanes">
      ${
        lanes.length === 0
          ? html`<p class="note">
              No lane yet. Add the present set-up, change something in the playground, and add that as well.
            </p>`
          : html`<ol>
              ${lanes.map(
                (_, place) =>
                  html`<li>
                    <span><b>Lane ${place + 1}</b>: ${laneWords(lanes, place)}</span>
                    <button
                      class="quiet"
                      aria-label="Remove lane ${place + 1}"
                      @click=${() => {
                        model.removeLane(place);
                      }}
                    >
                      Remove
                    </button>
                  </li>`,
              )}
            </ol>`
      }
      <div class="row">
        <button ?disabled=${lanes.length >= askLimits.lanes} @click=${() => model.addLane()}>
          Add as a lane
        </button>
        <span class="note"
          >${unfair ?? (lanes.length > 1 ? 'All lanes have the same data, initial weights and batches.' : '')}</span
        >
      </div>
    </div>`;
  }

  #renderTransport(model: CompareStore, ask: Ask, started: Started | null) {
    const running = model.running.value;
    const progress = model.progress.value;
    const isRunning = running !== null;
    const opening = model.opening.value;
    return html`<div class="row transport">
      <button class="start" ?disabled=${isRunning} @click=${() => void model.start()}>Start</button>
      <button ?disabled=${!isRunning} @click=${() => model.cancel()}>Cancel</button>
      ${
        progress === null
          ? nothing
          : html`<progress
                max=${progress.total}
                value=${progress.done}
                aria-label="Runs that are done"
              ></progress>
              <span class="count">
                <span data-testid="runs-done" data-value=${progress.done}>${progress.done}</span> of
                <span data-testid="runs-total" data-value=${progress.total}>${progress.total}</span>
                ${progressWords(isRunning, progress, started, model.hands)}
              </span>`
      }
      ${opening === null ? nothing : html`<span class="count">${opening} is trained again to be opened …</span>`}
      <span
        hidden
        data-testid="compare-phase"
        data-value=${isRunning ? 'running' : (started?.phase ?? 'idle')}
      ></span>
      ${running !== null && running !== ask.kind ? html`<span class="note">Another comparison is under way.</span>` : nothing}
    </div>`;
  }

  #renderResults(model: CompareStore, started: Started | null) {
    if (
      started === null ||
      !started.outcomes.some(({ result, failure }) => result !== null || failure !== null)
    )
      return nothing;
    const isOld = started.experiment !== model.experiment.value && started.ask.kind !== 'race';
    return html`<div class="results stack">
      ${
        isOld
          ? html`<p class="note">
              What follows is of the set-up it was started with: ${setUpWords(started.experiment)}.
            </p>`
          : nothing
      }
      ${this.#renderView(model, started)}
      ${started.phase === 'running' ? nothing : this.#renderFiles(started)}
    </div>`;
  }

  #renderView(model: CompareStore, started: Started) {
    if (started.ask.kind === 'race')
      return html`<chainrule-race-view
        .model=${model}
        .started=${started}
        theme=${this.theme}
      ></chainrule-race-view>`;
    if (started.ask.kind === 'sweep')
      return html`<chainrule-sweep-view
        .model=${model}
        .started=${started}
        theme=${this.theme}
      ></chainrule-sweep-view>`;
    return html`<chainrule-swarm-view
      .model=${model}
      .started=${started}
      theme=${this.theme}
    ></chainrule-swarm-view>`;
  }

  #renderFiles(started: Started) {
    const { kind } = started.ask;
    return html`<div class="row">
      <button @click=${() => saveFile(new Blob([toCsv(started)], { type: 'text/csv' }), `${kind}.csv`)}>
        Save as CSV
      </button>
      <button
        @click=${() => saveFile(new Blob([toJson(started)], { type: 'application/json' }), `${kind}.json`)}
      >
        Save as JSON
      </button>
    </div>`;
  }

  protected override updated(): void {
    const { model } = this;
    const progress = model?.progress.peek() ?? null;
    if (model === null || progress === null) return;
    const isRunning = model.running.peek() !== null;
    this.#announcer.say(
      isRunning
        ? `${progress.done} of ${progress.total} runs are done.`
        : `The comparison has ended: ${progress.done} of ${progress.total} runs are done.`,
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#announcer.stop();
  }
}

const epochChoices = [10, 30, 100, 300, 1000, 3000, 10_000];

function progressWords(
  isRunning: boolean,
  { elapsedMs, leftMs }: { readonly elapsedMs: number; readonly leftMs: number | null },
  started: Started | null,
  hands: number,
): string {
  if (isRunning) {
    const left = leftMs === null ? '' : `, about ${formatDuration(leftMs)} left`;
    return `by ${hands} ${hands === 1 ? 'worker' : 'workers'}${left}`;
  }
  const how =
    started?.phase === 'cancelled' ? 'cancelled after' : started?.phase === 'failed' ? 'ended after' : 'in';
  return `${how} ${formatDuration(elapsedMs)}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-compare': ComparePage;
  }
}
