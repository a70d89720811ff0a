import type { LabelledLines } from '../../../charts/output-contours.ts';
import type { BoundaryChartData } from '../../../charts/boundary-chart.ts';
import type { HiddenSpace } from '../../../protocol/hidden-messages.ts';
import type { DataPicture } from '../../../protocol/picture-messages.ts';

type PlacedData = Pick<DataPicture, 'task' | 'classNames' | 'train' | 'test'>;

/** The points where the layer puts them; null where they are others than those that it was asked about. */
export function hiddenPicture(data: PlacedData, space: HiddenSpace): BoundaryChartData | null {
  const { task, classNames, train, test } = data;
  const { window } = space;
  if (space.train.x1.length !== train.label.length || space.test.x1.length !== test.label.length) return null;
  return {
    task,
    classNames,
    window,
    train: { ...space.train, label: train.label },
    test: { ...space.test, label: test.label },
  };
}

/** The bent grid in parts of the picture, from left to right and from top to bottom. */
export function gridOf({ gridLines, window }: Pick<HiddenSpace, 'gridLines' | 'window'>): LabelledLines {
  const [left, right] = window.x1;
  const [bottom, top] = window.x2;
  return {
    lines: gridLines.map((line) =>
      Array.from({ length: line.length / 2 }, (_, i) => [
        (line[2 * i] - left) / (right - left),
        (top - line[2 * i + 1]) / (top - bottom),
      ]),
    ),
    label: '',
    isDecision: false,
    isFaint: true,
  };
}

/** What is across and up, as it is written. */
export function axisNames(
  { axes, layer }: Pick<HiddenSpace, 'axes' | 'layer'>,
  isClassification: boolean,
): [string, string] {
  if (axes.kind === 'line') return [`neuron 1 of layer ${layer + 1}`, isClassification ? 'class' : 'label'];
  if (axes.kind === 'neurons')
    return [
      `neuron ${axes.neurons[0] + 1} of layer ${layer + 1}`,
      `neuron ${axes.neurons[1] + 1} of layer ${layer + 1}`,
    ];
  const [first, second] = axes.shares.map((share) => `${Math.round(100 * share)} %`);
  return [`component 1 of layer ${layer + 1} (${first})`, `component 2 (${second})`];
}
