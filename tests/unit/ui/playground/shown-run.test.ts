import { expect, it } from 'vitest';
import { defaultView } from '../../../../src/experiment/schema.ts';
import type { Configured } from '../../../../src/protocol/messages.ts';
import type { Snapshot, View } from '../../../../src/protocol/snapshot-messages.ts';
import { ShownRun, type ShownRunParts } from '../../../../src/ui/playground/shown-run.ts';

/** Shows the view of a run that was followed; whatever else is told of it goes nowhere. */
function showing() {
  const view = { epoch: 150 } as View;
  const state = {
    ...{ view: { value: view as View | null }, history: { value: null }, thumbnails: { value: null } },
    ...{ network: { value: null, peek: () => null }, data: { value: null } },
    viewSettings: { value: { ...defaultView, follow: true } },
  };
  const nowhere = { value: null, forgetMeasurements: () => undefined, forget: () => undefined };
  const parts = {
    state,
    doctor: nowhere,
    plots: nowhere,
    engines: { ...nowhere, report: nowhere },
    viewers: { ...nowhere, setRun: () => undefined },
    drawing: nowhere,
    onChange: () => undefined,
  };
  return { state, view, run: new ShownRun(parts as unknown as ShownRunParts) };
}

const configuredTo = (outcome: Partial<Snapshot>): Configured =>
  ({ runId: 2, effect: 'restarted', data: null, thumbnails: null, network: null, outcome }) as never;

it('leaves what was followed before in sight until there is something of the next training', () => {
  const { state, view, run } = showing();
  run.take(configuredTo({ status: 'running', view: null }));
  expect(state.view.value).toBe(view);
});

it('shows nothing of it beside a training that was lost at once', () => {
  const { state, run } = showing();
  run.take(configuredTo({ status: 'diverged', view: null }));
  expect(state.view.value).toBeNull();
});
