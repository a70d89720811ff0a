/**
 * The directions of dependency. Every folder names what it may import; whatever is not named is forbidden, so a
 * new folder or package is a decision made here.
 */

/** What runs without a page. */
const engine = [
  'src/autograd',
  'src/nn',
  'src/backends',
  'src/data',
  'src/formats',
  'src/experiment',
  'src/training',
  'src/export',
  'src/timing',
  'src/elementary',
];

/** Folder → the folders it may import beside itself. */
const folders = {
  'src/timing': [],
  'src/elementary': [],
  'src/autograd': ['src/elementary'],
  // Of the language of formulas, which are settings and data; not of what differentiates them.
  'src/experiment': ['src/autograd/(formula|expression|elementary-ops).ts$', 'src/elementary'],
  'src/nn': ['src/autograd', 'src/experiment', 'src/elementary'],
  'src/lab': ['src/autograd', 'src/nn', 'src/experiment'],
  'src/data': ['src/experiment', 'src/elementary', 'src/autograd/(formula|steps|elementary-ops).ts$'],
  'src/formats': ['src/data'],
  'src/backends': ['src/autograd', 'src/timing'],
  'src/training': [
    'src/nn',
    'src/backends',
    'src/data',
    'src/autograd',
    'src/experiment',
    'src/timing',
    'src/elementary',
  ],
  'src/protocol': ['src/experiment'],
  // Of the training the types of what a run of a comparison is, and tells; and what set-ups are drawn by. Of the data
  // from how many rows on a file is not in its own order.
  'src/compare': [
    'src/experiment',
    'src/data/sampled-rows.ts$',
    'src/elementary',
    'src/training/trials/trial.ts$',
    'src/training/hash.ts$',
  ],
  // Of the training the types of what a run holds, and what it began with: that is not kept.
  'src/export': [
    'src/nn',
    'src/experiment',
    'src/data',
    'src/autograd',
    'src/training/(run|network|held-parameters|label-noise|samples|train-loss).ts$',
  ],
  // What a swarm or a sweep is taken away as: its question, its runs, and the program that has both.
  'src/cluster': [
    'src/compare',
    'src/export',
    'src/experiment',
    'src/data',
    'src/training/(run|history).ts$',
    'src/backends/interpreter',
  ],
  // What others import of the engine: entry points, and the friendly face.
  'src/package': engine,
  // The command line of the same package.
  'src/cli': [...engine, 'src/package', 'src/compare', 'src/cluster'],
  'src/layout': ['src/protocol'],
  'src/client': ['src/protocol', 'src/experiment', 'src/layout', 'src/compare'],
  'src/charts': [],
  'src/ui': [
    'src/client',
    'src/charts',
    'src/experiment',
    'src/protocol',
    'src/autograd',
    'src/lab',
    // What a trained network is taken away as: loaded when someone asks for it.
    'src/export',
    // How many runs are planned, shared out and counted.
    'src/compare',
    'src/timing',
    // Where a network's parameters stand, and nothing of what computes with them.
    'src/nn/parameter-blocks.ts$',
    // Drawn beside where they are chosen.
    'src/nn/activations.ts$',
  ],
  workers: [
    'src/training',
    'src/protocol',
    'src/layout',
    'src/data',
    'src/nn',
    'src/backends',
    'src/experiment',
    'src/autograd',
    'src/timing',
    'src/formats',
    'src/export',
    'src/cluster',
  ],
};

/** Room of the page → the other rooms it may not import. The list of all events is everybody's, and so is the app. */
const rooms = {
  controls: ['playground', 'compare', 'lab', 'learn', 'links'],
  compare: ['playground', 'lab', 'learn', 'links'],
  playground: ['lab', 'learn', 'links'],
  links: ['lab', 'learn'],
  lab: ['learn'],
};

/** What the composition root may import beside the style sheets. */
const composed = ['src/ui', 'src/client', 'src/experiment', 'src/protocol'];

