import type { TrainingStatus } from '../../protocol/snapshot-messages.ts';

/** The page's status line: the training's, or the bridge's when there is no training to speak of. */
export type PageStatus = 'loading' | TrainingStatus | 'error';
