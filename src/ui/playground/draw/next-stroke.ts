import { countUp } from '../notice-board.ts';

const count = countUp();

/** The name of another stroke: elements come and go with the place that they are in, and undo goes on. */
export const nextStroke = (): string => `stroke ${count()}`;
