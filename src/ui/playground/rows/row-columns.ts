import { html, nothing, type TemplateResult } from 'lit';
import { pairOf } from '../../../charts/class-pairs.ts';
import type { Theme } from '../../../charts/colour-scale.ts';
import type { RowEntry, RowKey, RowOrder, RowWindow } from '../../../protocol/row-messages.ts';
import { exact, formatLong, formatLoss, formatShare, formatValue, withMinus } from '../../controls/format.ts';
import { icon } from '../../controls/icons.ts';
import { classMark } from '../picture/class-mark.ts';

/** One column of the table as it is shown. */
export interface ShownColumn {
  readonly by: RowKey;
  /** The name of the data's column; '' of what the network adds. */
  readonly column: string;
  readonly title: string;
  /** In pixels. */
  readonly width: number;
  /** Whether the title is longer than that. */
  readonly isCut: boolean;
  /** Whether sorting begins with the largest. */
  readonly largestFirst: boolean;
  readonly isText: boolean;
  readonly cell: (row: RowEntry) => TemplateResult | string;
  /** The value with all its digits. */
  readonly exact: (row: RowEntry) => string;
}

export interface ColumnSettings {
  readonly classNames: readonly string[];
  /** The class that is told from the rest where there are more than have colours. */
  readonly chosenClass: number;
  readonly theme: Theme;
}

/** Of a column of words or long numbers, in pixels: they are longer than most names of columns. */
const leastForLong = 132;

/** What stands of every row, from the left. */
export function shownColumns(window: RowWindow, settings: ColumnSettings): readonly ShownColumn[] {
  const { targetName, certainty } = window;
  const judged = certainty !== null;
  return [
    {
      ...added('row', 'Row', 68),
      cell: ({ row }) => counts.format(row + 1),
      exact: ({ row }) => String(row + 1),
    },
    { ...added('side', 'Set', 62), isText: true, cell: ({ side }) => side, exact: ({ side }) => side },
    {
      ...added('loss', 'Loss', 84),
      largestFirst: true,
      cell: ({ loss }) => formatLoss(loss),
      exact: ({ loss }) => exact(loss),
    },
    ...(judged ? [verdictColumn()] : []),
    classColumn('truth', targetName, settings, ({ truth }) => truth, judged),
    classColumn('answer', judged ? 'Answer' : 'Prediction', settings, ({ answer }) => answer, judged),
    ...(judged ? [certaintyColumn(certainty)] : []),
    ...window.columns.map(({ name, kind, isLong = false }, i): ShownColumn => {
      const isText = kind === 'category';
      const least = isText || isLong ? leastForLong : 76;
      return {
        ...added('column', name, Math.min(160, Math.max(least, 30 + name.length * 7))),
        column: name,
        isText,
        cell: ({ values }) => cellText(values[i], isLong),
        exact: ({ values }) => String(values[i] ?? ''),
      };
    }),
  ];
}

function added(by: RowKey, title: string, width: number) {
  const isCut = title.length * 7 + 30 > width;
  return { by, column: '', title, width, isCut, largestFirst: false, isText: false };
}

/** By a sign and a word: colours alone say nothing to many. */
function verdictColumn(): ShownColumn {
  return {
    ...added('verdict', 'Verdict', 88),
    isText: true,
    cell: ({ right }) =>
      html`<span class="verdict ${right ? 'right' : 'wrong'}"
        >${icon(right ? 'check' : 'close', 14)}${right ? 'right' : 'wrong'}</span
      >`,
    exact: ({ right }) => (right ? 'right' : 'wrong'),
  };
}

function certaintyColumn(certainty: 'probability' | 'output'): ShownColumn {
  return {
    ...added('certainty', certainty === 'probability' ? 'Probability' : 'Output', 116),
    largestFirst: true,
    cell: ({ certainty: value }) => {
      if (value === null) return '–';
      return certainty === 'probability' ? formatShare(value) : withMinus(value.toFixed(3));
    },
    exact: ({ certainty: value }) => exact(value),
  };
}

function classColumn(
  by: 'truth' | 'answer',
  title: string,
  { classNames, theme, chosenClass }: ColumnSettings,
  of: (row: RowEntry) => number | null,
  isClass: boolean,
): ShownColumn {
  const longest = Math.max(title.length, ...(isClass ? classNames.map(({ length }) => length + 2) : [0]));
  const name = (row: RowEntry): string => classNames[of(row) ?? -1] ?? '';
  return {
    ...added(by, title, Math.min(180, Math.max(84, 34 + longest * 7))),
    isText: isClass,
    cell: (row) => {
      const value = of(row);
      if (value === null) return '–';
      if (!isClass) return cellText(value);
      const pair = pairOf(value, classNames.length, chosenClass);
      return html`<span class="class">${classMark(pair, theme)}<span>${withMinus(name(row))}</span></span>`;
    },
    exact: (row) => (isClass ? name(row) : exact(of(row))),
  };
}

/** Numbers short, and long ones written out in a column of such; – for nothing. */
export function cellText(value: RowEntry['values'][number], isLong = false): string {
  if (value === null) return '–';
  if (typeof value === 'string') return value;
  return isLong ? formatLong(value) : formatValue(value);
}

const counts = new Intl.NumberFormat('en');

/** How a column says that the rows are sorted by it. */
export function sortOf(
  { by, column }: ShownColumn,
  order: RowOrder,
): 'ascending' | 'descending' | typeof nothing {
  if (order.by !== by || order.column !== column) return nothing;
  return order.descending ? 'descending' : 'ascending';
}

/** The order after a press on a column's name: by it, then the other way round. */
export function nextOrder({ by, column, largestFirst }: ShownColumn, order: RowOrder): RowOrder {
  const isSame = order.by === by && order.column === column;
  return { by, column, descending: isSame ? !order.descending : largestFirst };
}
