import {
  writeClusterProgram,
  type ClusterProgram,
  type ClusterQuestion,
} from '../src/cluster/cluster-program.ts';
import type { ClusterApi } from '../src/protocol/cluster-messages.ts';
import type { PackedTable } from '../src/protocol/import-messages.ts';
import { TableStore, type FileLoader } from './table-store.ts';

/** Writes programs for a cluster out of what the page has. */
export class ClusterDesk implements ClusterApi {
  readonly #tables: TableStore;

  constructor(load: FileLoader) {
    this.#tables = new TableStore(load);
  }

  async write(question: ClusterQuestion, table: PackedTable | null): Promise<ClusterProgram> {
    const { experiment } = question;
    const problem = await this.#tables.provide(experiment, table);
    if (problem !== null) return { ok: false, message: problem };
    const own =
      table === null ? null : { id: table.id, bytes: new Uint8Array(await table.blob.arrayBuffer()) };
    return writeClusterProgram(question, { tables: this.#tables.source, own });
  }
}
