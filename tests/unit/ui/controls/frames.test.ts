import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as frames from '../../../../src/ui/controls/frames.ts';

let callbacks: (() => void)[] = [];
const listeners = new Map<string, () => void>();
/** What a browser does for a frame: what is asked for meanwhile is of the next one. */
async function frame(): Promise<void> {
  const due = callbacks;
  callbacks = [];
  for (const callback of due) {
    callback();
    await Promise.resolve();
  }
}

beforeEach(() => {
  callbacks = [];
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => callbacks.push(callback));
  vi.stubGlobal('addEventListener', (type: string, listener: () => void) => listeners.set(type, listener));
  vi.stubGlobal('removeEventListener', (type: string) => listeners.delete(type));
  vi.stubGlobal('document', { hidden: false });
  frames.waitForFrames(true);
});
afterEach(async () => {
  frames.waitForFrames(false);
  while (callbacks.length > 0) await frame();
  vi.runAllTimers();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('what is done before the next paint', () => {
  it('is done once, and what is painted after all that is rendered', async () => {
    const done: string[] = [];
    const paint = (): void => void done.push('paint');
    const render = (): void => {
      done.push('render');
      // As an element does, once it has rendered.
      void Promise.resolve().then(() => {
        done.push('rendered');
        frames.paintInFrame(paint);
      });
    };
    frames.paintInFrame(paint);
    for (let k = 0; k < 3; k++) frames.renderInFrame(render);
    expect(done).toEqual([]);
    await frame();
    expect(done).toEqual(['render', 'rendered', 'paint']);
    expect(callbacks).toEqual([]);
  });

  it('is of the next frame where its turn is over', async () => {
    let painted = 0;
    const paint = (): void => {
      if (++painted < 3) frames.paintInFrame(paint);
    };
    frames.paintInFrame(paint);
    await frame();
    expect(painted).toBe(1);
    await frame();
    await frame();
    await frame();
    expect(painted).toBe(3);
  });

  it('is not done where it is no longer wanted', async () => {
    const work = vi.fn();
    frames.renderInFrame(work);
    frames.paintInFrame(work);
    frames.dropFromFrame(work);
    await frame();
    expect(work).not.toHaveBeenCalled();
  });

  it.each([
    ['before whatever a user does', () => listeners.get('keydown')?.()],
    ['where rendering waits no longer', () => frames.waitForFrames(false)],
  ])('is rendered at once %s, and then not again', async (_, renderNow) => {
    const [render, paint] = [vi.fn(), vi.fn()];
    frames.renderInFrame(render);
    frames.paintInFrame(paint);
    renderNow();
    expect(render).toHaveBeenCalledTimes(1);
    expect(paint).not.toHaveBeenCalled();
    await frame();
    expect(render).toHaveBeenCalledTimes(1);
    expect(paint).toHaveBeenCalledTimes(1);
  });

  it('is rendered at once where a user has just done something', async () => {
    const render = vi.fn();
    listeners.get('click')?.();
    frames.renderInFrame(render);
    expect(render).toHaveBeenCalledTimes(1);
    vi.runAllTimers();
    frames.renderInFrame(render);
    expect(render).toHaveBeenCalledTimes(1);
    await frame();
    expect(render).toHaveBeenCalledTimes(2);
  });

  it('is rendered at once where it need not wait, and in a page that is hidden', () => {
    const render = vi.fn();
    frames.waitForFrames(false);
    frames.renderInFrame(render);
    expect(render).toHaveBeenCalledTimes(1);
    expect(listeners.size).toBe(0);
    frames.waitForFrames(true);
    vi.stubGlobal('document', { hidden: true });
    frames.renderInFrame(render);
    expect(render).toHaveBeenCalledTimes(2);
    expect(callbacks).toEqual([]);
  });

  it('goes on where a piece of it fails, which is told', async () => {
    const told = vi.fn();
    vi.stubGlobal('reportError', told);
    const [fault, after] = [new Error('this one fails'), vi.fn()];
    frames.renderInFrame(() => {
      throw fault;
    });
    frames.renderInFrame(after);
    await frame();
    expect(after).toHaveBeenCalledTimes(1);
    expect(told).toHaveBeenCalledWith(fault);
  });
});
