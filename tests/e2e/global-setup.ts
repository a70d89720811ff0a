import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { findChromium } from './chromium.ts';
import { startStaticServer } from './static-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the built page, with a closing slash. */
    baseUrl: string;
  }
}

/** Serves the built page to all end-to-end tests, and finds or installs the browser before the first needs it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = fileURLToPath(new URL('../../dist', import.meta.url));
  if (!existsSync(`${folder}/index.html`)) {
    throw new Error(`the built page is missing (${folder}/index.html): run \`npm run build\` first`);
  }
  findChromium();
  const server = await startStaticServer(folder);
  project.provide('baseUrl', server.url);
  return () => server.stop();
}
