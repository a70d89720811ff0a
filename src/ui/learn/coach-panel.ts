import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Place } from '../../experiment/address.ts';
import { icon } from '../controls/icons.ts';
import { send } from '../page-events.ts';
import { currentStyles } from '../controls/forced-styles.ts';
import { baseStyles, buttonStyles, panelStyles } from '../controls/styles.ts';
import type { Outcome } from './challenge-attempt.ts';
import type { Chapter } from './chapter.ts';
import { coachStyles } from './coach-styles.ts';
import './number-prediction.ts';
import type { LearnAction } from './learn-model.ts';
import type { StageState } from './stage-track.ts';

/** What a challenge shows besides its stages. */
export interface ChallengeState {
  readonly prediction: number | null;
  readonly outcome: Outcome | null;
  readonly isAtStart: boolean;
  readonly isOffCourse: boolean;
}

/** The chapter that one is at: its text, its goal with what is reached of it, and the way to the others. */
@customElement('chainrule-coach')
export class CoachPanel extends LitElement {
  static override readonly styles = [baseStyles, panelStyles, buttonStyles, coachStyles, currentStyles];

  @property({ attribute: false }) chapters: readonly Chapter[] = [];
  @property({ attribute: false }) chapter: Chapter | null = null;
  @property({ attribute: false }) stages: readonly StageState[] = [];
  /** null in a chapter without a prediction. */
  @property({ attribute: false }) challenge: ChallengeState | null = null;
  /** What keeps the present stage from being reached, as a sentence. */
  @property({ attribute: false }) obstacle: string | null = null;
  /** Ids of the chapters that were finished at any time. */
  @property({ attribute: false }) done: ReadonlySet<string> = new Set();
  /** False when the device keeps no progress. */
  @property({ type: Boolean }) kept = false;
  @property({ attribute: false }) addressOf: (place: Place) => string = () => '#';

  @state() private isFolded = false;
  @state() private said = '';
  @query('h2') private readonly heading!: HTMLElement | null;

  /** What to look at after a stage is done: the way on, or what has come out with the stage to work on. */
  get news(): Element | null {
    const isFinished = this.stages.every(({ isDone }) => isDone);
    return this.renderRoot.querySelector(isFinished ? 'nav' : '.goal');
  }

  override render() {
    const { chapter } = this;
    if (chapter === null) return nothing;
    return html`<section class="panel ${this.isFolded ? 'folded' : ''}" aria-labelledby="title">
      <div class="head">
        <p class="number">Chapter ${this.#indexOf(chapter) + 1} of ${this.chapters.length}</p>
        <h2 id="title" tabindex="-1">${chapter.title}</h2>
        <button
          class="fold"
          aria-expanded=${this.isFolded ? 'false' : 'true'}
          aria-controls="text"
          @click=${this.#onFold}
        >
          ${this.isFolded ? 'Show text' : 'Hide text'}
        </button>
      </div>
      <div class="text" id="text">${chapter.text}</div>
      <div class="task">
        ${this.#renderQuestion(chapter)} ${this.#renderGoal()} ${this.#renderHint(chapter)}
      </div>
      <div class="way">${this.#renderNeighbours(chapter)} ${this.#renderContents(chapter)}</div>
      <p class="visually-hidden" role="status">${this.said}</p>
    </section>`;
  }

