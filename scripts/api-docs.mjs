/**
 * The API reference, from the doc comments of what the package exports, into `.cache/api`; then every link in it is
 * followed. Ends with 1 where a comment links to what there is not, or a page to no page.
 *
 *     node scripts/api-docs.mjs [folder]
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { Application } from 'typedoc';

const root = resolve(import.meta.dirname, '..');
const outDir = resolve(process.argv[2] ?? join(root, '.cache/api'));
const { exports, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const entryPoints = Object.values(exports).flatMap((entry) =>
  typeof entry === 'string' ? [] : [entry.default.replace('./lib/', 'src/').replace(/\.js$/, '.ts')],
);

const app = await Application.bootstrap({
  name: `chainrule ${version}`,
  entryPoints: entryPoints.map((path) => join(root, path)),
  basePath: root,
  tsconfig: join(root, 'tsconfig.json'),
  out: outDir,
  readme: 'none',
  excludePrivate: true,
  excludeInternal: true,
  // Where a repository is, is no business of a file on disk.
  disableSources: true,
  githubPages: false,
  validation: { invalidLink: true, rewrittenLink: true, notExported: false, notDocumented: false },
  // What the schema infers of a setting is declared twice, and has its comment twice: that is nothing to be told of.
  logLevel: 'Error',
});
const project = await app.convert();
if (project === undefined || app.logger.hasErrors()) process.exit(1);
app.options.setValue('logLevel', 'Warn');
app.logger.level = app.options.getValue('logLevel');
app.logger.resetWarnings();
app.validate(project);
await app.generateOutputs(project);
if (app.logger.hasErrors() || app.logger.hasWarnings()) process.exit(1);

const pages = filesIn(outDir).filter((path) => path.endsWith('.html'));
const anchors = new Map(pages.map((path) => [path, anchorsOf(path)]));
const links = pages.flatMap((page) => linksOf(page).map((link) => ({ page, link })));
const broken = links.filter(({ page, link }) => !leadsSomewhere(page, link));
for (const { page, link } of broken)
  console.error(`${relative(outDir, page)} links to ${link}, which is not there`);
if (pages.length === 0 || links.length === 0) console.error('there are no pages, or no links in them');
if (broken.length > 0 || links.length === 0) process.exit(1);
console.log(`${pages.length} pages with ${links.length} links in ${relative(process.cwd(), outDir) || '.'}`);

function filesIn(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}

function anchorsOf(page) {
  return new Set([...readFileSync(page, 'utf8').matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id));
}

/** Of the page itself, and of others here; those that leave are nobody's but their owners'. */
function linksOf(page) {
  const found = [...readFileSync(page, 'utf8').matchAll(/<(?:a|link|script)\s[^>]*?(?:href|src)="([^"]*)"/g)];
  return found.map(([, link]) => link.replaceAll('&amp;', '&')).filter((link) => !/^[a-z]+:/.test(link));
}

function leadsSomewhere(page, link) {
  const [path, anchor = ''] = link.split('#');
  const target = path === '' ? page : join(dirname(page), decodeURIComponent(path));
  if (!existsSync(target)) return false;
  return anchor === '' || (anchors.get(target)?.has(decodeURIComponent(anchor)) ?? false);
}
