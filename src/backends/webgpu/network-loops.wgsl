// Evaluates a network of dense layers for one sample, looping over the layers, so that the time to compile does not
// depend on the network. Everything is held in blocks of four: layers are padded to a multiple of four neurons with
// weights of zero. loops.ts puts MAX_BLOCKS, `Prediction`, `activate` and the numbers of the bindings in front, and for
// OUTPUTS the numbers of the last layer; what surrounds it defines `input`, `weights` and `record`.

struct Layer {
  inputBlocks: u32,
  blocks: u32,
  activation: u32,
  // The taps of this layer are [firstTap, endTap).
  firstTap: u32,
  endTap: u32,
}

struct Network {
  inputCount: u32,
  inputBlocks: u32,
  layerCount: u32,
  display: u32,
  layers: array<Layer>,
}

// A neuron whose activation is recorded as a row of the results.
struct Tap {
  neuron: u32,
  row: u32,
}

fn inputOrZero(i: u32, sample: u32) -> f32 {
  if (i < network.inputCount) {
    return input(i, sample);
  }
  return 0.0;
}

// The activations of the output neurons. `firstWeight` counts blocks of four.
fn predict(sample: u32, firstWeight: u32) -> Prediction {
  // Two halves: a layer reads one and writes the other.
  var signals: array<vec4f, 2 * MAX_BLOCKS>;
  for (var i = 0u; i < network.inputBlocks; i++) {
    let first = 4 * i;
    signals[i] = vec4f(
      inputOrZero(first, sample),
      inputOrZero(first + 1, sample),
      inputOrZero(first + 2, sample),
      inputOrZero(first + 3, sample),
    );
  }

  var source = 0u;
  // In reading order: for each block of neurons its biases, then for each input the four neurons' weights for it.
  var cursor = firstWeight;
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
      record(tap.row, sample, signals[destination + tap.neuron / 4][tap.neuron % 4]);
    }
    source = destination;
  }
  return Prediction(OUTPUTS);
}
