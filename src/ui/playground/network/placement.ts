import { inputNameGap, outputNameGap, type NetworkLayout, type DrawnNeuron } from './layout.ts';
import type { Link } from './links.ts';

/** Left of the longest name, pixels. */
const nameMargin = 4;

/** Positions go through the object model: the page's policy allows no style attributes. */
export function placeNeurons(root: ParentNode, layout: NetworkLayout): void {
  const { columns, size, inputSize, outputSize } = layout;
  for (const button of root.querySelectorAll<HTMLElement>('button.neuron')) {
    const column = Number(button.dataset['column']);
    const y = columns[column].ys[Number(button.dataset['index'])];
    const side = column === columns.length - 1 ? outputSize : column === 0 ? inputSize : size;
    button.style.setProperty('--size', `${side}px`);
    moveTo(button, columns[column].x, y);
  }
  root.querySelectorAll<HTMLElement>('.name').forEach((name, index) => {
    const [right, y] = [columns[0].x - inputSize / 2 - inputNameGap, columns[0].ys[index]];
    name.style.setProperty('--room', `${right - nameMargin}px`);
    if (y !== undefined) moveTo(name, right, y);
  });
  root.querySelectorAll<HTMLElement>('.output-name').forEach((name, index) => {
    const { x, ys } = columns[columns.length - 1];
    const left = x + outputSize / 2 + outputNameGap;
    name.style.setProperty('--room', `${layout.width - left}px`);
    if (ys[index] !== undefined) moveTo(name, left, ys[index]);
  });
  root.querySelectorAll<HTMLElement>('.more').forEach((more, column) => {
    const { x, ys } = columns[column];
    moveTo(more, x, ys[ys.length - 1] + size / 2 + 2);
  });
}

/** Beside what it speaks of, on the side that has more room. */
export function placeCard(card: HTMLElement, layout: NetworkLayout, shown: DrawnNeuron | Link): void {
  const { columns, width, height, size } = layout;
  const isLink = 'weight' in shown;
  const x = isLink ? (columns[shown.column].x + columns[shown.column + 1].x) / 2 : columns[shown.column].x;
  const y = isLink
    ? (columns[shown.column].ys[shown.from] + columns[shown.column + 1].ys[shown.to]) / 2
    : columns[shown.column].ys[shown.index];
  const toTheRight = x < width / 2;
  const distance = isLink ? 12 : size / 2 + 12;
  const wanted = toTheRight ? x + distance : x - distance - card.offsetWidth;
  // A card wider than the room beside its neuron moves over it rather than out of the panel.
  moveTo(card, Math.max(0, Math.min(wanted, width - card.offsetWidth)), y);
  // The higher the neuron, the further down its card hangs: it stays inside the panel.
  card.style.setProperty('--shift-y', `${-100 * Math.min(1, Math.max(0, y / height))}%`);
}

function moveTo(element: HTMLElement, x: number, y: number): void {
  element.style.setProperty('--x', `${x}px`);
  element.style.setProperty('--y', `${y}px`);
}
