import { describe, expect, it } from 'vitest';
import { checkLeaves, checkNode, errorSeries, stepSizes } from '../../../../../src/lab/check.ts';
import { labGraph, type LabGraph } from '../../../../../src/lab/graph.ts';
import { gradientsOf } from '../../../../../src/lab/stepper.ts';
import { NodeChecks, type CheckRequest } from '../../../../../src/ui/lab/check/node-checks.ts';
import { graphOf } from '../../../helpers/expression-sources.ts';

const source = (a: number): string => `a = ${a}\nb = 2\nc = 3\nd = a * b * c`;

function request(graph: LabGraph, changes: Partial<CheckRequest> = {}): CheckRequest {
  const node = graph.leaves.get('a') ?? -1;
  return { graph, gradients: gradientsOf(graph), h: 1e-5, node, mostLeaves: 20, ...changes };
}

const requestOf = (a: number, changes: Partial<CheckRequest> = {}): CheckRequest =>
  request(labGraph(graphOf(source(a))), changes);

/** A clock on which every look takes so long; 0 makes every work fit into one slice. */
function checksWith(msPerLook: number) {
  let time = 0;
  let changes = 0;
  const waiting = new Set<() => void>();
  const now = (): number => (time += msPerLook);
  const checks = new NodeChecks({
    onChange: () => changes++,
    slices: { now, later: (callback) => waiting.add(callback) },
    leaves: {
      now,
      soon: (work) => {
        waiting.add(work);
        return () => waiting.delete(work);
      },
    },
  });
  const workOn = (turns = Infinity): void => {
    for (let turn = 0; turn < turns && waiting.size > 0; turn++) {
      for (const work of [...waiting]) {
        waiting.delete(work);
        work();
      }
    }
  };
  return { checks, workOn, changeCount: () => changes };
}

function expectFindings(checks: NodeChecks, { graph, gradients, h, node }: CheckRequest): void {
  const backward = gradients[node!];
  expect(checks.found?.check).toEqual(checkNode(graph, node!, backward, graph.names[node!], h));
  expect(checks.found?.series).toEqual(errorSeries(graph, node!, backward, stepSizes(4)));
  expect(checks.leafChecks).toEqual(checkLeaves(graph, gradients, h));
}

describe('the check of a node and of the leaves', () => {
  it('is done at once where it is short', () => {
    const { checks } = checksWith(0);
    const wanted = requestOf(1);
    void checks.check(wanted);
    expect(checks.isWorking).toBe(false);
    expectFindings(checks, wanted);
    void checks.check(null);
    expect(checks.found).toBeNull();
    expect(checks.leafChecks).toEqual([]);
  });

  it('goes on a slice at a time where it is long, to the same end, and tells', () => {
    const { checks, workOn, changeCount } = checksWith(100);
    const wanted = requestOf(1);
    void checks.check(wanted);
    expect(checks.found).toBeNull();
    void checks.check({ ...wanted });
    workOn();
    expect(checks.isWorking).toBe(false);
    expect(changeCount()).toBeGreaterThan(1);
    expectFindings(checks, wanted);
  });

  it('comes to an end however often the numbers change, and then takes up the last ones', () => {
    const { checks, workOn } = checksWith(100);
    void checks.check(requestOf(1));
    let isFound = false;
    for (let a = 2; a < 200; a++) {
      void checks.check(requestOf(a));
      workOn(1);
      isFound ||= checks.found !== null;
    }
    expect(isFound).toBe(true);
    const last = requestOf(200);
    void checks.check(last);
    workOn();
    expectFindings(checks, last);
  });

  it('drops what it works on for another node or another graph', () => {
    const { checks, workOn } = checksWith(100);
    void checks.check(requestOf(1));
    workOn(2);
    const { graph } = requestOf(1);
    const other = request(graph, { node: graph.leaves.get('b') ?? -1 });
    void checks.check(other);
    expect(checks.found).toBeNull();
    workOn();
    expectFindings(checks, other);
    const small = request(labGraph(graphOf('a = 2\ny = a ** 2')));
    void checks.check(small);
    expect(checks.found).toBeNull();
    workOn();
    expectFindings(checks, small);
  });

  it('leaves the leaves alone when only the node is another one', () => {
    const { checks, workOn } = checksWith(100);
    const wanted = requestOf(1);
    void checks.check(wanted);
    workOn();
    const before = checks.leafChecks;
    void checks.check({ ...wanted, node: wanted.graph.leaves.get('c')! });
    expect(checks.leafChecks).toBe(before);
    void checks.check({ ...wanted, mostLeaves: 1 });
    workOn();
    expect(checks.leafChecks).toHaveLength(1);
  });

  it('resolves when nothing is left to do, whatever was asked for meanwhile', async () => {
    const { checks, workOn } = checksWith(100);
    const [first, second] = [requestOf(1), requestOf(2)];
    let done = 0;
    const both = [first, second].map((wanted) => checks.check(wanted).then(() => done++));
    workOn(2);
    await Promise.resolve();
    expect(done).toBe(0);
    workOn();
    await Promise.all(both);
    expectFindings(checks, second);
    const dropped = checks.check(requestOf(3));
    void checks.check(null);
    await dropped;
    expect(checks.found).toBeNull();
  });
});
