import { classColourCount } from './class-colours.ts';

/** The pairs of two: of the class that is chosen among very many, and of all the rest. */
export const chosenPair = 1;
export const restPair = 0;

/** Whether there are more classes than pairs of colour and shape. */
export function isOneAgainstRest(classCount: number): boolean {
  return classCount > classColourCount;
}

/**
 * The pair of colour and shape of a class. Each has its own as long as there are enough; of more classes the chosen one
 * is told from the rest, as the positive class of two is from the negative one.
 */
export function pairOf(place: number, classCount: number, chosenClass: number): number {
  if (!isOneAgainstRest(classCount)) return place;
  return place === chosenClass ? chosenPair : restPair;
}
