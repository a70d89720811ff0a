import { parseArgs } from 'node:util';
import { runtimeNames, type RuntimeName } from './runtimes/runtime.ts';
import { forwardNames, type ForwardName } from './forward/workloads.ts';
import { rowNames } from './rows/workloads.ts';
import { workloadNames, type WorkloadName } from './workloads.ts';

export interface Options {
  readonly workloads: readonly WorkloadName[];
  readonly rows: readonly (typeof rowNames)[number][];
  /** Evaluations forward, beside the training workloads. */
  readonly forward: readonly ForwardName[];
  /** Names of engines; undefined for all. */
  readonly engines: readonly string[] | undefined;
  readonly runtimes: readonly RuntimeName[];
  readonly json: boolean;
  readonly rounds: number;
  readonly roundMs: number;
}

/** Throws, with the usage, where an option is unknown or makes no sense. */
export function parseOptions(commandLine: readonly string[], defaultWorkloads = 'W2'): Options {
  const usage = `
  --only W2,W4               workloads (${[...workloadNames, ...rowNames, ...forwardNames].join(', ')},
                             training, rows, forward or all);
                             ${defaultWorkloads} if not given
  --engines a,b              engines by name; all if not given
  --runtimes node,chromium   where to run them; both if not given
  --rounds 7                 interleaved rounds, of which the median counts; at least 5
  --round-ms 200             how long an engine trains in a round
  --json                     one JSON object a line instead of tables
`;
  const { values } = parseArgs({
    args: [...commandLine],
    options: {
      only: { type: 'string', default: defaultWorkloads },
      engines: { type: 'string' },
      runtimes: { type: 'string', default: runtimeNames.join(',') },
      rounds: { type: 'string', default: '7' },
      'round-ms': { type: 'string', default: '200' },
      json: { type: 'boolean', default: false },
    },
  });
  const oneOf = <T extends string>(kind: string, known: readonly T[], name: string): T => {
    const found = known.find((one) => one === name);
    if (found === undefined)
      throw new Error(`there is no ${kind} ${name}; there are ${known.join(', ')}${usage}`);
    return found;
  };
  const wholeNumber = (name: 'rounds' | 'round-ms', least: number): number => {
    const value = Number(values[name]);
    if (Number.isInteger(value) && value >= least) return value;
    throw new Error(`--${name} must be a whole number from ${least}, not ${values[name]}${usage}`);
  };
  const known = [...workloadNames, ...rowNames, ...forwardNames];
  const groups: Readonly<Record<string, readonly string[]>> = {
    all: known,
    training: workloadNames,
    rows: rowNames,
    forward: forwardNames,
  };
  const only = groups[values.only] ?? values.only.split(',').map((name) => oneOf('workload', known, name));
  return {
    workloads: workloadNames.filter((name) => only.includes(name)),
    rows: rowNames.filter((name) => only.includes(name)),
    forward: forwardNames.filter((name) => only.includes(name)),
    engines: values.engines?.split(','),
    runtimes: values.runtimes.split(',').map((name) => oneOf('runtime', runtimeNames, name)),
    json: values.json,
    rounds: wholeNumber('rounds', 5),
    roundMs: wholeNumber('round-ms', 1),
  };
}
