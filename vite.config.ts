import { defineConfig, type Plugin } from 'vite';

/**
 * The page's own policy: nothing from elsewhere, no eval. The worker's policy comes with its own response,
 * so a host that sets headers must allow 'wasm-unsafe-eval' there too.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Only the built page carries the policy: the development server injects inline scripts. */
function contentSecurityPolicyPlugin(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy },
        injectTo: 'head-prepend',
      },
    ],
  };
}

/**
 * Comments and indentation of the elements' styles stay in the source: nothing else takes them out of a template. What
 * stands behind an inner template is left as it is.
 */
function shortStylesPlugin(): Plugin {
  return {
    name: 'short-styles',
    apply: 'build',
    enforce: 'pre',
    transform: (code, id) =>
      id.endsWith('.ts') && code.includes('css`')
        ? {
            code: code.replace(/\bcss`[^`]*/g, (style) =>
              style.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\n\s+/g, '\n'),
            ),
            map: null,
          }
        : null,
  };
}

export default defineConfig({
  base: './',
  plugins: [contentSecurityPolicyPlugin(), shortStylesPlugin()],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    // Minified; what counts is its size on the way, which is checked.
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What the first picture needs comes whole: parts that lazy scripts share with it would be files of their own,
          // more requests and worse to compress.
          groups: [
            { name: 'signals-core', test: /signals-core/, priority: 2 },
            { name: 'page', tags: ['$initial'], priority: 1 },
          ],
        },
      },
    },
  },
});
