import type { ReadonlySignal } from '@preact/signals-core';
import type { ViewSettings } from '../../../experiment/schema.ts';
import type { ConfigureRequest } from '../../../protocol/messages.ts';

/** A training that is followed and takes longer gives way to the next change. */
const longestUnseenMs = 100;

/** What a change asks for while training is followed; none of both otherwise. */
export type Follow = Pick<ConfigureRequest, 'follow'>;

/** While training is followed: which changes train anew, and that each training is seen before the next begins. */
export class FollowedTraining {
  readonly #viewSettings: ReadonlySignal<ViewSettings>;
  readonly #wait: ((ms: number) => Promise<void>) | undefined;
  /** Kept once what was trained last is shown, or took too long. */
  #isSeen: Promise<void> | null = null;
  #see: () => void = () => undefined;

  constructor(parts: {
    readonly viewSettings: ReadonlySignal<ViewSettings>;
    readonly wait?: (ms: number) => Promise<void>;
  }) {
    this.#viewSettings = parts.viewSettings;
    this.#wait = parts.wait;
  }

  /** What a change is to do; what is brought back stays as it was. */
  asked({ restore, restoreLastFinite, weights }: ConfigureRequest, key: string): Follow {
    const { follow, followEpochs } = this.#viewSettings.value;
    const isBack = restore !== undefined || restoreLastFinite === true || weights !== undefined;
    return follow && !isBack && key !== 'slice' && key !== 'link' ? { follow: followEpochs } : {};
  }

  /** Else a setting that changes with every frame would end each training before it is seen. */
  inTurn<Answer>({ follow }: Follow, send: () => Promise<Answer>): Promise<Answer> {
    return follow === undefined || this.#isSeen === null ? send() : this.#isSeen.then(send);
  }

  /** A change was answered: its training is under way. */
  begin(): void {
    if (!this.#viewSettings.value.follow) return;
    this.#isSeen = new Promise((resolve) => {
      this.#see = resolve;
      void this.#wait?.(longestUnseenMs).then(resolve);
    });
  }

  /** The trained network is seen. */
  see(): void {
    this.#see();
  }
}
