import { createReadStream, statSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const mimeTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

/** Not the root: the page must work from any folder of any host. */
const basePath = '/any/folder/';

/**
 * What a strict host lets scripts do. A worker is governed by the policy of its own response, not by that of the
 * page, so without this a worker that needs eval would pass here and fail there. It leaves connections open: the
 * tests watch those themselves, and a request that a worker's policy blocks is reported to nobody.
 */
const scriptPolicy = "script-src 'self' 'wasm-unsafe-eval'";

export interface StaticServer {
  /** Address of the folder's index, with a closing slash. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves a folder as a plain static host does, on a free port of this machine. */
export async function startStaticServer(folder: string): Promise<StaticServer> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const path = normalize(decodeURIComponent(pathname));
    if (path.startsWith(basePath))
      sendFile(join(folder, path.slice(basePath.length) || 'index.html'), response);
    else notFound(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    // WebGPU wants a secure context, which localhost is.
    url: `http://localhost:${port}${basePath}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function sendFile(path: string, response: ServerResponse): void {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
    notFound(response);
    return;
  }
  const extension = extname(path);
  response.setHeader('content-type', mimeTypes[extension] ?? 'application/octet-stream');
  if (extension === '.js') response.setHeader('content-security-policy', scriptPolicy);
  createReadStream(path).pipe(response);
}

function notFound(response: ServerResponse): void {
  response.writeHead(404).end();
}
