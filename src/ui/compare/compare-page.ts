import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Ask, ComparisonName } from '../../compare/ask.ts';
import { setUpWords } from '../../compare/set-up-words.ts';
import type { Theme } from '../../charts/colour-scale.ts';
import { toCsv, toJson } from '../../compare/export.ts';
import { Announcer } from '../controls/announcer.ts';
import { FocusKeeper } from '../controls/focus-keeper.ts';
import { formatCount, formatDuration } from '../controls/format.ts';
import { saveFile } from '../controls/save-file.ts';
import { SignalElement } from '../controls/signal-element.ts';
import { baseStyles, buttonStyles, fieldStyles, panelStyles, segmentedStyles } from '../controls/styles.ts';
import { textFieldStyles } from '../controls/text-field-styles.ts';
import { askFields } from './ask-fields.ts';
import { awaited, awaitedStyles } from './awaited.ts';
import './cluster/cluster-export.ts';
import type { CompareStore } from './compare-store.ts';
import './kept/kept-list.ts';
import { whyNone } from './outcome-words.ts';
import { isSameSetUp, leftOf, type Started } from './started.ts';
import { comparePageStyles } from './compare-page-styles.ts';
import { compareStyles } from './compare-styles.ts';
import './race-view.ts';
import './search/search-view.ts';
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
    about: 'Settings over their ranges: where is the best of them, and how wide is it?',
  },
];

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
    awaitedStyles,
  ];

  /** Set once, before the element is connected. */
  @property({ attribute: false }) model: CompareStore | null = null;
  @property() playgroundAddress = '#';
  @property() theme: Theme = 'light';

  /** From Start to Cancel, and back. */
  protected readonly focusKeeper = new FocusKeeper(this, '.transport > button:not(:disabled)');
  @state() private spoken = '';
  /** The kind that was started last here. */
  #heard: ComparisonName | null = null;
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
        <div class="fields">${askFields(model, ask)}</div>
        ${this.#renderTransport(model, ask, started)}
      </section>
      ${this.#renderResults(model, started)}
      <chainrule-kept-list .model=${model}></chainrule-kept-list>
      <span class="visually-hidden" role="status">${this.spoken}</span>
    </main>`;
  }

  #renderTransport(model: CompareStore, ask: Ask, started: Started | null) {
    const running = model.running.value;
    const progress = (running === null ? started : model.started.value[running])?.progress ?? null;
    const isRunning = running !== null;
    const opening = model.opening.value;
    const left = started === null ? 0 : leftOf(started, ask);
    return html`<div class="row transport">
      <button class="start" ?disabled=${isRunning} @click=${() => void model.start()}>Start</button>
      <button ?disabled=${!isRunning} @click=${() => model.cancel()}>Cancel</button>
      ${
        isRunning || left === 0
          ? nothing
          : html`<button @click=${() => void model.goOn()}>Go on: ${formatCount(left)} left</button>`
      }
      ${
        ask.kind === 'race'
          ? nothing
          : html`<chainrule-cluster-export .model=${model}></chainrule-cluster-export>`
      }
      ${
        progress === null
          ? nothing
          : html`<progress
                max=${progress.total}
                value=${progress.done}
                aria-label="Runs that are done"
              ></progress>
              <span class="count">
                <span data-testid="runs-done" data-value=${progress.done}>${formatCount(progress.done)}</span>
                of
                <span data-testid="runs-total" data-value=${progress.total}
                  >${formatCount(progress.total)}</span
                >
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
      return awaited(model.ask.value.kind);
    const why = whyNone(started.outcomes);
    const isOld = started.ask.kind !== 'race' && !isSameSetUp(started.experiment, model.experiment.value);
    return html`<div class="results stack">
      ${
        isOld
          ? html`<p class="note">
              What follows is of the set-up it was started with: ${setUpWords(started.experiment)}.
            </p>`
          : nothing
      }
      ${
        why === null
          ? nothing
          : html`<section class="panel" aria-label="Why there are no results">
              <p class="verdict" data-testid="no-results">${why}</p>
              <p class="note">
                See to it in the <a href=${this.playgroundAddress}>playground</a>, then start again here.
              </p>
            </section>`
      }
      ${why !== null && started.ask.kind === 'sweep' ? nothing : this.#renderView(model, started)}
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
    if (started.search !== null)
      return html`<chainrule-search-view
        .model=${model}
        .started=${started}
        theme=${this.theme}
      ></chainrule-search-view>`;
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
    const running = model?.running.peek() ?? null;
    // What is brought back, or of another kind, is no news.
    if (running !== null) this.#heard = running;
    const heard = this.#heard === null ? null : (model?.started.peek()[this.#heard] ?? null);
    if (heard === null) return;
    const { done, total } = heard.progress;
    const runs = `${formatCount(done)} of ${formatCount(total)} runs`;
    this.#announcer.say(
      running !== null ? `${runs} are done.` : `The comparison has ended: ${runs} are done.`,
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#announcer.stop();
  }
}

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
