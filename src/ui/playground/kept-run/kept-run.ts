import type { BrowserRunKeeper } from '../../../client/browser-run-keeper.ts';
import type { KeptRun } from '../../../client/run-shelf.ts';
import { effectsOf, type Effect } from '../../../experiment/effects.ts';
import type { Experiment } from '../../../experiment/schema.ts';
import { dataSetLabels } from '../../../experiment/shown-names.ts';
import type { Checkpoint } from '../../../protocol/messages.ts';
import { formatCount } from '../../controls/format.ts';
import type { NoticeBoard } from '../notice-board.ts';

export interface KeptRunParts {
  readonly keeper: Pick<BrowserRunKeeper, 'find' | 'leave' | 'takeOver'>;
  readonly board: Pick<NoticeBoard, 'post'>;
  /** What the address says. */
  readonly experiment: Experiment;
  /** The page was loaded again, or gone back to: its address is no link that someone has opened. */
  readonly wasReloaded: boolean;
  /** The address tells of a moment before the run's end. */
  readonly isOfThePast: boolean;
  readonly bringBack: (checkpoint: Checkpoint) => void;
}

/** What leaves a network its weights. */
const harmless: ReadonlySet<Effect> = new Set<Effect>(['rows', 'update', 'engine', 'scalars']);

/**
 * The run to begin with, if the page was loaded again; else null, and what this tab or one that is closed has left is
 * offered: a link that was opened goes before it.
 */
export async function keptRunFor(parts: KeptRunParts): Promise<Checkpoint | null> {
  const { keeper, wasReloaded, isOfThePast, experiment } = parts;
  const { own, left } = await keeper.find();
  if (own !== null && wasReloaded && (isOfThePast || keepsWeights(own.checkpoint.experiment, experiment)))
    return own.checkpoint;
  const latest = own === null ? left : await keeper.leave(own);
  if (latest !== null) offer(latest, parts);
  return null;
}

/**
 * Whether a network stays as it is under other settings. An address may be a moment ahead of what was kept: a setting was
 * changed, and the page loaded again at once.
 */
export function keepsWeights(before: Experiment, after: Experiment): boolean {
  return [...effectsOf(before, after)].every((effect) => harmless.has(effect));
}

function offer(left: KeptRun, { board, bringBack, keeper }: KeptRunParts): void {
  const { checkpoint } = left;
  const { experiment, epoch } = checkpoint;
  const name =
    experiment.dataSet === 'file' ? (experiment.file?.name ?? 'File') : dataSetLabels[experiment.dataSet];
  const epochs = `${formatCount(epoch)} ${epoch === 1 ? 'epoch' : 'epochs'}`;
  const trained = epoch === 0 ? 'within its first epoch' : `after ${epochs}`;
  board.post('kept run', 'info', `Your last run is still there: ${name}, ${trained}.`, {
    label: 'Bring it back',
    run: () => {
      keeper.takeOver(left);
      bringBack(checkpoint);
    },
  });
}
