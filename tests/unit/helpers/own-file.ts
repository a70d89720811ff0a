import type { Table } from '../../../src/data/table.ts';
import type { FileData } from '../../../src/experiment/file-data.ts';
import { packTable, tableId } from '../../../src/formats/packed-table.ts';
import type { PackedTable } from '../../../src/protocol/import-messages.ts';

/** A table as a file of the user's own: its column “kind” tells no from yes, by these inputs. */
export function ownFile(
  table: Table,
  { name, inputs, dropped = 0 }: Pick<FileData, 'name' | 'inputs'> & { readonly dropped?: number },
): { readonly file: FileData; readonly table: PackedTable } {
  const id = tableId(table);
  const file: FileData = {
    id,
    name,
    rows: table.rowCount,
    dropped,
    reading: { faulty: 'leave-out' },
    inputs,
    target: { kind: 'class', column: 'kind' },
    categorical: [],
    missing: 'leave-out',
    manyCategories: [],
    split: null,
    classes: ['no', 'yes'],
  };
  return { file, table: { id, blob: packTable(table) } };
}
