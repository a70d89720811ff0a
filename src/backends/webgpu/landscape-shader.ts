import { selectOutputs } from '../../autograd/tape-builder.ts';
import { printTape, type Tape } from '../../autograd/tape.ts';
import type { ShaderDescription } from './compile.ts';
import { loopSource } from './loops.ts';
import { leadingRows, outputCount, widthsInWords, type NetworkProgram } from './network-plan.ts';
import type { KernelFamily } from './network-shaders.ts';
import { predictionOf, predictionType } from './prediction.ts';
import { emitTape } from './straight-line.ts';
import { functionSources, type WgslFunctionName } from './wgsl-functions.ts';

/**
 * The two passes of a landscape: the first moves the weights to each cell of the plane, the second sums the losses
 * of a group of samples under the weights of a cell. Together they serve as many cells as fit into a chunk.
 */

export const landscapeWorkgroupSize = 64;

/** u32 words of the uniform `Plane`. */
export const planeWords = 8;

const plane = `\
struct Plane {
  sampleCount: u32,
  // Samples whose losses one invocation sums.
  groupSize: u32,
  groupCount: u32,
  // Blocks of four weights.
  blockCount: u32,
  // Cells of this chunk, and the number of the first on the whole plane.
  cellCount: u32,
  firstCell: u32,
  // Cells in a row of the plane.
  alphaCount: u32,
  padding: u32,
}

@group(0) @binding(0) var<uniform> plane: Plane;
`;

/** Serves every network. */
export const moveShader: ShaderDescription = {
  label: 'move weights over a plane',
  source: `${plane}
// θ, then d₁, then d₂.
@group(0) @binding(1) var<storage, read> directions: array<vec4f>;
// α of each column, then β of each row.
@group(0) @binding(2) var<storage, read> steps: array<f32>;
// By cell.
@group(0) @binding(3) var<storage, read_write> weights: array<vec4f>;

@compute @workgroup_size(${landscapeWorkgroupSize})
fn moveWeights(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x;
  if (i >= plane.cellCount * plane.blockCount) {
    return;
  }
  let cell = plane.firstCell + i / plane.blockCount;
  let block = i % plane.blockCount;
  let alpha = steps[cell % plane.alphaCount];
  let beta = steps[plane.alphaCount + cell / plane.alphaCount];
  weights[i] = directions[block]
    + alpha * directions[plane.blockCount + block]
    + beta * directions[2 * plane.blockCount + block];
}
`,
  entryPoint: 'moveWeights',
  bindings: ['uniform', 'read-only-storage', 'read-only-storage', 'storage'],
};

const bindings = [
  'uniform',
  'read-only-storage',
  'read-only-storage',
  'read-only-storage',
  'storage',
] as const;

const head = `${plane}
@group(0) @binding(1) var<storage, read> weights: array<vec4f>;
// [input][sample]
@group(0) @binding(2) var<storage, read> features: array<f32>;
// [output][sample]
@group(0) @binding(3) var<storage, read> targets: array<f32>;
// [cell][group]
@group(0) @binding(4) var<storage, read_write> sums: array<f32>;

fn input(i: u32, sample: u32) -> f32 {
  return features[i * plane.sampleCount + sample];
}

// Of the neurons on the way nothing is kept.
fn record(row: u32, sample: u32, value: f32) {
}
`;

const entry = `
@compute @workgroup_size(${landscapeWorkgroupSize})
fn sumLosses(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x;
  if (i >= plane.cellCount * plane.groupCount) {
    return;
  }
  let firstWeight = (i / plane.groupCount) * plane.blockCount;
  let first = (i % plane.groupCount) * plane.groupSize;
  let end = min(first + plane.groupSize, plane.sampleCount);
  var sum = 0.0;
  for (var sample = first; sample < end; sample++) {
    sum += lossOf(predict(sample, firstWeight), sample);
  }
  sums[i] = sum;
}
`;

interface WgslFunctions {
  readonly source: string;
  readonly calls: ReadonlySet<WgslFunctionName>;
}

/** The loss of one sample, of its predictions. */
function lossFunction(loss: Tape): WgslFunctions {
  const readers = {
    input: (slot: number) => predictionOf('prediction', slot, loss.inputCount),
    target: (slot: number) => `targets[${slot}u * plane.sampleCount + sample]`,
  };
  const { lines, outputs, calls } = emitTape(loss, readers);
  const source = `\
fn lossOf(prediction: Prediction, sample: u32) -> f32 {
${[...lines, `return ${outputs[0]};`].join('\n')}
}
`;
  return { source, calls };
}

/** The predictions alone, written out. */
function predictFunction({ plan, trace }: NetworkProgram): WgslFunctions {
  const readers = { input: (slot: number) => `input(${slot}u, sample)`, target: () => '0.0' };
  const count = outputCount(plan);
  const predictions = Array.from({ length: leadingRows(plan) - count }, (_, i) => count + i);
  const { lines, outputs, calls } = emitTape(selectOutputs(trace(), predictions), readers);
  const source = `\
${predictionType(count)}
fn predict(sample: u32, firstWeight: u32) -> Prediction {
${[...lines, `return Prediction(${outputs.join(', ')});`].join('\n')}
}
`;
  return { source, calls };
}

/** Kernels that sum the losses of one network, by either way to write it. */
export function landscapeFamily(program: NetworkProgram, lossTape: Tape): KernelFamily {
  const loss = lossFunction(lossTape);
  return {
    name: `landscape of ${printTape(lossTape)}`,
    loops: (capacity, outputs) => ({
      label: `landscape by loops, up to ${capacity} wide, outputs ${outputs}`,
      source: [
        head,
        loopSource(capacity, outputs, bindings.length),
        functionSources(loss.calls, 'f32'),
        loss.source,
        entry,
      ].join('\n'),
      entryPoint: 'sumLosses',
      bindings: [...bindings, 'read-only-storage', 'read-only-storage'],
    }),
    straightLine: () => {
      const network = predictFunction(program);
      return {
        label: `landscape of ${widthsInWords(program.plan)} in a straight line`,
        source: [
          head,
          functionSources([...network.calls, ...loss.calls], 'f32'),
          network.source,
          loss.source,
          entry,
        ].join('\n'),
        entryPoint: 'sumLosses',
        bindings,
      };
    },
  };
}
