/**
 * `npm run test:mass` takes all of what `npm test` takes a part of: whatever imports this is run again, with all of it.
 * A part is such that each kind of fault is still found by something.
 */
export const isMass = process.env['MASS'] === '1';

/** All of them in the mass, else these. */
export const inMass = <All, Part>(all: All, part: Part): All | Part => (isMass ? all : part);
