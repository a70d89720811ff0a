import { parseCourse, type Course } from '../../experiment/course.ts';
import { mostEpochs, type LinkedMoment } from '../../experiment/moment-link.ts';
import type { Experiment, Parsed } from '../../experiment/schema.ts';
import type { Checkpoint } from '../../protocol/messages.ts';
import { formatCount } from '../controls/format.ts';
import { packText, unpackText } from './packed-text.ts';

/** Characters of a log that mail and chat still pass on whole, and of what it unfolds to. */
const longestLog = 30_000;
const longestText = 1_000_000;

/** What a link to a moment says: the settings that the training begins with, and the moment. */
export interface MomentToLink {
  readonly begin: Experiment;
  readonly moment: LinkedMoment;
}

/** The moment at which a run stands; or why no link leads there, as a sentence. */
export async function packMoment(
  run: Pick<Checkpoint, 'course' | 'epoch' | 'position'> | null,
): Promise<Parsed<MomentToLink>> {
  if (run === null) return refused('The run is not there just now: try again in a moment.');
  const { course = 'elsewhere', epoch, position } = run;
  if (course === 'elsewhere')
    return refused(
      'No link leads to this moment: the weights come from elsewhere, or from before links could. “Take away” gives the run as a file.',
    );
  const tooMuch = refused(
    'The way to this moment is too long for a link: too much was changed on it. “Take away” gives the run as a file.',
  );
  if (course === 'too-much') return tooMuch;
  if (epoch > mostEpochs)
    return refused(`Links lead to epoch ${mostEpochs.toLocaleString('en-GB')} at most.`);
  const log = course.steps.length === 0 ? null : await packText(writeSteps(course));
  if (log !== null && log.length > longestLog) return tooMuch;
  // The name of a file that the training is not about is nobody's business.
  const { dataSet, file } = course.begin;
  const begin = { ...course.begin, file: dataSet === 'file' ? file : null };
  return { ok: true, value: { begin, moment: { epoch, position, log } } };
}

/** What whoever has copied it should know of it. */
export function sayMoment({ epoch }: LinkedMoment): string {
  const at = formatCount(epoch);
  return `The link to epoch ${at} is copied: whoever opens it sees this network, trained again to there with all that was changed on the way.`;
}

/** Each change as a list of its epoch, its position, its settings and, where there are any, weights. */
function writeSteps({ steps }: Course): string {
  // JSON has no sign for -0.
  const exact = ([place, value]: readonly [number, number]): unknown => [
    place,
    Object.is(value, -0) ? '-0' : value,
  ];
  return JSON.stringify(
    steps.map(({ epoch, position, settings, weights }) =>
      weights === undefined ? [epoch, position, settings] : [epoch, position, settings, weights.map(exact)],
    ),
  );
}

/** The training that a link says, which may be anyone's; or what is wrong with it. */
export async function unpackMoment(begin: Experiment, { log }: LinkedMoment): Promise<Parsed<Course>> {
  if (log === null) return parseCourse({ begin, steps: [] });
  const text = log.length > 2 * longestLog ? null : await unpackText(log, longestText);
  if (text === null) return refused('its log is damaged');
  try {
    return parseCourse({ begin, steps: readSteps(JSON.parse(text)) });
  } catch {
    return refused('its log is damaged');
  }
}

function readSteps(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((step: unknown) => {
    if (!Array.isArray(step)) return step;
    const [epoch, position, settings, weights] = step as unknown[];
    return {
      epoch,
      position,
      settings,
      ...(Array.isArray(weights) ? { weights: readWeights(weights) } : {}),
    };
  });
}

function readWeights(weights: readonly unknown[]): unknown {
  return weights.map((pair) => (Array.isArray(pair) && pair[1] === '-0' ? [pair[0], -0] : pair));
}

function refused(message: string): { readonly ok: false; readonly message: string } {
  return { ok: false, message };
}
