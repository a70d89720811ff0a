// Evaluates a network of dense layers for one sample an invocation, looping over the layers, so that the time to
// compile does not depend on the network. shader.ts puts the constants in capitals in front.
//
// Everything is held in blocks of four: layers are padded to a multiple of four neurons with weights of zero.

struct Layer {
  inputBlocks: u32,
  blocks: u32,
  activation: u32,
  // The taps of this layer are [firstTap, endTap).
  firstTap: u32,
  endTap: u32,
}

struct Network {
  sampleCount: u32,
  inputBlocks: u32,
  layerCount: u32,
  display: u32,
  layers: array<Layer>,
}

// A neuron whose activation is written to a row of the results.
struct Tap {
  neuron: u32,
  row: u32,
}

@group(0) @binding(0) var<storage, read> network: Network;
// In reading order: for each block of neurons its biases, then for each input the four neurons' weights for it.
@group(0) @binding(1) var<storage, read> weights: array<vec4f>;
// [block of inputs][sample]
@group(0) @binding(2) var<storage, read> features: array<vec4f>;
@group(0) @binding(3) var<storage, read> taps: array<Tap>;
// [row][sample]; row 0 is the displayed output.
@group(0) @binding(4) var<storage, read_write> results: array<f32>;

// (1 - e^-x) / (1 + e^-x): tanh(x / 2), and 2σ(x) - 1. The built-in tanh is NaN for large x and promises only 1e-5;
// this never overflows. Beyond 80 the exponential no longer counts.
fn signedRatio(x: vec4f) -> vec4f {
  let t = exp(-min(abs(x), vec4f(80.0)));
  return sign(x) * ((1.0 - t) / (1.0 + t));
}

fn sigmoid(x: vec4f) -> vec4f {
  let t = exp(-min(abs(x), vec4f(80.0)));
  return select(t, vec4f(1.0), x >= vec4f(0.0)) / (1.0 + t);
}

fn activate(z: vec4f, activation: u32) -> vec4f {
  switch activation {
    case TANH: { return signedRatio(2.0 * z); }
    case RELU: { return max(z, vec4f(0.0)); }
    case SIGMOID: { return sigmoid(z); }
    default: { return z; }
  }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn evaluateNetwork(@builtin(global_invocation_id) id: vec3u) {
  let sample = id.x;
  let sampleCount = network.sampleCount;
  if (sample >= sampleCount) {
    return;
  }

  // Two halves: a layer reads one and writes the other.
  var signals: array<vec4f, 2 * MAX_BLOCKS>;
  for (var i = 0u; i < network.inputBlocks; i++) {
    signals[i] = features[i * sampleCount + sample];
  }

  var source = 0u;
  var cursor = 0u;
  for (var l = 0u; l < network.layerCount; l++) {
    let layer = network.layers[l];
    let destination = MAX_BLOCKS - source;
    for (var block = 0u; block < layer.blocks; block++) {
      var sum = weights[cursor];
      cursor++;
      for (var i = 0u; i < layer.inputBlocks; i++) {
        let x = signals[source + i];
        sum += weights[cursor] * x.x;
        sum += weights[cursor + 1] * x.y;
        sum += weights[cursor + 2] * x.z;
        sum += weights[cursor + 3] * x.w;
        cursor += 4;
      }
      signals[destination + block] = activate(sum, layer.activation);
    }
    for (var t = layer.firstTap; t < layer.endTap; t++) {
      let tap = taps[t];
      results[tap.row * sampleCount + sample] = signals[destination + tap.neuron / 4][tap.neuron % 4];
    }
    source = destination;
  }

  let output = signals[source];
  if (network.display == TWO_SIGMOID_MINUS_ONE) {
    results[sample] = signedRatio(output).x;
  } else {
    results[sample] = output.x;
  }
}
