import { measureNames, usualAsk } from '../compare/ask.ts';

/** What was asked for cannot be understood: the message says what was expected. */
export class UsageError extends Error {}

/** What `chainrule` ends with. */
export const exitCodes = {
  done: 0,
  /** Something that should have worked did not, or a gradient is wrong. */
  failed: 1,
  usage: 2,
  diverged: 3,
  interrupted: 130,
} as const;

/** Of a swarm and of a sweep. */
const compared = `  --epochs N           Epochs of each run (300)
  --goal NAME=VALUE    What a run is to reach: train-loss, test-loss, train-accuracy or
                       test-accuracy (in percent), or none (test-loss=0.1). It is judged
                       after every epoch, and does not end the run
  --workers N          Threads (as many as there are cores)
  --out FILE           Write what came of every run: FILE ends with .csv or .json (with
                       curves and weights). May be given more than once
  --dask FILE.py       Train nothing: write a Python program that trains all of it on a
                       cluster of Dask, whose workers call chainrule
  --json               Print one line of JSON at the end
  --quiet              No progress bar

The same numbers come of it as of the page's Compare, whatever the number of threads.
`;

export const usage = {
  '': `Usage: chainrule <command> [what] [options]

Trains what the playground trains, without a page.

Commands:
  train     Train, and print the figures
  check     Compare every gradient with differences of the loss
  export    Write a network into a file, without training it further
  swarm     Train the same from many seeds: was it luck?
  sweep     Train with many values of one setting or of several
  runs      Train what a file lists, as a cluster's workers do

What: a link to the playground ('https://…#dataSet=spiral&hidden=8,8', or what follows
'#'), a file of settings ({ "dataSet": "spiral", "hidden": [8, 8] }), or a run that the
playground has written as JSON. Left out: the playground's defaults.

  chainrule <command> --help    The options of a command
  chainrule --version           The version

Ends with 0; 1 if something failed or a gradient is wrong; 2 for what it does not
understand; 3 for a training that diverged (of a swarm or a sweep: all of them); 130
where it was interrupted.
`,
  train: `Usage: chainrule train [what] [options]

Trains a link, a file of settings or a run, and prints the figures.

  --epochs N           Epochs completed in the end (where the settings stop, else 100)
  --out FILE           Write the network: FILE ends with .py (PyTorch), _numpy.py (NumPy),
                       .onnx, .safetensors, .js, .h (C99) or .json (the run, for the
                       playground), or with _run.py: the whole run as a PyTorch program
                       that trains anew to the same numbers, or with _torchrun.py: one
                       that trains in many processes. May be given more than once
  --json               Print one line of JSON at the end: epoch, trainLoss, testLoss,
                       trainAccuracy, testAccuracy, parameters, engine, fused, diverged
  --quiet              No progress bar
`,
  check: `Usage: chainrule check [what] [options]

Compares the gradient by every weight and bias, of the batch that comes next, with
differences of the loss in double precision.

  --epochs N           Train so many epochs before (0)
  --json               Print one line of JSON: parameters, agrees, kink, unknown, differs,
                       largestError, tolerance
  --quiet              No progress bar
`,
  export: `Usage: chainrule export [what] --out FILE [options]

Writes the network of a run with the weights that it has, that of settings with its
initial ones.

  --out FILE           FILE ends with .py (PyTorch), _numpy.py (NumPy), .onnx,
                       .safetensors, .js, .h (C99), .json (the run) or _run.py (the whole
                       run as a PyTorch program) or _torchrun.py (in many processes). May be
                       given more than once
`,
  swarm: `Usage: chainrule swarm [what] [options]

Trains the same from many seeds, on all cores, and says how many reached a goal. The link
that the page's Compare copies is understood as well: it carries what was asked. A run
begins with its initial weights.

  --seeds N            How many seeds, from the setting's own on (100)
  --vary WHAT          weights (their seed, and that of the order), data or both (weights)
${compared}`,
  sweep: `Usage: chainrule sweep [what] [options]

Trains with every value of one setting, or with every pair of values of two; or with
values that are drawn, of any number of settings; on all cores.
The link that the page's Compare copies is understood as well: it carries what was asked.

  --vary SETTING       With the values that the page begins with
  --vary SETTING=A,B   With these: numbers or names
  --vary SETTING=linear:FROM..TO:COUNT
                       With so many, as far apart from one another
  --vary SETTING=log:FROM..TO:COUNT
                       With so many, each as many times the one before: log:0.001..1:16
                       At most twice; 32 values each (learning rate and L2, 16 of each)
  --search HOW         grid (all combinations), random (some of them), or halving (many,
                       and after each round the best go on for longer) (grid). Of the last
                       two, --vary is given up to 8 times, and counts mean nothing
  --tries N            Set-ups that are drawn (${usualAsk.tries})
  --draw N             The seed that they are drawn by (${usualAsk.draw})
  --keep N             Of a halving: one in so many goes on, for N times as long (${usualAsk.keep})
  --first N            Of a halving: epochs of the first round, at least (${usualAsk.first})
  --seeds N            Runs of each cell, with seeds from the setting's own on: 1 to 16 (1)
  --measure NAME       What cells are told apart by, the median of their runs:
                       ${measureNames.slice(0, 3).join(', ')},
                       ${measureNames.slice(3, 6).join(', ')},
                       ${measureNames.slice(6).join(', ')} (${usualAsk.measure})
${compared}`,
  runs: `Usage: chainrule runs FILE [options]

Trains every run that a file lists: { "format": "chainrule runs 1", "runs": ["dataSet=spiral&seed=2", …] }, links
or what follows their '#'. What a program of --dask lets its workers do.

  --epochs N           Epochs of each run (300)
  --goal NAME=VALUE    What a run is to reach, as of a swarm (test-loss=0.1)
  --workers N          Threads (as many as there are cores)
  --out FILE           Write what came of every run: FILE ends with .csv or .json. May be
                       given more than once
  --json               Print one line of JSON at the end
  --quiet              No progress bar
`,
} as const;

/** Of every command. */
export const commonUsage = `
Of all commands:
  --data FILE          Train on a table: CSV, TSV or JSON
  --target COLUMN      What is predicted of it (a guess if left out)
  --inputs A,B,…       What it is predicted from (all other columns if left out)
  --set NAME=VALUE     A setting as links write it, such as --set learningRate=0.1
  --seed N             Of the initial weights and of the order
  --engine NAME        wasm-f32, wasm-f64 or interpreter
  --fused BOOLEAN      false leaves relaxed multiply-add out, whose rounding is the machine's
  --help               This
`;

export type CommandName = Exclude<keyof typeof usage, ''>;
