import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { LabGraph } from '../../../lab/graph.ts';
import { listed } from '../../../lab/listed.ts';
import { printedName } from '../../../lab/printed-name.ts';
import { nudge, nudgedLeaves, type Nudge } from '../../../lab/nudge.ts';
import { exact } from '../../controls/format.ts';
import { help } from '../../controls/help.ts';
import { send } from '../../page-events.ts';
import { baseStyles, buttonStyles, panelStyles } from '../../controls/styles.ts';
import { shortText, signedText, toneOf } from '../formula/math-number.ts';
import { NudgeHistory } from './nudge-history.ts';
import { nudgeStyles } from './nudge-styles.ts';
import { sparkline } from './sparkline.ts';
import '../../controls/number-field.ts';

const limits = { min: -1000, max: 1000, step: 'any' } as const;
/** Offered as a list, and gone through by arrow keys: down and up, in steps of different lengths. */
const usualSteps = [-1, -0.1, -0.01, -0.001, 0.001, 0.01, 0.1, 1];
const shownRecords = 5;

/** Moves all leaves along their gradients, and compares the change of the result with what they predict. */
@customElement('chainrule-nudge')
export class NudgePanel extends LitElement {
  static override readonly styles = [baseStyles, panelStyles, buttonStyles, nudgeStyles];

  @property({ attribute: false }) graph: LabGraph | null = null;
  /** By node, at the end of the mode's backward pass; null before that. */
  @property({ attribute: false }) gradients: ArrayLike<number> | null = null;
  /** Why nothing can be nudged, where `gradients` is null for another reason than an unfinished pass. */
  @property() reason = '';

  /** Names of leaves that stay as they are. */
  @property({ attribute: false }) locked: ReadonlySet<string> = new Set();

  /** How the result has gone is told beside it. */
  @property({ type: Boolean }) told = false;
  /** The step that stands there at first. */
  @property({ type: Number }) first = 0.01;

  /** What was chosen instead. */
  @state() private chosen: number | null = null;
  #planned: Nudge | null = null;
  readonly #history = new NudgeHistory();

  protected override willUpdate(): void {
    const { graph, gradients } = this;
    this.#planned =
      graph === null || gradients === null ? null : nudge(graph, gradients, this.#step, this.locked);
    if (this.#planned !== null) this.#history.follow(this.#planned.before);
  }

  override render() {
    const isReady = this.#planned !== null && Number.isFinite(this.#planned.predictedChange);
    return html`<section class="panel" aria-labelledby="title">
      <div class="panel-head"><h2 id="title">Nudge all leaves</h2></div>
      <div class="controls">
        <chainrule-number-field
          label="Step × gradient"
          help="nudgeStep"
          .value=${this.#step}
          .limits=${limits}
          .choices=${usualSteps}
          @number-change=${this.#onStep}
        ></chainrule-number-field>
        <button
          ?disabled=${!isReady}
          aria-describedby=${isReady ? nothing : 'reason'}
          @click=${this.#onNudge}
          ${help('nudge')}
        >
          Nudge
        </button>
      </div>
      <p class="note">${directionOf(this.#step)} ${lockedWords(this.locked)}</p>
      ${
        this.#planned === null
          ? html`<p class="note" id="reason">
              ${this.reason === '' ? 'First finish the backward pass: a nudge follows its gradients.' : this.reason}
            </p>`
          : this.#renderPlan(this.#planned)
      }
      ${this.#history.records.length > 0 ? this.#renderHistory() : nothing}
    </section>`;
  }

  #renderPlan({ before, after, predictedChange, trueChange }: Nudge): TemplateResult {
    const root = this.#rootName();
    return html`<dl class="changes">
        ${change('nudge-predicted', 'predicted change', predictedChange)}
        ${change('nudge-true', 'true change', trueChange)}
        <dt>${root} now</dt>
        <dd data-testid="nudge-before" data-value=${exact(before)}>${shortText(before)}</dd>
        <dt>${root} would become</dt>
        <dd data-testid="nudge-after" data-value=${exact(after)}>${shortText(after)}</dd>
      </dl>
      ${
        Number.isFinite(predictedChange)
          ? nothing
          : html`<p class="note" id="reason">A gradient is not finite: it shows no way to go.</p>`
      }`;
  }

  #renderHistory(): TemplateResult {
    const { records } = this.#history;
    const results = this.#history.results();
    const [first, last] = [shortText(results[0]), shortText(results[results.length - 1])];
    const count = records.length;
    const story = `${this.#rootName()} from ${first} to ${last} in ${count} ${count === 1 ? 'nudge' : 'nudges'}`;
    // A curve beside it tells it to the eye.
    if (this.told) return html`<p class="visually-hidden" role="status">${story}</p>`;
    return html`<div class="history">
      <h3><span role="status">${story}</span></h3>
      ${sparkline(results, story)}
      <table>
        <thead>
          <tr>
            <th scope="col">Nudge</th>
            <th scope="col">predicted</th>
            <th scope="col">true</th>
            <th scope="col">result</th>
          </tr>
        </thead>
        <tbody>
          ${records
            .map((record, i) => ({ ...record, count: i + 1 }))
            .slice(-shownRecords)
            .reverse()
            .map(
              ({ count: number, predictedChange, trueChange, after }) =>
                html`<tr>
                  <th scope="row">${number}</th>
                  <td>${signedText(predictedChange, 4)}</td>
                  <td>${signedText(trueChange, 4)}</td>
                  <td>${shortText(after, 4)}</td>
                </tr>`,
            )}
        </tbody>
      </table>
    </div>`;
  }

  #rootName(): string {
    return this.graph === null ? 'the result' : printedName(this.graph.names[this.graph.root]);
  }

  get #step(): number {
    return this.chosen ?? this.first;
  }

  readonly #onStep = (event: CustomEvent<number>): void => {
    if (Number.isFinite(event.detail)) this.chosen = event.detail;
  };

  readonly #onNudge = (): void => {
    const planned = this.#planned;
    if (planned === null || this.graph === null) return;
    this.#history.add(this.#step, planned);
    const moved = [...nudgedLeaves(this.graph, planned)].filter(([name]) => !this.locked.has(name));
    send(this, 'leaves-change', new Map(moved));
    this.requestUpdate();
  };
}

/** At most so many are named. */
const mostNamed = 3;

function lockedWords(locked: ReadonlySet<string>): string {
  if (locked.size === 0) return '';
  const names = [...locked].slice(0, mostNamed).map(printedName);
  const named = locked.size > mostNamed ? `${locked.size} leaves` : listed(names);
  return `${named} ${locked.size === 1 ? 'is' : 'are'} locked and will not move.`;
}

function directionOf(step: number): string {
  if (step === 0) return 'With a step of 0 nothing moves.';
  return step > 0
    ? 'Positive: the result should rise. With a minus sign it goes downhill.'
    : 'Negative: the result should fall. Repeated, this is gradient descent.';
}

function change(id: string, label: string, value: number): TemplateResult {
  return html`<dt>${label}</dt>
    <dd data-testid=${id} data-value=${exact(value)} class=${toneOf(value) ?? nothing}>
      ${signedText(value)}
    </dd>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-nudge': NudgePanel;
  }
}
