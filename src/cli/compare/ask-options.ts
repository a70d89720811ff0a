import {
  askLimits,
  measureNames,
  searchNames,
  targetNames,
  usualAsk,
  varyNames,
  type Ask,
  type ComparisonName,
  type SearchName,
  type SweepAxis,
} from '../../compare/ask.ts';
import { readAsk } from '../../compare/ask-text.ts';
import { axisProblem, sweepableNames, sweepableOf } from '../../compare/sweepable.ts';
import { UsageError } from '../usage.ts';

/** What was typed for a comparison, not understood yet; null where nothing was. */
export interface CompareOptions {
  readonly epochs: number | null;
  readonly seeds: string | null;
  readonly vary: readonly string[];
  readonly goal: string | null;
  readonly measure: string | null;
  readonly search: string | null;
  readonly tries: string | null;
  readonly draw: string | null;
  readonly keep: string | null;
  readonly first: string | null;
}

type Limits = { readonly min: number; readonly max: number };

/** A whole number. Throws a UsageError. */
export function countOf(option: string, text: string, { min, max }: Limits): number {
  const count = /^\d+$/.test(text) ? Number(text) : NaN;
  if (count >= min && count <= max) return count;
  throw new UsageError(`--${option} ${text} is not a whole number from ${min} to ${max}`);
}

/**
 * What is asked: as on the page, what the link says (`linked`, empty for nothing), and over that what was typed. Throws
 * a UsageError.
 */
export function askOf(kind: Exclude<ComparisonName, 'race'>, linked: string, options: CompareOptions): Ask {
  const base = askInLink(kind, linked);
  const { epochs, seeds, vary, goal, measure } = options;
  const searching = kind === 'sweep' ? searchOf(base, options) : {};
  const search = searching.search ?? base.search;
  return {
    ...base,
    ...searching,
    ...(epochs === null ? {} : { epochs: countOf('epochs', String(epochs), askLimits.epochs) }),
    ...(goal === null ? {} : goalOf(goal)),
    ...(measure === null ? {} : { measure: oneOf('measure', measure, measureNames) }),
    ...(seeds === null ? {} : seedsOf(kind, seeds)),
    ...(vary.length === 0 ? {} : kind === 'swarm' ? varyOf(vary) : axesOf(vary, search)),
  };
}

function askInLink(kind: Ask['kind'], linked: string): Ask {
  if (linked === '') return { ...usualAsk, kind };
  const { ask, problems } = readAsk(linked, (setting) => sweepableOf(setting) !== null);
  if (problems.length > 0) throw new UsageError(`the link: ${problems.join('; ')}`);
  if (ask.kind === kind) return ask;
  const expected = ask.kind === 'race' ? 'which runs on the page alone' : `expected chainrule ${ask.kind}`;
  throw new UsageError(`the link asks for a ${ask.kind}, ${expected}`);
}

function oneOf<const Name extends string>(option: string, text: string, names: readonly Name[]): Name {
  const found = names.find((name) => name === text);
  if (found !== undefined) return found;
  throw new UsageError(`--${option} ${text} is not one of ${names.join(', ')}`);
}

function seedsOf(kind: Ask['kind'], text: string): Partial<Ask> {
  return kind === 'swarm'
    ? { seeds: countOf('seeds', text, askLimits.seeds) }
    : { repeats: countOf('seeds', text, askLimits.repeats) };
}

function varyOf(texts: readonly string[]): Partial<Ask> {
  if (texts.length > 1) throw new UsageError('--vary is given more than once, expected one of a swarm');
  return { vary: oneOf('vary', texts[0], varyNames) };
}

