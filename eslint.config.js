import { configs as lit } from 'eslint-plugin-lit';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const bannedSyntax = [
  { selector: 'TSEnumDeclaration', message: 'Use an `as const` table instead of an enum.' },
  {
    selector: 'TSModuleDeclaration[kind="namespace"][declare!=true]',
    message: 'Use a module instead of a namespace.',
  },
];

/** Files share the modules of their worker: some of them anew are a second one of each class. */
const modulesAnew = {
  selector: 'CallExpression[callee.object.name="vi"][callee.property.name="resetModules"]',
  message: 'Other files of the worker have the modules of before: give back what the test has changed.',
};

/** A test waits for what it waits for, however long that takes: never for a time. */
const sleeps = [
  {
    selector: 'CallExpression[callee.property.name="waitForTimeout"]',
    message: 'Wait for what is to happen (tests/e2e/waiting.ts).',
  },
  {
    selector:
      ':matches(CallExpression[callee.name=/^set(Timeout|Interval)$/], CallExpression[callee.property.name=/^set(Timeout|Interval)$/])[arguments.length>1]',
    message: 'Wait for what is to happen, or hand in a clock of the test’s own.',
  },
  {
    selector:
      'NewExpression[callee.name="Promise"] :matches(Identifier[name="setTimeout"], Identifier[name="setInterval"])',
    message: 'Wait for what is to happen; nextTask (tests/unit/workers/harness.ts) lets everything in.',
  },
];

/** What the page shows follows what was done a little later: one look at it may come too early. */
const singleReads = [
  {
    selector:
      'CallExpression[callee.name="expect"] > AwaitExpression > CallExpression[callee.property.name=/^(allInnerTexts|allTextContents|count|getAttribute|innerText|inputValue|isChecked|isDisabled|isEnabled|isHidden|isVisible|status|text|textContent|value)$/]',
    message: 'Look again until it is so: await expect.poll(() => …).',
  },
];

const defaultExport = { selector: 'ExportDefaultDeclaration', message: 'Export by name.' };

const noRandom = {
  object: 'Math',
  property: 'random',
  message: 'Take a seeded generator (src/data/random.ts).',
};

/** Each browser, and Node, rounds them in its own way. */
const machineFunctions = [
  ...[
    'sin',
    'cos',
    'tan',
    'asin',
    'acos',
    'atan',
    'atan2',
    'sinh',
    'cosh',
    'tanh',
    'asinh',
    'acosh',
    'atanh',
  ],
  ...['exp', 'expm1', 'log', 'log1p', 'log2', 'log10', 'pow', 'cbrt', 'hypot'],
].map((property) => ({
  object: 'Math',
  property,
  message: 'A run is the same everywhere: take a function of src/elementary.',
}));

const machinePower = {
  selector:
    'BinaryExpression[operator="**"]:not([left.value=2]):not([left.type="Literal"][right.type="Literal"])',
  message: 'A run is the same everywhere: take a function of src/elementary.',
};

export default defineConfig(
  { ignores: ['dist/', 'lib/', '.cache/', 'node_modules/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },

  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: [
          './tsconfig.json',
          './workers/tsconfig.json',
          './src/cli/tsconfig.json',
          './tests/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'all' }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // Indexing is typed without `undefined`, because typed arrays are indexed everywhere; a check of what an
      // index returned is therefore never provably needless.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // There are no enums (above).
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      // An async method may implement a port that other implementations need to be async.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },

  // One file of declarations belongs to no program that is linted: tsconfig.engine.json alone includes it.
  { ignores: ['tests/engine-globals.d.ts'] },

  {
    files: ['**/*.{js,mjs,ts}'],
    rules: {
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-properties': ['error', noRandom],
      'no-restricted-syntax': ['error', ...bannedSyntax],
      'no-unused-vars': 'off',
    },
  },

  {
    files: ['src/**/*.ts', 'workers/**/*.ts'],
    rules: {
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...bannedSyntax, defaultExport],
    },
  },

  {
    // Whatever the numbers of a run come from: data, networks, rates, and the settings that a comparison tries.
    files: [
      'src/elementary/**/*.ts',
      'src/data/**/*.ts',
      'src/nn/**/*.ts',
      'src/training/**/*.ts',
      'src/experiment/schedules.ts',
      'src/autograd/elementary-ops.ts',
      'src/compare/{race,search,swarm,sweep,sweepable}.ts',
    ],
    ignores: [
      // Advice, and what a gradient check allows for: nothing that is trained follows from them.
      'src/training/doctor/**',
      'src/training/{batch-rounding,gradient-check,gradient-summary}.ts',
      // Which epochs are measured: whole numbers, whatever the last bit of a logarithm.
      'src/training/history.ts',
    ],
    rules: {
      'no-restricted-properties': ['error', noRandom, ...machineFunctions],
      'no-restricted-syntax': ['error', ...bannedSyntax, defaultExport, machinePower],
    },
  },

  {
    files: ['src/ui/**/*.ts', 'src/main.ts'],
    extends: [lit['flat/recommended']],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'lit/directives/repeat.js',
              message:
                'It leaves a comment behind for every item that goes: use src/ui/controls/keyed-list.ts.',
            },
            {
              name: '@lit-labs/preact-signals',
              importNames: ['SignalWatcher'],
              message: 'It follows signals after the element is gone: use src/ui/controls/signal-element.ts.',
            },
          ],
        },
      ],
      // Lit binds listeners in templates to their element.
      '@typescript-eslint/unbound-method': 'off',
    },
  },

  {
    files: ['tests/**/*.ts', 'bench/**/*.ts'],
    rules: {
      // A test may say that what it looks for is there: it fails if not.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // A spy keeps a method aside and calls it with the right `this`.
      '@typescript-eslint/unbound-method': 'off',
    },
  },

  {
    files: ['tests/**/*.ts'],
    // The clock of the service in the unit tests, and the one place where browser tests look again.
    ignores: ['tests/unit/workers/harness.ts', 'tests/e2e/waiting.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...bannedSyntax, ...sleeps, modulesAnew],
      'no-restricted-imports': ['error', 'node:timers', 'timers', 'node:timers/promises', 'timers/promises'],
    },
  },

  {
    files: ['tests/e2e/**/*.ts'],
    ignores: ['tests/e2e/waiting.ts'],
    rules: { 'no-restricted-syntax': ['error', ...bannedSyntax, ...sleeps, ...singleReads] },
  },

  {
    files: ['**/*.{js,mjs}'],
    rules: { 'no-unused-vars': 'error', 'no-var': 'error', 'prefer-const': 'error' },
  },
);
