import { describe, expect, it } from 'vitest';
import { PageTitle, titleOf, type TitleState } from '../../../../src/ui/front/page-title.ts';

const state: TitleState = {
  place: 'playground',
  chapter: null,
  status: 'running',
  epoch: 128,
  testLoss: 0.0312,
};

describe('the title of the page', () => {
  it('says whether it trains, how far it is, and how well it does', () => {
    expect(titleOf(state)).toBe('▶ epoch 128 · test loss 0.0312 · Chainrule');
    expect(titleOf({ ...state, status: 'paused' })).toBe('⏸ epoch 128 · test loss 0.0312 · Chainrule');
    expect(titleOf({ ...state, testLoss: null })).toBe('▶ epoch 128 · Chainrule');
    expect(titleOf({ ...state, status: 'diverged' })).toBe('⚠ diverged · Chainrule');
  });

  it('says the place where nothing has been trained', () => {
    expect(titleOf({ ...state, status: 'ready', epoch: 0 })).toBe('Playground · Chainrule');
    expect(titleOf({ ...state, status: 'loading', epoch: null })).toBe('Playground · Chainrule');
  });

  it('says the chapter, or that it is the graph, whatever the playground does meanwhile', () => {
    expect(titleOf({ ...state, place: 'learn', chapter: 'A slope' })).toBe('Learn: a slope · Chainrule');
    const chapter = 'Challenge: a rate too high';
    expect(titleOf({ ...state, place: 'learn', chapter })).toBe('Learn: a rate too high · Chainrule');
    expect(titleOf({ ...state, place: 'learn' })).toBe('Learn · Chainrule');
    expect(titleOf({ ...state, place: 'compare' })).toBe('Compare · Chainrule');
    expect(titleOf({ ...state, place: 'graph' })).toBe('Graph · Chainrule');
  });
});

describe('titles that follow each other fast', () => {
  function clocked() {
    const written: string[] = [];
    let time = 0;
    let due: { at: number; callback: () => void } | null = null;
    const title = new PageTitle({
      write: (text) => written.push(text),
      now: () => time,
      after: (ms, callback) => {
        due = { at: time + ms, callback };
        return () => (due = null);
      },
    });
    const pass = (ms: number): void => {
      time += ms;
      if (due === null || due.at > time) return;
      const { callback } = due;
      due = null;
      callback();
    };
    return { title, written, pass };
  }

  it('are written once a second, the last of each', () => {
    const { title, written, pass } = clocked();
    for (let i = 0; i < 21; i++) {
      title.show(`epoch ${i}`);
      pass(100);
    }
    expect(written).toEqual(['epoch 0', 'epoch 9', 'epoch 19']);
  });

  it('are not written again where they are the same, nor after the end', () => {
    const { title, written, pass } = clocked();
    title.show('one');
    title.show('two');
    title.show('one');
    pass(1000);
    expect(written).toEqual(['one']);
    title.show('three');
    expect(written).toEqual(['one', 'three']);
    title.show('four');
    title.end();
    pass(5000);
    expect(written).toEqual(['one', 'three']);
  });
});
