import { html, nothing, type TemplateResult } from 'lit';
import type { GivenAnswers } from '../../../lab/exercise.ts';
import type { Exercise } from '../../../lab/make-exercise.ts';
import { help } from '../../controls/help.ts';
import { icon } from '../../controls/icons.ts';
import type { JudgedAnswer } from './exercise-store.ts';
import { derivativeMathml, nameMathml } from '../formula/formula-view.ts';
import { shortText } from '../formula/math-number.ts';

/** A longer name stands above its field. */
const longestLabel = 5;

export interface ExerciseQuestion {
  readonly exercise: Exercise;
  readonly index: number;
  readonly given: GivenAnswers;
  readonly verdict: JudgedAnswer | null;
  /** The text that was typed, and whether Enter (rather than leaving the field) ended it. */
  readonly onAnswer: (text: string, isEntered: boolean) => void;
  readonly onShow: () => void;
  /** The question is taken up. */
  readonly onFocus: () => void;
}

/** One question: its name, a field, and what became of the answer. */
export function exerciseQuestion(question: ExerciseQuestion): TemplateResult {
  const { exercise, index, given, verdict, onFocus } = question;
  const { name } = exercise.questions[index];
  const rootName = exercise.graph.names[exercise.graph.root];
  const isClosed = given.isRight || given.isShown;
  const isWrong = verdict !== null && !verdict.isRight && !isClosed;
  const id = `answer-${index}`;
  const words = exercise.kind === 'gradients' ? `Gradient of ${name}` : `Value of ${name}`;
  const label = exercise.kind === 'gradients' ? derivativeMathml(rootName, name) : nameMathml(name);
  return html`<li
    class="${given.isRight ? 'right' : isWrong ? 'wrong' : ''} ${name.length > longestLabel ? 'wide' : ''}"
  >
    <label for=${id}
      ><span aria-hidden="true">${label}</span><span class="visually-hidden">${words}</span></label
    >
    <input
      id=${id}
      type="text"
      inputmode="text"
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      .value=${verdict?.text ?? ''}
      ?readonly=${isClosed}
      @focus=${onFocus}
      aria-invalid=${isWrong ? 'true' : 'false'}
      aria-describedby=${verdict === null ? nothing : `${id}-message`}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key !== 'Enter') return;
        // The same keystroke would also press what gets the focus next.
        event.preventDefault();
        submit(question, event, true);
      }}
      @change=${(event: Event) => {
        submit(question, event, false);
      }}
    />
    ${renderMark(question)} ${renderMessage(question, `${id}-message`)}
  </li>`;
}

function submit({ onAnswer, verdict }: ExerciseQuestion, event: Event, isEntered: boolean): void {
  if (!(event.currentTarget instanceof HTMLInputElement)) return;
  const text = event.currentTarget.value.trim();
  // What has been judged is not judged again: it would count as another mistake.
  if (text !== '' && text !== verdict?.text) onAnswer(text, isEntered);
}

function renderMark({ given, onShow }: ExerciseQuestion): TemplateResult {
  if (given.isRight) return html`<span class="mark right">${icon('check')} right</span>`;
  if (given.isShown) return html`<span class="mark">${icon('eye')} shown</span>`;
  return html`<button class="quiet" @click=${onShow} ${help('exerciseShow')}>Show me</button>`;
}

function renderMessage({ exercise, index, given, verdict }: ExerciseQuestion, id: string) {
  if (given.isShown)
    return html`<p class="message" id=${id}>It is ${shortText(exercise.questions[index].answer)}.</p>`;
  if (verdict === null || verdict.message === 'Right.') return nothing;
  return verdict.isRight
    ? html`<p class="message" id=${id}>${verdict.message}</p>`
    : html`<p class="message wrong" id=${id} role="status">
        ${icon('close')}<span><b>Not yet.</b> ${verdict.message}</span>
      </p>`;
}
