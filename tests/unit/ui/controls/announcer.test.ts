import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Announcer } from '../../../../src/ui/controls/announcer.ts';

describe('an announcer', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('says the latest of many texts, and nothing twice', () => {
    const said: string[] = [];
    const announcer = new Announcer({ isConnected: true }, (text) => said.push(text));
    for (const text of ['a', 'b', 'c']) announcer.say(text);
    expect(said).toEqual([]);
    vi.runAllTimers();
    announcer.say('c');
    vi.runAllTimers();
    expect(said).toEqual(['c']);
  });

  it('holds nothing of an element that has gone, and speaks again once it is back', () => {
    const said: string[] = [];
    const host = { isConnected: false };
    const announcer = new Announcer(host, (text) => said.push(text));
    announcer.say('an update that comes after it has gone');
    expect(vi.getTimerCount()).toBe(0);
    host.isConnected = true;
    announcer.say('back');
    expect(vi.getTimerCount()).toBe(1);
    announcer.stop();
    expect(vi.getTimerCount()).toBe(0);
    expect(said).toEqual([]);
  });
});
