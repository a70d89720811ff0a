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
 * Comments and indentation of the elements' styles stay in the source, and the spaces that mean nothing to CSS: nothing
 * else takes them out of a template. What stands behind an inner template is left as it is.
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
              style
                .replace(/\/\*[\s\S]*?\*\//g, '')
                .replace(/\n\s+/g, '\n')
                .replace(/([;{}])\n/g, '$1')
                .replace(/;?\n?\}/g, '}')
                .replace(/([a-z-]):\n? /g, '$1:')
                .replace(/ \{/g, '{'),
            ),
            map: null,
          }
        : null,
  };
}

/**
 * Scales that nobody uses stay out as the rest of Chart.js does. What a class takes over from elsewhere (the numbers'
 * format, the defaults of the class before) is a read that a bundler must keep, and the class with it; a function that is
 * called for it, and marked as pure, may go. Were Chart.js written otherwise one day, only the size would change.
 */
function unusedScalesPlugin(): Plugin {
  return {
    name: 'unused-scales',
    apply: 'build',
    transform: (code, id) =>
      id.includes('/node_modules/chart.js/')
        ? {
            code: code.replace(
              /(static defaults = |callback: )((?:\w+\.)+\w+)/g,
              '$1/*#__PURE__*/ (() => $2)()',
            ),
            map: null,
          }
        : null,
  };
}

export default defineConfig({
  base: './',
  plugins: [contentSecurityPolicyPlugin(), shortStylesPlugin(), unusedScalesPlugin()],
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
