import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { DropZone, isTable } from '../../../../../src/ui/playground/import/drop-zone.ts';
import type { ImportAction } from '../../../../../src/ui/playground/import/import-store.ts';

class FakeElement extends EventTarget {
  isContentEditable = false;
}
class FakeInput extends FakeElement {
  readonly type: string;

  constructor(type: string) {
    super();
    this.type = type;
  }
}
class FakeTextArea extends FakeElement {
  readonly rows = 2;
}

beforeAll(() => {
  vi.stubGlobal('HTMLElement', FakeElement);
  vi.stubGlobal('HTMLInputElement', FakeInput);
  vi.stubGlobal('HTMLTextAreaElement', FakeTextArea);
});
afterAll(() => vi.unstubAllGlobals());

const actions: ImportAction[] = [];
let page = new EventTarget();
let zone = new DropZone((action) => actions.push(action));

beforeEach(() => {
  actions.length = 0;
  page = new EventTarget();
  zone = new DropZone((action) => actions.push(action));
  zone.connect(page as Document);
});

interface Carried {
  readonly files?: readonly File[];
  readonly text?: string;
}

function carrying({ files = [], text = '' }: Carried) {
  return {
    files,
    types: files.length > 0 ? ['Files'] : ['text/plain'],
    dropEffect: 'none',
    getData: () => text,
  };
}

function dispatch(type: string, carried: Carried, more: object = {}): Event {
  const data = carrying(carried);
  const event = new Event(type, { cancelable: true });
  Object.assign(event, { dataTransfer: data, clipboardData: data, ...more });
  page.dispatchEvent(event);
  return event;
}

function pasteInto(target: EventTarget, carried: Carried): Event {
  return dispatch('paste', carried, { composedPath: () => [target, page] });
}

const file = new File(['x,y\n1,2\n'], 'own.csv', { type: 'text/csv' });

describe('files that are dropped', () => {
  it('are welcomed while they are over the page, and opened', () => {
    expect(dispatch('dragover', { files: [file] }).defaultPrevented).toBe(true);
    expect(zone.isOver.value).toBe(true);
    dispatch('dragleave', {}, { relatedTarget: page });
    expect(zone.isOver.value).toBe(true);
    expect(dispatch('drop', { files: [file] }).defaultPrevented).toBe(true);
    expect([zone.isOver.value, actions]).toEqual([false, [{ kind: 'file', file }]]);
  });

  it('are counted where there are several: one is opened', () => {
    dispatch('drop', { files: [file, file, file] });
    expect(actions).toEqual([{ kind: 'file', file, others: 2 }]);
  });

  it('may leave again; what is no file is none of its business', () => {
    dispatch('dragover', { files: [file] });
    dispatch('dragleave', {}, { relatedTarget: null });
    expect(zone.isOver.value).toBe(false);
    expect(dispatch('dragover', { text: 'a\nb' }).defaultPrevented).toBe(false);
    expect(dispatch('drop', { text: 'a\nb' }).defaultPrevented).toBe(false);
    expect([zone.isOver.value, actions]).toEqual([false, []]);
  });

  it('fall through once the page is another', () => {
    dispatch('dragover', { files: [file] });
    zone.disconnect();
    expect(zone.isOver.value).toBe(false);
    expect(dispatch('drop', { files: [file] }).defaultPrevented).toBe(false);
    expect(actions).toEqual([]);
  });
});

describe('what is pasted on the page', () => {
  const rows = 'x,y\n1,2\n';

  it.each(['radio', 'checkbox', 'range', 'file'])(
    'is opened though an input of type %s has the focus',
    (type) => {
      expect(pasteInto(new FakeInput(type), { text: rows }).defaultPrevented).toBe(true);
      expect(actions).toEqual([{ kind: 'text', text: rows }]);
    },
  );

  it.each([
    ['a field of text', new FakeInput('text')],
    ['a number', new FakeInput('number')],
    ['a text', new FakeTextArea()],
    ['an editable part', Object.assign(new FakeElement(), { isContentEditable: true })],
  ])('is left to %s that has the focus', (_, target) => {
    expect(pasteInto(target, { text: rows, files: [file] }).defaultPrevented).toBe(false);
    expect(actions).toEqual([]);
  });

  it('is the rows of a spreadsheet, not the picture of them that comes along', () => {
    const picture = new File(['…'], 'image.png', { type: 'image/png' });
    pasteInto(new FakeElement(), { text: 'x\ty\n1\t2\n', files: [picture] });
    pasteInto(new FakeElement(), { files: [picture] });
    expect(actions).toEqual([{ kind: 'text', text: 'x\ty\n1\t2\n' }]);
  });

  it('may be a file that was copied, whatever its path', () => {
    pasteInto(new FakeElement(), { text: '/home/own.csv\n/home/other.csv', files: [file] });
    expect(actions).toEqual([{ kind: 'file', file }]);
  });

  it.each([
    ['one line', false],
    ['one line\n', false],
    ['\n \n', false],
    ['a\nb', true],
    ['a\r1\r', true],
    ['\n\na,b\r\n1,2', true],
  ])('is a table or none: %j', (text, expected) => {
    expect(isTable(text)).toBe(expected);
    expect(pasteInto(new FakeElement(), { text }).defaultPrevented).toBe(expected);
  });
});
