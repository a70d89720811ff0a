/**
 * typescript-eslint's parser with programs that share what they have parsed: most files are in more than one of them,
 * and the parser would read each as often.
 */
import { parser } from 'typescript-eslint';
import ts from 'typescript';

/** The first program that has a file says what its types are. */
export function sharingParser(configs) {
  const parsed = new Map();
  const programs = new Map();
  const programOf = (config) => {
    if (!programs.has(config)) programs.set(config, createProgram(config, parsed));
    return programs.get(config);
  };
  return {
    meta: { name: 'sharing-typescript-parser', version: ts.version },
    parseForESLint(code, options) {
      const config = configs.find((one) => programOf(one).getSourceFile(options.filePath) !== undefined);
      if (config === undefined) throw new Error(`no program has ${options.filePath}`);
      return parser.parseForESLint(code, { ...options, programs: [programOf(config)] });
    },
  };
}

function createProgram(config, parsed) {
  const stop = ({ messageText }) => {
    throw new Error(`${config}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
  };
  const { fileNames, options } = ts.getParsedCommandLineOfConfigFile(
    config,
    { noEmit: true },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: stop },
  );
  const host = ts.createCompilerHost(options, true);
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...how) => {
    if (!parsed.has(name)) parsed.set(name, getSourceFile.call(host, name, ...how));
    return parsed.get(name);
  };
  return ts.createProgram(fileNames, options, host);
}
