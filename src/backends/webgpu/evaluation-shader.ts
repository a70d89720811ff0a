import type { ShaderDescription } from './compile.ts';
import { loopSource } from './loops.ts';
import { leadingRows, type NetworkProgram } from './network-plan.ts';
import { emitTape } from './straight-line.ts';
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

/** Serves every network of up to `capacity` inputs and neurons a layer. */
export function loopShader(capacity: number): ShaderDescription {
  const body = `\
  let prediction = predict(sample, 0);
  record(0, sample, display(prediction));
  record(1, sample, prediction);`;
  return {
    label: `evaluate by loops, up to ${capacity} wide`,
    source: head + loopSource(capacity, bindings.length) + entry(body),
    entryPoint: 'evaluateNetwork',
    bindings: [...bindings, 'read-only-storage', 'read-only-storage'],
  };
}

/** Serves one network, written out. */
export function straightLineShader({ plan, trace }: NetworkProgram): ShaderDescription {
  const { lines, outputs, calls } = emitTape(trace(), {
    input: (slot) => `input(${slot}u, sample)`,
    target: (slot) => {
      throw new RangeError(`an evaluation has no targets, and the tape reads target ${slot}`);
    },
  });
  const records = outputs.map((name, row) => `record(${row}u, sample, ${name});`);
  const body = [
    'let firstWeight = 0u;',
    ...lines,
    ...records.slice(0, leadingRows),
    // One test for all of them: most parts want none.
    `if (part.rowCount > ${leadingRows}u) {`,
    ...records.slice(leadingRows),
    '}',
  ];
  return {
    label: `evaluate ${[plan.inputCount, ...plan.layers.map(({ width }) => width)].join('-')} in a straight line`,
    source: head + functionSources(calls, 'f32') + entry(body.join('\n')),
    entryPoint: 'evaluateNetwork',
    bindings,
  };
}
