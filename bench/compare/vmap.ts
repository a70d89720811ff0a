import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { resolve } from 'node:path';
import * as v from 'valibot';

/** Debian's own: its packages are not seen by another Python that may come first in the path. */
const python = '/usr/bin/python3';

const greeting = v.union([v.object({ version: v.string() }), v.object({ unavailable: v.string() })]);
const training = v.object({ wall: v.number(), processors: v.number(), loss: v.number() });
export type VmapTraining = v.InferOutput<typeof training>;

/** `vmap.py` in a process of its own, which waits for orders in between. The owner calls `end`. */
export class Vmap {
  readonly version: string;
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #answers: AsyncIterator<string>;

  private constructor(
    process: ChildProcessWithoutNullStreams,
    answers: AsyncIterator<string>,
    version: string,
  ) {
    this.#process = process;
    this.#answers = answers;
    this.version = version;
  }

  /** Why there is none, as a sentence, where it cannot run here. */
  static async start(): Promise<Vmap | string> {
    if (!existsSync(python)) return `there is no ${python}`;
    const process = spawn(python, [resolve('bench/compare/vmap.py')]);
    process.stderr.resume();
    const answers = createInterface({ input: process.stdout })[Symbol.asyncIterator]();
    const told = await next(answers, greeting);
    return 'version' in told ? new Vmap(process, answers, told.version) : told.unavailable;
  }

  /** All networks, from new weights. */
  train(): Promise<VmapTraining> {
    this.#process.stdin.write('again\n');
    return next(this.#answers, training);
  }

  end(): void {
    this.#process.stdin.end();
  }
}

async function next<Schema extends v.GenericSchema>(
  answers: AsyncIterator<string>,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  const line = await answers.next();
  if (line.done === true) throw new Error('vmap.py has ended without an answer');
  return v.parse(schema, JSON.parse(line.value));
}
