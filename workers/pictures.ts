import type { DataSet } from '../src/data/data-set.ts';
import { encodeFeatures } from '../src/data/encoding.ts';
import { features } from '../src/data/features.ts';
import { gridTable } from '../src/data/grid.ts';
import { allRows } from '../src/data/table.ts';
import { featureNames } from '../src/experiment/names.ts';
import type { DataPicture, FeatureMaps, NetworkPicture } from '../src/protocol/messages.ts';
import type { Network } from '../src/training/network.ts';
import { mapResolution } from '../src/training/view.ts';

/** What the page shows of a data set. */
export function pictureData({ task, window, train, test }: DataSet): DataPicture {
  const grid = gridTable(mapResolution, window);
  const maps = encodeFeatures(
    featureNames.map((name) => features[name]),
    grid,
    allRows(grid),
  );
  const named = featureNames.map((name, i) => [name, Float32Array.from(maps[i])] as const);
  const values = Object.fromEntries(named) as FeatureMaps['values'];
  return { task, window, train, test, featureMaps: { resolution: mapResolution, values } };
}

/** What the page needs to draw a network. */
export function pictureNetwork({ inputs, layers, parameterCount, shownNeurons }: Network): NetworkPicture {
  return { inputs, layers, parameterCount, shownNeurons };
}
