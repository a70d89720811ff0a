import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from './browser.ts';
import { playgroundsIn, type Playground } from './playground.ts';
import { violations } from './violations.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());
const withPlayground = playgroundsIn(() => browser, baseUrl);

const followed = (playground: Playground) =>
  playground.page.getByRole('switch', { name: 'Follow', exact: true });

/** Until the training of these settings is over and shown. */
function trained(playground: Playground, epochs: number): Promise<void> {
  return playground.until('it is trained', async () => {
    const shown = [await playground.value('trained-epoch'), await playground.value('epoch')];
    return shown.every((epoch) => epoch === epochs) && (await playground.status()) === 'paused';
  });
}

describe('the trained result follows', () => {
  it('a slider while it is held, with a new picture for each place, to the same bits as Reset and Play', () =>
    withPlayground({ hash: 'points=100&followEpochs=60' }, async (playground) => {
      const { page } = playground;
      await followed(playground).click();
      await trained(playground, 60);
      const words = page.getByTestId('follow-words');
      const far = 'What is shown has trained for 60 of 60 epochs.';
      await expect
        .poll(() => words.textContent())
        .toBe(`It trains anew as soon as you change a setting. ${far}`);
      const picture = page.getByTestId('picture').locator('canvas').first();
      const slider = page.getByRole('slider', { name: 'Noise slider' });
      const box = (await slider.boundingBox())!;
      await page.mouse.move(box.x + 8, box.y + box.height / 2);
      await page.mouse.down();
      const pictures = new Set<string>();
      const losses = new Set<string>();
      let pictured = await playground.restingPicture(picture);
      for (const share of [0.3, 0.5, 0.7, 0.95]) {
        const before = await playground.text('test-loss');
        await page.mouse.move(box.x + share * box.width, box.y + box.height / 2);
        await playground.until(
          'another training is over',
          async () => (await playground.text('test-loss')) !== before,
        );
        await trained(playground, 60);
        losses.add(await playground.text('test-loss'));
        await playground.until('it is painted', async () => (await playground.picture(picture)) !== pictured);
        pictured = await playground.restingPicture(picture);
        pictures.add(pictured);
      }
      // The hand has not let go of it yet.
      expect([pictures.size, losses.size]).toEqual([4, 4]);
      await page.mouse.up();
      const shown = await playground.text('test-loss');

      await followed(playground).click();
      await expect.poll(() => playground.value('epoch')).toBe(60);
      await playground.button('Reset').click();
      await playground.until('it is reset', async () => (await playground.value('epoch')) === 0);
      await playground.setNumber('Stop at epoch', 60);
      await playground.select('Speed').selectOption('full');
      await playground.button('Play').click();
      await playground.until('it has stopped', async () => (await playground.value('epoch')) === 60);
      await expect.poll(() => playground.text('test-loss')).toBe(shown);
    }));

  it('every other setting, by keys alone, and undo brings back what there was before', () =>
    withPlayground({ hash: 'points=100&hidden=3' }, async (playground) => {
      const { page } = playground;
      await playground.step();
      const before = await playground.text('train-loss');
      await followed(playground).focus();
      await page.keyboard.press('Space');
      await trained(playground, 300);
      const epochs = playground.number('Epochs to follow');
      await epochs.fill('50');
      await epochs.press('Enter');
      await trained(playground, 50);
      // What is typed stays, whatever is shown meanwhile.
      await epochs.fill('70');
      await page.locator('chainrule-follow').evaluate((element) => {
        (element as unknown as { requestUpdate(): void }).requestUpdate();
      });
      await expect.poll(() => epochs.inputValue()).toBe('70');
      await epochs.fill('0');
      await epochs.press('Enter');
      await playground.until('what holds is shown', async () => (await epochs.inputValue()) === '50');
      let loss = await playground.text('train-loss');
      for (const change of [
        () => playground.button('Add neuron to layer 1').press('Enter'),
        () => playground.setNumber('Learning rate', 0.1),
        () => playground.select('Optimizer').selectOption('adam'),
        () => playground.select('Activation in layer 1').selectOption('relu'),
        () => playground.button('New seed').press('Enter'),
      ]) {
        await change();
        await playground.until('another result', async () => {
          const text = await playground.text('train-loss');
          return text !== '' && text !== loss;
        });
        await trained(playground, 50);
        loss = await playground.text('train-loss');
      }
      for (let undone = 0; undone < 5; undone++) {
        loss = await playground.text('train-loss');
        await playground.button('Undo').click();
        await playground.until('it is undone', async () => {
          const text = await playground.text('train-loss');
          return text !== '' && text !== loss;
        });
      }
      await expect.poll(() => playground.number('Learning rate').inputValue()).toBe('0.03');
      await playground.until('it is as before', async () => {
        const undo = playground.button('Undo');
        if (await undo.isEnabled()) await undo.click();
        return (await playground.text('train-loss')) === before;
      });
      await expect.poll(() => playground.value('epoch')).toBe(1);
    }));

  it('shows along the slider what comes out where, and the best place comes to just that', () =>
    withPlayground({ hash: 'points=100&followEpochs=40' }, async (playground) => {
      const { page } = playground;
      const strip = page.getByTestId('outcome-strip');
      const shown = (name: string) => strip.getAttribute(`data-${name}`);
      await followed(playground).click();
      await playground.until('the rates are known', async () => {
        return (await strip.count()) === 1 && (await shown('known')) === (await shown('total'));
      });
      await expect.poll(() => shown('setting')).toBe('learningRate');
      const [best, loss] = [await shown('best'), await shown('loss')];
      const slider = page.getByRole('slider', { name: 'Learning rate slider' });
      expect(await violations(page)).toEqual([]);
      await slider.focus();
      await page.keyboard.press('Home');
      for (let pressed = 0; (await slider.getAttribute('aria-valuetext')) !== best; pressed++) {
        expect(pressed).toBeLessThan(11);
        const before = await slider.getAttribute('aria-valuetext');
        await page.keyboard.press('ArrowRight');
        await playground.until('the next place', async () => {
          return (await slider.getAttribute('aria-valuetext')) !== before;
        });
      }
      await trained(playground, 40);
      await playground.until(
        'what the strip says',
        async () => (await playground.text('test-loss')) === loss,
      );
      await expect.poll(() => shown('setting')).toBe('learningRate');
      // From between two places the next one is the next.
      for (const [key, next] of [
        ['ArrowRight', '0.1'],
        ['ArrowLeft', '0.03'],
      ] as const) {
        await playground.setNumber('Learning rate', 0.07);
        await slider.press(key);
        await expect.poll(() => playground.number('Learning rate').inputValue()).toBe(next);
      }
      await page.getByRole('slider', { name: 'Noise slider' }).focus();
      await page.keyboard.press('ArrowRight');
      await playground.until('the noises', async () => {
        return (await shown('setting')) === 'noise' && (await shown('known')) === (await shown('total'));
      });
      await expect.poll(() => slider.count()).toBe(1);
      await followed(playground).click();
      await playground.until('nothing is tried', async () => (await strip.count()) === 0);
      await expect.poll(() => slider.count()).toBe(0);
    }));

  it.each([390, 1280, 1440])(
    'a slider that is moved for the first time moves nothing else, at %i pixels',
    (width) =>
      withPlayground(
        { hash: 'points=60&followEpochs=5&follow=true', viewport: { width, height: 900 } },
        async (playground, { page }) => {
          await trained(playground, 5);
          const strip = page.getByTestId('outcome-strip');
          for (const [name, setting] of [
            ['L2', 'l2'],
            ['Clip gradients', 'clipGradients'],
            ['Noise', 'noise'],
            ['Train share', 'trainShare'],
          ] as const) {
            const slider = page.getByRole('slider', { name: `${name} slider` });
            await slider.scrollIntoViewIfNeeded();
            await slider.focus();
            const places = () =>
              page
                .locator('chainrule-number-field')
                .evaluateAll((fields) =>
                  fields.map((field) =>
                    [...(field.shadowRoot?.querySelectorAll('input') ?? [])].map(
                      (input) => input.getBoundingClientRect().y,
                    ),
                  ),
                );
            const before = await places();
            await page.keyboard.press('ArrowRight');
            await playground.until('the strip is there', async () => {
              return (await strip.getAttribute('data-setting')) === setting;
            });
            expect(await places(), name).toEqual(before);
          }
        },
      ),
  );

  it('stays on through other places, and says how far beyond its epochs a run was played on', () =>
    withPlayground({ hash: 'points=100&followEpochs=40' }, async (playground) => {
      const { page } = playground;
      await followed(playground).click();
      await trained(playground, 40);
      for (const place of ['Graph', 'Learn', 'Compare']) {
        await page.getByRole('link', { name: place, exact: true }).click();
        await playground.until(`${place} is there`, () =>
          Promise.resolve(page.url().includes(`/${place.toLowerCase()}`)),
        );
        await page.getByRole('link', { name: 'Playground', exact: true }).click();
        await playground.ready();
        await expect.poll(() => followed(playground).isChecked()).toBe(true);
      }
      await expect.poll(() => page.getByTestId('notice').allTextContents()).toEqual([]);
      await playground.button('Play').click();
      await playground.untilEpoch(50);
      await playground.button('Pause').click();
      const epoch = await playground.restingEpoch();
      await expect
        .poll(() => page.getByTestId('follow-words').textContent())
        .toContain(`What is shown has trained on, for ${epoch} epochs instead of 40.`);
      await expect
        .poll(async () => (await page.getByTestId('trained-epoch').textContent())?.replaceAll(/\s+/g, ' '))
        .toBe(`after ${epoch} not`);
    }));

  it.each([390, 1024, 1440])(
    'while its epochs are counted the field after them stays where it is, at %i pixels',
    (width) =>
      withPlayground(
        { hash: 'points=60&hidden=2&followEpochs=1200&follow=true', viewport: { width, height: 844 } },
        async (playground, { page }) => {
          if (width < 500) await page.getByRole('tab', { name: 'Learning' }).click();
          await trained(playground, 1200);
          const part = page.locator('chainrule-follow');
          const count = (epoch: number | null) =>
            part.evaluate(async (element, shown) => {
              Object.assign(element, { epoch: shown });
              await new Promise(requestAnimationFrame);
              return element.shadowRoot?.querySelector('[type=number]')?.getBoundingClientRect().x;
            }, epoch);
          const places = [await count(1200)];
          for (const epoch of [null, 0, 7, 42, 311]) places.push(await count(epoch));
          expect(new Set(places).size, places.join(', ')).toBe(1);
        },
      ),
  );

  it('on a phone too, from the sheet of learning', () =>
    withPlayground(
      { hash: 'points=100&followEpochs=60', viewport: { width: 390, height: 844 }, hasTouch: true },
      async (playground) => {
        const { page } = playground;
        const follow = page.getByRole('switch', { name: 'Follow' });
        await page.getByRole('tab', { name: 'Learning' }).tap();
        await expect.poll(() => follow.count()).toBe(1);
        await follow.tap();
        await trained(playground, 60);
        await playground.setNumber('Epochs to follow', 40);
        await trained(playground, 40);
        const loss = await playground.text('test-loss');
        await playground.setNumber('Learning rate', 0.1);
        await playground.until('another result', async () => (await playground.text('test-loss')) !== loss);
        await trained(playground, 40);
        await expect.poll(() => follow.isChecked()).toBe(true);
        // Where the bar has room, it stands there, and nowhere else.
        await page.setViewportSize({ width: 1280, height: 844 });
        await expect
          .poll(() => page.getByRole('region', { name: 'Training' }).getByRole('switch').count())
          .toBe(1);
        await expect.poll(() => page.locator('chainrule-follow').count()).toBe(1);
      },
    ));
});
