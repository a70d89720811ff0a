import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../../src/experiment/schema.ts';
import type { RowExportRequest, RowRequest } from '../../../../src/protocol/row-messages.ts';
import { noFilter, RowDesk, type RowDeskParts } from '../../../../src/ui/playground/rows/row-desk.ts';
import { createService, nextTask, unwrap } from '../../workers/harness.ts';

/** The desk on the real service, at rest. */
async function createDesk(parts: Partial<RowDeskParts> = {}) {
  const { service } = createService();
  unwrap(await service.configure({ experiment: { ...defaultExperiment, points: 90 } }));
  const requests: RowRequest[] = [];
  const exports: RowExportRequest[] = [];
  const saved: { readonly file: Blob; readonly name: string }[] = [];
  const kept = new Map<string, string>();
  const desk = new RowDesk({
    rows: (request) => {
      requests.push(request);
      return service.rows(request);
    },
    exportRows: (request) => {
      exports.push(request);
      return service.exportRows(request);
    },
    wait: () => nextTask(),
    save: (file, name) => saved.push({ file, name }),
    storage: () => ({
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
    }),
    ...parts,
  });
  return { desk, service, requests, exports, saved, kept };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await nextTask();
}

const rowsOf = (desk: RowDesk): number[] => desk.shown.value.window?.rows.map(({ row }) => row) ?? [];

describe('the desk of the rows', () => {
  it('asks nothing while it is closed, and says once that nobody looks any more', async () => {
    const { desk, requests } = await createDesk();
    desk.look();
    desk.isRunning = true;
    await nextTask();
    expect(requests).toEqual([]);
    desk.isRunning = false;
    desk.setOpen(true);
    await until(() => desk.shown.value.window !== null);
    expect(desk.shown.value.window?.totalRows).toBe(90);
    desk.setOpen(false);
    const asked = requests.length;
    expect(requests[asked - 1].count).toBe(0);
    for (let i = 0; i < 5; i++) await nextTask();
    expect(requests).toHaveLength(asked);
    expect(desk.shown.value.window).toBeNull();
  });

  it('shows the order that was asked for last, and its first rows', async () => {
    const { desk } = await createDesk();
    desk.setOpen(true);
    desk.see(40, 10);
    await until(() => desk.shown.value.window?.from === 40);
    desk.list({ order: { by: 'loss', column: '', descending: false } });
    desk.list({ order: { by: 'row', column: '', descending: true } });
    await until(() => desk.shown.value.window?.order.by === 'row');
    expect(rowsOf(desk)).toEqual(Array.from({ length: 10 }, (_, i) => 89 - i));
    desk.list({ filter: { ...noFilter, side: 'test' } });
    await until(() => desk.shown.value.window?.filter.side === 'test');
    expect(desk.shown.value.window?.rows.every(({ side }) => side === 'test')).toBe(true);
    desk.setData('other columns');
    expect([desk.shown.value.filter, desk.shown.value.window]).toEqual([noFilter, null]);
    await until(() => desk.shown.value.window !== null);
    desk.list({ filter: { ...noFilter, side: 'train' } });
    // The same data in another slice, or shown again after another place of the page.
    desk.setData('other columns');
    expect(desk.shown.value.filter.side).toBe('train');
  });

  it('does not ask for the same window of a table twice', async () => {
    const { desk, requests } = await createDesk();
    desk.setOpen(true);
    await until(() => desk.shown.value.window !== null);
    const { window } = desk.shown.value;
    desk.look();
    await until(() => requests.at(-1)?.version === window?.version);
    for (let i = 0; i < 5; i++) await nextTask();
    expect(desk.shown.value.window).toBe(window);
  });

  it('takes the first table of another worker for a new one, though it has the same number', async () => {
    const [first, second] = [await createDesk(), await createDesk()];
    let present = first.service;
    const { desk } = await createDesk({ rows: (request) => present.rows(request) });
    desk.setOpen(true);
    await until(() => desk.shown.value.window !== null);
    const before = desk.shown.value.window;
    present = second.service;
    desk.newRun();
    await until(() => desk.shown.value.window !== before);
    expect(desk.shown.value.window?.version).toBe(before?.version);
  });

  it('hands a finished file to the browser, and none that was cancelled', async () => {
    const { desk, saved, exports } = await createDesk();
    desk.setOpen(true);
    await until(() => desk.shown.value.window !== null);
    await desk.download();
    expect(saved.map(({ name }) => name)).toEqual(['circle-epoch-0.csv']);
    expect((await saved[0].file.text()).split('\r\n')).toHaveLength(92);
    const cancelled = desk.download();
    desk.file.value = { done: 0, total: 90 };
    desk.cancelFile();
    await cancelled;
    expect([saved.length, exports.at(-1)?.kind]).toEqual([1, 'cancel']);
  });

  it('is open again in the same tab, and works where nothing can be kept', async () => {
    const { desk, kept } = await createDesk();
    desk.setOpen(true);
    const storage = () => ({ getItem: (key: string) => kept.get(key) ?? null, setItem: () => undefined });
    expect((await createDesk({ storage })).desk.isOpen.value).toBe(true);
    const denied = (): never => {
      throw new Error('denied');
    };
    const without = (await createDesk({ storage: denied })).desk;
    expect(without.isOpen.value).toBe(false);
    without.setOpen(true);
    await until(() => without.shown.value.window !== null);
  });
});
