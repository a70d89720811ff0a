import type { ClusterClient } from '../../../client/cluster-client.ts';
import type { ClusterProgram, ClusterQuestion } from '../../../protocol/cluster-messages.ts';
import type { PackedTable } from '../../../protocol/import-messages.ts';
import type { Experiment } from '../../../experiment/schema.ts';

export interface ProgramParts {
  /** The user's own table that a set-up is of; null where there is none. */
  readonly tableOf: (experiment: Experiment) => Promise<PackedTable | null>;
  readonly loadProgramWriter: () => Promise<Pick<ClusterClient, 'write' | 'end'>>;
}

/** Has comparisons written as programs for a cluster. */
export class ProgramDesk {
  readonly #parts: ProgramParts;
  #writer: Pick<ClusterClient, 'write' | 'end'> | null = null;

  constructor(parts: ProgramParts) {
    this.#parts = parts;
  }

  /** Rejects with an Error where it cannot be written, or is no longer wanted. */
  async write(question: ClusterQuestion): Promise<ClusterProgram> {
    const { loadProgramWriter, tableOf } = this.#parts;
    const [writer, table] = await Promise.all([
      this.#writer ?? loadProgramWriter(),
      tableOf(question.experiment),
    ]);
    this.#writer ??= writer;
    return this.#writer.write(question, table);
  }

  /** Lets go of what writes them. */
  end(): void {
    this.#writer?.end();
  }
}
