import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import * as v from 'valibot';
import type { Workload } from '../workloads.ts';
import { type Engine, type Training, Unavailable } from './engine.ts';

/** Debian's own: its packages are not seen by another Python that may come first in the path. */
const python = '/usr/bin/python3';

/**
 * PyTorch eager (BSD) from Debian's package python3-torch, written as its tutorials do. It trains in a process of its
 * own, which waits for orders in between; an order costs some 0.1 ms, which is nothing against a round.
 */
export const pytorch: Engine = { name: 'pytorch', create: startTraining };

const answerSchema = v.object({
  unavailable: v.optional(v.string()),
  note: v.optional(v.string()),
  parameters: v.optional(v.array(v.number())),
});

type Answer = v.InferOutput<typeof answerSchema>;

async function startTraining(workload: Workload): Promise<Training> {
  const { widths, batchSize, learningRate } = workload;
  return startPytorch({
    widths,
    batchSize,
    learningRate,
    initialParameters: [...workload.initialParameters],
    batches: workload.batches.map(({ inputs, targets }) => ({ inputs: [...inputs], targets: [...targets] })),
  });
}

/** Starts the process on a workload as its script wants it. */
export async function startPytorch(workload: Readonly<Record<string, unknown>>): Promise<Training> {
  if (!existsSync(python)) throw new Unavailable(`not installed (there is no ${python})`);
  return startLineTraining(new LineProcess(python, [resolve('bench/pytorch.py')]), workload);
}

/** Hands the process its workload; it answers with a note, or says why it cannot run here. */
export async function startLineTraining(
  process: LineProcess,
  workload: Readonly<Record<string, unknown>>,
): Promise<Training> {
  const { unavailable, note } = await process.ask(workload);
  if (unavailable !== undefined) {
    process.end();
    throw new Unavailable(unavailable);
  }
  return new LineTraining(process, note ?? '');
}

class LineTraining implements Training {
  readonly note: string;
  readonly #process: LineProcess;

  constructor(process: LineProcess, note: string) {
    this.#process = process;
    this.note = note;
  }

  async steps(count: number): Promise<void> {
    await this.#process.ask({ steps: count });
  }

  async parameters(): Promise<Float64Array> {
    const { parameters } = await this.#process.ask({ parameters: true });
    return Float64Array.from(parameters ?? []);
  }

  dispose(): void {
    this.#process.end();
  }
}

/** One question at a time, a line of JSON each; so is the answer. */
export class LineProcess {
  readonly #program: string;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: Interface;
  #complaints = '';

  constructor(program: string, given: readonly string[]) {
    this.#program = program;
    this.#child = spawn(program, [...given], { env: singleThreaded(process.env) });
    this.#lines = createInterface({ input: this.#child.stdout });
    this.#child.stderr.on('data', (data: Buffer) => (this.#complaints += data.toString()));
    // A write to a process that ended: `ask` sees its output close and says why.
    this.#child.stdin.on('error', () => undefined);
  }

  ask(question: Readonly<Record<string, unknown>>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const onLine = (line: string): void => {
        this.#lines.off('close', onClose);
        resolve(v.parse(answerSchema, JSON.parse(line)));
      };
      const onClose = (): void => {
        this.#lines.off('line', onLine);
        reject(new Error(`${this.#program} ended: ${this.#complaints}`));
      };
      this.#lines.once('line', onLine);
      this.#lines.once('close', onClose);
      this.#child.stdin.write(`${JSON.stringify(question)}\n`);
    });
  }

  end(): void {
    this.#child.kill();
  }
}

/** OpenBLAS then chooses its kernels by the machine, and nothing by variables set for something else. */
function singleThreaded(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign = ['OPENBLAS_CORETYPE', 'OPENBLAS_L2_SIZE'];
  const kept = Object.entries(environment).filter(([name]) => !foreign.includes(name));
  return { ...Object.fromEntries(kept), OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };
}
