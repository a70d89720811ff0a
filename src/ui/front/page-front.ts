import { effect } from '@preact/signals-core';
import type { LearnParts } from '../app.ts';
import { Lazy } from '../controls/lazy.ts';
import { defaultView } from '../../experiment/schema.ts';
import { lettersOff } from '../keys.ts';
import type { PlaceStore } from '../links/place-store.ts';
import type { StripSurroundings } from '../playground/follow/open-strips.ts';
import type { PlaygroundModel } from '../playground/playground-model.ts';
import type { FrontAction } from './front-action.ts';
import {
  hearsLetters,
  hearsTravel,
  keyCommand,
  nextSpeed,
  travelOf,
  type KeyCommand,
  type Travel,
} from './front-keys.ts';
import { PageTitle, titleOf } from './page-title.ts';
import { Departures, type DepartureParts } from './take-away/departures.ts';
import '../playground/engine/under-the-hood.ts';
import '../playground/follow/follow-switch.ts';
import '../playground/time/time-line.ts';
import './first-visit.ts';
import './playground-menu.ts';

interface FrontOptions extends DepartureParts {
  readonly playground: PlaygroundModel & DepartureParts['playground'] & StripSurroundings['playground'];
  readonly library: DepartureParts['library'] & StripSurroundings['library'];
  readonly loadHire: () => Promise<StripSurroundings['hire']>;
  readonly wait: StripSurroundings['wait'];
  readonly places: PlaceStore;
  readonly learn: Lazy<LearnParts>;
  /** Takes back or does again what was done last at this place; false where there is nothing. */
  readonly travel: (direction: Travel) => boolean;
  /** Told, in a sentence, of what could not be loaded. */
  readonly onProblem: (message: string) => void;
}

