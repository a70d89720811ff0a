/** Writes the declarations of the package: those that its entry points reach, and nothing that leans on another package. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

/** What describes itself by valibot's types is written out as what it comes to. */
const validation = 'valibot';

/** `entries` are sources below `root/src`; `outDir` has what `src` has. */
export function declare({ root, outDir, entries }) {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, 'workers/tsconfig.json'),
    {
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      incremental: false,
      tsBuildInfoFile: undefined,
      types: [],
      rootDir: join(root, 'src'),
      outDir,
      stripInternal: true,
    },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (problem) => fail([problem]) },
  );
  const globals = config.fileNames.filter((file) => file.endsWith('.d.ts'));
  const program = ts.createProgram(
    [...entries.map((entry) => join(root, entry)), ...globals],
    config.options,
  );
  const declarationOf = (source) => {
    const texts = [];
    const { diagnostics } = program.emit(source, (_, text) => texts.push(text), undefined, true);
    fail(diagnostics);
    return texts[0];
  };
  const sourceOf = (file) => join(root, 'src', relative(outDir, file)).replace(/\.d\.ts$/, '.ts');
  const written = new Set();
  const waiting = entries.map((entry) => join(outDir, relative('src', entry)).replace(/\.ts$/, '.d.ts'));
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (written.has(file)) continue;
    written.add(file);
    const source = program.getSourceFile(sourceOf(file));
    const text = withoutValidation(declarationOf(source), source, program.getTypeChecker());
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text.replaceAll(/(from '|import\(")(\.{1,2}\/[^'"]+)\.ts(?=['"])/g, '$1$2.js'));
    for (const { fileName } of ts.preProcessFile(text).importedFiles) {
      if (!fileName.startsWith('.'))
        throw new Error(`${relative(root, file)} leans on the types of ${fileName}`);
      waiting.push(resolve(dirname(file), fileName.replace(/\.ts$/, '.d.ts')));
    }
  }
}

/** Types that are taken from a schema are written out, and the schemas are left out: none of them is public. */
function withoutValidation(text, source, checker) {
  if (!text.includes(`from '${validation}'`)) return text;
  const file = ts.createSourceFile('d.ts', text, ts.ScriptTarget.Latest, true);
  const namespace = file.statements.flatMap((one) =>
    ts.isImportDeclaration(one) && one.moduleSpecifier.text === validation
      ? [one.importClause.namedBindings.name.text]
      : [],
  )[0];
  const leans = (node) => new RegExp(`\\b${namespace}\\.`).test(node.getText(file));
  const kept = file.statements.flatMap((statement) => {
    if (ts.isImportDeclaration(statement) && statement.moduleSpecifier.text === validation) return [];
    if (!leans(statement)) return [statement.getFullText(file)];
    if (!ts.isTypeAliasDeclaration(statement)) return [];
    const alias = source.statements.find(
      (one) => ts.isTypeAliasDeclaration(one) && one.name.text === statement.name.text,
    );
    const flags =
      ts.TypeFormatFlags.NoTruncation |
      ts.TypeFormatFlags.InTypeAlias |
      ts.TypeFormatFlags.MultilineObjectLiterals;
    const type = checker.typeToString(checker.getTypeAtLocation(alias), alias, flags);
    return [`\nexport type ${statement.name.text} = ${type};`];
  });
  return `${kept.join('').trim()}\n`;
}

function fail(diagnostics) {
  const errors = diagnostics.filter(({ category }) => category === ts.DiagnosticCategory.Error);
  if (errors.length === 0) return;
  const host = {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => process.cwd(),
    getNewLine: () => '\n',
  };
  throw new Error(ts.formatDiagnostics(errors, host));
}
