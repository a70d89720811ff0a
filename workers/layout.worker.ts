import { expose, transfer } from 'comlink';
import type { LayoutApi, LayoutRequest } from '../src/protocol/layout.ts';
import { startGraphviz } from './graphviz-start.ts';
import { layoutByGraphviz } from './graphviz-layout.ts';
import { layoutBuffers } from './transferables.ts';

const loading = startGraphviz();
// Whoever prepares is told; nobody else needs to be.
loading.catch(() => undefined);

expose({
  async prepare() {
    return (await loading).graphvizVersion;
  },
  async layout(request: LayoutRequest) {
    const result = layoutByGraphviz(await loading, request);
    return transfer(result, layoutBuffers(result));
  },
} satisfies LayoutApi);