  #indexOf(chapter: Chapter): number {
    return this.chapters.indexOf(chapter);
  }

  #renderQuestion(chapter: Chapter) {
    const { id } = chapter;
    const asked = chapter.tool === 'playground' ? chapter : chapter.prediction;
    if (asked === undefined) return nothing;
    const { prediction = null, outcome = null, isAtStart = false } = this.challenge ?? {};
    if (!('answers' in asked))
      return html`<chainrule-number-prediction
          .asked=${asked}
          .prediction=${prediction}
          .answer=${outcome?.answer ?? null}
          ?open=${isAtStart}
        ></chainrule-number-prediction>
        ${this.#renderOffCourse()}`;
    const { question, answers } = asked;
    // Outside of a form, Chromium holds what was a radio button for as long as there is the tree that it was in.
    return html`<form @submit=${stay}>
      <fieldset role="radiogroup" aria-labelledby="question">
        <legend id="question">${question}</legend>
        ${answers.map(
          (answer, index) =>
            html`<label
              class=${outcome?.answer === index ? 'right' : outcome !== null && prediction === index ? 'wrong' : ''}
            >
              <input
                type="radio"
                name="prediction-${id}"
                .checked=${live(prediction === index)}
                ?disabled=${!isAtStart && prediction !== index}
                @change=${() => this.#ask({ kind: 'predict', answer: index })}
              />
              <span>${answer}</span>
              ${outcome === null ? nothing : markOf(index, outcome.answer, prediction)}
            </label>`,
        )}
        ${this.#renderOffCourse()}
      </fieldset>
    </form>`;
  }

  #renderGoal() {
    const isFinished = this.stages.every(({ isDone }) => isDone);
    // What was done stays done, and may be done once more.
    const wasReached = this.chapter !== null && this.done.has(this.chapter.id);
    return html`<div
      class="goal ${isFinished ? 'reached' : ''}"
      data-testid="goal"
      data-value=${isFinished ? 'reached' : 'open'}
    >
      <h3>
        ${isFinished ? html`${icon('check')} Goal reached` : wasReached ? html`Goal <span class="mark">${icon('check')} reached before</span>` : 'Goal'}
      </h3>
      <ol>
        ${this.stages.map((stage) => renderStage(stage, stage.isCurrent ? this.obstacle : null))}
      </ol>
      ${this.#renderOutcome()}
      <button @click=${() => this.#ask({ kind: 'set-up' })}>${icon('reset')}Set up again</button>
    </div>`;
  }

  /** Beside the answers that it is about. */
  #renderOffCourse() {
    if (this.challenge?.isOffCourse !== true) return nothing;
    const { prediction } = this.challenge;
    return html`<p class="outcome" data-testid="off-course">
      ${
        this.chapter?.tool === 'graph'
          ? 'The answer can be seen already: set it up again and predict first.'
          : prediction === null
            ? 'This run has begun, or its settings are others: set it up again and predict first.'
            : 'These are no longer the settings that were asked about: set them up again, or undo.'
      }
    </p>`;
  }

  #renderOutcome() {
    if (this.challenge === null) return nothing;
    const { outcome } = this.challenge;
    if (outcome === null) return nothing;
    return html`<p class="outcome" data-testid="outcome" data-value=${outcome.answer}>
      <b>${verdictOf(this.challenge)}</b>
      ${outcome.report}
    </p>`;
  }

  #renderHint({ hint, id }: Chapter) {
    // Another chapter's hint is closed again.
    return html`<details class="hint" data-chapter=${id}>
      <summary>Hint</summary>
      <p>${hint}</p>
    </details>`;
  }

  #renderNeighbours(chapter: Chapter) {
    const index = this.#indexOf(chapter);
    const previous = this.chapters[index - 1];
    const next = this.chapters[index + 1];
    return html`<nav aria-label="Next and previous chapter">
      ${previous === undefined ? html`<span></span>` : html`<a href=${this.#linkTo(previous)} rel="prev">← Back</a>`}
      ${
        next === undefined
          ? html`<a class="next" href=${this.addressOf({ name: 'playground' })}>To the playground →</a>`
          : html`<a class="next" href=${this.#linkTo(next)} rel="next">Next: ${shortTitle(next)} →</a>`
      }
    </nav>`;
  }

  #renderContents(chapter: Chapter) {
    const count = this.chapters.filter(({ id }) => this.done.has(id)).length;
    return html`<details class="contents">
      <summary>
        All chapters
        <span class="muted" data-testid="chapters-done" data-value=${count}>· ${count} done</span>
      </summary>
      <ol>
        ${this.chapters.map(
          (one) =>
            html`<li>
              <a href=${this.#linkTo(one)} aria-current=${one === chapter ? 'page' : nothing}>${one.title}</a>
              ${this.done.has(one.id) ? html`<span class="mark">${icon('check')}<span class="visually-hidden">done</span></span>` : nothing}
            </li>`,
        )}
      </ol>
      <p class="note">
        ${this.kept ? 'Your progress is kept on this device.' : 'This browser keeps no progress: it lasts as long as the page.'}
      </p>
      <button ?disabled=${count === 0} @click=${() => this.#ask({ kind: 'reset-progress' })}>
        Reset progress
      </button>
    </details>`;
  }

  #linkTo({ id }: Chapter): string {
    return this.addressOf({ name: 'learn', chapter: id });
  }

  #ask(action: LearnAction): void {
    send(this, 'learn-action', action);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('stages');
    if (changed.has('chapter') || before === undefined) this.said = '';
    else this.said = newsOf(before, this.stages, this.challenge) ?? this.said;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const isOther =
      changed.has('chapter') && changed.get('chapter') !== undefined && changed.get('chapter') !== null;
    if (!isOther) return;
    for (const details of this.renderRoot.querySelectorAll<HTMLDetailsElement>('.hint')) details.open = false;
    // Who came by one of the links here reads on here.
    if (this.shadowRoot?.activeElement !== null) this.heading?.focus();
  }

  readonly #onFold = (): void => {
    this.isFolded = !this.isFolded;
  };
}

/** What became of an answer: the right one, or the one that was expected in vain. */
function markOf(index: number, answer: number, prediction: number | null) {
  if (index === answer) return html`<span class="mark">${icon('check')} so it was</span>`;
  if (index !== prediction) return nothing;
  return html`<span class="mark wrong" data-testid="wrong-answer">${icon('close')} not so</span>`;
}

function renderStage({ goal, isDone, isCurrent, count }: StageState, obstacle: string | null) {
  const progress = count === null || isDone ? '' : ` (${count.done} of ${count.of})`;
  return html`<li
    class=${isDone ? 'done' : isCurrent ? 'current' : ''}
    aria-current=${isCurrent ? 'step' : nothing}
    data-testid="stage"
    data-value=${isDone ? 'done' : 'open'}
  >
    <span class="box">${isDone ? icon('check') : nothing}</span>
    <span
      >${goal}${progress}${isDone ? html`<span class="visually-hidden"> Done.</span>` : nothing}${obstacle === null ? nothing : html`<span class="obstacle" data-testid="obstacle">${obstacle}</span>`}</span
    >
  </li>`;
}

/** What to read aloud after a change of the stages; null for nothing. */
function newsOf(
  before: readonly StageState[],
  now: readonly StageState[],
  challenge: ChallengeState | null,
): string | null {
  const count = (stages: readonly StageState[]): number => stages.filter(({ isDone }) => isDone).length;
  if (count(now) <= count(before)) return null;
  if (count(now) === now.length) return 'Goal reached.';
  const next = now.find(({ isCurrent }) => isCurrent)?.goal ?? '';
  if (challenge === null || challenge.outcome === null) return `Done. Next: ${next}`;
  return `${verdictOf(challenge)} ${challenge.outcome.report} Next: ${next}`;
}

/** An answer counts as soon as it is chosen: Enter has nothing to send. */
function stay(event: Event): void {
  event.preventDefault();
}

function verdictOf({ prediction, outcome }: ChallengeState): string {
  return prediction === outcome?.answer ? 'As you predicted.' : 'Not as you predicted.';
}

function shortTitle({ title }: Chapter): string {
  return title.replace('Challenge: ', '');
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-coach': CoachPanel;
  }
}
