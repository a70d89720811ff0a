import { selectOutputs } from '../../autograd/tape-builder.ts';
import type { ShaderDescription } from './compile.ts';
import { displaySource, softmaxSource } from './displays.ts';
import { loopSource } from './loops.ts';
import { leadingRows, outputCount, rowCountOf, widthsInWords, type NetworkProgram } from './network-plan.ts';
import { predictionOf, predictionType } from './prediction.ts';
import { emitTape, type EmittedTape, type LeafReaders } from './straight-line.ts';
import { functionSources } from './wgsl-functions.ts';

/** The two shaders that evaluate a part of a batch, one sample an invocation. They share all but the network. */

/** Invocations of one workgroup. */
export const workgroupSize = 64;

/** u32 words of the uniform `Part`. */
export const partWords = 4;

const bindings = ['uniform', 'read-only-storage', 'read-only-storage', 'storage'] as const;

const head = `\
struct Part {
  sampleCount: u32,
  // Cells in a row of a grid; 0 for samples in columns.
  gridWidth: u32,
  // Rows that are wanted, from the first.
  rowCount: u32,
  // Place of the part's first number in the results.
  firstResult: u32,
}

@group(0) @binding(0) var<uniform> part: Part;
@group(0) @binding(1) var<storage, read> weights: array<vec4f>;
// [input][sample]; for a grid, by input the factors of its columns and then of its rows.
@group(0) @binding(2) var<storage, read> features: array<f32>;
// By part [row][sample].
@group(0) @binding(3) var<storage, read_write> results: array<f32>;

fn input(i: u32, sample: u32) -> f32 {
  let width = part.gridWidth;
  if (width == 0) {
    return features[i * part.sampleCount + sample];
  }
  let columns = 2 * i * width;
  return features[columns + sample % width] * features[columns + width + sample / width];
}

fn record(row: u32, sample: u32, value: f32) {
  if (row < part.rowCount) {
    results[part.firstResult + row * part.sampleCount + sample] = value;
  }
}
`;

function entry(body: string): string {
  return `
@compute @workgroup_size(${workgroupSize})
fn evaluateNetwork(@builtin(global_invocation_id) id: vec3u) {
  let sample = id.x;
  if (sample >= part.sampleCount) {
    return;
  }
${body}
}
`;
}

/** Serves every network of up to `capacity` inputs and neurons a layer, with so many outputs. */
export function loopShader(capacity: number, outputs = 1): ShaderDescription {
  const body = `\
  let prediction = predict(sample, 0);
  let displayed = display(prediction);
${recordsOf('displayed', outputs, 0)}
${recordsOf('prediction', outputs, outputs)}`;
  return {
    label: `evaluate by loops, up to ${capacity} wide, outputs ${outputs}`,
    source: head + loopSource(capacity, outputs, bindings.length) + displaySource(outputs) + entry(body),
    entryPoint: 'evaluateNetwork',
    bindings: [...bindings, 'read-only-storage', 'read-only-storage'],
  };
}

/** Records each number of a variable of type `Prediction`, from this row on. */
function recordsOf(variable: string, outputs: number, firstRow: number): string {
  const record = (_: unknown, i: number): string =>
    `  record(${firstRow + i}u, sample, ${predictionOf(variable, i, outputs)});`;
  return Array.from({ length: outputs }, record).join('\n');
}

/** Serves one network, written out. */
export function straightLineShader(program: NetworkProgram): ShaderDescription {
  const { plan } = program;
  const { lines, outputs, calls, functions } = writtenRows(program);
  const records = outputs.map((name, row) => `record(${row}u, sample, ${name});`);
  const body = [
    'let firstWeight = 0u;',
    ...lines,
    ...records.slice(0, leadingRows(plan)),
    // One test for all of them: most parts want none.
    `if (part.rowCount > ${leadingRows(plan)}u) {`,
    ...records.slice(leadingRows(plan)),
    '}',
  ];
  return {
    label: `evaluate ${widthsInWords(plan)} in a straight line`,
    source: head + functions + functionSources(calls, 'f32') + entry(body.join('\n')),
    entryPoint: 'evaluateNetwork',
    bindings,
  };
}

const readers: LeafReaders = {
  input: (slot) => `input(${slot}u, sample)`,
  target: (slot) => {
    throw new RangeError(`an evaluation has no targets, and the tape reads target ${slot}`);
  },
};

/** All rows as the tape has them, except for the softmax of several: see `softmaxSource`. */
function writtenRows(program: NetworkProgram): EmittedTape & { readonly functions: string } {
  const { plan, trace } = program;
  const count = outputCount(plan);
  if (plan.display !== 'softmax' || count === 1) return { ...emitTape(trace(), readers), functions: '' };
  const behindDisplayed = Array.from({ length: rowCountOf(program) - count }, (_, i) => count + i);
  const { lines, outputs, calls } = emitTape(selectOutputs(trace(), behindDisplayed), readers);
  const predictions = outputs.slice(0, count).join(', ');
  return {
    lines: [...lines, `let displayed = softmaxOf(Prediction(${predictions}));`],
    outputs: [...outputs.slice(0, count).map((_, i) => predictionOf('displayed', i, count)), ...outputs],
    calls,
    functions: `${predictionType(count)}\n${softmaxSource(count)}`,
  };
}
