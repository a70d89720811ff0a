import { compileShader, type CompileResult, type ShaderDescription } from './compile.ts';
import { failure } from './results.ts';

interface Entry {
  readonly compiling: Promise<CompileResult>;
  settled: CompileResult | undefined;
}

/** Pipelines by topology: the ones used last are kept, the one unused for longest makes room. */
export class PipelineCache {
  readonly #device: GPUDevice;
  readonly #capacity: number;
  /** Used last comes last. */
  readonly #entries = new Map<string, Entry>();
  /** What nobody waits for is compiled one at a time: by the end of one, the others may be wanted no more. */
  #inBackground: Entry | null = null;

  constructor(device: GPUDevice, capacity: number) {
    this.#device = device;
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** What became of a shader, or undefined while it is compiled or waits for its turn: ask again, as with every frame. */
  peek(key: string, describe: () => ShaderDescription): CompileResult | undefined {
    if (!this.#entries.has(key)) {
      if (this.#inBackground?.settled === undefined && this.#inBackground !== null) return undefined;
      this.#inBackground = this.#entry(key, describe);
    }
    return this.#entry(key, describe).settled;
  }

  /** Waits for it. Never rejects. */
  get(key: string, describe: () => ShaderDescription): Promise<CompileResult> {
    return this.#entry(key, describe).compiling;
  }

  #entry(key: string, describe: () => ShaderDescription): Entry {
    const known = this.#entries.get(key);
    if (known !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known;
    }
    if (this.#entries.size >= this.#capacity) {
      const [oldest] = this.#entries.keys();
      this.#entries.delete(oldest);
    }
    const entry: Entry = {
      compiling: compileShader(this.#device, describe())
        .catch(() => failure('shader-rejected', 'The GPU was lost while it compiled a shader.'))
        .then((result) => (entry.settled = result)),
      settled: undefined,
    };
    this.#entries.set(key, entry);
    return entry;
  }

  /** Pipelines have no end of their own: they go with the last reference. */
  release(): void {
    this.#entries.clear();
  }
}
