import type { LayoutResult } from '../src/protocol/layout.ts';
import type { Inspection } from '../src/protocol/lab-messages.ts';
import type { Landscape } from '../src/protocol/landscape-messages.ts';
import type { Configured } from '../src/protocol/messages.ts';
import type { Reply } from '../src/protocol/reply.ts';
import type { Snapshot } from '../src/protocol/snapshot-messages.ts';

/** The buffers that a snapshot hands over; nothing here needs any of them any more. */
export function snapshotBuffers(reply: Reply<Snapshot>): ArrayBuffer[] {
  if (!reply.ok) return [];
  const { view, history, moments } = reply.value;
  const arrays = [
    ...(view === null ? [] : [view.parameters, view.boundary.values, view.maps.values]),
    ...[view?.vitals?.gradient, view?.vitals?.update].filter((array) => array instanceof Float64Array),
    ...(history === null ? [] : columnsOf(history)),
    ...(moments === undefined ? [] : [moments, ...moments.layers].flatMap(columnsOf)),
  ];
  return buffersOf(arrays);
}

/** The same for what a training that is followed has come to. */
export function outcomeBuffers(reply: Reply<Configured>): ArrayBuffer[] {
  const outcome = reply.ok ? reply.value.outcome : undefined;
  return outcome === undefined ? [] : snapshotBuffers({ ok: true, value: outcome });
}

function columnsOf(columns: object): Float64Array[] {
  return Object.values(columns).filter((column) => column instanceof Float64Array);
}

export function layoutBuffers({ centres, curves, curveStarts, frames }: LayoutResult): ArrayBuffer[] {
  return buffersOf([centres, curves, curveStarts, frames]);
}

/** The buffers that an inspection hands over; all of them were made for it. */
export function inspectionBuffers(reply: Reply<Inspection>): ArrayBuffer[] {
  if (!reply.ok) return [];
  const { inputs, parameters, gradients } = reply.value;
  return buffersOf([inputs, parameters, gradients]);
}

/** The same for a slice of the loss landscape. */
export function landscapeBuffers(reply: Reply<Landscape>): ArrayBuffer[] {
  return reply.ok && reply.value.slice !== null ? buffersOf([reply.value.slice.losses]) : [];
}

function buffersOf(arrays: readonly ArrayBufferView[]): ArrayBuffer[] {
  return arrays.map(({ buffer }) => buffer).filter((buffer) => buffer instanceof ArrayBuffer);
}
