/** The sign that a number is coloured by; zero stays in ink. */
export type Sign = 'negative' | 'positive';

/** A piece of MathML as data: what is shown can be tested without a browser. */
export type MathNode =
  | {
      readonly tag: 'mi' | 'mn' | 'mo' | 'mtext';
      readonly text: string;
      readonly tone?: Sign;
      /** A sign between two operands keeps its distance even where a line breaks before it. */
      readonly form?: 'infix';
    }
  | {
      readonly tag: 'mrow' | 'mfrac' | 'msup' | 'msub' | 'msqrt';
      readonly children: readonly MathNode[];
      readonly tone?: Sign;
    };

export const mi = (text: string): MathNode => ({ tag: 'mi', text });
export const mo = (text: string): MathNode => ({ tag: 'mo', text });
export const infix = (text: string): MathNode => ({ tag: 'mo', text, form: 'infix' });
export const mn = (text: string): MathNode => ({ tag: 'mn', text });
export const mtext = (text: string): MathNode => ({ tag: 'mtext', text });
export const row = (...children: readonly MathNode[]): MathNode =>
  children.length === 1 ? children[0] : { tag: 'mrow', children };
export const fraction = (over: MathNode, under: MathNode): MathNode => ({
  tag: 'mfrac',
  children: [over, under],
});
export const superscript = (base: MathNode, index: MathNode): MathNode => ({
  tag: 'msup',
  children: [base, index],
});
export const subscript = (base: MathNode, index: MathNode): MathNode => ({
  tag: 'msub',
  children: [base, index],
});
export const root = (of: MathNode): MathNode => ({ tag: 'msqrt', children: [of] });
export const brackets = (inside: MathNode): MathNode => row(mo('('), inside, mo(')'));

/** A true minus sign, which is as wide as a plus. */
export const minus = '−';
/** As on the cards of the graph. */
export const times = '×';
/** Invisible; makes tanh(x) read as an application, not as a product. */
export const applied = '\u2061';

/** What stands there, read from left to right, without brackets, bars or roots that MathML draws itself. */
export function plainText(node: MathNode): string {
  return 'text' in node ? node.text : node.children.map(plainText).join('');
}
