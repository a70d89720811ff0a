import { createDataSet, type DataSet, type DataSettings } from '../src/data/data-set.ts';
import { encodeFeatures } from '../src/data/encoding.ts';
import { features } from '../src/data/features.ts';
import { gridTable } from '../src/data/grid.ts';
import { allRows } from '../src/data/table.ts';
import { dataSetNames, featureNames } from '../src/experiment/names.ts';
import type { DataPicture, FeatureMaps, NetworkPicture, Thumbnails } from '../src/protocol/messages.ts';
import type { Network } from '../src/training/network.ts';
import { mapResolution } from '../src/training/view.ts';

/** What the page shows of a data set. */
export function pictureData({ task, classNames, window, train, test }: DataSet): DataPicture {
  const grid = gridTable(mapResolution, window);
  const maps = encodeFeatures(
    featureNames.map((name) => features[name]),
    grid,
    allRows(grid),
  );
  const named = featureNames.map((name, i) => [name, Float32Array.from(maps[i])] as const);
  const values = Object.fromEntries(named) as FeatureMaps['values'];
  return { task, classNames, window, train, test, featureMaps: { resolution: mapResolution, values } };
}

/** What the page needs to draw a network. */
export function pictureNetwork(network: Network): NetworkPicture {
  const { inputs, layers, parameterCount, shownNeurons, outputCount, encoding, shape } = network;
  const { target } = encoding;
  const names = outputCount > 1 && target.kind === 'class' ? target.classes : ['output'];
  const outputs = { names, low: shape.loss === 'cross-entropy' ? 0 : -1 } as const;
  return { inputs, outputs, layers, parameterCount, shownNeurons };
}

/** Points of a thumbnail: as many as are told apart in it. */
const mostThumbnailPoints = 240;

/** Whether two settings draw every data set alike. */
export function drawAlike(a: DataSettings, b: DataSettings): boolean {
  const read = ({ noise, points, classes, squares, dataSeed }: DataSettings): string =>
    [noise, Math.min(points, mostThumbnailPoints), classes, squares, dataSeed].join();
  return read(a) === read(b);
}

/** Every data set as the settings draw it. */
export function pictureThumbnails(settings: DataSettings): Thumbnails {
  const points = Math.min(settings.points, mostThumbnailPoints);
  const entries = dataSetNames.map((dataSet) => {
    const { train, classNames } = createDataSet({ ...settings, dataSet, points, trainShare: 50 });
    return [dataSet, { points: train, classCount: classNames.length }] as const;
  });
  return Object.fromEntries(entries) as Thumbnails;
}
