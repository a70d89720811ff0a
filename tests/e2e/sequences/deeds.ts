import fc from 'fast-check';
import type { ElementHandle } from 'playwright-core';
import { dataSetNames } from '../../../src/experiment/names.ts';
import { presets } from '../../../src/experiment/presets.ts';
import { dataSetLabels } from '../../../src/experiment/shown-names.ts';
import { frames } from '../waiting.ts';
import type { Playground } from '../playground.ts';
import { shownBy } from './shown.ts';

/** One thing that a user does. It does nothing where the page does not offer it just now. */
export interface Deed {
  readonly name: string;
  readonly run: (playground: Playground) => Promise<void>;
}

/** A counterexample is told by names. */
const deed = (name: string, run: Deed['run']): Deed => {
  const made = { name, run };
  return Object.assign(made, { [fc.toStringMethod]: () => made.name });
};

/** What is covered by something else cannot be pressed, and a page that is busy moves things: a press may fall beside. */
const press = { timeout: 1500 } as const;
const maybe = (done: Promise<unknown>): Promise<void> =>
  done.then(
    () => undefined,
    () => undefined,
  );

const button = (name: string) =>
  deed(`press ${name}`, async (playground) => {
    const found = playground.button(name).first();
    if (await found.isVisible()) await maybe(found.click(press));
  });

const key = (name: string) =>
  deed(`key ${name}`, async ({ page }) => {
    await page.keyboard.press(name);
  });

const viewports = [
  [1280, 720],
  [1440, 900],
  [1024, 768],
  [820, 1180],
  [390, 844],
] as const;

const ownTable =
  'u,v,kind\n' +
  Array.from({ length: 60 }, (_, i) => `${i % 7},${(i * i) % 11},${i % 3 ? 'no' : 'yes'}`).join('\n');

/** Something is drawn where there is a plane to draw on. */
const stroke = (x: number, y: number) =>
  deed(`draw from ${x}, ${y}`, async ({ page }) => {
    const plane = page.getByRole('application', { name: /^Drawing plane/ });
    if (!(await plane.isVisible())) return;
    const box = await plane.boundingBox();
    if (box === null) return;
    await page.mouse.move(box.x + box.width * x, box.y + box.height * y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * (1 - x), box.y + box.height * y, { steps: 5 });
    await page.mouse.up();
  });

const onPicture = (x: number, y: number, isPress: boolean) =>
  deed(`${isPress ? 'press' : 'point at'} the picture at ${x}, ${y}`, async ({ page }) => {
    const picture = page.getByTestId('picture').first();
    if (!(await picture.isVisible())) return;
    const box = await picture.boundingBox();
    if (box === null) return;
    const at = [box.x + box.width * x, box.y + box.height * y] as const;
    await (isPress ? page.mouse.click(...at) : page.mouse.move(...at));
  });

const goTo = (hash: string) =>
  deed(`go to #${hash}`, async ({ page }) => {
    await page.evaluate((next) => {
      location.hash = next;
    }, hash);
  });

const links = [
  'dataSet=xor&hidden=3&learningRate=0.1',
  'dataSet=spiral&hidden=8,8&activation=relu&optimizer=adam&links=gradient',
  'hidden=4,4,4&activation=sigmoid&plot=gradient&secondPlot=update&neurons=reaction',
  'dataSet=penguins&howWell=true&markWrong=true',
  'dataSet=cars&hidden=6',
  'dataSet=blobs&classes=4&loss=cross-entropy&picture=hidden',
  'dataSet=plane&picture=landscape',
  'dataSet=x-sin-x&hidden=8&optimizer=adam&learningRate=0.01',
  'dataSet=formula&formula=x1*x2>1',
  'dataSet=draw&drawn=1,1,1_-1,-1,0_2,3,1_-2,-3,0',
  'noise=900&hidden=0,x&learningRate=-1',
  'activations=relu,sin&stopWhen=train-accuracy&stopValue=80&schedule=cosine',
] as const;

/** Presses of Step with what they must lead to: so many samples, batches or epochs on, whatever was before. */
const stepBy = (unit: 'sample' | 'batch' | 'epoch') =>
  deed(`step by ${unit}`, async (playground) => {
    const before = await shownBy(playground.page);
    const select = playground.select('Step by');
    if (before?.status === 'running' || before?.parameters === null || !(await select.isVisible())) return;
    await maybe(select.selectOption(unit, press));
    await maybe(playground.button('Step').first().click(press));
  });

