import { effect, type ReadonlySignal } from '@preact/signals-core';
import type { ClusterClient } from '../../client/cluster-client.ts';
import type { ComparisonLibrary } from '../../client/comparison-library.ts';
import type { TableLibrary } from '../../client/table-library.ts';
import type { Hire } from '../../compare/hand.ts';
import type { Place } from '../../experiment/address.ts';
import type { Experiment } from '../../experiment/schema.ts';
import type { TrialJob, TrialReply } from '../../protocol/compare-messages.ts';
import type { Checkpoint } from '../../protocol/messages.ts';
import { CompareStore, type CompareStoreOptions } from './compare-store.ts';
import { KeptComparisons } from './kept/kept-comparisons.ts';
import './compare-page.ts';

/** The parts of the page that comparisons have to do with. */
export interface CompareSurroundings {
  readonly playground: {
    readonly experiment: ReadonlySignal<Experiment>;
    readonly status: ReadonlySignal<string>;
    bringBackKept(checkpoint: Checkpoint): void;
  };
  /** Runs that the playground shows beside the present one, with the settings that they ended with. */
  readonly earlier: CompareStoreOptions['earlier'];
  readonly places: {
    readonly place: ReadonlySignal<Place>;
    go(place: Place): void;
    correct(place: Place): void;
  };
  readonly library: Pick<TableLibrary, 'find'>;
  readonly board: {
    post(about: 'compare' | 'comparison', tone: 'warning', message: string): void;
    withdraw(about: 'compare' | 'comparison'): void;
  };
  /** What the browser keeps of them. */
  readonly comparisons: ComparisonLibrary;
  readonly hire: Hire<TrialJob, TrialReply>;
  readonly loadProgramWriter: () => Promise<Pick<ClusterClient, 'write' | 'end'>>;
}

/** The comparisons of the page, which keep to its address and open runs in its playground. */
export function openCompare({
  playground,
  earlier,
  places,
  library,
  board,
  comparisons,
  hire,
  loadProgramWriter,
}: CompareSurroundings): CompareStore {
  const onProblem = (message: string): void => {
    board.post('compare', 'warning', message);
  };
  const kept = new KeptComparisons({
    library: comparisons,
    onProblem,
  });
  const store = new CompareStore({
    experiment: playground.experiment,
    earlier,
    isBusy: () => playground.status.value === 'running',
    ...{ hire, loadProgramWriter },
    cores: navigator.hardwareConcurrency,
    now: () => performance.now(),
    tableOf: ({ dataSet, file }) =>
      dataSet === 'file' && file !== null ? library.find(file.id) : Promise.resolve(null),
    onLink: (ask) => {
      // What is asked is changed step by step: no step back in the browser's history for each of them.
      if (places.place.peek().name === 'compare') places.correct({ name: 'compare', ask });
    },
    onOpen: (checkpoint) => {
      // First: the way back leads to the settings that were compared.
      places.go({ name: 'playground' });
      playground.bringBackKept(checkpoint);
    },
    onProblem,
    onRefusal: (message) => {
      board.post('comparison', 'warning', message);
    },
    onRefusalGone: () => {
      board.withdraw('comparison');
    },
    onStart: () => {
      board.withdraw('compare');
    },
    kept,
  });
  effect(() => {
    const place = places.place.value;
    if (place.name === 'compare') store.openLink(place.ask);
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') store.keepSoFar();
  });
  void kept.refresh();
  return store;
}
