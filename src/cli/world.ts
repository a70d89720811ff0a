import type { Hand } from '../compare/hand.ts';
import type { Table } from '../data/table.ts';
import type { Trial, TrialAnswer } from '../training/trials/trial.ts';
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

/** What a comparison needs beside that. */
export interface CompareWorld extends World {
  /** How many threads the machine runs at once. */
  readonly cores: number;
  /** Someone who trains, with the user's own table where there is one. */
  readonly hire: (table: Table | null) => Hand<Trial, TrialAnswer>;
  /** Aborted once someone has asked it to end. */
  readonly interruption: AbortSignal;
}
