/** What writes programs for a cluster: a worker of its own, for it sets up every run of a comparison. Types only. */
import type { ClusterProgram, ClusterQuestion } from '../cluster/cluster-program.ts';
import type { PackedTable } from './import-messages.ts';

export type { ClusterProgram, ClusterQuestion };

export interface ClusterApi {
  /** `table` is the user's own, where the set-up is of it. */
  write(question: ClusterQuestion, table: PackedTable | null): Promise<ClusterProgram>;
}