/** Package (a regular expression) → who may import it. */
const packages = {
  '@viz-js/viz': ['workers'],
  comlink: ['src/client', 'workers'],
  '(lit|lit-html|lit-element|@lit|@lit-labs|lucide)': ['src/ui', 'src/main\\.ts$'],
  'chart\\.js': ['src/charts'],
  'chartjs-plugin-zoom': ['src/charts'],
  'd3-contour': ['src/charts'],
  fflate: ['src/cluster'],
  '@preact/signals-core': ['src/ui', 'src/main\\.ts$'],
  'idb-keyval': ['src/client'],
  jsep: ['src/autograd'],
  papaparse: ['src/formats'],
  'pure-rand': ['src/data'],
  // What the browser has kept is read as strictly as a link.
  valibot: ['src/experiment', 'src/client/(run|comparison)-shelf.ts$'],
};

const anyOf = (paths) => `^(${paths.map((path) => (path.endsWith('$') ? path : `${path}/`)).join('|')})`;
const inPackage = (name) => `(^|/)node_modules/${name}/`;

const folderRules = Object.entries(folders).map(([folder, others]) => ({
  name: `${folder.replace('src/', '')}-imports`,
  comment: `${folder} imports ${others.length > 0 ? others.join(', ') : 'nothing outside itself'}.`,
  severity: 'error',
  from: { path: `^${folder}/` },
  to: {
    path: '^(src|workers)/',
    pathNot: anyOf([folder, ...others]),
    // The protocol consists of types, so it may take types from anywhere; its values come from `experiment`.
    ...(folder === 'src/protocol' ? { dependencyTypesNot: ['type-only'] } : {}),
  },
}));

const roomRules = Object.entries(rooms).map(([room, others]) => ({
  name: `ui-${room}-imports`,
  comment: `ui/${room} imports nothing of ${others.join(', ')}.`,
  severity: 'error',
  from: { path: `^src/ui/${room}/` },
  to: { path: anyOf(others.map((other) => `src/ui/${other}`)) },
}));

const packageRules = Object.entries(packages).map(([name, owners]) => ({
  name: `only-owners-import-${
    name
      .replace(/[^a-z-]+/g, ' ')
      .trim()
      .split(' ')[0]
  }`,
  comment: `Only ${owners.join(', ')} may import ${name}.`,
  severity: 'error',
  from: { pathNot: anyOf(owners) },
  to: { path: inPackage(name) },
}));

export default {
  forbidden: [
    ...folderRules,
    ...roomRules,
    ...packageRules,
    {
      name: 'main-composes',
      comment: 'main.ts puts the page together and does nothing else.',
      severity: 'error',
      from: { path: '^src/main\\.ts$' },
      to: { path: '^(src|workers)/', pathNot: [anyOf(composed), '\\.css$'] },
    },
    {
      name: 'ui-imports-client-as-types',
      comment: 'Elements take state in and send events out; only main.ts makes the client.',
      severity: 'error',
      from: { path: '^src/ui/' },
      to: { path: '^src/client/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-workers-import-webgpu',
      comment: 'The GPU lives in the worker, and without it everything else still compiles.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/backends/webgpu/' },
      to: { path: '^src/backends/webgpu/' },
    },
    {
      name: 'packages-have-an-owner',
      comment: 'A new package is added to the table of packages, with the folders that may import it.',
      severity: 'error',
      from: { path: '^(src|workers)/' },
      to: { path: inPackage('[^/]+').slice(0, -1), pathNot: Object.keys(packages).map(inPackage) },
    },
    {
      name: 'nothing-outside-src-and-workers',
      comment: 'What ships imports no test, benchmark, script or file outside the project.',
      severity: 'error',
      from: { path: '^(src|workers)/', pathNot: '^src/cli/' },
      to: { pathNot: ['^(src|workers)/', '(^|/)node_modules/'] },
    },
    {
      name: 'command-line-takes-node',
      comment: 'Beside the engine the command line needs Node, and nothing else.',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: { dependencyTypesNot: ['core'], pathNot: ['^src/'] },
    },
    {
      name: 'no-circular',
      comment: 'A cycle has no direction; types count too.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'The other rules see only what can be resolved.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