/** A run that Reset has ended is back after Undo, to the last digit. */
const resetAndUndo = deed('reset, and undo it', async (playground) => {
  const { page } = playground;
  const before = await shownBy(page);
  const isOffered =
    (await playground.button('Reset').count()) > 0 && (await playground.button('Undo').isVisible());
  if (before?.status !== 'paused' || !isOffered || !(Number(before.readouts['epoch']) >= 1)) return;
  // Whatever lies over one of them lies over the other one too.
  const isPressed = await playground
    .button('Reset')
    .click(press)
    .then(
      () => true,
      () => false,
    );
  if (!isPressed) return;
  await playground.until('it is reset', async () => {
    const now = await shownBy(page);
    return now?.readouts['epoch'] === '0';
  });
  await playground.button('Undo').click();
  const expected = JSON.stringify(before.readouts);
  await playground.until('the run is back', async () => {
    const now = await shownBy(page);
    return now !== null && JSON.stringify({ ...now.readouts, status: before.status }) === expected;
  });
});

/** The run is there after a reload, to the last digit, once it is kept. */
const reload = deed('reload the page', async ({ page }) => {
  await page.reload();
});

const settle = deed('wait a moment', ({ page }) => frames(page, 20));

/** Any control that is in sight, by its place among those of its kind. */
const anyControl = (place: number, value: number) => {
  // Told by its own name once it has been found.
  const told: { name: string } & Deed = deed(`use control ${place}`, (playground) => use(playground));
  const use = async ({ page }: Playground): Promise<void> => {
    const found = await page.evaluateHandle((nth) => {
      const all: HTMLElement[] = [];
      const modals: HTMLElement[] = [];
      const collect = (root: ParentNode): void => {
        for (const element of root.querySelectorAll<HTMLElement>('*')) {
          if (element.shadowRoot) collect(element.shadowRoot);
          if (element.matches('dialog:modal')) modals.push(element);
          const isControl = element.matches(
            'button:not(:disabled), select:not(:disabled), input:not(:disabled, [type=file]), summary, textarea:not(:disabled), [role=tab], nav a',
          );
          const words = element.getAttribute('aria-label') ?? element.textContent;
          if (!isControl || /copy|reload|https?:/i.test(words)) continue;
          const { left, top, width, height } = element.getBoundingClientRect();
          const [x, y] = [left + width / 2, top + height / 2];
          const isInSight = x >= 0 && y >= 0 && x <= innerWidth && y <= innerHeight;
          if (width > 0 && isInSight && element.checkVisibility()) all.push(element);
        }
      };
      collect(document);
      const modal = modals.at(-1);
      // Nothing else can be reached while one is open.
      const reached = modal === undefined ? all : all.filter((element) => modal.contains(element));
      return reached.length === 0 ? null : reached[nth % reached.length];
    }, place);
    const control = found.asElement();
    if (control === null) return;
    told.name += `: ${await control.evaluate((element) => {
      const labels =
        element instanceof HTMLInputElement || element instanceof HTMLSelectElement ? element.labels : null;
      const words = element.getAttribute('aria-label') ?? labels?.[0]?.textContent ?? element.textContent;
      return `${element.localName} “${words.trim().replaceAll(/\s+/g, ' ').slice(0, 40)}”`;
    })}`;
    await maybe(operate(control, value));
  };
  return told;
};

async function operate(control: ElementHandle<HTMLElement>, value: number): Promise<void> {
  const { kind, options } = await control.evaluate((element) => ({
    kind: element instanceof HTMLInputElement ? element.type : element.localName,
    options: element instanceof HTMLSelectElement ? element.options.length : 0,
  }));
  if (kind === 'select') await control.selectOption({ index: value % options }, press);
  else if (kind === 'number') {
    const numbers = ['0', '1', '3', '0.5', '40', '', '-7', '1e9', '12'];
    await control.fill(numbers[value % numbers.length], press);
    await control.press('Enter', press);
  } else if (kind === 'range') await control.press(['ArrowRight', 'ArrowLeft', 'Home'][value % 3], press);
  else if (kind === 'text' || kind === 'textarea' || kind === 'search')
    await control.fill(['', 'x1 > 0', 'a*b + c', '((', '7'][value % 5], press);
  // Radios and boxes are drawn by what lies over them.
  else await control.click({ ...press, force: kind === 'radio' || kind === 'checkbox' });
}

const setNumber = (label: string, value: number) =>
  deed(`set ${label} to ${value}`, async (playground) => {
    const field = playground.number(label).first();
    if (!(await field.isVisible())) return;
    await maybe(field.fill(String(value), press).then(() => field.press('Enter', press)));
  });

