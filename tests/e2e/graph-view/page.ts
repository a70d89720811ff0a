import '../../../src/ui/theme.css';
import './page.css';
import { LayoutClient } from '../../../src/client/layout-client.ts';
import { presets } from '../../../src/lab/presets.ts';
import { Stepper } from '../../../src/lab/stepper.ts';
import '../../../src/ui/lab/graph/graph-view.ts';
import { sampleNetwork, sampleOf, type Sample } from '../../unit/helpers/graph-samples.ts';

const view = document.querySelector('chainrule-graph-view')!;
const problems: string[] = [];
const client = new LayoutClient({ onProblem: (message) => problems.push(message) });
const layoutTimes: number[] = [];
view.layout = async (request) => {
  const start = performance.now();
  const result = await client.layout(request);
  layoutTimes.push(performance.now() - start);
  return result;
};
const dark = matchMedia('(prefers-color-scheme: dark)').matches;
view.theme = dark ? 'dark' : 'light';
view.addEventListener('node-select', ({ detail }) => {
  view.selected = detail;
});

let stepper: Stepper | null = null;

function show({ graph, groups }: Sample, isGrouped = true): void {
  const one = new Stepper(graph);
  stepper = one;
  one.seek(one.length);
  view.graph = graph;
  view.groups = isGrouped ? groups : [];
  view.numbers = {
    data: one.data,
    gradients: one.gradients,
    hasData: (node) => one.hasData(node),
    hasGradient: () => one.position > one.forwardCount,
  };
  view.version++;
}

/** What is seen of the drawing, put together from its tiles, after the next two frames. */
async function picture(): Promise<HTMLCanvasElement> {
  // Tiles beyond the view are painted one a frame, and do not matter here.
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  const stage = view.renderRoot.querySelector('.stage')!.getBoundingClientRect();
  const canvas = document.createElement('canvas');
  canvas.width = stage.width;
  canvas.height = stage.height;
  const context = canvas.getContext('2d')!;
  for (const tile of view.renderRoot.querySelectorAll<HTMLCanvasElement>('.sheet canvas:not([hidden])')) {
    const { left, top } = tile.getBoundingClientRect();
    context.drawImage(tile, Math.round(left - stage.left), Math.round(top - stage.top));
  }
  return canvas;
}

/** What the tests call. */
const lab = {
  view,
  problems,
  layoutTimes,
  picture,
  expression: (source: string) => show(sampleOf(source)),
  preset: (id: string) => show(sampleOf(presets.find((preset) => preset.id === id)!.source)),
  network: (widths: readonly number[], isGrouped?: boolean) => show(sampleNetwork(widths), isGrouped),
  seek(position: number) {
    if (stepper === null) return;
    stepper.seek(position);
    const step = stepper.steps[position - 1];
    view.active = step?.node ?? null;
    view.touched = step?.writes.map(({ node }) => node) ?? [];
    view.version++;
  },
};
export type GraphLab = typeof lab;
Object.assign(globalThis, { lab });
