import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { engineNames, type EngineName } from '../../../experiment/names.ts';
import type { EngineMeasurement, EngineReport } from '../../../protocol/engine-messages.ts';
import { formatBytes, formatCount, formatDuration, formatFactor, formatRate } from '../../controls/format.ts';
import { help } from '../../controls/help.ts';
import { isTellable } from '../../../timing/clock.ts';
import { engineLabels } from '../labels.ts';
import { send } from '../../page-events.ts';
import type { TrainingProgress } from '../playground-model.ts';
import { readout, readoutStyles } from '../../controls/readout.ts';
import { selectField, selectStyles } from '../../controls/select-field.ts';
import { baseStyles, buttonStyles, fieldStyles } from '../../controls/styles.ts';

/** What trains, and how fast. */
@customElement('chainrule-training-readouts')
export class TrainingReadouts extends LitElement {
  static override readonly styles = [
    baseStyles,
    fieldStyles,
    selectStyles,
    readoutStyles,
    buttonStyles,
    css`
      .select {
        grid-template-columns: 1fr 168px;
        align-items: center;
        margin-bottom: 4px;
      }
      .select label {
        font-size: 0.8125rem;
      }
      p {
        margin: 0 0 2px;
        color: var(--muted);
        font-size: 0.75rem;
        line-height: 16px;
      }
      button {
        margin-top: 4px;
        width: 100%;
      }
      dl.engines {
        line-height: 18px;
        grid-template-columns: 1fr auto 4em;
      }
    `,
  ];

  @property() engine: EngineName = 'wasm-f32';
  @property({ attribute: false }) report: EngineReport | null = null;
  @property({ attribute: false }) measurements: readonly EngineMeasurement[] | null = null;
  @property({ attribute: false }) progress: TrainingProgress | null = null;

  override render() {
    const { engine, progress } = this;
    return html`${selectField({
        label: 'Engine',
        help: 'engine',
        value: engine,
        options: engineNames.map((value) => ({ value, label: engineLabels[value] })),
        onSelect: (value) => {
          send(this, 'experiment-change', { engine: value });
        },
      })}
      ${this.#renderReport()}
      <dl>
        ${readout('samples-per-second', 'Samples trained', progress?.samplesPerSecond, (value) => `${formatRate(value)} / s`)}
        ${readout('training-ms', 'Training time', this.#told(progress?.trainingMs), formatDuration)}
      </dl>
      ${this.measurements === null ? this.#renderButton() : this.#renderMeasurements(this.measurements)}`;
  }

  /** What was compiled, or why nothing was. */
  #renderReport() {
    if (this.report === null) return nothing;
    const { name, fallbackReason, compiled } = this.report;
    if (fallbackReason !== null)
      return html`<p data-testid="engine-report">Interpreted: ${fallbackReason}</p>`;
    if (compiled === null && name !== 'interpreter')
      return html`<p data-testid="engine-report">Compiling the scalar graph…</p>`;
    if (compiled === null) {
      return html`<p data-testid="engine-report">
        Reads the graph operation by operation, in double precision.
      </p>`;
    }
    const { scalarOperations, moduleBytes, compileMs } = compiled;
    const took = this.#told(compileMs);
    return html`<p data-testid="engine-report">
      ${formatCount(scalarOperations)} scalar operations compiled to
      ${formatBytes(moduleBytes)}${took === null ? '' : ` in ${formatDuration(took)}`}
    </p>`;
  }

  /** A time that is long enough for the clock that it was taken by. */
  #told(ms: number | undefined): number | null {
    return ms !== undefined && ms > 0 && isTellable(ms, this.progress?.clockStepMs ?? 0) ? ms : null;
  }

  #renderButton() {
    return html`<button
      class="button"
      @click=${() => {
        send(this, 'page-command', 'measure-engines');
      }}
      ${help('measureEngines')}
    >
      Compare engines
    </button>`;
  }

  /** Samples a second on every engine, and how many times the interpreter's that is. */
  #renderMeasurements(measurements: readonly EngineMeasurement[]) {
    const reference = measurements.find(({ name }) => name === 'interpreter')?.samplesPerSecond ?? null;
    return html`<dl class="engines" aria-label="Engines compared on this network">
      ${measurements.map(({ name, samplesPerSecond, reason }) =>
        samplesPerSecond === null
          ? html`<dt>${engineLabels[name]}</dt>
              <dd title=${reason ?? ''}>not here</dd>
              <dd></dd>`
          : html`<dt>${engineLabels[name]}</dt>
              <dd data-testid=${`measured-${name}`} data-value=${samplesPerSecond}>
                ${formatRate(samplesPerSecond)} / s
              </dd>
              <dd>${reference === null ? '' : `× ${formatFactor(samplesPerSecond / reference)}`}</dd>`,
      )}
    </dl>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-training-readouts': TrainingReadouts;
  }
}
