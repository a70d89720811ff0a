import { css } from 'lit';

/** Pictures to choose from: the native input covers its picture, so that the picture is what is clicked. */
export const tileStyles = css`
  .tiles {
    display: grid;
    grid-template-columns: repeat(4, minmax(0, 48px));
    justify-content: space-between;
    gap: 8px 4px;
  }
  .tile {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    justify-items: center;
    gap: 2px;
    color: var(--muted);
  }
  .tile input {
    position: absolute;
    inset: 0;
    z-index: 1;
    width: 100%;
    height: 100%;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  .picture {
    display: block;
    width: 100%;
    max-width: 48px;
    aspect-ratio: 1;
    padding: 1px;
    border: 1px solid var(--edge-soft);
    border-radius: 10px;
    background: var(--panel);
    overflow: hidden;
  }
  .tile:hover .picture {
    border-color: var(--ink);
  }
  .tile:has(:checked) {
    color: var(--ink);
  }
  .tile:has(:checked) .picture {
    border-color: var(--ink);
    box-shadow: 0 0 0 1px var(--ink);
  }
  .tile:has(:focus-visible) .picture {
    outline: 2px solid var(--accent);
    outline-offset: 3px;
  }
  /* The ring of a chosen picture is a shadow, which forced colours take away; focus then goes around the tile. */
  @media (forced-colors: active) {
    .tile:has(:focus-visible) .picture {
      outline: none;
    }
    .tile:has(:checked) .picture {
      padding: 0;
      border: 2px solid Highlight;
      outline: 2px solid Highlight;
      outline-offset: 0;
    }
    .tile:has(:focus-visible) {
      outline: 2px solid CanvasText;
      outline-offset: 3px;
    }
  }
`;
