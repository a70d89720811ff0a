import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch, openPage, type OpenedPage } from './browser.ts';
import { Playground } from './playground.ts';
import { shownWeights } from './shown-weights.ts';
import { lastFor } from './waiting.ts';
import { inMass, isMass } from '../mass.ts';

const baseUrl = inject('baseUrl');
const settings = 'dataSet=spiral&hidden=8,8&speed=epoch-a-second';

let browser: Browser;
let undisturbed: Undisturbed;
beforeAll(async () => {
  browser = await launch({ gpu: 'software' });
  undisturbed = await Undisturbed.open();
});
afterAll(() => browser.close());

/** Puts code in front of the built worker: the only way into it from outside. */
function withWorkerPrelude(prelude: string): (context: BrowserContext) => Promise<unknown> {
  return (context) =>
    context.route(/training\.worker/, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: `${prelude}\n${await response.text()}` });
    });
}

/** The same training without a fault and on the CPU alone, epoch by epoch as far as it was asked for. */
class Undisturbed {
  readonly #playground: Playground;
  readonly #weights = new Map<number, string>();
  #last: Promise<unknown> = Promise.resolve();

  private constructor(playground: Playground) {
    this.#playground = playground;
  }

  static async open(): Promise<Undisturbed> {
    const { page } = await openPage(browser, baseUrl, { hash: settings });
    return new Undisturbed(await new Playground(page).ready());
  }

