import type { PlaceName } from '../../experiment/names.ts';
import { formatEpoch, formatLoss } from '../controls/format.ts';
import type { PageStatus } from '../playground/page-status.ts';

/** What the title of the page speaks of. */
export interface TitleState {
  readonly place: PlaceName;
  /** Of the chapter; null where there is none, or not yet. */
  readonly chapter: string | null;
  readonly status: PageStatus;
  /** Completed; null while it is not known. */
  readonly epoch: number | null;
  readonly testLoss: number | null;
}

const name = 'Chainrule';
const signs: Readonly<Partial<Record<PageStatus, string>>> = { running: '▶ ', paused: '⏸ ' };

/** Place and state, what changes first: tabs cut off the end. */
export function titleOf({ place, chapter, status, epoch, testLoss }: TitleState): string {
  if (place === 'graph') return `Graph · ${name}`;
  if (place === 'compare') return `Compare · ${name}`;
  if (place === 'learn')
    return chapter === null ? `Learn · ${name}` : `Learn: ${inSentence(chapter)} · ${name}`;
  if (status === 'diverged') return `⚠ diverged · ${name}`;
  if (status === 'error') return `⚠ stopped · ${name}`;
  const sign = signs[status];
  if (sign === undefined || epoch === null) return `Playground · ${name}`;
  const loss = testLoss === null ? '' : ` · test loss ${formatLoss(testLoss)}`;
  return `${sign}epoch ${formatEpoch(epoch)}${loss} · ${name}`;
}

/** A chapter's name after a colon; that it is a challenge is not its subject. */
function inSentence(chapter: string): string {
  const subject = chapter.replace(/^Challenge: /, '');
  return `${subject[0].toLowerCase()}${subject.slice(1)}`;
}

/** A title is read out, and drawn by the system: no more often than this. */
const intervalMs = 1000;

interface TitleOptions {
  readonly write: (title: string) => void;
  readonly now: () => number;
  /** Calls back after so many milliseconds; returns what calls it off. */
  readonly after: (ms: number, callback: () => void) => () => void;
}

/** Writes the last of the titles it is given, at most once a second. */
export class PageTitle {
  readonly #options: TitleOptions;
  #written = '';
  #waiting = '';
  #writtenAt = -Infinity;
  #callOff: (() => void) | null = null;

  constructor(options: TitleOptions) {
    this.#options = options;
  }

  show(title: string): void {
    this.#waiting = title;
    if (this.#callOff !== null || title === this.#written) return;
    const { now, after } = this.#options;
    const left = this.#writtenAt + intervalMs - now();
    if (left <= 0) this.#write();
    else
      this.#callOff = after(left, () => {
        this.#callOff = null;
        this.#write();
      });
  }

  /** Nothing is written after it. */
  end(): void {
    this.#callOff?.();
    this.#callOff = null;
  }

  #write(): void {
    if (this.#waiting === this.#written) return;
    this.#written = this.#waiting;
    this.#writtenAt = this.#options.now();
    this.#options.write(this.#written);
  }
}
