import {
  networkOf,
  openedNetwork,
  recordOf,
  short,
  type OpenedNetwork,
  type Tensor,
} from './brought-network.ts';

/** How deep lists are looked into. */
const deepest = 4;

/**
 * Weights as JSON, whatever wrote them: a state_dict of linear layers by name, such as
 * `{"0.weight": [[…], …], "0.bias": […], …}`, also within "state_dict"; or nested lists, layer by layer: weights
 * [output][input] and biases, as pairs or one after the other. Whatever the text is, a network or a message.
 */
export function readWeights(text: string): OpenedNetwork {
  return openedNetwork(() => {
    const value = parsed(text);
    const tensors = Array.isArray(value) ? tensorsOfLists(value) : tensorsByName(recordOf(value, 'it'));
    return networkOf(tensors, {});
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RangeError(`it is no JSON (${short(reason)})`, { cause: error });
  }
}

function tensorsByName(record: Readonly<Record<string, unknown>>): Tensor[] {
  const within = record['state_dict'];
  const entries = Object.entries(within === undefined ? record : recordOf(within, '“state_dict”'));
  return entries.map(([name, list]) => tensorOf(name, list));
}

function tensorsOfLists(list: readonly unknown[]): Tensor[] {
  const isPair = (one: unknown): one is readonly [unknown, unknown] =>
    Array.isArray(one) && one.length === 2 && dimensionsOf(one[0]) === 2 && dimensionsOf(one[1]) === 1;
  const parts: readonly unknown[] = list.every(isPair) ? list.flat() : list;
  if (parts.length === 0)
    throw new RangeError('it is an empty list, expected weights and biases, layer by layer');
  if (parts.length % 2 === 1)
    throw new RangeError(`it is a list of ${parts.length} parts, expected weights and biases for each layer`);
  return parts.map((part, i) => tensorOf(`${Math.floor(i / 2)}.${i % 2 === 0 ? 'weight' : 'bias'}`, part));
}

/** Of the first number in it; 0 for what is no list. */
function dimensionsOf(value: unknown): number {
  let dimensions = 0;
  for (let part = value; Array.isArray(part) && dimensions <= deepest; part = part[0] as unknown)
    dimensions++;
  return dimensions;
}

/** Throws a RangeError where it is no block of finite numbers. */
function tensorOf(name: string, list: unknown): Tensor {
  const called = `“${short(name)}”`;
  if (!Array.isArray(list)) throw new RangeError(`${called} is no list of numbers`);
  const shape: number[] = [];
  for (let part: unknown = list; Array.isArray(part); part = part[0] as unknown) {
    if (shape.length === deepest) throw new RangeError(`${called} has more than ${deepest} dimensions`);
    shape.push(part.length);
  }
  const values: number[] = [];
  const take = (part: unknown, dimension: number): void => {
    if (dimension < shape.length) {
      if (!Array.isArray(part) || part.length !== shape[dimension])
        throw new RangeError(`the rows of ${called} are not all of ${shape[dimension]} numbers`);
      for (const one of part) take(one, dimension + 1);
    } else if (typeof part === 'number' && Number.isFinite(part)) values.push(part);
    else
      throw new RangeError(`${called} holds ${short(JSON.stringify(part) ?? 'nothing')}, expected a number`);
  };
  take(list, 0);
  return { name, shape, values: Float64Array.from(values) };
}
