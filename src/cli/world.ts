import type { Terminal } from './progress.ts';

/** What a command needs of the world. */
export interface World {
  readonly print: (line: string) => void;
  readonly terminal: Terminal;
  readonly now: () => number;
  readonly nextTask: () => Promise<void>;
  /** Whether someone has asked it to end. */
  readonly isInterrupted: () => boolean;
}
