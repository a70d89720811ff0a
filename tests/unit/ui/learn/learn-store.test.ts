import { signal } from '@preact/signals-core';
import { describe, expect, it } from 'vitest';
import { decodeAddress, encodeAddress } from '../../../../src/experiment/address.ts';
import { defaultSettings } from '../../../../src/experiment/url.ts';
import { chapters } from '../../../../src/ui/learn/chapters/all.ts';
import { LearnProgress } from '../../../../src/ui/learn/progress.ts';
import { challengeAttempt, chapterIds, graphAttempt, Memory, openLearn, stagesDone } from './bench.ts';

const key = 'chainrule-learn';

function finishOrder(bench: ReturnType<typeof openLearn>): void {
  const { lab } = graphAttempt(bench);
  bench.learn.predict(2);
  void lab.setMode('no-topological-order');
  void lab.setMode('correct');
}

describe('the guided path', () => {
  it.each(chapterIds)('opens the chapter %s by its link', (id) => {
    const fragment = encodeAddress({
      place: { name: 'learn', chapter: id },
      lab: { preset: 'softmax' },
      settings: defaultSettings,
    });
    expect(fragment).toBe(`/learn/${id}`);
    expect(decodeAddress(fragment)).toMatchObject({ place: { name: 'learn', chapter: id }, problems: [] });
    const bench = openLearn(fragment);
    expect(bench.learn.attempt.value.chapter.id).toBe(id);
    expect(bench.places.takeCorrection()).toBe(false);
    expect(bench.board.shown.value).toEqual([]);
    bench.learn.dispose();
  });

  it('goes on with the first chapter that is not done, and says so in the address', () => {
    const memory = new Memory();
    memory.setItem(key, JSON.stringify(chapterIds.slice(0, 3)));
    const bench = openLearn('/learn', () => memory);
    expect(bench.learn.attempt.value.chapter.id).toBe(chapterIds[3]);
    expect(bench.places.place.value).toEqual({ name: 'learn', chapter: chapterIds[3] });
    expect(bench.places.takeCorrection()).toBe(true);
  });

  it('opens the chapter again that was open last, and a later visit goes on with it until it is done', () => {
    const memory = new Memory();
    const bench = openLearn('/learn/network', () => memory);
    bench.go({ name: 'playground' });
    bench.go({ name: 'learn', chapter: '' });
    expect(bench.learn.attempt.value.chapter.id).toBe('network');
    expect(bench.places.place.value).toEqual({ name: 'learn', chapter: 'network' });
    expect(openLearn('/learn', () => memory).learn.attempt.value.chapter.id).toBe('network');

    bench.go({ name: 'learn', chapter: 'order' });
    finishOrder(bench);
    bench.go({ name: 'graph' });
    bench.go({ name: 'learn', chapter: '' });
    expect(bench.learn.attempt.value.chapter.id).toBe('order');
    // Whoever asks for it once more, before one that is done, goes on.
    bench.go({ name: 'learn', chapter: '' });
    expect(bench.learn.attempt.value.chapter.id).toBe(chapterIds[0]);
    bench.go({ name: 'learn', chapter: 'order' });
    const later = openLearn('/learn', () => memory);
    expect(later.learn.attempt.value.chapter.id).toBe(chapterIds[0]);
    later.learn.resetProgress();
    expect(openLearn('/learn', () => memory).learn.attempt.value.chapter.id).toBe(chapterIds[0]);
  });

  it('takes the first chapter for one that does not exist, with a message', () => {
    const bench = openLearn('/learn/nonsense');
    expect(bench.learn.attempt.value.chapter.id).toBe(chapterIds[0]);
    expect(bench.board.shown.value[0].text).toContain('nonsense');
  });

  it('keeps a chapter as it was left, and stops what was going on in it', () => {
    const bench = openLearn('/learn/order');
    const { lab } = graphAttempt(bench);
    bench.learn.predict(2);
    void lab.setMode('no-topological-order');
    lab.seek(0);
    lab.play();
    expect(lab.isPlaying.value).toBe(true);
    bench.go({ name: 'learn', chapter: 'slope' });
    expect(lab.isPlaying.value).toBe(false);
    bench.go({ name: 'graph' });
    bench.go({ name: 'learn', chapter: 'order' });
    expect(graphAttempt(bench).lab).toBe(lab);
    expect(lab.mode.value).toBe('no-topological-order');
    expect(stagesDone(bench)).toBe(2);
  });

  it('leaves the graph lab alone', () => {
    const bench = openLearn('/learn/order?preset=softmax');
    const opened: unknown[] = [];
    bench.places.connectLab({
      open: (link) => opened.push(link),
      wholeLink: () => ({}),
      linkIsPartial: signal(false),
    });
    for (const id of ['order', 'training', 'slope']) bench.go({ name: 'learn', chapter: id });
    bench.go({ name: 'learn', chapter: 'order' });
    finishOrder(bench);
    bench.go({ name: 'graph' });
    expect(opened).toEqual([{ preset: 'softmax' }]);
    expect(bench.places.labLink.value).toEqual({ preset: 'softmax' });
  });

  it('opens one playground for all challenges, none before the first, and closes it in the end', async () => {
    const bench = openLearn('/learn/slope');
    expect(bench.sessions).toEqual({ opened: 0, disposed: 0 });
    bench.go({ name: 'learn', chapter: 'xor' });
    const xor = challengeAttempt(bench);
    await bench.until(() => xor.isAtStart.value);
    expect(xor.playground.experiment.value).toMatchObject({ dataSet: 'xor', hidden: [] });
    bench.learn.predict(2);
    void xor.playground.play();
    await bench.until(() => (xor.playground.view.value?.epoch ?? 0) > 3);
    bench.go({ name: 'graph' });
    await bench.until(() => xor.playground.status.value === 'paused');
    bench.go({ name: 'learn', chapter: 'xor' });
    expect(challengeAttempt(bench)).toBe(xor);
    bench.go({ name: 'learn', chapter: 'spiral' });
    const spiral = challengeAttempt(bench);
    await bench.until(() => spiral.isAtStart.value);
    expect(spiral.playground).toBe(xor.playground);
    expect(spiral.playground.experiment.value).toMatchObject({ dataSet: 'spiral', hidden: [2] });
    expect(bench.learn.canUndo.value).toBe(true);
    expect(bench.sessions).toEqual({ opened: 1, disposed: 0 });
    bench.learn.dispose();
    expect(bench.sessions).toEqual({ opened: 1, disposed: 1 });
  });

  it('says why a point of a chapter’s playground is not opened as a graph', () => {
    const bench = openLearn('/learn/xor');
    bench.learn.declineGraph();
    const [notice] = bench.board.shown.value;
    expect(notice.text).toContain('belongs to the chapter');
    bench.learn.dismiss(notice.id);
    expect(bench.board.shown.value).toEqual([]);
    bench.learn.dispose();
  });
});

