import { createReadStream, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import type { checks } from './checks.ts';

type Checks = typeof checks;
export type CheckName = keyof Checks;
export type CheckResult<Name extends CheckName> = Awaited<ReturnType<Checks[Name]>>;

type Answer =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

/** The checks, built as one module worker, behind a small server: WebGPU wants a secure context such as localhost. */
export class CheckServer {
  readonly #folder: string;
  readonly #server: Server;

  private constructor(folder: string, server: Server) {
    this.#folder = folder;
    this.#server = server;
  }

  static async start(): Promise<CheckServer> {
    const folder = mkdtempSync(join(tmpdir(), 'webgpu-checks-'));
    await build({
      configFile: false,
      logLevel: 'warn',
      build: {
        outDir: folder,
        emptyOutDir: true,
        target: 'es2022',
        rolldownOptions: {
          input: fileURLToPath(new URL('./checks.worker.ts', import.meta.url)),
          output: { entryFileNames: 'worker.js', format: 'es' },
        },
      },
    });
    const server = createServer(({ url = '/' }, response) => {
      const path = join(folder, normalize(url));
      if (url === '/') {
        response.setHeader('content-type', 'text/html').end('<!doctype html><link rel="icon" href="data:,">');
      } else if (!existsSync(path)) response.writeHead(404).end();
      else createReadStream(path).pipe(response.setHeader('content-type', 'text/javascript'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new CheckServer(folder, server);
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error(`expected a port, got ${address}`);
    return `http://localhost:${address.port}/`;
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Runs one check in a fresh worker of the page and ends the worker. Rejects if the check threw. */
export async function runCheck<Name extends CheckName>(
  page: Page,
  name: Name,
  argument: Parameters<Checks[Name]>[0] | null = null,
): Promise<CheckResult<Name>> {
  const answer = await page.evaluate(
    (order) =>
      new Promise<Answer>((resolve) => {
        const worker = new Worker('/worker.js', { type: 'module' });
        const settle = (result: Answer): void => {
          worker.terminate();
          resolve(result);
        };
        worker.onmessage = ({ data }: MessageEvent<Answer>) => settle(data);
        worker.onerror = ({ message }) => settle({ ok: false, message: `the worker failed: ${message}` });
        worker.postMessage(order);
      }),
    { name, argument },
  );
  if (!answer.ok) throw new Error(answer.message);
  return answer.value as CheckResult<Name>;
}
