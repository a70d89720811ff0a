import { parseArgs } from 'node:util';
import { workloadNames, type WorkloadName } from './workloads.ts';

export interface Options {
  readonly workloads: readonly WorkloadName[];
  /** Names of engines; undefined for all. */
  readonly engines: readonly string[] | undefined;
  readonly json: boolean;
  readonly rounds: number;
}

export const usage = `
  --only W2,W4      workloads (${workloadNames.join(', ')}, or all); W2 if not given
  --engines a,b     engines by name; all if not given
  --rounds 7        interleaved rounds, of which the median counts; at least 5
  --json            one JSON object a line instead of tables
`;

/** Throws, with the usage, where an option is unknown or makes no sense. */
export function parseOptions(commandLine: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...commandLine],
    options: {
      only: { type: 'string', default: 'W2' },
      engines: { type: 'string' },
      rounds: { type: 'string', default: '7' },
      json: { type: 'boolean', default: false },
    },
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 5) {
    throw new Error(`--rounds must be a whole number from 5, not ${values.rounds}${usage}`);
  }
  return {
    workloads: values.only === 'all' ? workloadNames : values.only.split(',').map(toWorkloadName),
    engines: values.engines?.split(','),
    json: values.json,
    rounds,
  };
}

function toWorkloadName(name: string): WorkloadName {
  const found = workloadNames.find((known) => known === name);
  if (found === undefined) throw new Error(`there is no workload ${name}${usage}`);
  return found;
}

export function select<T extends { readonly name: string }>(
  all: readonly T[],
  names: readonly string[] | undefined,
): readonly T[] {
  if (names === undefined) return all;
  return names.map((name) => {
    const found = all.find((one) => one.name === name);
    if (found === undefined) {
      throw new Error(
        `there is no engine ${name}; there are ${all.map((one) => one.name).join(', ')}${usage}`,
      );
    }
    return found;
  });
}