/** How a sweep goes, and what only one that is no grid is asked for. */
function searchOf(base: Ask, options: CompareOptions): Partial<Ask> {
  const search = options.search === null ? base.search : oneOf('search', options.search, searchNames);
  const given = (['tries', 'draw', 'keep', 'first'] as const).flatMap((name) => {
    const text = options[name];
    return text === null ? [] : [{ name, text }];
  });
  const limitsOf = { ...askLimits, first: askLimits.epochs };
  for (const { name } of given) {
    const isHalving = name === 'keep' || name === 'first';
    if (search === 'grid' || (isHalving && search !== 'halving'))
      throw new UsageError(
        `--${name} belongs to --search ${isHalving ? 'halving' : 'random or halving'}, but the search is ${search}`,
      );
  }
  return {
    search,
    ...Object.fromEntries(given.map(({ name, text }) => [name, countOf(name, text, limitsOf[name])])),
  };
}

function axesOf(texts: readonly string[], search: SearchName): Partial<Ask> {
  if (search !== 'grid') {
    const axes = texts.map(axisOf);
    const twice = axes.find(({ setting }, at) => axes.findIndex((axis) => axis.setting === setting) < at);
    if (twice !== undefined)
      throw new UsageError(`--vary ${twice.setting} is given twice, expected another setting`);
    if (axes.length > askLimits.axes)
      throw new UsageError(`--vary is given ${axes.length} times, expected at most ${askLimits.axes}`);
    return { axes };
  }
  if (texts.length > 2)
    throw new UsageError(
      `--vary is given ${texts.length} times, expected one setting or two, or --search random`,
    );
  const [x, y = null] = texts.map(axisOf);
  if (x.setting === y?.setting)
    throw new UsageError(`--vary ${x.setting} is given twice, expected another setting`);
  return { x, y };
}

const { max: mostValues } = askLimits.count;
const axisForms =
  'expected SETTING, SETTING=A,B,C, SETTING=linear:FROM..TO:COUNT or SETTING=log:FROM..TO:COUNT';

/** `l2` with its usual values, `l2=0,0.1`, `learningRate=log:0.001..1:16`. */
function axisOf(text: string): SweepAxis {
  const wrong = (what: string): UsageError => new UsageError(`--vary ${text}: ${what}`);
  const [setting, ...rest] = text.split('=');
  const sweepable = sweepableOf(setting);
  if (sweepable === null)
    throw wrong(`“${setting}” cannot be varied, expected one of ${sweepableNames.join(', ')}`);
  if (rest.length === 0) return sweepable.usual;
  const values = rest.join('=');
  const axis = rangeIn(setting, values) ?? { setting, scale: 'list' as const, values: values.split(',') };
  if (axis === 'malformed') throw wrong(axisForms);
  if (axis.scale !== 'list' && !(axis.count >= 1 && axis.count <= mostValues))
    throw wrong(`${axis.count} values, expected 1 to ${mostValues}`);
  const problem = axisProblem(axis);
  if (problem !== null) throw wrong(problem);
  return axis;
}

/** null where it is a list. */
function rangeIn(setting: string, text: string): SweepAxis | 'malformed' | null {
  const range = /^(linear|log):(.*)$/.exec(text);
  if (range === null) return null;
  const parts = /^(\S+)\.\.(\S+):(\d+)$/.exec(range[2]);
  const [from, to, count] = (parts ?? []).slice(1).map(Number);
  if (parts === null || !Number.isFinite(from) || !Number.isFinite(to)) return 'malformed';
  return { setting, scale: range[1] === 'log' ? 'log' : 'linear', from, to, count };
}

/** `none`, or what is to be reached: `test-loss=0.1`, `test-accuracy=95` (percent). */
function goalOf(text: string): Pick<Ask, 'target' | 'goal'> | Pick<Ask, 'target'> {
  if (text === 'none') return { target: 'none' };
  const [name, value, ...more] = text.split('=');
  const target = targetNames.find((known) => known === name && known !== 'none');
  const goal = value === undefined || value.trim() === '' ? NaN : Number(value);
  const { min, max } = askLimits.goal;
  if (target !== undefined && more.length === 0 && goal >= min && goal <= max) return { target, goal };
  const names = targetNames.filter((known) => known !== 'none').join(', ');
  throw new UsageError(
    `--goal ${text} is no goal, expected none or NAME=VALUE with one of ${names} and a number from ${min} to ${max}`,
  );
}
