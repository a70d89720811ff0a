import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { noAnswers, scoreOf, type ExerciseState } from '../../../lab/exercise.ts';
import type { Exercise, ExerciseKind } from '../../../lab/make-exercise.ts';
import { exerciseLevels, type ExerciseLevel } from '../../../lab/random-expression.ts';
import { FocusKeeper } from '../../controls/focus-keeper.ts';
import { help } from '../../controls/help.ts';
import { send } from '../../page-events.ts';
import { segmented } from '../../controls/segmented.ts';
import { selectField, selectStyles } from '../../controls/select-field.ts';
import {
  baseStyles,
  buttonStyles,
  fieldStyles,
  panelStyles,
  segmentedStyles,
} from '../../controls/styles.ts';
import { exerciseQuestion } from './exercise-question.ts';
import type { ExerciseOrigin, ExerciseSource, JudgedAnswer } from './exercise-store.ts';
import { exerciseStyles } from './exercise-styles.ts';
import { finishText, progressText } from './exercise-words.ts';
import { formulaStyles } from '../formula/formula-view.ts';
import '../../controls/number-field.ts';

type Choice = 'present' | `${ExerciseLevel}`;

const levelLabels: Readonly<Record<ExerciseLevel, string>> = {
  1: 'Random: sums, products',
  2: 'Random: used twice',
  3: 'Random: functions',
};

const seedLimits = { min: 0, max: 999_999, step: 1 } as const;

/** An exercise: what is hidden in the graph is typed here, and judged at once. */
@customElement('chainrule-exercise')
export class ExercisePanel extends LitElement {
  static override readonly styles = [
    baseStyles,
    panelStyles,
    buttonStyles,
    fieldStyles,
    segmentedStyles,
    selectStyles,
    formulaStyles,
    exerciseStyles,
  ];

  /** The exercise that is going on; null for none. */
  @property({ attribute: false }) exercise: Exercise | null = null;
  @property({ attribute: false }) state: ExerciseState = { answers: [] };
  /** By question: what became of the latest answer; null before one. */
  @property({ attribute: false }) verdicts: readonly (JudgedAnswer | null)[] = [];
  /** Why the latest start led to no exercise; '' if it did. */
  @property() problem = '';

  /** What the latest exercise was made from: the settings begin with it. */
  @property({ attribute: false }) origin: ExerciseOrigin | null = null;

  @state() private kind: ExerciseKind = 'gradients';
  @state() private choice: Choice = 'present';
  @state() private seed = 1;
  @query('.finish') private readonly finish!: HTMLElement | null;
  /** The question that was answered with Enter, or given up, until the new state has come. */
  #answered: number | null = null;

  protected readonly focusKeeper = new FocusKeeper(this, 'button:not(:disabled)');