/** What concerns the page as a whole and is not needed for its first picture: keys, the title, and what opens over it. */
export class PageFront {
  readonly #options: FrontOptions;
  readonly #title = new PageTitle({
    write: (title) => {
      document.title = title;
    },
    now: () => performance.now(),
    after: (ms, callback) => {
      const timer = setTimeout(callback, ms);
      return () => {
        clearTimeout(timer);
      };
    },
  });
  #release: (() => void) | null = null;
  #endStrips: (() => void) | null = null;

  /** What comes out along sliders, from when training is followed for the first time. */
  readonly #strips = new Lazy(async () => {
    const { playground, library, wait, loadHire } = this.#options;
    const [{ openStrips }, hire] = await Promise.all([
      import('../playground/follow/open-strips.ts'),
      loadHire(),
    ]);
    return openStrips({ playground, library, wait, hire });
  });

  constructor(options: FrontOptions) {
    this.#options = options;
  }

  connect(): void {
    document.addEventListener('keydown', this.#onKey);
    document.addEventListener('front-action', this.#onAction);
    this.#release = effect(() => {
      this.#title.show(this.#titleNow());
    });
    this.#endStrips = effect(() => {
      if (this.#options.playground.viewSettings.value.follow) void this.#openStrips();
    });
  }

  disconnect(): void {
    document.removeEventListener('keydown', this.#onKey);
    document.removeEventListener('front-action', this.#onAction);
    this.#release?.();
    this.#endStrips?.();
    this.#strips.value.peek()?.dispose();
    this.#title.end();
  }

  #titleNow(): string {
    const { playground, places, learn } = this.#options;
    const { view, status } = playground;
    return titleOf({
      place: places.place.value.name,
      chapter: learn.value.value?.model.attempt.value.chapter.title ?? null,
      status: status.value,
      epoch: view.value?.epoch ?? null,
      testLoss: view.value?.testLoss ?? null,
    });
  }

  /** The playground in sight: one's own, or the chapter's. */
  get #shown(): PlaygroundModel | null {
    const { playground, places, learn } = this.#options;
    const { name } = places.place.peek();
    if (name === 'playground') return playground;
    const attempt = name === 'learn' ? learn.value.peek()?.model.attempt.peek() : undefined;
    return attempt?.tool === 'playground' ? attempt.playground : null;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const path = event.composedPath().filter((target) => target instanceof Element);
    const direction = travelOf(event);
    if (direction !== null) {
      if (hearsTravel(path) && this.#options.travel(direction)) event.preventDefault();
      return;
    }
    const command = lettersOff.value ? null : keyCommand(event);
    if (command === null) return;
    if (hearsLetters(path) && this.#obey(command)) event.preventDefault();
  };

  /** False where the command means nothing now. */
  #obey(command: KeyCommand): boolean {
    if (command === 'keys' || command === 'present') {
      this.#try(this.#open(command));
      return command === 'keys' || this.#options.places.place.peek().name === 'playground';
    }
    const model = this.#shown;
    if (model === null) return false;
    const { status, viewSettings } = model;
    if (command === 'faster' || command === 'slower') {
      model.changeView({ speed: nextSpeed(viewSettings.peek().speed, command === 'faster' ? 1 : -1) });
      return true;
    }
    if (status.peek() === 'loading' || status.peek() === 'error') return false;
    void model[command]();
    return true;
  }

  readonly #onAction = ({ detail }: CustomEvent<FrontAction>): void => {
    this.#try(detail.kind === 'start' ? this.#start(detail.preset) : this.#open(detail.kind));
  };

  async #openStrips(): Promise<void> {
    await this.#strips.open();
    const failure = this.#strips.failure.peek();
    if (failure !== '')
      this.#options.onProblem(
        `What comes out along the sliders could not be loaded (${failure}). Switch “Follow” off and on to try again.`,
      );
  }

  /** All that opens here is loaded then, and a file may not be there any more. */
  #try(done: Promise<void>): void {
    done.catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      this.#options.onProblem(
        `This part of the page could not be loaded (${reason}). Try again, or reload the page.`,
      );
    });
  }

  async #open(kind: Exclude<FrontAction['kind'], 'start'>): Promise<void> {
    if (kind === 'keys') {
      await import('./key-sheet.ts');
      await only('chainrule-key-sheet').open();
    } else if (kind === 'presets') {
      await import('./preset-list.ts');
      await only('chainrule-preset-list').open();
    } else if (kind === 'steps') {
      await import('./step-list.ts');
      const list = only('chainrule-step-list');
      list.model = this.#options.playground;
      await list.open();
    } else if (kind === 'take-away') {
      await import('./take-away/take-away-dialog.ts');
      const dialog = only('chainrule-take-away-dialog');
      dialog.departures ??= new Departures(this.#options);
      await dialog.open();
    } else if (kind === 'report') {
      await import('./report/report-dialog.ts');
      const report = only('chainrule-report');
      report.model = this.#options.playground;
      await report.open();
    } else if (kind === 'follow') {
      const { playground } = this.#options;
      playground.changeView({ follow: !playground.viewSettings.peek().follow });
    } else if (this.#options.places.place.peek().name === 'playground') {
      const { togglePresentation } = await import('./presentation.ts');
      togglePresentation();
    }
  }

  /** A preset is a change like any other: undo brings back what it has ended. */
  async #start(id: string): Promise<void> {
    const { presets, presetExperiment } = await import('../../experiment/presets.ts');
    const preset = presets.find((one) => one.id === id);
    if (preset === undefined) return;
    const { playground } = this.#options;
    const { speed, lossScale } = { ...usualView, ...preset.view };
    await playground.start(presetExperiment(preset, playground.experiment.peek()), { speed, lossScale });
  }
}

const usualView = { speed: defaultView.speed, lossScale: defaultView.lossScale };

/** The element of that name over the page, made when it is first asked for. */
function only<Name extends keyof HTMLElementTagNameMap>(name: Name): HTMLElementTagNameMap[Name] {
  const present = document.querySelector(name);
  if (present !== null) return present;
  const made = document.createElement(name);
  document.body.append(made);
  return made;
}

declare global {
  interface DocumentEventMap {
    'front-action': CustomEvent<FrontAction>;
  }
}
