import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { decodeAddress, type DecodedAddress } from '../../../src/experiment/address.ts';
import { generatedNames, realSetNames } from '../../../src/experiment/names.ts';
import { NetworkCache } from '../../../src/training/network-cache.ts';
import { Run } from '../../../src/training/run.ts';
import { realTables } from '../helpers/real-tables.ts';
import { wasmBackend } from '../wasm/backends.ts';

/**
 * What links opened when they were recorded, and the weights that their runs came to: a link that someone keeps opens
 * the same run for ever. Settings that come later may stand beside those that are recorded.
 *
 * `RECORD_LINKS=1 npx vitest run --project unit tests/unit/training/recorded-links.test.ts` writes the file anew.
 */
const recordsPath = fileURLToPath(new URL('../../golden/recorded-links.json', import.meta.url));
const isRecording = process.env['RECORD_LINKS'] === '1';

interface Opened extends DecodedAddress {
  /** Of the weights after two epochs in double precision. */
  readonly sha256: string;
}

const records: Record<string, Opened> =
  existsSync(recordsPath) && !isRecording
    ? (JSON.parse(readFileSync(recordsPath, 'utf8')) as Record<string, Opened>)
    : {};

const links = [
  '',
  ...[...generatedNames, ...realSetNames].map((dataSet) => `#dataSet=${dataSet}`),
  '#dataSet=spiral&noise=10&points=300&trainShare=80&dataSeed=7',
  '#dataSet=moons&features=x1,x2,sin+x1,sin+x2&hidden=8,8&activation=relu',
  '#features=x2,x1&hidden=&learningRate=.5',
  '#features=x1²,x2²,x1x2&hidden=3',
  '#loss=binary-cross-entropy&optimizer=adam&learningRate=0.01&batchSize=32',
  '#dataSet=xor&loss=binary-cross-entropy&hidden=16,16&activation=sigmoid&optimizer=nesterov',
  '#dataSet=plane&optimizer=rmsprop&learningRate=0.003&l2=0.001',
  '#optimizer=adagrad&seed=42&engine=wasm-f64',
  '#optimizer=adamw&l2=0.1&batchSize=1&engine=interpreter',
  '#optimizer=momentum&evaluateOn=gpu&speed=full&lossScale=log&showTestPoints=false&discreteOutput=true',
  '#picture=landscape&landscapeCells=128&landscapeExtent=2&landscapeSeed=5&landscapeFollow=false',
  '#speed=epoch-a-second',
  '#hidden=4,3,2&activations=relu,mish,sin&dropout=0.1,0,0.2&engine=wasm-f64',
  '#hidden=4&activation=%3Dz*sigmoid(1.702*z)&initialization=kaiming-normal&biasSeed=3',
  '#schedule=linear&scheduleEpochs=20&warmUp=2&optimizer=lion&learningRate=0.001&l1=0.001&clipGradients=1',
  '#schedule=formula&rateFormula=lr/(1%2Be)&loss=huber&delta=0.5&inputNoise=0.1',
  '#optimizer=adam&beta1=0.8&beta2=0.99&epsilon=0.001&labelNoise=0.1&stopWhen=test-loss&stopValue=0.1&stopEpoch=50',
  '#loss=hinge&optimizer=rmsprop&centered=true&hidden=3,2&frozen=1.1,3.1.b&cut=2.1&replacement=true',
  '#fused=false&follow=true&followEpochs=50&plot=accuracy&links=gradient',
  '#dataSet=nothing&points=1&hidden=199&loss=logistic&colour=red',
  '#dataSet=plane&loss=binary-cross-entropy',
  '#/graph?preset=neuron',
  '#/graph?source=a+%3D+2%0Ab+%3D+a*a&at=3&leaves=a:3&dataSet=gaussian&hidden=2',
  '#/graph?sample=train.0&dataSet=moons',
  '#/learn/slope',
  '#/learn/xor?hidden=2,2',
  '#/nowhere?points=50',
] as const;

function open(link: string): Opened {
  const address = decodeAddress(link);
  let now = 0;
  const clock = (): number => (now += 0.01);
  const { experiment } = address.settings;
  const run = new Run(experiment, wasmBackend('f64'), clock, null, new NetworkCache(), realTables);
  run.advance(Infinity, 2);
  const weights = run.parameters();
  run.dispose();
  return { ...address, sha256: createHash('sha256').update(new Uint8Array(weights.buffer)).digest('hex') };
}

describe('recorded links', () => {
  it.each(links)('open the same run: %s', (link) => {
    const opened = open(link);
    if (isRecording) {
      records[link] = opened;
      writeFileSync(recordsPath, `${JSON.stringify(records, null, 2)}\n`);
    }
    const { settings, ...others } = opened;
    const { settings: recorded, ...otherRecords } = records[link];
    expect(others).toEqual(otherRecords);
    expect(settings).toMatchObject(recorded);
  });

  it('are all there, and not all the same', () => {
    expect(Object.keys(records)).toEqual([...links]);
    expect(new Set(Object.values(records).map(({ sha256 }) => sha256)).size).toBeGreaterThan(15);
  });
});
