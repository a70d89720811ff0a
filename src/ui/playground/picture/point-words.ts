import type { DataPicture } from '../../../protocol/picture-messages.ts';
import { formatValue } from '../../controls/format.ts';
import { captionOf } from '../labels.ts';
import { axesOf } from './axes.ts';
import type { OpenedPoint } from './opened-point.ts';

type Placed = Pick<DataPicture, 'train' | 'test' | 'slice' | 'classNames'> &
  Partial<Pick<DataPicture, 'targetName' | 'targetScale' | 'trainedLabel'>>;

/** Where a point lies and what it is, in one line. Of very many rows only some are drawn: of the others, that it is none of them. */
export function pointWords(data: Placed, point: OpenedPoint): string {
  return linesOfPoint(data, point).join('\u2002');
}

/** The same, part by part. */
export function linesOfPoint(data: Placed, { split, index }: OpenedPoint): readonly string[] {
  const { x1, x2, label } = data[split];
  if (index >= label.length) return ['not among the points that are drawn'];
  const [across, up] = axesOf(data);
  const { classNames } = data;
  // Two classes without names of their own are their labels, with the sign that they have elsewhere.
  const hasNames = classNames.length > 2 || (classNames.length === 2 && classNames[0] !== '-1');
  const placeOf = (value: number): number => (classNames.length === 2 ? Number(value > 0) : value);
  const nameOf = (value: number): string => {
    if (classNames.length === 0) return labelWords(data, value);
    const name = classNames[placeOf(value)];
    return hasNames ? name : `label ${name.replace('-', '−')}`;
  };
  const named = nameOf(label[index]);
  const trained = split === 'train' ? (data.trainedLabel?.[index] ?? label[index]) : label[index];
  const noise = trained === label[index] ? [] : [`trained as ${nameOf(trained)} by label noise`];
  const [x, y] = [`${captionOf(across)} ${format(x1[index])}`, `${captionOf(up)} ${format(x2[index])}`];
  // Over a line, up are the classes, or what the label says in other units.
  if (data.slice?.isLine !== true) return [x, y, named, ...noise];
  return classNames.length > 0 ? [x, named, ...noise] : [x, y];
}

/** A label that has units of its own is said in those. */
function labelWords({ targetName, targetScale }: Placed, label: number): string {
  if (targetScale === undefined || targetScale === null) return `label ${format(label)}`;
  const { shift, scale } = targetScale;
  return `${targetName ?? 'label'} ${formatValue(label * scale + shift)}`;
}

/** A column may lack a value in some rows. */
function format(value: number): string {
  if (Number.isNaN(value)) return 'missing';
  const rounded = Number(value.toFixed(2));
  return rounded < 0 ? `−${-rounded}` : String(Math.abs(rounded));
}
