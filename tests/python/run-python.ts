import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The system's: it has PyTorch. */
export const python = '/usr/bin/python3';

/** What programs print, by their names; all in one process, for importing PyTorch takes seconds. */
export function runPrograms(folder: string, texts: ReadonlyMap<string, string>): Map<string, string> {
  const runner = fileURLToPath(new URL('run_files.py', import.meta.url));
  const paths = [...texts].map(([name, text], i) => {
    const path = join(folder, `program_${i}.py`);
    writeFileSync(path, text);
    return [name, path] as const;
  });
  const output = execFileSync(python, [runner, ...paths.map(([, path]) => path)], {
    encoding: 'utf8',
    env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
    maxBuffer: 1 << 28,
  });
  const printed = JSON.parse(output) as Record<string, string>;
  return new Map(paths.map(([name, path]) => [name, printed[path]]));
}

/** The losses that a program prints, epoch by epoch. */
export function lossesIn(printed: string): (readonly [train: number, test: number])[] {
  return [...printed.matchAll(/^epoch (\d+): train loss (\S+), test loss (\S+)$/gm)].map(
    ([, epoch, train, test], i) => {
      if (Number(epoch) !== i) throw new Error(`epoch ${epoch} is printed in place of ${i}`);
      return [Number(train), Number(test)] as const;
    },
  );
}
