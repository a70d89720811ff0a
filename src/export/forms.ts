import type { RunState } from '../training/run.ts';
import { exportC, type CPrecision } from './c-header.ts';
import type { FormName } from './form-names.ts';
import { exportJavaScript } from './javascript.ts';
import { exportNumpy, numpyEnding } from './numpy.ts';
import { exportOnnx } from './onnx.ts';
import { exportPytorch } from './pytorch.ts';
import { exportBigRun } from './pytorch-big-run.ts';
import { exportPytorchRun } from './pytorch-run.ts';
import { pytorchScopes, scopeProblem, type PytorchScope } from './pytorch-scopes.ts';
import { writeRun, type EnclosedTable } from './run-json.ts';
import { exportSafetensors, safetensorsHeader } from './safetensors.ts';
import { fileName, type TrainedModel } from './trained-model.ts';
import type { WholeRunResult } from './whole-run.ts';

/** All there is to take away, of one moment. */
export interface TakenAway {
  readonly model: TrainedModel;
  readonly state: RunState;
  readonly table?: EnclosedTable;
  /** Of the form that leaves it open. */
  readonly precision?: CPrecision;
  /** How the network was trained, or why that cannot be repeated. */
  readonly whole?: WholeRunResult;
  /** Of PyTorch: the network alone, if it is not said. */
  readonly scope?: PytorchScope;
}

export interface MadeFile {
  readonly name: string;
  readonly mimeType: string;
  readonly content: string | Uint8Array<ArrayBuffer>;
  /** What it says, where it is no text; the content where it is. */
  readonly preview: string;
}

/** What a file's name ends with, its type, and what is in it. */
interface Maker {
  readonly ending: string;
  readonly mimeType: string;
  readonly make: (what: TakenAway, name: string) => Pick<MadeFile, 'content' | 'preview'> | string;
}

const makers: Readonly<Record<FormName, Maker>> = {
  pytorch: { ending: '.py', mimeType: 'text/x-python', make: writePytorch },
  onnx: {
    ending: '.onnx',
    mimeType: 'application/octet-stream',
    make: ({ model }) => {
      const { bytes: content, listing: preview } = exportOnnx(model);
      return { content, preview };
    },
  },
  safetensors: {
    ending: '.safetensors',
    mimeType: 'application/octet-stream',
    make: ({ model }) => ({ content: exportSafetensors(model), preview: safetensorsHeader(model) }),
  },
  json: {
    ending: '.json',
    mimeType: 'application/json',
    make: ({ state, table }) => writeRun(table === undefined ? { state } : { state, table }),
  },
  javascript: {
    ending: '.js',
    mimeType: 'text/javascript',
    make: ({ model }, name) => exportJavaScript(model, name),
  },
  c: { ending: '.h', mimeType: 'text/x-c', make: ({ model, precision }) => exportC(model, precision) },
  numpy: {
    ending: numpyEnding,
    mimeType: 'text/x-python',
    make: ({ model }, name) => exportNumpy(model, name),
  },
};

function writePytorch({ model, whole, scope = 'network' }: TakenAway, name: string): string {
  const problem = scopeProblem(scope, whole);
  if (problem !== null) throw new RangeError(problem);
  if (scope === 'network' || whole?.ok !== true) return exportPytorch(model, name);
  if (scope === 'torchrun') return exportBigRun(model, whole.run, name);
  if (whole.run.data === null) throw new RangeError('there are no data');
  return exportPytorchRun(model, whole.run, whole.run.data, name);
}

/**
 * A file whose name says what it is, or has been chosen: what is in it names it so. Throws a RangeError for what
 * `scopeProblem` tells of.
 */
export function makeFile(form: FormName, what: TakenAway, chosenName?: string): MadeFile {
  const { mimeType, make } = makers[form];
  const ending = form === 'pytorch' ? pytorchScopes[what.scope ?? 'network'].ending : makers[form].ending;
  const name = chosenName ?? fileName(what.model, ending);
  const made = make(what, name);
  return { name, mimeType, ...(typeof made === 'string' ? { content: made, preview: made } : made) };
}
