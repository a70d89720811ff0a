import { instance } from '@viz-js/viz';
import { expose, transfer } from 'comlink';
import type { LayoutApi, LayoutRequest } from '../src/protocol/layout.ts';
import { layoutByGraphviz } from './graphviz-layout.ts';
import { layoutBuffers } from './transferables.ts';

const loading = instance();

expose({
  async prepare() {
    return (await loading).graphvizVersion;
  },
  async layout(request: LayoutRequest) {
    const result = layoutByGraphviz(await loading, request);
    return transfer(result, layoutBuffers(result));
  },
} satisfies LayoutApi);
