import { signal } from '@preact/signals-core';
import type { NamedSetUp } from '../../../compare/race.ts';
import type { Experiment } from '../../../experiment/schema.ts';
import type { History } from '../../../protocol/snapshot-messages.ts';
import { changesBetween } from '../../../experiment/setting-changes.ts';
import { sayChange } from './plot-words.ts';

/** The loss of a run that is over, or that goes on without this copy of it. */
export interface KeptCurve {
  readonly id: number;
  /** The name that it was given; '' for none. */
  readonly ownName: string;
  readonly experiment: Experiment;
  readonly history: History;
  /** Whether it came by itself, of a training that was branched from. */
  readonly isBranch: boolean;
  /** Which of the looks of kept lines it has, from 0. */
  readonly look: number;
}

export const mostKept = 6;

/** Curves of earlier runs that are shown beside the present one. They last as long as the page. */
export class KeptCurves {
  readonly curves = signal<readonly KeptCurve[]>([]);
  #nextId = 1;

  get isFull(): boolean {
    return this.curves.value.length >= mostKept;
  }

  /**
   * A copy of a curve as it is now; nothing happens where there is none, or no room. `branch` is what it is called where
   * it is of a training that was branched from.
   */
  keep(experiment: Experiment, history: History | null, branch = ''): void {
    if (history === null || history.epoch.length === 0 || this.isFull) return;
    const taken = new Set(this.curves.value.map(({ look }) => look));
    const look = Array.from({ length: mostKept }, (_, i) => i).find((i) => !taken.has(i)) ?? 0;
    const curve = { id: this.#nextId++, ownName: branch, isBranch: branch !== '', experiment, history, look };
    this.curves.value = [...this.curves.value, curve];
  }

  /** There are other data: what was branched from is nothing to compare with; what someone kept or named stays. */
  dropBranches(): void {
    const { value } = this.curves;
    if (value.some(({ isBranch }) => isBranch)) this.curves.value = value.filter(({ isBranch }) => !isBranch);
  }

  /** Whoever names a curve wants to keep it. */
  rename(id: number, name: string): void {
    const ownName = name.trim().slice(0, 60);
    this.curves.value = this.curves.value.map((curve) =>
      curve.id === id ? { ...curve, ownName, isBranch: false } : curve,
    );
  }

  remove(id: number): void {
    this.curves.value = this.curves.value.filter((curve) => curve.id !== id);
  }
}

/** What kept curves are of, by the names that they have beside the present settings. */
export function namedRuns(curves: readonly KeptCurve[], present: Experiment): readonly NamedSetUp[] {
  return curves.map((curve) => ({ name: nameOf(curve, present), experiment: curve.experiment }));
}

const mostNamed = 3;

/** Its own name, or what differs from the present settings: what was then is what it is called by. */
export function nameOf({ ownName, experiment, id }: KeptCurve, present: Experiment): string {
  if (ownName !== '') return ownName;
  const differences = changesBetween(present, experiment, 0);
  if (differences.length === 0) return `run ${id}, same settings`;
  const named = differences.slice(0, mostNamed).map(({ setting, to }) => sayChange({ setting, to }));
  return named.join(', ') + (differences.length > mostNamed ? ', …' : '');
}
