import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import ts from 'typescript';
import { build, type Rolldown } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Builds, packs, installs and checks types: with room for a busy machine. */
const patienceMs = 300_000;
const documents = ['README.md', 'docs/library.md', 'docs/command-line.md', 'docs/architecture.md'];

let folder: string;
const project = (...path: string[]): string => join(folder, 'project', ...path);
const installed = (...path: string[]): string => project('node_modules', 'chainrule', ...path);

function run(command: string, args: readonly string[], cwd: string) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', shell: false });
  return { status, stdout, stderr };
}

/** Fails with what was printed. */
function mustRun(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = run(command, args, cwd);
  expect(status, `${command} ${args.join(' ')}\n${stdout}${stderr}`).toBe(0);
  return stdout;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chainrule-package-'));
  mkdirSync(project());
  writeFileSync(project('package.json'), JSON.stringify({ name: 'mine', private: true, type: 'module' }));
  mustRun('npm', ['pack', '--pack-destination', folder], root);
  const [tarball, ...others] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  expect(others).toEqual([]);
  const quietly = ['--offline', '--no-audit', '--no-fund', '--cache', join(folder, 'empty-cache')];
  mustRun('npm', ['install', ...quietly, join(folder, tarball)], project());
}, patienceMs);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the package', () => {
  test('brings nothing along, and has the licence of all that is inside', () => {
    expect(readdirSync(project('node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
      'chainrule',
    ]);
    const manifest = JSON.parse(readFileSync(installed('package.json'), 'utf8')) as Record<string, unknown>;
    expect(manifest['dependencies']).toBeUndefined();
    const licences = readFileSync(installed('lib/third-party-licences.txt'), 'utf8');
    const inside = readdirSync(installed('lib/third-party'));
    expect(inside).toContain('valibot');
    for (const name of inside) expect(licences).toContain(`${name} `);
    expect(existsSync(installed('LICENSE'))).toBe(true);
  });

  test('imports only itself, and Node from the command line alone', () => {
    const files = readdirSync(installed('lib'), { recursive: true, encoding: 'utf8' });
    const scripts = files.filter((file) => /\.(js|d\.ts)$/.test(file));
    expect(scripts.length).toBeGreaterThan(200);
    for (const file of scripts) {
      const { importedFiles } = ts.preProcessFile(readFileSync(installed('lib', file), 'utf8'));
      const strangers = importedFiles.map(({ fileName }) => fileName).filter((name) => !name.startsWith('.'));
      if (file.startsWith('cli/')) expect(strangers.every((name) => name.startsWith('node:'))).toBe(true);
      else expect(strangers, file).toEqual([]);
    }
  });

  test('bundles to what is used: Value alone is small', async () => {
    const sizeOf = async (code: string): Promise<number> => {
      writeFileSync(project('entry.js'), code);
      const built = await build({
        root: project(),
        configFile: false,
        publicDir: false,
        logLevel: 'silent',
        build: { write: false, lib: { entry: project('entry.js'), formats: ['es'] } },
      });
      const { output } = [built].flat()[0] as Rolldown.RolldownOutput;
      return gzipSync(output.map((chunk) => (chunk.type === 'chunk' ? chunk.code : '')).join('')).length;
    };
    expect(await sizeOf("export { Value } from 'chainrule';")).toBeLessThan(3 * 1024);
    // Without an export that is used nothing at all is left.
    expect(await sizeOf("import 'chainrule'; import 'chainrule/export';")).toBeLessThan(100);
    expect(await sizeOf("export { train } from 'chainrule';")).toBeGreaterThan(20 * 1024);
  });
});

/** The blocks of a document, which go on from one another: together they are one module. */
function codeOf(document: string): string {
  const text = readFileSync(join(root, document), 'utf8');
  return [...text.matchAll(/^```(?:ts|js)\n(.*?)^```/gms)].map(([, code]) => code).join('\n');
}

const examples = documents.filter((document) => codeOf(document) !== '');

describe('what the documents show', () => {
  const nameOf = (document: string): string => document.replaceAll(/\W/g, '-');

  test('has types that hold for whoever has none of ours', () => {
    expect(examples).toEqual(['README.md', 'docs/library.md']);
    for (const document of examples) writeFileSync(project(`${nameOf(document)}.ts`), codeOf(document));
    writeFileSync(project('node.d.ts'), nodeTypes);
    const options = {
      strict: true,
      noEmit: true,
      // TypeScript's own declarations are not ours to check.
      skipDefaultLibCheck: true,
      module: 'nodenext',
      target: 'es2022',
      lib: ['es2023', 'dom'],
      types: [],
    };
    writeFileSync(project('tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['*.ts'] }));
    mustRun(process.execPath, [join(root, 'node_modules/typescript/bin/tsc')], project());
  }, 120_000);

  test.each(examples)('runs, and comes to what is said: %s', (document) => {
    const code = codeOf(document);
    const said = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, result]) => result);
    expect(said.length).toBe(code.split('console.log(').length - 1);
    const { outputText } = ts.transpileModule(code, {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
    });
    writeFileSync(project(`${nameOf(document)}.js`), outputText);
    const logged = mustRun(process.execPath, [`${nameOf(document)}.js`], project());
    expect(logged.trimEnd().split('\n')).toEqual(said);
  });
});

