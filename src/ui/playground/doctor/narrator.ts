import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { drawingOf, drawnTarget } from '../../../experiment/drawing.ts';
import { drawingShortfall } from '../../../experiment/drawn-sides.ts';
import { defaultExperiment, type Experiment } from '../../../experiment/schema.ts';
import type { Finding } from '../../../protocol/doctor-messages.ts';
import type { History, View } from '../../../protocol/snapshot-messages.ts';
import { Announcer } from '../../controls/announcer.ts';
import { icon } from '../../controls/icons.ts';
import { Lazy } from '../../controls/lazy.ts';
import { SignalElement } from '../../controls/signal-element.ts';
import { baseStyles, buttonStyles } from '../../controls/styles.ts';
import type { PageStatus } from '../page-status.ts';
import { differsBesidesRate } from '../settings/rate-and-penalties.ts';
import type { DoctorStore } from './doctor-store.ts';
import { findingLine } from './finding-lines.ts';
import { happeningLine, settledLine, type SaidLine } from './happening.ts';
import type { Line } from './line.ts';
import { narratorStyles } from './narrator-styles.ts';

const sheet = new Lazy(() => import('./doctor-sheet.ts'));

/** One line in plain words: what the training does, or what is wrong with it, and the way to what helps. */
@customElement('chainrule-narrator')
export class Narrator extends SignalElement {
  static override readonly styles = [baseStyles, buttonStyles, narratorStyles];

  @property() status: PageStatus = 'loading';
  @property({ attribute: false }) view: View | null = null;
  @property({ attribute: false }) history: History | null = null;
  @property({ attribute: false, hasChanged: differsBesidesRate })
  experiment: Experiment = defaultExperiment;
  /** Whether an earlier moment of the run is shown. */
  @property({ attribute: false }) isPast = false;
  @property({ attribute: false }) doctor: DoctorStore | null = null;

  /** What was read aloud last, unless the training has come to rest at something else. */
  @state() private spoken = '';
  #said = '';
  #shown: SaidLine = { line: null, sinceMs: -Infinity, trainLoss: NaN };
  readonly #announcer = new Announcer(this, (text) => {
    this.spoken = text;
  });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#announcer.stop();
  }

  get #findings(): readonly Finding[] {
    const isJudged = this.status !== 'loading' && this.status !== 'error' && this.view !== null;
    // What was found is of all that the run has come to, not of a moment before.
    return isJudged && !this.isPast ? (this.doctor?.findings.value ?? []) : [];
  }

  get #line(): Line | null {
    const [finding] = this.#findings;
    const sample = this.doctor?.sample.value ?? null;
    const { status, view, history } = this;
    const { dataSet, drawn } = this.experiment;
    const shortfall = dataSet === 'draw' ? drawingShortfall(drawingOf(drawn), drawnTarget(drawn)) : null;
    const wasSolved = this.#shown.line?.kind === 'solved';
    return finding === undefined || status === 'diverged' || sample !== null
      ? happeningLine({ status, view, history, sample, shortfall, wasSolved })
      : findingLine(finding, this.experiment.hidden.length);
  }

  override render() {
    const now = { trainLoss: this.view?.trainLoss ?? NaN, nowMs: performance.now() };
    const { line } = (this.#shown = settledLine(this.#shown, this.#line, now));
    const [finding] = this.#findings;
    return html`<p data-testid="narrator" data-kind=${line?.kind ?? ''} data-finding=${finding?.kind ?? ''}>
        <span class="long">${line?.text}</span><span class="short">${line?.short}</span
        ><span class="visually-hidden" role="status">${this.spoken}</span>
      </p>
      ${
        finding === undefined
          ? nothing
          : html`<button aria-haspopup="dialog" @click=${this.#open}>
              <span class="wide">What can I do?</span><span class="narrow">Why?</span>
            </button>`
      }
      ${
        sheet.failure.value === ''
          ? nothing
          : html`<span class="failed" role="alert">The doctor could not be loaded.</span>`
      }
      <button class="quiet hide" aria-label="Hide the narrator" @click=${this.#hide}>
        ${icon('close', 14)}
      </button>
      ${sheet.value.value === null ? nothing : html`<chainrule-doctor></chainrule-doctor>`}`;
  }

  protected override updated(): void {
    const { line } = this.#shown;
    if (this.status !== 'running' && this.spoken !== line?.text) this.spoken = '';
    if (line === null || line.kind === this.#said) return;
    this.#said = line.kind;
    this.#announcer.say(line.text);
  }

  readonly #open = async (): Promise<void> => {
    const examined = {
      findings: this.#findings,
      experiment: this.experiment,
      epoch: this.view?.epoch ?? 0,
      hasDiverged: this.status === 'diverged',
    };
    await sheet.open();
    await this.updateComplete;
    await this.renderRoot.querySelector('chainrule-doctor')?.open(examined);
  };

  readonly #hide = (): void => {
    this.doctor?.hide();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-narrator': Narrator;
  }
}
