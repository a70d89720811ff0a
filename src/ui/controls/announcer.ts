/** A voice that reads every change aloud is a nuisance: it speaks at most this often. */
const intervalMs = 5000;

/** Passes on the latest of many texts, politely. */
export class Announcer {
  readonly #speak: (text: string) => void;
  #spoken = '';
  #waiting: string | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(speak: (text: string) => void) {
    this.#speak = speak;
  }

  say(text: string): void {
    if (text === this.#spoken && this.#waiting === null) return;
    this.#waiting = text;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      const next = this.#waiting;
      this.#waiting = null;
      if (next === null || next === this.#spoken) return;
      this.#spoken = next;
      this.#speak(next);
    }, intervalMs);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#waiting = null;
  }
}
