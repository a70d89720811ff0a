/**
 * Builds the engine as a package into `lib/`, a file for each of the source: so a bundler takes what is used and no
 * more, and whoever steps into it reads what is in the repository. Other packages that the engine needs are in
 * `lib/third-party`, with their licences.
 *
 *     node scripts/build-package.mjs
 */
import { cpSync, chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { build } from 'vite';
import { declare } from './package-types.mjs';

const root = resolve(import.meta.dirname, '..');
const outDir = join(root, 'lib');
const { exports, bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const sourceOf = (path) => path.replace(/^\.?\/?lib\//, 'src/').replace(/\.js$/, '.ts');
const entries = Object.values(exports).flatMap((entry) =>
  typeof entry === 'string' ? [] : [sourceOf(entry.default)],
);
const commands = Object.values(bin).map(sourceOf);
/** What the command line starts by its address. */
const threads = ['src/cli/compare/thread.ts'];

rmSync(outDir, { recursive: true, force: true });
const { output } = [await buildScripts()].flat()[0];
declare({ root, outDir, entries });
writeLicences(output.flatMap(({ moduleIds = [] }) => moduleIds));
cpSync(join(root, 'public/data'), join(outDir, 'data-sets'), { recursive: true });
for (const command of Object.values(bin)) chmodSync(join(root, command), 0o755);

function buildScripts() {
  return build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      // For Node, and for browsers where it asks for nothing of Node.
      ssr: true,
      target: 'es2022',
      outDir,
      minify: false,
      rolldownOptions: {
        platform: 'neutral',
        input: [...entries, ...commands, ...threads],
        output: {
          preserveModules: true,
          preserveModulesRoot: 'src',
          // npm leaves folders of this name out.
          entryFileNames: ({ name }) => `${name.replace(/^node_modules\//, 'third-party/')}.js`,
        },
      },
    },
  });
}

/** The licence of every package of which something is inside, in one file. */
function writeLicences(modules) {
  const packages = new Set(
    modules.flatMap(
      (id) => /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id.replaceAll('\\', '/'))?.[1] ?? [],
    ),
  );
  const texts = [...packages].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'LICENCE'].find((one) =>
      existsSync(join(folder, one)),
    );
    if (file === undefined) throw new Error(`${relative(root, folder)} has no licence text`);
    return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
  });
  writeFileSync(join(outDir, 'third-party-licences.txt'), texts.join(`\n${'-'.repeat(80)}\n\n`));
}
