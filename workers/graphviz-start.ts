import { instance, type Viz } from '@viz-js/viz';

/** The smallest module there is. */
const emptyModule = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** Starts Graphviz. Rejects with an Error for the user: what Emscripten says is for its own developers. */
export async function startGraphviz(start: () => Promise<Viz> = instance): Promise<Viz> {
  try {
    return await start();
  } catch (error) {
    const why = forbidsWasm()
      ? 'this host or this browser forbids WebAssembly'
      : 'its WebAssembly module did not start';
    throw new Error(`Graphviz, which draws the graph, could not be started: ${why}.`, { cause: error });
  }
}

function forbidsWasm(): boolean {
  try {
    return !(new WebAssembly.Module(emptyModule) instanceof WebAssembly.Module);
  } catch {
    return true;
  }
}
