import {
  centralDifference,
  changesSides,
  checkTolerance,
  extrapolate,
  extrapolationSteps,
  forwardDifference,
  isWithinUncertainty,
  relativeError,
} from '../autograd/gradient-check.ts';
import { finish, type Steps } from '../autograd/steps.ts';
import { computeNode, evaluate, type LabGraph } from './graph.ts';
import { roundingOf } from './rounding.ts';

/** The root's data as a function of one node's, all other leaves held: how the derivative is defined. */
export function rootAsFunctionOf(graph: LabGraph, node: number): (x: number) => number {
  const data = evaluate(graph);
  const affected = nodesAbove(graph, node);
  return (x) => {
    data[node] = x;
    for (const i of affected) data[i] = computeNode(graph, i, data);
    return data[graph.root];
  };
}

/** The nodes whose data changes with the given one's, in the order of computation, without itself. */
function nodesAbove(graph: LabGraph, node: number): number[] {
  const isAffected = new Uint8Array(graph.values.length);
  isAffected[node] = 1;
  const above: number[] = [];
  for (let i = node + 1; i < isAffected.length; i++) {
    if (!graph.operands[i].some((operand) => isAffected[operand] === 1)) continue;
    isAffected[i] = 1;
    above.push(i);
  }
  return above;
}

export interface Differences {
  readonly h: number;
  readonly forward: number;
  readonly central: number;
}

/** Forward and central difference of the root by a node. Throws a RangeError unless h > 0. */
export function differencesAt(graph: LabGraph, node: number, h: number): Differences {
  return differencesOf(rootAsFunctionOf(graph, node), evaluate(graph)[node], h);
}

function differencesOf(f: (x: number) => number, x: number, h: number): Differences {
  if (!(h > 0)) throw new RangeError(`h is a positive step, got ${h}`);
  return { h, forward: forwardDifference(f, x, h), central: centralDifference(f, x, h) };
}

export interface DifferenceErrors extends Differences {
  /** |difference - derivative|. */
  readonly forwardError: number;
  readonly centralError: number;
  /** About what rounding alone makes of it: how far the two results are off, over h. */
  readonly roundingFloor: number;
}

/** 1e-1, 1e-2, … 1e-12, with `perDecade` steps in each. */
export function stepSizes(perDecade = 1): number[] {
  const count = 11 * perDecade + 1;
  return Array.from(
    { length: count },
    (_, i) => Number(`1e${-1 - Math.floor(i / perDecade)}`) * 10 ** -((i % perDecade) / perDecade),
  );
}

/** How the error of a difference changes with h: it falls with h, or h², until rounding takes over. */
export function errorSeries(
  graph: LabGraph,
  node: number,
  derivative: number,
  steps: readonly number[] = stepSizes(),
): DifferenceErrors[] {
  return finish(errorSeriesSteps(graph, node, derivative, steps));
}

/** The same in steps of four evaluations of the graph. */
export function* errorSeriesSteps(
  graph: LabGraph,
  node: number,
  derivative: number,
  steps: readonly number[],
): Steps<DifferenceErrors[]> {
  const f = rootAsFunctionOf(graph, node);
  const data = evaluate(graph);
  const rounding = roundingOf(graph, node, nodesAbove(graph, node), data);
  const series: DifferenceErrors[] = [];
  for (const h of steps) {
    yield;
    const differences = differencesOf(f, data[node], h);
    series.push({
      ...differences,
      forwardError: Math.abs(differences.forward - derivative),
      centralError: Math.abs(differences.central - derivative),
      roundingFloor: rounding / h,
    });
  }
  return series;
}

export interface LeafCheck {
  readonly name: string;
  readonly node: number;
  readonly data: number;
  /** What the backward pass under test says. */
  readonly backward: number;
  readonly forward: number;
  readonly central: number;
  /** The derivative from differences alone, extrapolated to h = 0, and how far off it may be. */
  readonly derivative: number;
  readonly uncertainty: number;
  /** |backward - derivative| / max(1, |backward|, |derivative|). */
  readonly error: number;
  /**
   * agrees, differs; kink: the function has a corner (relu) or jump (step) within h, so that there is no one derivative;
   * unknown: no difference can be computed there, because the function is not finite around the point.
   */
  readonly verdict: 'agrees' | 'differs' | 'kink' | 'unknown';
}

/** The step for the table when none is chosen: a good central difference around 1. */
export const defaultStep = 1e-5;
export const stepLimits = { min: 1e-12, max: 0.1 } as const;

/** Compares every movable leaf's gradient with differences. `gradients` come by node from any mode of the stepper. */
export function checkLeaves(graph: LabGraph, gradients: ArrayLike<number>, h = defaultStep): LeafCheck[] {
  return [...graph.leaves].map(([name, node]) => checkNode(graph, node, gradients[node], name, h));
}

/** The same for any node. */
export function checkNode(
  graph: LabGraph,
  node: number,
  backward: number,
  name = graph.names[node],
  h = defaultStep,
): LeafCheck {
  return finish(checkNodeSteps(graph, node, backward, name, h));
}

/** The same in steps of a few evaluations of the graph. */
export function* checkNodeSteps(
  graph: LabGraph,
  node: number,
  backward: number,
  name: string,
  h: number,
): Steps<LeafCheck> {
  const f = rootAsFunctionOf(graph, node);
  const data = evaluate(graph)[node];
  yield;
  const { forward, central } = differencesOf(f, data, h);
  const differences: number[] = [];
  for (const step of extrapolationSteps(data)) {
    yield;
    differences.push(centralDifference(f, data, step));
  }
  const { derivative, uncertainty } = extrapolate(differences);
  const error = relativeError(backward, derivative);
  const shared = { name, node, data, backward, forward, central, derivative, uncertainty, error };
  yield;
  return { ...shared, verdict: verdictOf(graph, h, shared) };
}

function verdictOf(graph: LabGraph, h: number, check: Omit<LeafCheck, 'verdict'>): LeafCheck['verdict'] {
  const { node, data, backward, derivative, uncertainty, error } = check;
  if (error <= checkTolerance) return 'agrees';
  if (crossesKink(graph, node, data, h)) return 'kink';
  if (!Number.isFinite(derivative) || !Number.isFinite(uncertainty)) return 'unknown';
  return isWithinUncertainty(backward, check) ? 'agrees' : 'differs';
}

/** Whether some relu or step changes sides, or stands at 0, when the node moves by h either way. */
export function crossesKink(graph: LabGraph, node: number, x: number, h: number): boolean {
  const [before, at, behind] = [x - h, x, x + h].map((moved) => {
    const data = evaluate(graph, graph.leafData, new Map([[node, moved]]));
    return graph.ops.flatMap((op, i) => (op === 'relu' || op === 'step' ? [data[graph.operands[i][0]]] : []));
  });
  return changesSides(before, at, behind);
}
