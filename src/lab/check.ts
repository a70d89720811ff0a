import { estimateDerivative } from '../autograd/estimate-derivative.ts';
import type { DerivativeEstimate } from '../autograd/surroundings.ts';
import { centralDifference, forwardDifference } from '../autograd/gradient-check.ts';
import { judgeGradient, type Judgement } from '../autograd/judge-gradient.ts';
import { finish, type Steps } from '../autograd/steps.ts';
import type { LabGraph } from './graph.ts';
import { NodeFunction } from './node-function.ts';

export interface Differences {
  readonly h: number;
  readonly forward: number;
  readonly central: number;
}

/** Forward and central difference of the root by a node. Throws a RangeError unless h > 0. */
export function differencesAt(graph: LabGraph, node: number, h: number): Differences {
  return differencesOf(new NodeFunction(graph, node), h);
}

function differencesOf(f: NodeFunction, h: number): Differences {
  if (!(h > 0)) throw new RangeError(`h is a positive step, got ${h}`);
  const at = (x: number): number => f.at(x);
  return { h, forward: forwardDifference(at, f.here, h), central: centralDifference(at, f.here, h) };
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
  const f = new NodeFunction(graph, node);
  const rounding = f.roundingAt(f.here).withNode;
  const series: DifferenceErrors[] = [];
  for (const h of steps) {
    yield;
    const differences = differencesOf(f, h);
    series.push({
      ...differences,
      forwardError: Math.abs(differences.forward - derivative),
      centralError: Math.abs(differences.central - derivative),
      roundingFloor: rounding / h,
    });
  }
  return series;
}

/** What differences say of a node's gradient: the estimate is made from them alone. */
export interface LeafCheck extends Judgement, DerivativeEstimate {
  readonly name: string;
  readonly node: number;
  readonly data: number;
  /** What the backward pass under test says. */
  readonly backward: number;
  /** The two differences for the chosen step. */
  readonly forward: number;
  readonly central: number;
  /** How far off backward may be by slopes on the way that have lost their digits. */
  readonly lost: number;
  /** How far off backward may be by all other rounding. */
  readonly rounding: number;
  /** Whether a relu, abs, max or min on the way stands at its corner. */
  readonly passesCorner: boolean;
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
  const f = new NodeFunction(graph, node);
  const data = f.here;
  yield;
  const { forward, central } = differencesOf(f, h);
  const { gradient: rounding, lost, isAtCorner } = f.roundingAt(data);
  const asking = estimateDerivative(data, (x) => f.roundingAt(x).result, isAtCorner);
  let asked = asking.next();
  while (asked.done !== true) {
    yield;
    asked = asking.next(f.at(asked.value));
  }
  const estimate = asked.value;
  return {
    name,
    node,
    data,
    backward,
    forward,
    central,
    lost,
    rounding,
    passesCorner: f.passesCorner,
    ...estimate,
    ...judgeGradient(backward, estimate, rounding, lost),
  };
}
