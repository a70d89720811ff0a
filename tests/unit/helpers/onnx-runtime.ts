import { env, InferenceSession, Tensor } from 'onnxruntime-web';
import type { ModelCase } from './exported-models.ts';

// Threads of its own would have to be ended.
env.wasm.numThreads = 1;
/** It gives the whole process a `Worker`, and what else runs here would take that for a browser's. */
const hadWorker = 'Worker' in globalThis;
env.logLevel = 'error';

/** What an output holds, row-major. */
export type Said = ReadonlyMap<string, readonly (number | string)[]>;

/** Runs a file in ONNX Runtime. */
export async function runInOnnxRuntime(
  file: Uint8Array,
  feeds: Readonly<Record<string, Tensor>>,
): Promise<Said> {
  const session = await InferenceSession.create(file);
  try {
    const outputs = await session.run(feeds);
    return new Map(
      Object.entries(outputs).map(([name, { data }]) => [
        name,
        Array.from(data as ArrayLike<number | bigint | string>, (value) =>
          typeof value === 'bigint' ? Number(value) : value,
        ),
      ]),
    );
  } finally {
    await session.release();
    if (!hadWorker) Reflect.deleteProperty(globalThis, 'Worker');
  }
}

/** Raw rows, a column each, as our files read them. */
export function columnFeeds({ model, rows }: ModelCase): Record<string, Tensor> {
  const feeds = model.columns.map(({ name, kind }, i): [string, Tensor] => {
    const column = rows.map((row) => row[i]);
    const sizes = [rows.length, 1];
    return [
      name,
      kind === 'number'
        ? new Tensor(
            'float64',
            Float64Array.from(column, (value) => (value === null ? NaN : Number(value))),
            sizes,
          )
        : new Tensor(
            'string',
            column.map((value) => String(value ?? '')),
            sizes,
          ),
    ];
  });
  return Object.fromEntries(feeds);
}

/** Rows of single precision as one input. */
export function rowFeed(rows: readonly (readonly number[])[]): Tensor {
  return new Tensor('float32', Float32Array.from(rows.flat()), [rows.length, rows[0].length]);
}
