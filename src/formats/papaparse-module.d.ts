/**
 * What is used of papaparse 5.7, which has no declarations of its own. Those of @types/papaparse bring all of Node's
 * globals with them, and nothing here may lean on those.
 */
declare module 'papaparse' {
  interface ParseOptions {
    readonly delimiter: string;
    readonly newline: '\n';
    readonly quoteChar: string;
    /** True splits without a look at quotes; left out, that is done where the text has none. */
    readonly fastMode?: true;
  }

  interface Parsed {
    readonly data: readonly (readonly string[])[];
  }

  const papaparse: {
    parse(text: string, options: ParseOptions): Parsed;
    /** What `parse` uses for each text anew. */
    readonly Parser: new (options: ParseOptions) => {
      parse(text: string, baseIndex: number, ignoreLastRow: boolean): Parsed;
    };
  };
  export { papaparse as default };
}
