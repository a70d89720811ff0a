/** The forms that a trained network is taken away in, in the order in which they are offered, and what they are good for. */
export const exportForms = {
  pytorch: {
    label: 'PyTorch',
    about: 'A Python file: the module with its weights, the encoding of rows, and predict(rows). In float64.',
  },
  onnx: {
    label: 'ONNX',
    about:
      'One graph from raw columns to named outputs, for ONNX Runtime and others: opset 13, numbers in as float64.',
  },
  safetensors: {
    label: 'safetensors',
    about:
      'The state_dict of a torch.nn.Sequential in float64: its header says which modules the indices are of, and how rows are encoded.',
  },
  json: {
    label: 'JSON',
    about:
      'The run itself, to open it here again to the same bits: settings, own data, weights, optimizer state and curves.',
  },
  javascript: {
    label: 'JavaScript',
    about:
      'An ES module without dependencies, for browsers and Node: predict(row). The very graph that was trained.',
  },
  c: {
    label: 'C',
    about:
      'One C99 header without allocation, for small machines too: chainrule_predict(row, …). The very graph that was trained.',
  },
  numpy: {
    label: 'NumPy',
    about:
      'A Python file that needs NumPy alone: the layers as arrays, the encoding of rows, and predict(rows).',
  },
} as const;

export type FormName = keyof typeof exportForms;
export const formNames = Object.keys(exportForms) as FormName[];