/** As much of Node's types as the documents use. */
const nodeTypes = `declare module 'node:v8' { export function setFlagsFromString(flags: string): void; }
declare const process: { readonly versions: { readonly node: string } };
`;

describe('the command line', () => {
  const chainrule = (...args: string[]) => run(project('node_modules/.bin/chainrule'), args, project());

  test('trains a link, and its last line says all in full precision', () => {
    const link = 'https://example.org/#dataSet=xor&hidden=4&optimizer=adam&learningRate=0.03&fused=false';
    const { status, stdout, stderr } = chainrule('train', link, '--epochs', '20', '--json');
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const [line, ...others] = stdout.trimEnd().split('\n');
    expect(others).toEqual([]);
    const result = JSON.parse(line) as Record<string, unknown>;
    expect(result).toMatchObject({ epoch: 20, parameters: 17, engine: 'wasm-f32', fused: false });
    expect(result['trainAccuracy']).toBeGreaterThan(0.8);
    expect(String(result['testLoss']).length).toBeGreaterThan(12);
  });

  test('trains a set of real data that comes along', () => {
    const { status, stdout } = chainrule(
      'train',
      'dataSet=iris&loss=cross-entropy',
      '--epochs',
      '5',
      '--json',
    );
    expect(status).toBe(0);
    expect((JSON.parse(stdout) as { testAccuracy: number }).testAccuracy).toBeGreaterThan(0.3);
  });

  test('fuses where the page does, whatever Node hides', () => {
    const { stdout } = chainrule('train', '--epochs', '1', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ fused: true });
  });

  test('says what was expected of what it does not understand', () => {
    const { status, stdout, stderr } = chainrule('train', '--epochs', 'ten');
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('--epochs ten is no number of epochs, expected a whole number from 0');
  });

  const swarm = ['swarm', '#points=40&hidden=3', '--seeds', '7', '--epochs', '4'];

  test('trains a swarm on threads, and their number changes no byte', () => {
    const results = ['1', '3'].map((workers) => {
      const path = project(`by-${workers}.csv`);
      const { status, stdout, stderr } = chainrule(...swarm, '--workers', workers, '--out', path, '--json');
      expect(stderr).toBe('');
      expect(status).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ done: 7, failed: 0, fused: true, workers: Number(workers) });
      return readFileSync(path, 'utf8');
    });
    expect(results[0].split('\r\n').length).toBe(9);
    expect(results[1]).toBe(results[0]);
    // As `train` has it, of the second seed.
    const second = ['train', swarm[1], '--epochs', '4', '--seed', '2', '--json'];
    const { trainLoss, testLoss } = JSON.parse(chainrule(...second).stdout) as Record<string, number>;
    expect(results[0].split('\r\n')[2]).toContain(`,${trainLoss},${testLoss},`);
  });

  test('does the runs of a thread that was killed again', () => {
    const path = (name: string): string => JSON.stringify(installed('lib', name));
    writeFileSync(
      project('killed.js'),
      `import workers from 'node:worker_threads';
import { syncBuiltinESMExports } from 'node:module';
const started = [];
let killed = 0;
workers.Worker = class extends workers.Worker {
  constructor(...given) {
    super(...given);
    started.push(this);
  }
  postMessage(message) {
    super.postMessage(message);
    // In the middle of its first work, as the system would.
    if (killed < 2 && message.trials !== null) {
      killed++;
      void this.terminate();
    }
  }
};
syncBuiltinESMExports();
const { runCommand } = await import(${path('cli/run-command.js')});
process.exitCode = await runCommand(process.argv.slice(2));
console.error(killed, started.length);
`,
    );
    const words = [...swarm, '--workers', '2', '--out'];
    mustRun(project('node_modules/.bin/chainrule'), [...words, 'whole.csv', '--fused', 'false'], project());
    const { status, stderr } = run(
      process.execPath,
      ['killed.js', ...words, 'killed.csv', '--fused', 'false'],
      project(),
    );
    expect([status, stderr.trim()]).toEqual([0, '2 4']);
    expect(readFileSync(project('killed.csv'), 'utf8')).toBe(readFileSync(project('whole.csv'), 'utf8'));
  });
});
