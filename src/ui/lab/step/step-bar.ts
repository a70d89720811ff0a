import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { OpName } from '../../../autograd/ops.ts';
import { presets } from '../../../lab/presets.ts';
import { printedName } from '../../../lab/printed-name.ts';
import { modeRules, stepModes, type StepMode } from '../../../lab/step-modes.ts';
import { exact, formatCount } from '../../controls/format.ts';
import { FocusKeeper } from '../../controls/focus-keeper.ts';
import { help } from '../../controls/help.ts';
import { icon } from '../../controls/icons.ts';
import { send } from '../../page-events.ts';
import { selectField, selectStyles, type SelectOption } from '../../controls/select-field.ts';
import {
  baseStyles,
  buttonStyles,
  fieldStyles,
  sliderStyles,
  transportStyles,
} from '../../controls/styles.ts';
import type { LabAction } from '../workbench/lab-action.ts';
import type { Progress } from '../workbench/lab-model.ts';
import { formatNumber } from '../workbench/numbers.ts';
import { playSpeeds } from './player.ts';
import { stepBarStyles } from './step-bar-styles.ts';

/** What is shown of the result. */
export interface ResultReadout {
  readonly name: string;
  /** null before it is computed. */
  readonly value: number | null;
  /** Whether it is for the user to find. */
  readonly isHidden?: boolean;
}

/** What the graph is of. */
export type Origin =
  { readonly kind: 'preset'; readonly id: string } | { readonly kind: 'text' } | { readonly kind: 'network' };

/** No preset is called so. */
const ownText = ' text';
const ownNetwork = ' network';

/** Walks through the graph, and says where the walk stands. */
@customElement('chainrule-step-bar')
export class StepBar extends LitElement {
  static override readonly styles = [
    baseStyles,
    buttonStyles,
    fieldStyles,
    selectStyles,
    sliderStyles,
    transportStyles,
    stepBarStyles,
  ];

  @property({ attribute: false }) progress: Progress | null = null;
  @property({ attribute: false }) result: ResultReadout | null = null;
  @property({ type: Boolean }) playing = false;
  @property({ type: Number }) speed = 2;
  @property({ attribute: false }) origin: Origin = { kind: 'text' };
  @property() mode: StepMode = 'correct';
  @property() wrongOp: OpName = 'tanh';
  /** Operations that the graph has, to choose the wrong one from. */
  @property({ attribute: false }) ops: readonly OpName[] = [];

  /** Whether a step from the end was asked for, and answered. */
  @state() private isEndSaid = false;
  protected readonly focusKeeper = new FocusKeeper(this, '.play');

  override render() {
    const { progress } = this;
    const isAtStart = progress === null || progress.position === 0;
    const isAtEnd = progress === null || progress.position === progress.length;
    return html`
      <div class="transport">
        ${this.#button('Start', 'reset', 'labStart', isAtStart, { kind: 'seek', position: 0 })}
        ${this.#button('Back', 'step-back', 'labBack', isAtStart, { kind: 'back' })}
        <button
          class="round play"
          aria-label="Step"
          ?disabled=${progress === null}
          @click=${this.#onStep}
          ${help('labForth')}
        >
          ${icon('step', 22)}
        </button>
        ${this.#button(
          this.playing ? 'Pause' : 'Play',
          this.playing ? 'pause' : 'play',
          'labPlay',
          progress === null,
          { kind: this.playing ? 'pause' : 'play' },
        )}
        ${this.#button('Finish', 'finish', 'labFinish', isAtEnd, { kind: 'seek', position: Infinity })}
      </div>
      ${this.#renderPosition()} ${this.#renderResult()}
      <div class="choices">${this.#renderChoices()}</div>
      <p class="end" ?data-said=${this.isEndSaid} role="status" data-testid="lab-end">
        ${this.isEndSaid ? 'This is the end: every gradient has arrived. Step once more begins again.' : nothing}
      </p>
    `;
  }