  override render() {
    const { exercise } = this;
    return html`<section class="panel" aria-labelledby="title">
      <div class="panel-head">
        <h2 id="title">Do it by hand</h2>
        ${
          exercise === null
            ? nothing
            : html`<span class="score" data-testid="exercise-score">${progressText(this.#score())}</span>`
        }
      </div>
      ${exercise === null ? this.#renderSettings() : this.#renderExercise(exercise)}
    </section>`;
  }

  #score() {
    return scoreOf(this.state);
  }

  #renderSettings(): TemplateResult {
    const isRandom = this.choice !== 'present';
    return html`${segmented({
        label: 'Work out',
        help: 'exerciseKind',
        value: this.kind,
        segments: [
          { value: 'gradients', label: 'Gradients' },
          { value: 'values', label: 'Values' },
        ],
        onSelect: (kind) => {
          this.kind = kind;
        },
      })}
      <div class="setting ${isRandom ? 'with-seed' : ''}">
        ${selectField<Choice>({
          label: 'Exercise',
          help: 'exerciseSource',
          value: this.choice,
          options: [
            { value: 'present', label: 'This expression' },
            ...exerciseLevels.map((level) => ({ value: `${level}` as const, label: levelLabels[level] })),
          ],
          onSelect: (choice) => {
            this.choice = choice;
          },
        })}
        ${isRandom ? this.#renderSeed() : nothing}
      </div>
      <div class="actions">
        <button @click=${this.#start} ${help('exerciseStart')}>Start</button>
      </div>
      ${this.problem === '' ? nothing : html`<p class="problem" role="alert">${this.problem}</p>`}
      <p class="note">
        The ${this.kind} are hidden, and you type each of them: as a number, or as arithmetic such as −1/3.
        Two digits are enough.
      </p>`;
  }

  #renderSeed(): TemplateResult {
    return html`<chainrule-number-field
      label="Seed"
      help="exerciseSeed"
      .value=${this.seed}
      .limits=${seedLimits}
      @number-change=${this.#onSeed}
    ></chainrule-number-field>`;
  }

  #renderExercise(exercise: Exercise): TemplateResult {
    const score = this.#score();
    return html`${keyed(
        exercise,
        html`<ol>
          ${exercise.questions.map((_, index) => this.#renderQuestion(exercise, index))}
        </ol>`,
      )}
      <p class="finish" role="status" tabindex="-1" ?hidden=${!score.isFinished}>
        ${score.isFinished ? html`<b>${score.points} of 100 points</b><br />${finishText(score)}` : nothing}
      </p>
      <div class="actions">
        <button @click=${this.#startNext} ${help('exerciseNew')}>
          ${this.choice === 'present' ? 'Again' : 'New exercise'}
        </button>
        <button class="quiet" @click=${this.#end} ${help('exerciseEnd')}>Leave</button>
      </div>`;
  }

  #renderQuestion(exercise: Exercise, index: number): TemplateResult {
    return exerciseQuestion({
      exercise,
      index,
      given: this.state.answers[index],
      verdict: this.verdicts[index] ?? null,
      onAnswer: (text, isEntered) => {
        if (isEntered) this.#answered = index;
        send(this, 'exercise-answer', { index, text });
      },
      onShow: () => {
        this.#answered = index;
        send(this, 'exercise-show', index);
      },
      onFocus: () => {
        send(this, 'node-select', exercise.questions[index].node);
      },
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('exercise') && this.state.answers.length !== this.exercise?.questions.length)
      this.state = this.exercise === null ? { answers: [] } : noAnswers(this.exercise);
    if (changed.has('origin') && this.origin !== null) this.#takeUp(this.origin);
  }

  #takeUp({ source, kind }: ExerciseOrigin): void {
    this.kind = kind;
    this.choice = source === 'present' ? 'present' : `${source.level}`;
    if (source !== 'present') this.seed = source.seed;
  }

  protected override updated(changed: PropertyValues<this>): void {
    // An exercise that was there from the start takes no focus from anyone.
    if (this.exercise !== null && changed.has('exercise') && changed.get('exercise') !== undefined)
      this.#goOn(-1);
    const index = this.#answered;
    if (index === null || !(changed.has('verdicts') || changed.has('state'))) return;
    this.#answered = null;
    const { isRight, isShown } = this.state.answers[index];
    if (isRight || isShown) this.#goOn(index);
    else {
      const input = this.#inputs()[index];
      input.select();
      // What is said of it takes room, and must not push it under the bar.
      input.scrollIntoView({ block: 'nearest' });
    }
  }

  /** The next open question after an index, from the top again if there is none below. */
  #nextOpen(after: number): number | undefined {
    const open = [...this.state.answers.keys()].filter((i) => {
      const { isRight, isShown } = this.state.answers[i];
      return !isRight && !isShown;
    });
    return open.find((i) => i > after) ?? open[0];
  }

  #inputs(): readonly HTMLInputElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLInputElement>('li input')];
  }

  /** On to the next open question after an index, or, where none is left, to the score. */
  #goOn(after: number): void {
    const next = this.#nextOpen(after);
    if (next === undefined) this.finish?.focus();
    else this.#inputs()[next]?.focus();
  }

  #source(): ExerciseSource {
    const level = exerciseLevels.find((candidate) => `${candidate}` === this.choice);
    return level === undefined ? 'present' : { level, seed: this.seed };
  }

  readonly #start = (): void => {
    send(this, 'exercise-start', { source: this.#source(), kind: this.kind });
  };

  readonly #startNext = (): void => {
    if (this.choice !== 'present') this.seed = this.seed >= seedLimits.max ? 0 : this.seed + 1;
    this.#start();
  };

  readonly #end = (): void => {
    send(this, 'exercise-end', null);
  };

  readonly #onSeed = (event: CustomEvent<number>): void => {
    const { min, max } = seedLimits;
    this.seed = Math.min(max, Math.max(min, Math.round(event.detail)));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-exercise': ExercisePanel;
  }
}
