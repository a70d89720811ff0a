import type { DataPicture } from '../../../protocol/messages.ts';

/** What the picture is over: across and up. */
export function axesOf(data: Pick<DataPicture, 'slice'> | null): readonly [string, string] {
  const slice = data?.slice ?? null;
  return slice === null ? ['x1', 'x2'] : (slice.axes ?? ['component 1', 'component 2']);
}
