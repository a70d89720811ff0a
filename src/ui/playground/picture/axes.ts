import type { DataPicture } from '../../../protocol/picture-messages.ts';

/** What the picture is over: across and up. */
export function axesOf(data: Pick<DataPicture, 'slice'> | null): readonly [string, string] {
  const slice = data?.slice ?? null;
  return slice === null ? ['x1', 'x2'] : (slice.axes ?? ['component 1', 'component 2']);
}

/** From outputs to what is up, where they are drawn as curves over the only input; null where they fill a plane. */
export function curveScaleOf(
  data: DataPicture | null,
): { readonly shift: number; readonly scale: number } | null {
  if (data?.slice?.isLine !== true) return null;
  return data.targetScale ?? { shift: 0, scale: 1 };
}
