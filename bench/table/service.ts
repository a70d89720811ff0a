import papaparse from 'papaparse';
import type { Checkpoint } from '../../src/protocol/messages.ts';
import type { Reply } from '../../src/protocol/reply.ts';
import { createEngines } from '../../workers/engines.ts';
import { TrainingService } from '../../workers/training-service.ts';
import { median } from '../measure.ts';
import { collectGarbage } from '../memory-readings.ts';
import { importText } from './own-data.ts';
import { experimentOn } from './subject.ts';

const now = (): number => performance.now();
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const nextTask = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Medians over the rounds. */
export interface ServiceFigures {
  /** What follows the last byte of the file, in turn; their sum is `firstStepMs`. */
  readonly partsMs: Readonly<Record<'read' | 'prepare' | 'take' | 'configure' | 'step', number>>;
  readonly firstStepMs: number;
  /** The longest time in the service in which no message would have been let in. */
  readonly heldMs: number;
  /** What papaparse takes for the same text, as a measure of the machine at that time. */
  readonly papaparseMs: number;
  /** At full speed, asked for sixty times a second. */
  readonly viewsPerSecond: number;
  readonly rowsPerSecond: number;
}

type Round = Omit<ServiceFigures, 'partsMs'> & ServiceFigures['partsMs'];

export async function measureService(text: string, rounds: number): Promise<ServiceFigures> {
  const measured: Round[] = [];
  for (let round = 0; round <= rounds; round++) {
    collectGarbage();
    const one = await measureRound(text);
    // The first round is for the compiler.
    if (round > 0) measured.push(one);
  }
  const of = (key: keyof Round): number => median(measured.map((one) => one[key]));
  const [read, prepare, take] = [of('read'), of('prepare'), of('take')];
  const partsMs = { read, prepare, take, configure: of('configure'), step: of('step') };
  const { firstStepMs, heldMs, papaparseMs } = {
    firstStepMs: of('firstStepMs'),
    heldMs: of('heldMs'),
    papaparseMs: of('papaparseMs'),
  };
  const [viewsPerSecond, rowsPerSecond] = [of('viewsPerSecond'), of('rowsPerSecond')];
  return { partsMs, firstStepMs, heldMs, papaparseMs, viewsPerSecond, rowsPerSecond };
}

async function measureRound(text: string): Promise<Round> {
  const splitAt = now();
  papaparse.parse(text, { delimiter: ',', newline: '\n', quoteChar: '"' });
  const papaparseMs = now() - splitAt;
  collectGarbage();
  const service = createService();
  unwrap(await service.setSpeed('full'));
  const { file, table, stepsMs, lastByteAt } = await importText(text);
  const takenAt = now();
  let heldMs = 0;
  let last = takenAt;
  const letIn = async (): Promise<void> => {
    heldMs = Math.max(heldMs, now() - last);
    await nextTask();
    last = now();
  };
  const experiment = experimentOn(file);
  let isConfigured = false;
  const configuring = service.configure({ experiment, table, run: true }).finally(() => {
    isConfigured = true;
  });
  while (!isConfigured) await letIn();
  unwrap(await configuring);
  const configuredAt = now();
  await letIn();
  while (!(await hasTrained(service))) await letIn();
  const steppedAt = now();
  const speeds = await measureViews(service);
  unwrap(await service.command('pause'));
  return {
    ...stepsMs,
    configure: configuredAt - takenAt,
    step: steppedAt - configuredAt,
    firstStepMs: steppedAt - lastByteAt,
    heldMs,
    papaparseMs,
    ...speeds,
  };
}

function createService(): TrainingService {
  return new TrainingService({
    engines: createEngines(now),
    gpu: undefined,
    now,
    nextTask,
    sleep,
    onCrash: (error) => {
      throw error;
    },
  });
}

async function hasTrained(service: TrainingService): Promise<boolean> {
  const checkpoint = unwrap<Checkpoint | null>(await service.checkpoint());
  return checkpoint !== null && (checkpoint.epoch > 0 || checkpoint.position > 0);
}

const watchedMs = 3000;

/** The page asks for a snapshot at every frame. */
async function measureViews(
  service: TrainingService,
): Promise<Pick<ServiceFigures, 'viewsPerSecond' | 'rowsPerSecond'>> {
  let version = -1;
  let views = 0;
  let rowsPerSecond = NaN;
  const start = now();
  while (now() < start + watchedMs) {
    const snapshot = unwrap(await service.snapshot({ viewVersion: version, historyVersion: -1 }));
    if (snapshot.view !== null) {
      version = snapshot.view.version;
      views++;
    }
    rowsPerSecond = snapshot.samplesPerSecond ?? NaN;
    await sleep(16);
  }
  return { viewsPerSecond: views / ((now() - start) / 1000), rowsPerSecond };
}

function unwrap<T>(reply: Reply<T>): T {
  if (!reply.ok) throw new Error(reply.message);
  return reply.value;
}
