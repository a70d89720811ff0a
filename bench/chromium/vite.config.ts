import { defineConfig } from 'vite';

/** The page of the runtime "chromium", with every package in it. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  publicDir: false,
  logLevel: 'error',
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    outDir: '../../.cache/bench-chromium',
    emptyOutDir: true,
    modulePreload: false,
    assetsInlineLimit: 0,
  },
});
