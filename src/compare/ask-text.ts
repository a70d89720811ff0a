import {
  askLimits,
  comparisonNames,
  measureNames,
  searchNames,
  targetNames,
  usualAsk,
  varyNames,
  type Ask,
  type SweepAxis,
} from './ask.ts';

/** In a name or a link of settings, what has a meaning here is written in another way. */
const pack = (text: string): string => encodeURIComponent(text).replaceAll('*', '%2A');

/** The values of an axis, as an address may show them: `learningRate/log/0.001/1/16`, `hidden/list/2/4`. */
function axisText(axis: SweepAxis): string {
  const parts = axis.scale === 'list' ? axis.values.map(pack) : [axis.from, axis.to, axis.count].map(String);
  return [axis.setting, axis.scale, ...parts].join('/');
}

const axesText = (axes: readonly SweepAxis[]): string => axes.map(axisText).join();

/** As a link has it: `kind:sweep,repeats:4`; what is as usual is left out. */
export function writeAsk(ask: Ask): string {
  const parts: string[] = [];
  const add = (key: string, text: string, usual: string): void => {
    if (text !== usual) parts.push(`${key}:${text}`);
  };
  add('kind', ask.kind, usualAsk.kind);
  add('epochs', String(ask.epochs), String(usualAsk.epochs));
  add('target', ask.target, usualAsk.target);
  add('goal', String(ask.goal), String(usualAsk.goal));
  add('seeds', String(ask.seeds), String(usualAsk.seeds));
  add('vary', ask.vary, usualAsk.vary);
  add('x', axisText(ask.x), axisText(usualAsk.x));
  add('y', ask.y === null ? 'none' : axisText(ask.y), usualAsk.y === null ? 'none' : axisText(usualAsk.y));
  add('repeats', String(ask.repeats), String(usualAsk.repeats));
  add('measure', ask.measure, usualAsk.measure);
  add('across', ask.across, usualAsk.across);
  add('search', ask.search, usualAsk.search);
  if (axesText(ask.axes) !== axesText(usualAsk.axes))
    for (const axis of ask.axes) parts.push(`axis:${axisText(axis)}`);
  for (const name of ['tries', 'draw', 'keep', 'first'] as const)
    add(name, String(ask[name]), String(usualAsk[name]));
  for (const lane of ask.lanes) parts.push(`lane:${pack(lane)}`);
  return parts.join(',');
}

const axisExpected = 'a setting with its values';

/** Never throws: what is wrong is as usual, with a message. `isSweepable` knows the settings that can be swept. */
export function readAsk(
  text: string,
  isSweepable: (setting: string) => boolean,
): { readonly ask: Ask; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const given = new Map<string, string>();
  const lanes: string[] = [];
  const axes: SweepAxis[] = [];
  for (const part of text === '' ? [] : text.split(',')) {
    const at = part.indexOf(':');
    const [key, value] = at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
    if (key === 'lane') lanes.push(unpack(value));
    else if (key === 'axis') {
      const axis = axisOf(value, isSweepable);
      if (axis === null) problems.push(`comparison: axis “${value.slice(0, 40)}” is not ${axisExpected}`);
      else if (axes.length < askLimits.axes) axes.push(axis);
      else problems.push(`comparison: more than ${askLimits.axes} axes, of which the first are taken`);
    } else if (known.has(key)) given.set(key, value);
    else problems.push(`comparison: unknown “${key.slice(0, 40)}”`);
  }
  const taken = <T>(key: keyof Ask, read: (value: string) => T | null, expected: string): T => {
    const value = given.get(key);
    const usual = usualAsk[key] as T;
    if (value === undefined) return usual;
    const result = read(value);
    if (result === null) problems.push(`comparison: ${key} “${value.slice(0, 40)}” is not ${expected}`);
    return result ?? usual;
  };
  const oneOf = <const Names extends readonly string[]>(names: Names) =>
    [
      (value: string): Names[number] | null => names.find((name) => name === value) ?? null,
      `one of ${names.join(', ')}`,
    ] as const;
  const number = ({ min, max, step }: { min: number; max: number; step: number | 'any' }) =>
    [
      (value: string): number | null => {
        const read = value === '' ? NaN : Number(value);
        return read >= min && read <= max && (step === 'any' || Number.isInteger(read)) ? read : null;
      },
      `a ${step === 'any' ? '' : 'whole '}number from ${min} to ${max}`,
    ] as const;
  const readAxis = (value: string): SweepAxis | null => axisOf(value, isSweepable);
  if (lanes.length > askLimits.lanes)
    problems.push(`comparison: ${lanes.length} lanes, of which the first ${askLimits.lanes} are taken`);
  const ask: Ask = {
    kind: taken('kind', ...oneOf(comparisonNames)),
    epochs: taken('epochs', ...number(askLimits.epochs)),
    target: taken('target', ...oneOf(targetNames)),
    goal: taken('goal', ...number(askLimits.goal)),
    seeds: taken('seeds', ...number(askLimits.seeds)),
    vary: taken('vary', ...oneOf(varyNames)),
    x: taken('x', readAxis, axisExpected),
    y: given.get('y') === 'none' ? null : taken('y', readAxis, axisExpected),
    repeats: taken('repeats', ...number(askLimits.repeats)),
    measure: taken('measure', ...oneOf(measureNames)),
    search: taken('search', ...oneOf(searchNames)),
    axes: axes.length === 0 ? usualAsk.axes : axes,
    tries: taken('tries', ...number(askLimits.tries)),
    draw: taken('draw', ...number(askLimits.draw)),
    keep: taken('keep', ...number(askLimits.keep)),
    first: taken('first', ...number(askLimits.epochs)),
    across: taken('across', ...oneOf(['epoch', 'time'])),
    lanes: lanes.slice(0, askLimits.lanes),
  };
  return { ask, problems };
}

const known = new Set<string>([
  'kind',
  'epochs',
  'target',
  'goal',
  'seeds',
  'vary',
  'x',
  'y',
  'repeats',
  'measure',
  'search',
  'tries',
  'draw',
  'keep',
  'first',
  'across',
]);

function unpack(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

function axisOf(text: string, isSweepable: (setting: string) => boolean): SweepAxis | null {
  const [setting, scale, ...parts] = text.split('/');
  const { max } = askLimits.count;
  if (!isSweepable(setting)) return null;
  if (scale === 'list') {
    const values = parts.map(unpack).filter((value) => value !== '');
    return values.length > 0 && values.length <= max ? { setting, scale, values } : null;
  }
  if (scale !== 'linear' && scale !== 'log') return null;
  const [from, to, count] = parts.map(Number);
  const isSound = Number.isFinite(from) && Number.isFinite(to) && Number.isInteger(count);
  return isSound && count >= 1 && count <= max ? { setting, scale, from, to, count } : null;
}