describe('the progress', () => {
  it('is kept, and can be reset', () => {
    const memory = new Memory();
    const bench = openLearn('/learn/order', () => memory);
    finishOrder(bench);
    expect([...bench.learn.done.value]).toEqual(['order']);
    const again = openLearn('/learn/order', () => memory);
    expect([...again.learn.done.value]).toEqual(['order']);
    expect(stagesDone(again)).toBe(0);
    again.learn.resetProgress();
    expect(again.learn.done.value.size).toBe(0);
    expect(memory.texts.size).toBe(0);
    expect(openLearn('/learn', () => memory).learn.done.value.size).toBe(0);
  });

  it.each([
    ['nothing', null],
    ['no JSON', '{"order"'],
    ['another type', '{"order": true}'],
    ['a number', '7'],
    ['null', 'null'],
  ])('starts anew where the device holds %s', (_what, text) => {
    const memory = new Memory();
    if (text !== null) memory.setItem(key, text);
    const progress = new LearnProgress(chapterIds, () => memory);
    expect(progress.done.value.size).toBe(0);
    expect(progress.isKept.value).toBe(true);
    progress.add('order');
    expect(memory.getItem(key)).toBe('["order"]');
  });

  it('holds what was done in another tab since', () => {
    const memory = new Memory();
    const [here, there] = [0, 1].map(() => new LearnProgress(chapterIds, () => memory));
    there.add('slope');
    here.add('order');
    for (const { done } of [here, new LearnProgress(chapterIds, () => memory)])
      expect([...done.value].sort()).toEqual(['order', 'slope']);
    // What is given up is given up, and not brought back by what one tab remembers.
    here.reset();
    here.add('order');
    expect(memory.getItem(key)).toBe('["order"]');
  });

  it('takes over only what is a chapter', () => {
    const memory = new Memory();
    memory.setItem(key, '["order", 3, null, "constructor", "slope", "order"]');
    const { done } = new LearnProgress(chapterIds, () => memory);
    expect([...done.value]).toEqual(['slope', 'order']);
  });

  it.each([
    [
      'forbids to ask for storage',
      () => {
        throw new Error('denied');
      },
    ],
    [
      'is full',
      () => ({
        getItem: () => null,
        setItem: () => {
          throw new Error('quota');
        },
        removeItem: () => undefined,
      }),
    ],
  ])('lasts as long as the page where the browser %s', (_what, storage) => {
    const bench = openLearn('/learn/order', storage);
    finishOrder(bench);
    expect([...bench.learn.done.value]).toEqual(['order']);
    expect(bench.learn.isKept.value).toBe(false);
    bench.learn.resetProgress();
    expect(bench.learn.done.value.size).toBe(0);
  });

  it('never stands in the way of a chapter', () => {
    const bench = openLearn('/learn');
    for (const { id, tool } of chapters) {
      if (tool === 'playground') continue;
      bench.go({ name: 'learn', chapter: id });
      expect(bench.learn.attempt.value.chapter.id).toBe(id);
    }
  });
});
