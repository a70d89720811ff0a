import { drawingWindow, drawnTarget, drawnUnits } from '../../../experiment/drawing.ts';
import type { DrawnPoint } from '../../../experiment/drawn-point.ts';
import { ontoAxis } from '../../../experiment/drawn-grid.ts';
import { drawnNames, ontoNumbers } from '../../../experiment/drawn-names.ts';
import { namedClasses } from '../../../experiment/drawn-units.ts';
import { formatValue } from '../../controls/format.ts';
import type { PlanePlace } from './strokes.ts';

/** How a drawing is spoken of: by the names and in the units of the data that it was begun from. */
export interface OwnWords {
  /** Across and up. */
  readonly axes: readonly [string, string];
  /** Of the number that is predicted; null where it has no name of its own. */
  readonly number: string | null;
  /** What the plane is and how far it reaches. */
  readonly plane: string;
  /** A place of the plane in the units of its axes, as exactly as it is said. */
  readonly own: (place: PlanePlace) => PlanePlace;
  readonly place: (place: PlanePlace) => string;
  /** The class or the number of a point. */
  readonly predicted: (point: Pick<DrawnPoint, 'place' | 'value'>) => string;
  /** “Class 2”, and what it is called where it is called something else. */
  readonly className: (place: number) => string;
  /** A number that is drawn, as it is said, and what is drawn for one that is said. */
  readonly numberOf: (value: number) => number;
  readonly drawnFor: (number: number) => number;
}

/** Of the setting, whatever its points. */
export function ownWords(drawn: string): OwnWords {
  const units = drawnUnits(drawn);
  const isOwn = units?.axes !== undefined;
  const { name, classes = [], shift = 0, scale = 1 } = units?.target ?? {};
  const isOfNumbers = drawnTarget(drawn) === 'number';
  const [first, second, predicted] = drawnNames(units, !isOfNumbers);
  const [across, up] = [ontoAxis(units?.axes?.[0]), ontoAxis(units?.axes?.[1])];
  const say = isOwn ? formatValue : signed;
  const reach = (axis: 0 | 1): string => {
    const [low, high] = drawingWindow;
    const { from, to } = units?.axes?.[axis] ?? { from: low, to: high };
    return `from ${say(from)} to ${say(to)}`;
  };
  const own: OwnWords['own'] = ({ x1, x2 }) =>
    isOwn ? { x1: across(x1), x2: up(x2) } : { x1: hundredths(x1), x2: hundredths(x2) };
  const number = isOfNumbers && isOwn && name !== undefined ? predicted : null;
  const numberOf = ontoNumbers(units);
  const isScaled = shift !== 0 || scale !== 1;
  const className = (place: number): string =>
    place < classes.length
      ? `Class ${place + 1}, ${namedClasses(classes, place + 1)[place]}`
      : `Class ${place + 1}`;
  return {
    axes: [first, second],
    number,
    plane: isOwn ? `${first} ${reach(0)}, ${second} ${reach(1)}` : `${first} and ${second} ${reach(0)}`,
    own,
    place: (place) => {
      const { x1, x2 } = own(place);
      return `${first} ${say(x1)}, ${second} ${say(x2)}`;
    },
    predicted: ({ place, value }) =>
      value === undefined
        ? className(place)
        : `${number ?? 'Number'} ${isScaled ? formatValue(numberOf(value)) : signed(value)}`,
    className,
    numberOf,
    drawnFor: (said) => (said - shift) / scale,
  };
}

function hundredths(value: number): number {
  return Math.round(100 * value) / 100;
}

function signed(value: number): string {
  return String(value).replace('-', '−');
}
