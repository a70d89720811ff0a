import { describe, expect, it } from 'vitest';
import type { CallResult } from '../../../../../src/client/worker-connection.ts';
import { defaultExperiment } from '../../../../../src/experiment/schema.ts';
import { defaultSettings } from '../../../../../src/experiment/url.ts';
import type { LookAnswer, LookRequest, LookSubject } from '../../../../../src/protocol/look-messages.ts';
import { LatestQuestion } from '../../../../../src/ui/playground/look/latest-question.ts';
import { LookDesk } from '../../../../../src/ui/playground/look/look-desk.ts';
import { PlaygroundStore } from '../../../../../src/ui/playground/store.ts';
import { storeClientOf } from '../../../helpers/store-client.ts';
import { createService, nextTask } from '../../../workers/harness.ts';

describe('a question that is asked again and again', () => {
  function create() {
    const asked: number[] = [];
    const told: number[] = [];
    const waiting: ((reply: CallResult<number>) => void)[] = [];
    const question = new LatestQuestion<number, number>(
      (value) => {
        asked.push(value);
        return new Promise((resolve) => waiting.push(resolve));
      },
      (reply) => {
        if (reply.ok) told.push(reply.value);
      },
    );
    const answer = async (value: number): Promise<void> => {
      waiting.shift()?.({ ok: true, value });
      await nextTask();
    };
    return { question, asked, told, waiting, answer };
  }

  it('has one on its way and one waiting, and the last wins', async () => {
    const { question, asked, told, waiting, answer } = create();
    for (const value of [1, 2, 3, 4]) question.put(value);
    expect(asked).toEqual([1]);
    await answer(10);
    expect(asked).toEqual([1, 4]);
    expect(waiting).toHaveLength(1);
    await answer(40);
    expect(told).toEqual([10, 40]);
    expect(asked).toEqual([1, 4]);
  });

  it('is not answered any more once nobody asks', async () => {
    const { question, asked, told, answer } = create();
    question.put(1);
    question.put(null);
    await answer(10);
    question.again();
    expect([asked, told]).toEqual([[1], []]);
    question.put(2);
    await answer(20);
    question.again();
    await answer(21);
    expect([asked, told]).toEqual([
      [1, 2, 2],
      [20, 21],
    ]);
  });
});

/** The store and its desk on the real service; `look` takes in what there is to see. */
async function createBench(isCalm = false) {
  const { service } = createService();
  const requests: LookRequest[] = [];
  let vitals = 0;
  const desk = new LookDesk({
    look: (request) => {
      requests.push(request);
      return service.look(request);
    },
    onVitals: () => vitals++,
    isCalm: () => isCalm,
  });
  const store = new PlaygroundStore({
    settings: { ...defaultSettings, experiment: { ...defaultExperiment, points: 40, hidden: [3, 2] } },
    client: storeClientOf(service),
    onChange: () => undefined,
    now: () => 0,
    look: desk,
  });
  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) {
      await nextTask();
      const reply = await service.snapshot({ viewVersion: 0, historyVersion: 0 });
      if (reply.ok) store.receive(reply.value);
    }
  };
  store.begin();
  await until(() => store.view.value !== null);
  return { desk, store, requests, until, vitals: () => vitals };
}

const place = (x1: number, x2 = 0): LookSubject => ({ kind: 'place', x1, x2 });

describe('what is looked at', () => {
  it('is nothing at first, and then nothing is asked', async () => {
    const { requests, desk } = await createBench();
    expect(requests).toEqual([]);
    expect([desk.isLooking.value, desk.values.value]).toEqual([false, null]);
  });

  it('is the place that is pointed at, and again the pinned one when the pointer leaves', async () => {
    const { desk, until } = await createBench();
    desk.pin(place(1));
    desk.point(place(2));
    desk.point(place(3));
    await until(() => desk.values.value?.subject.kind === 'place' && desk.values.value.subject.x1 === 3);
    desk.point(null);
    await until(() => desk.values.value?.subject.kind === 'place' && desk.values.value.subject.x1 === 1);
    desk.pin(place(1));
    expect([desk.pinned.value, desk.values.value]).toEqual([null, null]);
  });

  it('follows the training while it is pinned', async () => {
    const { desk, store, until } = await createBench();
    desk.pin(place(1, -2));
    await until(() => desk.values.value?.epoch === 0);
    const before = desk.values.value;
    await store.step();
    await until(() => desk.values.value?.epoch === 1);
    expect(desk.values.value?.subject).toEqual(before?.subject);
    expect(desk.values.value?.layers[0].outputs).not.toEqual(before?.layers[0].outputs);
  });

  it('is the chosen point, with its loss, for as long as it is chosen', async () => {
    const { desk, store, until } = await createBench();
    store.choosePoint({ split: 'test', index: 2 });
    await until(() => desk.values.value?.subject.kind === 'sample');
    expect(desk.values.value?.loss).toBeGreaterThan(0);
    store.choosePoint(null);
    expect([desk.pinned.value, desk.values.value]).toEqual([null, null]);
    desk.pin(place(1));
    store.choosePoint(null);
    expect(desk.pinned.value).toEqual(place(1));
  });

  it('is forgotten with the data it was of, and stays where only the network is another one', async () => {
    const { desk, store, until } = await createBench();
    desk.pin(place(1));
    await until(() => desk.values.value !== null);
    await store.change({ hidden: [5] });
    await until(() => desk.values.value?.layers[0].outputs.length === 5);
    expect(desk.pinned.value).toEqual(place(1));
    await store.change({ dataSet: 'spiral' });
    await until(() => store.trained.value?.dataSet === 'spiral' && store.view.value !== null);
    expect([desk.pinned.value, desk.values.value]).toEqual([null, null]);
  });

  it('is never what another run has answered', async () => {
    const waiting: ((reply: CallResult<LookAnswer>) => void)[] = [];
    const { store } = await createBench();
    const desk = new LookDesk({
      look: () => new Promise((resolve) => waiting.push(resolve)),
      onVitals: () => undefined,
    });
    const answer = (runId: number): LookAnswer => ({
      ...{ kind: 'values', runId, epoch: 0, subject: place(1), row: null, inputs: new Float64Array(0) },
      ...{ layers: [], outputs: [0.5], prediction: null, loss: null, detail: null },
    });
    desk.setRun(2, store.network.value!, true);
    desk.pin(place(1));
    waiting.shift()?.({ ok: true, value: answer(1) });
    await nextTask();
    expect(desk.values.value).toBeNull();
    desk.refresh(store.view.value!);
    waiting.shift()?.({ ok: true, value: answer(2) });
    await nextTask();
    expect(desk.values.value?.outputs).toEqual([0.5]);
    // That another one is about to take its place is no reason to blink; that it knows nothing is.
    for (const [code, outputs] of [
      ['superseded', [0.5]],
      ['not-configured', undefined],
    ] as const) {
      desk.refresh(store.view.value!);
      waiting.shift()?.({ ok: false, code, message: 'gone' });
      await nextTask();
      expect([code, desk.values.value?.outputs]).toEqual([code, outputs]);
    }
  });
});

