import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { startStaticServer } from '../static-server.ts';

export interface ServedPage {
  readonly url: string;
  stop(): Promise<void>;
}

/** A page with nothing but one drawing on it, built and served like the real one, its policy included. */
export async function serveGraphPage(): Promise<ServedPage> {
  const folder = mkdtempSync(join(tmpdir(), 'graph-view-'));
  await build({
    configFile: fileURLToPath(new URL('../../../vite.config.ts', import.meta.url)),
    root: fileURLToPath(new URL('.', import.meta.url)),
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
