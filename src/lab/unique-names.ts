/** Gives out names, each once: `label`, or if it is taken `label_2`, `label_3`, … */
export class UniqueNames {
  readonly #taken: Set<string>;
  readonly #separator: string;
  /** By label, the count to try next: without it a thousand equal labels would be a million lookups. */
  readonly #counts = new Map<string, number>();

  constructor(taken: Iterable<string> = [], separator = '_') {
    this.#taken = new Set(taken);
    this.#separator = separator;
  }

  take(label: string): string {
    let name = label;
    let count = this.#counts.get(label) ?? 2;
    while (this.#taken.has(name)) name = `${label}${this.#separator}${count++}`;
    this.#counts.set(label, count);
    this.#taken.add(name);
    return name;
  }
}