describe('a neuron', () => {
  it('that is pointed at has its coarse map at once and a fine one later, of the same function', async () => {
    const { desk, store, until } = await createBench();
    desk.pointAtNeuron({ column: 1, index: 2 });
    const coarse = desk.picture.value;
    expect([coarse?.isFine, coarse?.grid.resolution]).toEqual([false, 24]);
    await until(() => desk.picture.value?.isFine === true);
    const fine = desk.picture.value!;
    expect(fine.grid.resolution).toBe(Math.min(200, store.view.value!.boundary.resolution));
    expect(fine.grid.resolution).toBeGreaterThan(24);
    const middle = ({ resolution, values }: { resolution: number; values: Float32Array }): number =>
      values[Math.floor(resolution / 2) * resolution + Math.floor(resolution / 2)];
    expect(middle(fine.grid)).toBeCloseTo(middle(coarse!.grid), 0);
    desk.pointAtNeuron({ column: 3, index: 0 });
    expect(desk.picture.value).toBeNull();
    desk.pointAtNeuron({ column: 0, index: 1 });
    expect(desk.picture.value?.extent).toBeCloseTo(6, 0);
    desk.pointAtNeuron(null);
    expect(desk.picture.value).toBeNull();
  });

  it('that is pointed at by whoever asked for less motion has the fine map only', async () => {
    const { desk, store, until } = await createBench(true);
    desk.pointAtNeuron({ column: 1, index: 2 });
    expect(desk.picture.value).toBeNull();
    await until(() => desk.picture.value !== null);
    expect(desk.picture.value?.isFine).toBe(true);
    expect(store.view.value?.boundary.resolution).toBeGreaterThan(24);
  });

  it('that is open comes with its parameters, and closes when the network has none such any more', async () => {
    const { desk, store, until } = await createBench();
    desk.pin(place(1));
    desk.open({ layer: 0, neuron: 2 });
    await until(() => desk.values.value?.detail?.neuron === 2);
    expect(desk.values.value?.detail?.weights).toHaveLength(2);
    desk.open({ layer: 0, neuron: 3 });
    expect(desk.opened.value).toEqual({ layer: 0, neuron: 2 });
    await store.change({ hidden: [2] });
    await until(() => store.network.value?.layers[0].width === 2);
    expect(desk.opened.value).toBeNull();
  });

  it('shows how the loss reacts over the train points only while that is wanted and no point is looked at', async () => {
    const { desk, store, requests, until } = await createBench();
    store.changeView({ neurons: 'reaction' });
    await until(() => desk.reaction.value !== null);
    expect(desk.reaction.value).toMatchObject({ rows: 20, isSample: false });
    store.choosePoint({ split: 'train', index: 0 });
    expect(desk.reaction.value).toBeNull();
    await until(() => (desk.values.value?.layers[0].reactions ?? null) !== null);
    store.choosePoint(null);
    await until(() => desk.reaction.value !== null);
    store.changeView({ neurons: 'output' });
    expect(desk.reaction.value).toBeNull();
    const asked = requests.length;
    await store.step();
    await until(() => store.view.value?.epoch === 1);
    expect(requests).toHaveLength(asked);
  });

  it('wants vitals while a link is pointed at', async () => {
    const { desk, vitals } = await createBench();
    desk.wantVitals(true);
    desk.wantVitals(true);
    expect([desk.wantsVitals.value, vitals()]).toEqual([true, 1]);
    desk.wantVitals(false);
    expect([desk.wantsVitals.value, vitals()]).toEqual([false, 2]);
  });
});
