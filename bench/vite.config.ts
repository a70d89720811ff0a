import { defineConfig } from 'vite';

/** Bundles the benchmarks for Node, which runs no TypeScript; packages stay outside. */
export default defineConfig({
  publicDir: false,
  logLevel: 'warn',
  build: {
    ssr: true,
    target: 'node20',
    outDir: '.cache/bench',
    rolldownOptions: {
      input: [
        'bench/train.ts',
        'bench/page.ts',
        'bench/spiral.ts',
        'bench/sigmoid.ts',
        'bench/latency.ts',
        'bench/time.ts',
        'bench/follow.ts',
        'bench/memory.ts',
        'bench/places.ts',
        'bench/read-csv.ts',
        'bench/table.ts',
        'bench/settings.ts',
        'bench/screenshots.ts',
        'bench/compare.ts',
        'bench/compare-memory.ts',
        'bench/compare/compare-worker.ts',
        'bench/compile-time/node-worker.ts',
      ],
    },
  },
});
