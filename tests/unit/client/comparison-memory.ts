import type { ComparisonShelf, KeptComparison, KeptResults } from '../../../src/client/comparison-shelf.ts';

/** A shelf in memory, which clones what it is given as the browser does; `fault` makes each call reject. */
export class MemoryShelf implements ComparisonShelf {
  readonly kept = new Map<string, { about: KeptComparison; results: KeptResults }>();
  fault: Error | null = null;

  async #try(): Promise<void> {
    await Promise.resolve();
    if (this.fault !== null) throw this.fault;
  }

  async all(): Promise<readonly KeptComparison[]> {
    await this.#try();
    return [...this.kept.values()].map(({ about }) => about);
  }

  async results(id: string): Promise<KeptResults | null> {
    await this.#try();
    return structuredClone(this.kept.get(id)?.results ?? null);
  }

  async set(about: KeptComparison, results: KeptResults): Promise<void> {
    await this.#try();
    this.kept.set(about.id, structuredClone({ about, results }));
  }

  async change(about: KeptComparison): Promise<void> {
    await this.#try();
    const there = this.kept.get(about.id);
    if (there !== undefined) this.kept.set(about.id, { ...there, about });
  }

  async delete(id: string): Promise<void> {
    await this.#try();
    this.kept.delete(id);
  }
}
