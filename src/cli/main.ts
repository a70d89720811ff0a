#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';

// Node 20 has relaxed multiply-add behind a flag that counts until the first module is compiled. Chromium has it as it is.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--experimental-wasm-relaxed-simd');
const { runCommand } = await import('./run-command.ts');
process.exitCode = await runCommand(process.argv.slice(2));
