import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { speedNames, stepNames } from '../../../experiment/names.ts';
import { defaultView, type ViewSettings } from '../../../experiment/schema.ts';
import type { View } from '../../../protocol/snapshot-messages.ts';
import { exact, formatEpoch, formatLoss, formatShare } from '../../controls/format.ts';
import { help } from '../../controls/help.ts';
import { icon } from '../../controls/icons.ts';
import { selectField, selectStyles } from '../../controls/select-field.ts';
import { speedLabels, statusLabels, stepLabels } from '../labels.ts';
import { lettersOff } from '../../keys.ts';
import { send, type PageCommand } from '../../page-events.ts';
import type { PageStatus } from '../page-status.ts';
import { runBarStyles } from './run-bar-styles.ts';
import { apartStyles } from '../../controls/apart-styles.ts';
import { baseStyles, buttonStyles, fieldStyles, transportStyles } from '../../controls/styles.ts';

interface Readout {
  readonly id: string;
  readonly label: string;
  readonly value: number | null | undefined;
  readonly format: (value: number) => string;
  /** How its curve is drawn in the loss chart. */
  readonly line?: 'solid' | 'dashed';
  /** There is no such figure of these data: it keeps its place, and says nothing. */
  readonly isAbsent?: boolean;
}

/** Starts and stops the training, and says where it stands. */
@customElement('chainrule-run-bar')
export class RunBar extends LitElement {
  static override readonly styles = [
    baseStyles,
    apartStyles,
    buttonStyles,
    fieldStyles,
    selectStyles,
    transportStyles,
    runBarStyles,
  ];

  @property() status: PageStatus = 'loading';
  @property({ attribute: false }) view: View | null = null;
  /** Where numbers are predicted, no answer is right or wrong. */
  @property({ type: Boolean }) predictsNumbers = false;
  @property({ attribute: false }) viewSettings: ViewSettings = defaultView;

  override render() {
    const running = this.status === 'running';
    const ready = this.status !== 'loading' && this.status !== 'error';
    return html`
      <div class="transport">
        <button
          class="round"
          aria-label="Reset"
          aria-keyshortcuts=${shortcut('R')}
          ?disabled=${!ready}
          @click=${this.#command('reset')}
          ${help('reset')}
        >
          ${icon('reset', 18)}
        </button>
        <button
          class="round play"
          aria-label=${running ? 'Pause' : 'Play'}
          aria-keyshortcuts="Space"
          ?disabled=${!ready}
          @click=${this.#command(running ? 'pause' : 'play')}
          ${help('play')}
        >
          ${icon(running ? 'pause' : 'play', 22)}
        </button>
        <button
          class="round"
          aria-label="Step"
          aria-keyshortcuts=${shortcut('S')}
          ?disabled=${!ready}
          @click=${this.#command('step')}
          ${help('step')}
        >
          ${icon('step', 18)}
        </button>
      </div>
      ${selectField({
        label: 'Step by',
        help: 'stepBy',
        value: this.viewSettings.stepBy,
        options: stepNames.map((value) => ({ value, label: stepLabels[value] })),
        onSelect: (stepBy) => send(this, 'view-change', { stepBy }),
      })}
      ${selectField({
        label: 'Speed',
        help: 'speed',
        value: this.viewSettings.speed,
        options: speedNames.map((value) => ({ value, label: speedLabels[value] })),
        onSelect: (speed) => send(this, 'view-change', { speed }),
      })}
      <dl>${this.#renderEpoch()} ${this.#readouts().map(renderReadout)}</dl>
      <slot></slot>
    `;
  }

  #renderEpoch() {
    const epoch = this.view?.epoch;
    return html`<div class="readout epoch">
      <dt>Epoch</dt>
      <dd class="status" data-testid="status" data-value=${this.status} data-kind=${this.status}>
        ${statusLabels[this.status]}
      </dd>
      <dd class="number" data-testid="epoch" data-value=${exact(epoch)}>
        ${epoch === undefined ? '–' : formatEpoch(epoch)}
      </dd>
    </div>`;
  }

  #readouts(): Readout[] {
    const { view } = this;
    // Live figures of very many rows; at rest they are exact.
    const ofSample = (view?.sampleRows ?? null) === null ? '' : ' ≈';
    const losses: Readout[] = [
      {
        id: 'train-loss',
        label: `Train loss${ofSample}`,
        value: view?.trainLoss,
        format: formatLoss,
        line: 'solid',
      },
      {
        id: 'test-loss',
        label: `Test loss${ofSample}`,
        value: view?.testLoss,
        format: formatLoss,
        line: 'dashed',
      },
    ];
    const of = { format: formatShare, isAbsent: this.predictsNumbers };
    const accuracies: Readout[] = [
      { id: 'train-accuracy', label: 'Train accuracy', value: view?.trainAccuracy, ...of },
      { id: 'test-accuracy', label: 'Test accuracy', value: view?.testAccuracy, ...of },
    ];
    return [...losses, ...accuracies];
  }

  readonly #command = (command: PageCommand) => (): void => {
    send(this, 'page-command', command);
  };
}

function shortcut(letter: string): string | typeof nothing {
  return lettersOff.value ? nothing : letter;
}

function renderReadout({ id, label, value, format, line, isAbsent = false }: Readout) {
  const known = value !== null && value !== undefined;
  return html`<div class="readout" ?data-absent=${isAbsent}>
    <dt data-line=${line ?? ''}>${label}</dt>
    <dd class="number" data-testid=${id} data-value=${exact(value)}>${known ? format(value) : '–'}</dd>
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-run-bar': RunBar;
  }
}
