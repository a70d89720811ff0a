import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { engineNames, type EngineName } from '../experiment/names.ts';
import { formatDuration, formatRate } from './format.ts';
import { engineLabels } from './labels.ts';
import { send } from './page-events.ts';
import type { Progress } from './playground-model.ts';
import { readout, readoutStyles } from './readout.ts';
import { selectField, selectStyles } from './select-field.ts';
import { baseStyles, fieldStyles } from './styles.ts';

/** What trains, and how fast. */
@customElement('chainrule-training-readouts')
export class TrainingReadouts extends LitElement {
  static override readonly styles = [
    baseStyles,
    fieldStyles,
    selectStyles,
    readoutStyles,
    css`
      .select {
        grid-template-columns: 1fr 168px;
        align-items: center;
        margin-bottom: 4px;
      }
      .select label {
        font-size: 0.8125rem;
      }
    `,
  ];

  @property() engine: EngineName = 'wasm-f32';
  @property({ attribute: false }) progress: Progress | null = null;

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
      <dl>
        ${readout('samples-per-second', 'Samples trained', progress?.samplesPerSecond, (value) => `${formatRate(value)} / s`)}
        ${readout('training-ms', 'Training time', progress?.trainingMs, formatDuration)}
      </dl>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-training-readouts': TrainingReadouts;
  }
}
