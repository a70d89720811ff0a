import * as v from 'valibot';
import { longestRow } from './row-link.ts';
import { describeIssue } from './setting-words.ts';

/** Longer expressions are not put into the address bar: only a link that is copied has them, packed. */
export const longestLinkedSource = 4000;
/** No link carries longer ones. */
export const longestSource = 1_000_000;

const identifier = (what: string) => v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/, what));

/** What an address says of the graph lab; the lab itself judges whether a preset or a name exists. */
const labEntries = {
  preset: identifier('the name of a preset'),
  source: v.pipe(v.string(), v.maxLength(longestSource, 'an expression of at most 1,000,000 characters')),
  /** A long expression, deflated. */
  packed: v.pipe(v.string(), v.regex(/^[\w-]+$/, 'a packed expression')),
  /** Values of leaves that have no line of their own: `a:2,b:-0.5`. */
  leaves: v.pipe(
    v.string(),
    v.regex(/^[^\s:,]+:[^\s:,]+(,[^\s:,]+:[^\s:,]+)*$/, 'a list such as a:2,b:-0.5'),
  ),
  /** Steps done. */
  at: v.pipe(v.string(), v.regex(/^\d{1,7}$/, 'a number of steps')),
  mode: identifier('a way to run the backward pass'),
  wrongOp: identifier('an operation'),
  /** The name of the selected node. */
  node: v.pipe(v.string(), v.maxLength(80, 'the name of a node')),
  /** `kind.level.seed`: a random exercise; `kind.present`: one on the expression itself. */
  exercise: v.pipe(
    v.string(),
    v.regex(/^(gradients|values)\.([123]\.\d{1,10}|present)$/, 'such as gradients.2.17'),
  ),
  /** What stands beside the graph. */
  tool: identifier('a tool'),
  /** The step of the differences. */
  h: v.pipe(v.string(), v.regex(/^[\d.e-]{1,24}$/, 'a step such as 1e-5')),
  /** Groups that are open, by their ids. */
  groups: v.pipe(v.string(), v.regex(/^[a-z0-9/-]{0,40}(,[a-z0-9/-]{1,40}){0,500}$/, 'a list of groups')),
  /** `train.12`: a point of the playground's data, opened as its graph. */
  sample: v.pipe(v.string(), v.regex(/^(train|test)\.\d{1,6}$/, 'a point such as train.12')),
  /** `x1:0.5,x2:-1`: an input of one's own, as `encodeRow` writes it, in place of a point. */
  row: v.pipe(v.string(), v.minLength(1), v.maxLength(longestRow, 'an input such as x1:0.5,x2:-1')),
  /** Of the outputs, from 1, the one whose graph it is instead of the whole loss. */
  output: v.pipe(v.string(), v.regex(/^[1-9]\d{0,2}$/, 'an output such as 1')),
  /** `layer.neuron`, both from 1: that neuron's graph instead of the whole loss. */
  neuron: v.pipe(v.string(), v.regex(/^\d{1,2}\.\d{1,3}$/, 'a neuron such as 1.3')),
  /** The network's graph follows the training. */
  followTraining: v.literal('1', '1'),
  /** The network's weights; without, the present ones. */
  weights: v.pipe(v.string(), v.regex(/^[\w-]+$/, 'packed weights')),
} as const;

export const labKeys = Object.keys(labEntries) as readonly (keyof typeof labEntries)[];

/** Everything is text or absent; an empty link is the lab as it opens by itself. */
export type LabLink = { readonly [Key in keyof typeof labEntries]?: string };

/** What said `followTraining` in links of before: it is a setting of the playground as well, never `1`. */
const formerly = 'follow';

function renameFormer(parameters: URLSearchParams): void {
  const given = [...parameters].flatMap(([key, text]) => (key === formerly ? [text] : []));
  if (!given.includes('1')) return;
  parameters.delete(formerly);
  for (const text of given) parameters.append(text === '1' ? 'followTraining' : formerly, text);
}

/** Takes the lab's part out of an address. What is wrong is left out, with a message. */
export function decodeLabLink(parameters: URLSearchParams, problems: string[]): LabLink {
  const link: { -readonly [Key in keyof LabLink]: string } = {};
  renameFormer(parameters);
  for (const key of labKeys) {
    const text = parameters.get(key);
    if (text === null) continue;
    parameters.delete(key);
    const result = v.safeParse(labEntries[key], text);
    if (result.success) link[key] = result.output;
    else problems.push(describeIssue(key, result.issues[0].message, text));
  }
  return link;
}

/** What was kept of the lab beside an address that was too short for it; null where there is nothing of the kind. */
export function readLabLink(value: unknown): LabLink | null {
  const result = v.safeParse(v.record(v.picklist([...labKeys, formerly]), v.string()), value);
  if (!result.success) return null;
  const problems: string[] = [];
  const link = decodeLabLink(new URLSearchParams(Object.entries(result.output)), problems);
  return problems.length === 0 && Object.keys(link).length > 0 ? link : null;
}