  #button(
    label: string,
    name: Parameters<typeof icon>[0],
    helpName: Parameters<typeof help>[0],
    disabled: boolean,
    action: LabAction,
  ) {
    return html`<button
      class="round"
      aria-label=${label}
      ?disabled=${disabled}
      @click=${this.#ask(action)}
      ${help(helpName)}
    >
      ${icon(name, 18)}
    </button>`;
  }

  #renderPosition() {
    const { position = 0, length = 0, forwardCount = 0 } = this.progress ?? {};
    const phase = phaseOf(this.progress);
    return html`<div class="position">
      <label for="position"
        >Step <span class="phase" data-testid="lab-phase" data-value=${phase}>${phase}</span></label
      >
      <output class="number" for="position" data-testid="lab-step" data-value=${position}
        >${formatCount(position)} <small>of ${formatCount(length)}</small></output
      >
      <input
        id="position"
        type="range"
        min="0"
        max=${length}
        step="1"
        aria-valuetext="step ${position} of ${length}, ${phase}"
        .value=${live(String(position))}
        ?disabled=${length === 0}
        @input=${this.#onSlide}
        data-forward=${forwardCount}
        ${help('labPosition')}
      />
    </div>`;
  }

  protected override willUpdate(changed: PropertyValues<StepBar>): void {
    const before = changed.get('progress');
    const isMoved = before !== undefined && before?.position !== this.progress?.position;
    if (isMoved || changed.has('origin')) this.isEndSaid = false;
  }

  protected override updated(): void {
    const { position = 0, length = 1, forwardCount = 0 } = this.progress ?? {};
    this.style.setProperty('--done', `${(100 * position) / Math.max(1, length)}%`);
    this.style.setProperty('--forward', `${(100 * forwardCount) / Math.max(1, length)}%`);
  }

  #renderResult() {
    const { result } = this;
    const value = result?.value ?? null;
    return html`<div class="result">
      <span class="label">Result <b>${printedName(result?.name ?? '')}</b></span>
      <span class="number" data-testid="lab-result" data-value=${exact(value)}
        >${value !== null ? formatNumber(value) : result?.isHidden === true ? '?' : html`<small>not computed yet</small>`}</span
      >
    </div>`;
  }

  #renderChoices() {
    const { origin } = this;
    const options: SelectOption<string>[] = presets.map(({ id, title }) => ({ value: id, label: title }));
    if (origin.kind === 'text') options.unshift({ value: ownText, label: 'My expression' });
    options.push({ value: ownNetwork, label: 'My network, one point' });
    return html`${selectField({
      label: 'Expression from',
      help: 'labPreset',
      value: origin.kind === 'preset' ? origin.id : origin.kind === 'text' ? ownText : ownNetwork,
      options,
      onSelect: (id) => {
        if (id === ownNetwork) send(this, 'graph-open', null);
        else if (id !== ownText) send(this, 'lab-action', { kind: 'preset', id });
      },
    })}
    ${selectField({
      label: 'Backward pass',
      help: 'labMode',
      value: this.mode,
      options: stepModes.map((value) => ({ value, label: modeRules[value].title })),
      onSelect: (mode) => send(this, 'lab-action', { kind: 'mode', mode }),
    })}
    ${
      this.mode === 'wrong-derivative'
        ? selectField({
            label: 'Wrong in',
            help: 'labWrongOp',
            value: this.wrongOp,
            options: this.#wrongOps(),
            onSelect: (op) => send(this, 'lab-action', { kind: 'wrong-op', op }),
          })
        : nothing
    }
    ${selectField({
      label: 'Speed',
      help: 'labSpeed',
      value: String(this.speed),
      options: playSpeeds.map((speed) => ({ value: String(speed), label: `${speed} / s` })),
      onSelect: (speed) => send(this, 'lab-action', { kind: 'speed', stepsPerSecond: Number(speed) }),
    })}`;
  }

  #wrongOps(): SelectOption<OpName>[] {
    const names = this.ops.includes(this.wrongOp) ? this.ops : [this.wrongOp, ...this.ops];
    return names.map((value) => ({
      value,
      label: this.ops.includes(value) ? value : `${value} (not in this graph)`,
    }));
  }

  #ask(action: LabAction): () => void {
    return () => {
      send(this, 'lab-action', action);
    };
  }

  /** The end is said before the walk begins again. */
  readonly #onStep = (): void => {
    const { progress } = this;
    const isAtEnd = progress !== null && progress.position === progress.length;
    if (isAtEnd && !this.isEndSaid) this.isEndSaid = true;
    else send(this, 'lab-action', { kind: 'forth' });
  };

  readonly #onSlide = (event: Event): void => {
    const position = (event.target as HTMLInputElement).valueAsNumber;
    send(this, 'lab-action', { kind: 'seek', position });
  };
}

/** In a word, where the walk is. */
export function phaseOf(progress: Progress | null): 'start' | 'forward' | 'backward' | 'finished' {
  if (progress === null || progress.position === 0) return 'start';
  if (progress.position === progress.length) return 'finished';
  return progress.position <= progress.forwardCount ? 'forward' : 'backward';
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-step-bar': StepBar;
  }
}
