/** What can be wrong with a place in a file. */
export type ProblemKind = 'ragged' | 'number' | 'open-quote' | 'after-quote' | 'nul' | 'encoding' | 'name';

export interface Problem {
  readonly kind: ProblemKind;
  /** The physical line in the file, counted from 1; in JSON the row, counted from 1. */
  readonly line: number;
  /** The field in the line, counted from 1; null where it is the line as a whole. */
  readonly column: number | null;
  /** A clause without the place: “3 fields, expected 4”. */
  readonly message: string;
}

export interface ProblemReport {
  readonly count: number;
  readonly byKind: Readonly<Partial<Record<ProblemKind, number>>>;
  /** At most twenty, by line and column. */
  readonly first: readonly Problem[];
}

const listed = 20;

/** Counts all and keeps the first ones, in whatever order they are found. */
export class Problems implements ProblemReport {
  count = 0;
  readonly byKind: Partial<Record<ProblemKind, number>> = {};
  readonly #first: Problem[] = [];

  get first(): readonly Problem[] {
    return this.#first;
  }

  add(problem: Problem): void {
    this.count++;
    this.byKind[problem.kind] = (this.byKind[problem.kind] ?? 0) + 1;
    let at = this.#first.length;
    while (at > 0 && isBefore(problem, this.#first[at - 1])) at--;
    if (at === listed) return;
    this.#first.splice(at, 0, problem);
    if (this.#first.length > listed) this.#first.pop();
  }

  /** Without the methods: what can cross to another thread. */
  report(): ProblemReport {
    return { count: this.count, byKind: { ...this.byKind }, first: [...this.#first] };
  }
}

function isBefore(a: Problem, b: Problem): boolean {
  return a.line < b.line || (a.line === b.line && (a.column ?? 0) < (b.column ?? 0));
}
