import { parseFormula, type Formula } from '../autograd/formula.ts';
import { lastRead } from './last-read.ts';

/** What there is before anything is written. */
export const usualFormula = 'x2 > sin(x1)';

/** Settings are compared and described again and again. */
export const readFormula = lastRead((text) => parseFormula(text));

/** What is wrong with a formula, as what was expected instead; null if nothing is. */
export function formulaProblem(text: string): string | null {
  // The first formula that is read takes a frame's time: where nobody wrote any, none is.
  if (text === usualFormula) return null;
  const result = readFormula(text);
  if (result.ok) return null;
  const { line, column, message } = result.error;
  return `a formula (line ${line}, column ${column}: ${message})`;
}

/** Equal for texts that differ in comments, empty lines and the spaces around them alone. */
export function formulaMeaning(text: string): string {
  return text
    .split(/\r\n|\n|\r/)
    .flatMap((line) => line.split('#', 1)[0].split(';'))
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}

/** Longer conditions are cut where they name a class. */
export const longestNameOfClass = 30;

/**
 * What the classes are called: of one condition by their sign, +1 where it holds; of several by the condition itself,
 * and the rest “otherwise”. None where a number is predicted, or nothing can be read.
 */
export function formulaClasses(text: string): readonly string[] {
  const result = readFormula(text);
  return result.ok ? classesOf(result.formula) : [];
}

export function classesOf(formula: Formula): readonly string[] {
  if (formula.kind === 'number') return [];
  const { conditions } = formula;
  if (conditions.length === 1) return ['-1', '+1'];
  const names: string[] = [];
  for (const condition of conditions) {
    const name = shortName(condition.text);
    let [unique, count] = [name, 1];
    while (names.includes(unique)) unique = `${name} (${++count})`;
    names.push(unique);
  }
  return [...names, 'otherwise'];
}

function shortName(text: string): string {
  const characters = Array.from(text.replace(/\s+/g, ' '));
  return characters.length > longestNameOfClass
    ? `${characters
        .slice(0, longestNameOfClass - 1)
        .join('')
        .trimEnd()}…`
    : characters.join('');
}
