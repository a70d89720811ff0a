/** A voice that reads every change aloud is a nuisance: it speaks at most this often. */
const intervalMs = 5000;

/** Passes on the latest of many texts, politely, for as long as its element is there. */
export class Announcer {
  readonly #host: Pick<Element, 'isConnected'>;
  readonly #speak: (text: string) => void;
  #spoken = '';
  #waiting: string | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(host: Pick<Element, 'isConnected'>, speak: (text: string) => void) {
    this.#host = host;
    this.#speak = speak;
  }

  say(text: string): void {
    // An update may come after the element has gone: a timer would hold it and all that it stood in.
    if (!this.#host.isConnected) return;
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
