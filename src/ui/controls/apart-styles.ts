import { css } from 'lit';

/**
 * For what is in view while something moves: each of these is painted by itself, so that those that have not changed are
 * not gone through with every frame. What reaches beyond its own has to be lifted as a whole.
 */
export const apartStyles = css`
  .panel,
  .field,
  .tile,
  button,
  svg {
    isolation: isolate;
  }
`;