  /** One question after the other, whoever asks: there is one page. */
  weightsAt(wanted: number): Promise<string | undefined> {
    const answer = this.#last.then(() => this.#goTo(wanted));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  async #goTo(wanted: number): Promise<string | undefined> {
    for (let epoch = this.#weights.size; epoch <= wanted; epoch++) {
      if (epoch > 0) await this.#playground.step();
      const shown = await shownWeights(this.#playground.page);
      this.#weights.set(shown.epoch, shown.weights);
    }
    return this.#weights.get(wanted);
  }
}

/** Runs a test on a page whose worker has code put in front, and sees to it that nothing went wrong unnoticed. */
async function withPlayground(
  prelude: string,
  hash: string,
  use: (playground: Playground, opened: OpenedPage) => Promise<void>,
): Promise<void> {
  const opened = await openPage(browser, baseUrl, { hash, prepare: withWorkerPrelude(prelude) });
  try {
    await use(await new Playground(opened.page).ready(), opened);
    opened.assertClean();
  } finally {
    await opened.close();
  }
}

async function chooseGpu(playground: Playground): Promise<void> {
  const choice = playground.radio('Evaluate on', 'GPU');
  await playground.until('the GPU can be chosen', () => choice.isEnabled());
  await choice.click({ force: true });
  await untilEvaluatedOn(playground, 'gpu');
}

function untilEvaluatedOn(playground: Playground, processor: 'cpu' | 'gpu'): Promise<void> {
  return playground.until(
    `the ${processor} evaluates`,
    async () => (await playground.text('evaluated-on')) === processor,
  );
}

/** Turns a fault of the prelude on or off. */
async function setFault(playground: Playground, isOn: boolean): Promise<void> {
  const [worker] = playground.page.workers();
  await worker.evaluate((on) => {
    (globalThis as unknown as { fault: boolean }).fault = on;
  }, isOn);
}

function notices(playground: Playground): Promise<string[]> {
  return playground.page.getByTestId('notice').locator('p').allTextContents();
}

async function untilOneNotice(playground: Playground, text: RegExp): Promise<void> {
  await playground.until(`a notice matches ${text}`, async () =>
    text.test((await notices(playground)).join()),
  );
  await playground.until('it is the only one', async () => (await notices(playground)).length === 1);
}

/** Training went on, and to the same weights as without the fault. */
async function expectUndisturbed(playground: Playground): Promise<void> {
  await playground.untilEpoch(Math.max(1, await playground.known('epoch')) + 1);
  await playground.until('it runs', async () => (await playground.status()) === 'running');
  await playground.button('Pause').click();
  await playground.until('it is paused', async () => (await playground.status()) === 'paused');
  const { epoch, weights } = await shownWeights(playground.page);
  expect(epoch).toBeGreaterThan(1);
  expect(weights).toBe(await undisturbed.weightsAt(epoch));
  // Control: the weights of another epoch are others.
  expect(weights).not.toBe(await undisturbed.weightsAt(epoch - 1));
}

/** What a worker with this put in front of it cannot do, which message says so, and what becomes of the training. */
async function expectSaidOnce(prelude: string, message: RegExp): Promise<void> {
  await withPlayground(prelude, `${settings}&evaluateOn=gpu`, async (playground) => {
    await playground.button('Play').click();
    await untilOneNotice(playground, message);
    expect((await notices(playground))[0]).toMatch(/^Evaluating on the CPU: /);
    await untilEvaluatedOn(playground, 'cpu');
    await playground.until('CPU is chosen', () => playground.radio('Evaluate on', 'CPU').isChecked());
    await expectUndisturbed(playground);
  });
}

/** Destroys whatever device maps a buffer while the fault is on. */
const destroyWhileMapping = `
  const devices = [];
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function (...request) {
    const device = await requestDevice.apply(this, request);
    devices.push(device);
    return device;
  };
  const { mapAsync } = GPUBuffer.prototype;
  GPUBuffer.prototype.mapAsync = function (...range) {
    const mapped = mapAsync.apply(this, range);
    if (globalThis.fault) devices.at(-1).destroy();
    return mapped;
  };`;

/** Maps do not come back while the fault is on. */
const hangingMap = `
  const { mapAsync } = GPUBuffer.prototype;
  GPUBuffer.prototype.mapAsync = function (...range) {
    return globalThis.fault ? new Promise(() => undefined) : mapAsync.apply(this, range);
  };`;

/** Some numbers come back a little wrong while the fault is on. */
const slightlyWrong = `
  const { getMappedRange } = GPUBuffer.prototype;
  GPUBuffer.prototype.getMappedRange = function (...range) {
    const mapped = getMappedRange.apply(this, range);
    if (globalThis.fault) {
      const values = new Float32Array(mapped, 0, (mapped.byteLength >> 2) - 8);
      for (let i = 0; i < values.length; i += 2) values[i] += 1e-3;
    }
    return mapped;
  };`;

/** Losses of a landscape, and nothing else, come back a little wrong while the fault is on. */
const wrongLosses = `
  const { getMappedRange } = GPUBuffer.prototype;
  GPUBuffer.prototype.getMappedRange = function (...range) {
    const mapped = getMappedRange.apply(this, range);
    if (globalThis.fault && this.label.startsWith('landscape')) {
      const sums = new Float32Array(mapped);
      for (let i = 0; i < sums.length; i++) sums[i] *= 1.01;
    }
    return mapped;
  };`;

/** Chooses the GPU, and trains until the fault of a prelude may be let loose on it. */
async function playOnGpu(playground: Playground): Promise<void> {
  await chooseGpu(playground);
  await playground.button('Play').click();
  await playground.untilEpoch(1);
}

/** A GPU that fails once, by what is put in front of its worker, is tried again and comes back. */
async function expectReplacedForAWhile(prelude: string): Promise<void> {
  await withPlayground(prelude, settings, async (playground) => {
    await playOnGpu(playground);
    await setFault(playground, true);
    await untilOneNotice(playground, /is tried again.*Evaluation goes on on the CPU/);
    // As long as there is the fault it cannot come back: it may be there again before anyone looks otherwise.
    await untilEvaluatedOn(playground, 'cpu');
    await setFault(playground, false);
    await untilEvaluatedOn(playground, 'gpu');
    await untilOneNotice(playground, /works again/);
    await expectUndisturbed(playground);
  });
}

/** What opens a GPU says them as data, which is tested where it stands. */
const otherCauses: readonly [what: string, prelude: string, message: RegExp][] = [
  [
    'requestAdapter rejects',
    `GPU.prototype.requestAdapter = async () => { throw new Error('blocklisted'); };`,
    /blocklisted/,
  ],
  [
    'requestDevice is refused',
    `GPUAdapter.prototype.requestDevice = async () => { throw new Error('too many contexts'); };`,
    /too many contexts/,
  ],
];

// Hardly a GPU computes for these: their pages wait for seconds to pass, and can do so beside one another.
describe.concurrent('a GPU that cannot be opened', () => {
  it.each<[what: string, prelude: string, message: RegExp]>([
    [
      'navigator.gpu is missing',
      `Object.defineProperty(WorkerNavigator.prototype, 'gpu', { get: () => undefined });`,
      /no WebGPU/,
    ],
    ['there is no adapter', `GPU.prototype.requestAdapter = async () => null;`, /found no GPU/],
    [
      'requestAdapter never answers',
      `GPU.prototype.requestAdapter = () => new Promise(() => undefined);`,
      /still being looked for/,
    ],
    ...inMass(otherCauses, []),
  ])('because %s, is said once, and training goes on with the CPU', (_what, prelude, message) =>
    expectSaidOnce(prelude, message),
  );
});

describe.concurrent('a GPU that is waited for', () => {
  it('that does not give back what it maps is replaced by the CPU, and comes back by itself', () =>
    expectReplacedForAWhile(hangingMap));

  it('goes on after the page was frozen, as a hidden tab is, and shown again', async () => {
    await withPlayground('', settings, async (playground, { page }) => {
      await playOnGpu(playground);
      const session = await page.context().newCDPSession(page);
      await session.send('Page.setWebLifecycleState', { state: 'frozen' });
      // Longer than an answer of the GPU may take.
      await lastFor(7000);
      await session.send('Page.setWebLifecycleState', { state: 'active' });
      await playground.untilEpoch((await playground.known('epoch')) + 5);
      await untilEvaluatedOn(playground, 'gpu');
      await playground.until('there is no notice', async () => (await notices(playground)).length === 0);
      await expectUndisturbed(playground);
    });
  });
});

describe('a GPU that opens to no purpose', () => {
  it.each([
    [
      'its shader does not compile',
      `const { createShaderModule } = GPUDevice.prototype;
       GPUDevice.prototype.createShaderModule = function ({ code, ...rest }) {
         return createShaderModule.call(this, { ...rest, code: code.replace('let sample = id.x;', 'let sample = id.q;') });
       };`,
      /rejected the shader .*: \d+:\d+ .* in "let sample = id\.x;"/,
    ],
    [
      'it returns garbage',
      `const { getMappedRange } = GPUBuffer.prototype;
       GPUBuffer.prototype.getMappedRange = function (...range) {
         const mapped = getMappedRange.apply(this, range);
         new Uint8Array(mapped).fill(0x3d);
         return mapped;
       };`,
      /does not compute right/,
    ],
  ])('because %s, is said once, and training goes on with the CPU', (_what, prelude, message) =>
    expectSaidOnce(prelude, message),
  );
});

describe('a GPU in use', () => {
  it('that is destroyed while it maps is replaced by the CPU, and comes back by itself', () =>
    expectReplacedForAWhile(destroyWhileMapping));

  const isSwitchedOff = async (): Promise<void> => {
    await withPlayground(destroyWhileMapping, settings, async (playground) => {
      await playOnGpu(playground);
      await setFault(playground, true);
      await untilOneNotice(playground, /is tried again/);
      await untilOneNotice(playground, /switched off: .*lost/);
      await untilEvaluatedOn(playground, 'cpu');
      await playground.until('CPU is chosen', () => playground.radio('Evaluate on', 'CPU').isChecked());
      await expectUndisturbed(playground);
      // Whoever wants it again gets it again.
      await setFault(playground, false);
      await chooseGpu(playground);
    });
  };
  // Twelve seconds: who decides it, the keeper of the GPU, is tested by a clock of its own.
  if (isMass) it('that fails again and again is switched off, with the reason', isSwitchedOff);

  it('that begins to compute wrong is found out and not trusted any more', async () => {
    await withPlayground(slightlyWrong, settings, async (playground) => {
      await playOnGpu(playground);
      await playground.until('both agree', async () => (await playground.known('max-difference')) < 1e-4);
      await setFault(playground, true);
      await untilOneNotice(
        playground,
        /switched off: What the GPU computed is not right: row \d+ at point \d+/,
      );
      await untilEvaluatedOn(playground, 'cpu');
      await playground.until('GPU is out', () => playground.radio('Evaluate on', 'GPU').isDisabled());
      await expectUndisturbed(playground);
    });
  });

  it('that computes wrong losses is found out by the landscape, which the CPU then computes', async () => {
    await withPlayground(wrongLosses, settings, async (playground) => {
      await chooseGpu(playground);
      await playground.radio('Picture', 'Loss landscape').click({ force: true });
      await untilEvaluatedOn(playground, 'gpu');
      const lowest = (): Promise<string | null> =>
        playground.readout('landscape-loss').getAttribute('data-lowest');
      const before = await lowest();
      await playground.button('New directions').click();
      await playground.until('another slice is there', async () => (await lowest()) !== before);
      await playground.until('there is no notice', async () => (await notices(playground)).length === 0);
      await untilEvaluatedOn(playground, 'gpu');
      await setFault(playground, true);
      await playground.button('New directions').click();
      await untilOneNotice(playground, /switched off: What the GPU computed is not right: loss at α = /);
      await untilEvaluatedOn(playground, 'cpu');
      await playground.until('GPU is out', () => playground.radio('Evaluate on', 'GPU').isDisabled());
      await playground.button('Play').click();
      await expectUndisturbed(playground);
    });
  });
});

describe('links that follow one another while a shader is compiled', () => {
  /** Shaders of landscapes that are written out wait until they are let go; all that were asked for are counted. */
  const hold = `
    // However busy this machine is: a shader that is held back must not count as one that takes too long.
    const { setTimeout: wait } = globalThis;
    globalThis.setTimeout = (callback, ms) => wait(callback, ms >= 1000 ? 100 * ms : ms);
    globalThis.asked = [];
    globalThis.letGo = null;
    const held = new Promise((resolve) => { globalThis.letGo = resolve; });
    const { createComputePipelineAsync } = GPUDevice.prototype;
    GPUDevice.prototype.createComputePipelineAsync = async function (descriptor) {
      if (/^landscape of/.test(descriptor.label)) {
        globalThis.asked.push(descriptor.label);
        await held;
      }
      return createComputePipelineAsync.call(this, descriptor);
    };`;
  const links = 12;
  const linkTo = (width: number): string =>
    `picture=landscape&landscapeCells=256&evaluateOn=gpu&points=50&hidden=${width}`;

  it('have no shader of their own, but for the first and the last', () =>
    withPlayground(hold, 'points=50&hidden=2', async (playground) => {
      await chooseGpu(playground);
      const { page } = playground;
      const asked = (): Promise<string[]> =>
        page.workers()[0].evaluate(() => (globalThis as unknown as { asked: string[] }).asked);
      for (let width = 1; width <= links; width++) {
        await page.evaluate((hash) => {
          location.hash = hash;
        }, linkTo(width));
        await playground.until('the network is shown', async () => {
          const shown = await playground.number('Neurons in layer 1').inputValue();
          return Number(shown) === width && !Number.isNaN(await playground.value('train-loss'));
        });
        if (width === 1)
          await playground.until('its shader is compiled', async () => (await asked()).length > 0);
      }
      await page.workers()[0].evaluate(() => {
        (globalThis as unknown as { letGo: () => void }).letGo();
      });
      await playground.until('the last landscape is there', async () => {
        const cells = await playground.readout('landscape-loss').getAttribute('data-cells');
        return Number(cells) >= 16;
      });
      expect(await asked()).toEqual([
        'landscape of 2-1-1 in a straight line',
        `landscape of 2-${links}-1 in a straight line`,
      ]);
    }));
});
