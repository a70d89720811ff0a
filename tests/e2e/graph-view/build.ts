import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { startStaticServer } from '../static-server.ts';

export interface ServedPage {
  readonly url: string;
  stop(): Promise<void>;
}

/** A page with nothing but one drawing on it, built and served like the real one; run from the project's folder. */
export async function serveGraphPage(): Promise<ServedPage> {
  const folder = mkdtempSync(join(tmpdir(), 'graph-view-'));
  await build({
    configFile: resolve('vite.config.ts'),
    root: resolve('tests/e2e/graph-view'),
    logLevel: 'warn',
    build: { outDir: folder, emptyOutDir: true },
  });
  const server = await startStaticServer(folder);
  return {
    url: server.url,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
