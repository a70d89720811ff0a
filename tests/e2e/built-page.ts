import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { startStaticServer } from './static-server.ts';

export interface ServedPage {
  readonly url: string;
  stop(): Promise<void>;
}

/** A page of the tests' own, built and served like the real one, policy included; run from the project's folder. */
export async function serveTestPage(folder: string): Promise<ServedPage> {
  const outDir = mkdtempSync(join(tmpdir(), 'test-page-'));
  await build({
    configFile: resolve('vite.config.ts'),
    root: resolve(folder),
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true },
  });
  const server = await startStaticServer(outDir);
  return {
    url: server.url,
    async stop() {
      await server.stop();
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}
