/** Names of the numeric settings, as the page labels them. */
const settingNames: Readonly<Record<string, string>> = {
  noise: 'Noise',
  points: 'Points',
  classes: 'Classes',
  squares: 'Squares',
  drawn: 'Drawing',
  trainShare: 'Train share',
  batchSize: 'Batch size',
  learningRate: 'Learning rate',
  l2: 'L2',
  l1: 'L1',
  clipGradients: 'Clip gradients',
  rateFormula: 'Rate',
  warmUp: 'Warm-up',
  hidden: 'Hidden layers',
  seed: 'Seed',
  dataSeed: 'Data seed',
  formula: 'Formula',
  sampling: 'Sampling',
};

export function nameSetting(setting: string, index: string | undefined): string {
  if (setting === 'hidden' && index !== undefined) return `Neurons in layer ${Number(index) + 1}`;
  return Object.hasOwn(settingNames, setting) ? settingNames[setting] : setting || 'Settings';
}

export function describeIssue(setting: string, expected: string, actual: unknown): string {
  const text =
    typeof actual === 'string' ? `“${actual.slice(0, 40)}”` : (JSON.stringify(actual) ?? 'nothing');
  return `${setting}: ${text.slice(0, 42)} is not ${expected}`;
}
