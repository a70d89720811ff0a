import { decodeAddress, type Place } from '../../../../src/experiment/address.ts';
import { LabStore } from '../../../../src/ui/lab/workbench/lab-store.ts';
import { NoticeBoard } from '../../../../src/ui/playground/notice-board.ts';
import { PlaceStore } from '../../../../src/ui/links/place-store.ts';
import { PlaygroundStore } from '../../../../src/ui/playground/store.ts';
import { chapters } from '../../../../src/ui/learn/chapters/all.ts';
import type { GraphAttempt } from '../../../../src/ui/learn/graph-attempt.ts';
import type { ChallengeAttempt } from '../../../../src/ui/learn/challenge-attempt.ts';
import { LearnStore } from '../../../../src/ui/learn/learn-store.ts';
import type { KeptText } from '../../../../src/ui/learn/progress.ts';
import type { ServiceParts } from '../../../../workers/training-service.ts';
import { storeClientOf } from '../../helpers/store-client.ts';
import { createService, nextTask } from '../../workers/harness.ts';

export class Memory implements KeptText {
  readonly texts = new Map<string, string>();

  getItem(key: string): string | null {
    return this.texts.get(key) ?? null;
  }

  setItem(key: string, text: string): void {
    this.texts.set(key, text);
  }

  removeItem(key: string): void {
    this.texts.delete(key);
  }
}

/** A clock on which every wait is over at once: at a chapter's own speed, training is all but waiting. */
function withoutWaits(): Pick<ServiceParts, 'now' | 'sleep'> {
  let skippedMs = 0;
  return {
    now: () => performance.now() + skippedMs,
    sleep: (ms) => {
      skippedMs += ms;
      return nextTask();
    },
  };
}

function createLab(): LabStore {
  let time = 0;
  const fail = (message: string): never => {
    throw new Error(message);
  };
  return new LabStore({
    onProblems: (problems) => fail(problems.join('; ')),
    onFailure: fail,
    now: () => (time += 10_000),
    wait: () => Promise.resolve(),
    playground: null,
    // Everything at once.
    slices: { now: () => 0, later: (callback) => callback() },
  });
}

export interface LearnBench {
  readonly learn: LearnStore;
  readonly places: PlaceStore;
  readonly board: NoticeBoard;
  /** Playgrounds that were opened, and how many of them are closed again. */
  readonly sessions: { opened: number; disposed: number };
  go(place: Place): void;
  /** Takes in what the playground's worker has to show until the condition holds. */
  until(condition: () => boolean): Promise<void>;
}

/** The guided path on the real lab and, without a worker between, the real training service. */
export function openLearn(fragment: string, storage: () => KeptText = () => new Memory()): LearnBench {
  const places = new PlaceStore(decodeAddress(fragment));
  const board = new NoticeBoard();
  const sessions = { opened: 0, disposed: 0 };
  let look: () => Promise<void> = () => Promise.resolve();
  let time = 0;
  const learn = new LearnStore({
    places,
    board,
    storage,
    createLab,
    openPlayground: (settings) => {
      sessions.opened++;
      const { service } = createService(undefined, withoutWaits());
      const store = new PlaygroundStore({
        settings,
        client: storeClientOf(service),
        onChange: () => undefined,
        now: () => (time += 10_000),
        board,
      });
      look = async () => {
        const reply = await service.snapshot({ viewVersion: 0, historyVersion: 0 });
        if (reply.ok) store.receive(reply.value);
      };
      store.begin();
      return { store, dispose: () => sessions.disposed++ };
    },
  });
  return {
    learn,
    places,
    board,
    sessions,
    go: (place) => {
      places.go(place);
    },
    until: async (condition) => {
      while (!condition()) {
        await nextTask();
        await look();
      }
    },
  };
}

export function graphAttempt({ learn }: LearnBench): GraphAttempt {
  const { value } = learn.attempt;
  if (value.tool !== 'graph') throw new Error(`${value.chapter.id} is no chapter on the graph lab`);
  return value;
}

export function challengeAttempt({ learn }: LearnBench): ChallengeAttempt {
  const { value } = learn.attempt;
  if (value.tool !== 'playground') throw new Error(`${value.chapter.id} is no challenge`);
  return value;
}

export const chapterIds: readonly string[] = chapters.map(({ id }) => id);

/** How many of the present chapter's stages are done. */
export function stagesDone({ learn }: LearnBench): number {
  return learn.attempt.value.stages.value.filter(({ isDone }) => isDone).length;
}
