import type { Theme } from '../../charts/colour-scale.ts';
import type { PacedRun } from './paced-run.ts';
import type { PickedClasses } from './picture/picked-classes.ts';
import type { PlaygroundModel } from './playground-model.ts';

/** What a room of the page is drawn from. */
export interface RoomParts {
  readonly model: PlaygroundModel;
  readonly paced: PacedRun;
  readonly picked: PickedClasses;
  readonly theme: Theme;
  /** The playground is the user's own, not a chapter's. */
  readonly own: boolean;
}
