import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { makeFile } from '../export/forms.ts';
import { describeRun } from '../export/describe-run.ts';
import type { FormName } from '../export/form-names.ts';
import { numpyEnding } from '../export/numpy.ts';
import type { EnclosedTable } from '../export/run-json.ts';
import { pytorchScopes, type PytorchScope } from '../export/pytorch-scopes.ts';
import { isFiniteModel } from '../export/trained-model.ts';
import { describeWholeRun } from '../export/whole-run.ts';
import { packTable, tableId } from '../formats/packed-table.ts';
import type { Run } from '../training/run.ts';
import type { Subject } from './subject.ts';
import { UsageError } from './usage.ts';

/** The longer ends first. */
const endings: readonly (readonly [ending: string, form: FormName, scope?: PytorchScope])[] = [
  [pytorchScopes.run.ending, 'pytorch', 'run'],
  [pytorchScopes.torchrun.ending, 'pytorch', 'torchrun'],
  [numpyEnding, 'numpy'],
  ['.py', 'pytorch'],
  ['.onnx', 'onnx'],
  ['.safetensors', 'safetensors'],
  ['.json', 'json'],
  ['.mjs', 'javascript'],
  ['.js', 'javascript'],
  ['.h', 'c'],
];

/** Known before anything is trained for it. Throws a UsageError. */
export function formOf(path: string): FormName {
  const found = endingOf(path);
  if (found !== undefined) return found[1];
  const known = endings.map(([ending]) => ending).join(', ');
  throw new UsageError(
    `--out ${path} does not say in which form, expected a name that ends with one of ${known}`,
  );
}

/** Whether a file of that name holds the losses that were measured on the way. */
export function hasCurves(path: string): boolean {
  const [, form, scope] = endingOf(path) ?? [];
  return form === 'json' || scope === 'run';
}

function endingOf(path: string): (typeof endings)[number] | undefined {
  // A Python file with a hyphen before its form is understood, though it is no name of a module.
  const asModule = path.replace(/-(?=[a-z]+\.py$)/, '_');
  return endings.find(([ending]) => asModule.endsWith(ending));
}

/** Writes the network of a run into files. Throws an Error for weights that are no numbers. */
export async function writeOut(paths: readonly string[], run: Run, subject: Subject): Promise<void> {
  if (paths.length === 0) return;
  const model = describeRun(run);
  if (!isFiniteModel(model)) throw new Error('there are weights that are not finite: nothing was written');
  const table = await enclosed(subject);
  const whole = describeWholeRun(run);
  const what = { model, state: run.state(), whole, ...(table === null ? {} : { table }) };
  for (const path of paths) {
    const [, , scope = 'network'] = endingOf(path) ?? [];
    writeFileSync(path, makeFile(formOf(path), { ...what, scope }, basename(path)).content);
  }
}

async function enclosed({ table }: Subject): Promise<EnclosedTable | null> {
  if (table === null) return null;
  const bytes = await packTable(table).arrayBuffer();
  return { id: tableId(table), packed: Buffer.from(bytes).toString('base64') };
}
