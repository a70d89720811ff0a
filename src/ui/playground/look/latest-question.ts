import type { CallResult } from '../../../client/worker-connection.ts';

/**
 * Asks the same kind of question again and again: one on its way, one waiting, and the last wins. What is answered when
 * there is no question any more is dropped.
 */
export class LatestQuestion<Question, Answer> {
  readonly #ask: (question: Question) => Promise<CallResult<Answer>>;
  readonly #onAnswer: (reply: CallResult<Answer>) => void;
  #question: Question | null = null;
  /** Grows with every time that nobody wants to know any more. */
  #turn = 0;
  #isAsking = false;
  #isWanted = false;

  constructor(
    ask: (question: Question) => Promise<CallResult<Answer>>,
    onAnswer: (reply: CallResult<Answer>) => void,
  ) {
    this.#ask = ask;
    this.#onAnswer = onAnswer;
  }

  /**
   * Another question, or none. The answer on its way to the one before it still counts: whoever moves on and on would
   * never see one otherwise.
   */
  put(question: Question | null): void {
    this.#question = question;
    if (question === null) this.#turn++;
    this.again();
  }

  /** The same once more: what it is about may have changed. The answer on its way still counts. */
  again(): void {
    if (this.#question === null) return;
    this.#isWanted = true;
    if (!this.#isAsking) void this.#askOn();
  }

  async #askOn(): Promise<void> {
    this.#isAsking = true;
    while (this.#isWanted && this.#question !== null) {
      this.#isWanted = false;
      const turn = this.#turn;
      const reply = await this.#ask(this.#question);
      if (turn === this.#turn) this.#onAnswer(reply);
    }
    this.#isAsking = false;
  }
}
