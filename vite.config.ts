import { fileURLToPath } from 'node:url';
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

/** Indentation in the elements' templates and styles stays in the source, and so do comments of styles. */
function shortTemplatesPlugin(): Plugin {
  return {
    name: 'short-templates',
    apply: 'build',
    // What is still TypeScript could not be parsed.
    enforce: 'post',
    transform(code, id) {
      if (!id.endsWith('.ts') || !/\b(css|html|svg)`/.test(code)) return null;
      let short = '';
      let at = 0;
      for (const { tag, start, end } of templateTexts(this.parse(code))) {
        const text = code.slice(start, end);
        const said = tag === 'css' ? shortStyles(text) : text;
        // One space, as a browser reads it; a line that is not indented is one of what is shown as it stands.
        short += code.slice(at, start) + said.replace(/\n\s+/g, ' ');
        at = end;
      }
      return { code: short + code.slice(at), map: null };
    },
  };
}

function shortStyles(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/([{};,])\n\s*/g, '$1')
    .replace(/;\s*\}/g, '}')
    .replace(/ \{/g, '{');
}

interface TemplateText {
  readonly tag: string;
  readonly start: number;
  readonly end: number;
}

/** Where the texts of an element's templates and styles stand, from first to last, in whatever a parser has made of it. */
function templateTexts(program: unknown): TemplateText[] {
  const found: TemplateText[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, tag, quasi } = node as Partial<TaggedTemplate>;
    if (type === 'TaggedTemplateExpression' && /^(css|html|svg)$/.test(tag?.name ?? ''))
      for (const { start, end } of quasi?.quasis ?? []) found.push({ tag: tag?.name ?? '', start, end });
    Object.values(node).forEach(visit);
  };
  visit(program);
  return found.sort((a, b) => a.start - b.start);
}

/** As ESTree has it. */
interface TaggedTemplate {
  readonly type: string;
  readonly tag: { readonly name?: string };
  readonly quasi: { readonly quasis: readonly Omit<TemplateText, 'tag'>[] };
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
  plugins: [contentSecurityPolicyPlugin(), shortTemplatesPlugin(), unusedScalesPlugin()],
  resolve: {
    alias: { '@kurkle/color': fileURLToPath(new URL('src/charts/kept-colours.ts', import.meta.url)) },
  },
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
