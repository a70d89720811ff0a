import { defaultExperiment } from '../../src/experiment/schema.ts';
import type { FileData } from '../../src/experiment/file-data.ts';
import { pieceLength } from '../../src/formats/source.ts';
import type { PackedTable, PrepareRequest } from '../../src/protocol/import-messages.ts';
import { ImportDesk } from '../../workers/import-desk.ts';

/** A file on its way to the training: what it became, and when its parts were done. */
export interface Import {
  readonly file: FileData;
  readonly table: PackedTable;
  /** From the last byte to the end of the reading, of what comes of the choice, and of taking it. */
  readonly stepsMs: { readonly read: number; readonly prepare: number; readonly take: number };
  /** When the last byte had been read. */
  readonly lastByteAt: number;
}

/** Remembers when the last of its bytes was asked for. In pieces, as a file comes: a text in memory comes at once. */
class WatchedBlob extends Blob {
  lastByteAt = NaN;
  readonly #bytes: Uint8Array<ArrayBuffer>;

  constructor(text: string) {
    const bytes = new TextEncoder().encode(text);
    super([bytes]);
    this.#bytes = bytes;
  }

  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    let at = 0;
    const pull = (controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>): void => {
      controller.enqueue(this.#bytes.subarray(at, (at += pieceLength)));
      if (at < this.#bytes.length) return;
      this.lastByteAt = performance.now();
      controller.close();
    };
    return new ReadableStream({ pull }, { highWaterMark: 0 });
  }
}

/** What the page does with a file, without the user's pause before it is used. */
export async function importText(text: string): Promise<Import> {
  const desk = new ImportDesk();
  const source = new WatchedBlob(text);
  const reading = await desk.read({ source, dialect: {} }, () => undefined);
  if (!reading.ok) throw new Error(reading.message);
  const readAt = performance.now();
  const { trainShare, dataSeed } = { ...defaultExperiment, trainShare: 80 };
  const request: PrepareRequest = { choice: reading.suggestion, faulty: 'leave-out', trainShare, dataSeed };
  const prepared = await desk.prepare(request);
  if (!prepared.ok) throw new Error(prepared.message);
  const preparedAt = performance.now();
  const taken = await desk.take(request);
  if (!taken.ok) throw new Error(taken.message);
  const { lastByteAt } = source;
  const stepsMs = {
    read: readAt - lastByteAt,
    prepare: preparedAt - readAt,
    take: performance.now() - preparedAt,
  };
  const file: FileData = { ...taken.file, name: 'table.csv', reading: { faulty: 'leave-out' } };
  return { file, table: taken.table, stepsMs, lastByteAt };
}