const choose = (label: string, option: string) =>
  deed(`choose ${option} as ${label}`, async (playground) => {
    const field = playground.select(label).first();
    if (await field.isVisible()) await maybe(field.selectOption(option, press));
  });

const chooseData = (name: string) =>
  deed(`choose the data set ${name}`, async (playground) => {
    const radio = playground.radio('Data set', name);
    if (await radio.isVisible()) await maybe(radio.click({ ...press, force: true }));
  });

const preset = (name: string) =>
  deed(`start from the preset ${name}`, async (playground) => {
    const open = playground.button('Presets');
    if (!(await open.isVisible())) return;
    await maybe(open.click(press));
    const list = playground.page.getByRole('dialog', { name: 'Presets' });
    await maybe(list.getByRole('button', { name, exact: true }).click(press));
  });

const openTable = deed('open a table', async ({ page }) => {
  const input = page.getByLabel('Open a file', { exact: true });
  if ((await input.count()) === 0) return;
  await maybe(
    input.first().setInputFiles({ name: 'own.csv', mimeType: 'text/csv', buffer: Buffer.from(ownTable) }),
  );
  await maybe(page.getByRole('button', { name: 'Use this data', exact: true }).click(press));
});

const resize = ([width, height]: readonly [number, number]) =>
  deed(`make the window ${width} × ${height}`, ({ page }) => page.setViewportSize({ width, height }));

const share = fc.integer({ min: 1, max: 19 }).map((twentieths) => twentieths / 20);

/** One deed, what belongs to training more often than the rest. */
export const anyDeed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom('Play', 'Play', 'Pause', 'Step', 'Reset', 'Undo', 'Redo').map(button),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom('sample' as const, 'batch' as const, 'epoch' as const).map(stepBy),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom('s', 'r', '+', '-', 'p', '?', 'Escape', ' ', 'ArrowRight', 'Tab', 'Enter')
      .map(key),
  },
  { weight: 1, arbitrary: fc.constant(resetAndUndo) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('film', '10x', '100x', 'full').map((speed) => choose('Speed', speed)),
  },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom(
        ['Learning rate', 0.3],
        ['Learning rate', 30],
        ['Learning rate', 0.003],
        ['Batch size', 1],
        ['Batch size', 64],
        ['Noise', 20],
        ['Points', 100],
        ['Train share', 80],
        ['L2', 0.01],
        ['Neurons in layer 1', 7],
        ['Neurons in layer 2', 1],
      )
      .map(([label, value]) => setNumber(label, value)),
  },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom(
        ['Activation', 'relu'],
        ['Activation', 'sin'],
        ['Loss', 'binary-cross-entropy'],
        ['Loss', 'hinge'],
        ['Loss', 'huber'],
        ['Optimizer', 'adam'],
        ['Optimizer', 'lion'],
        ['Plot', 'gradient'],
        ['Plot', 'weights'],
        ['Second plot', 'accuracy'],
        ['Shown as', 'contours'],
        ['Schedule', 'exponential'],
        ['Engine', 'interpreter'],
      )
      .map(([label, option]) => choose(label, option)),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(
        'Add layer',
        'Remove layer',
        'New seed',
        'New data',
        'Present',
        'What can I do?',
        'How well?',
        'Keep this curve',
      )
      .map(button),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(
        ...dataSetNames.map((name) => dataSetLabels[name]),
        'Formula',
        'Draw',
        'Iris',
        'Cars',
        'x·sin x',
      )
      .map(chooseData),
  },
  { weight: 1, arbitrary: fc.constantFrom(...presets.map(({ name }) => name)).map(preset) },
  { weight: 1, arbitrary: fc.constantFrom(...links).map(goTo) },
  { weight: 1, arbitrary: fc.constantFrom('/graph', '/learn/training', '/learn/xor', '').map(goTo) },
  { weight: 2, arbitrary: fc.tuple(share, share, fc.boolean()).map((at) => onPicture(...at)) },
  { weight: 1, arbitrary: fc.tuple(share, share).map((from) => stroke(...from)) },
  { weight: 1, arbitrary: fc.constantFrom(openTable, reload, settle, settle) },
  { weight: 1, arbitrary: fc.constantFrom(...viewports).map(resize) },
  {
    weight: 8,
    arbitrary: fc.tuple(fc.nat(400), fc.nat(20)).map(([place, value]) => anyControl(place, value)),
  },
);
