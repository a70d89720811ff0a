import { css } from 'lit';

export const learnPageStyles = css`
  :host {
    display: block;
    min-width: 0;
    min-height: 0;
  }
  .learn {
    display: grid;
    grid-template-columns: calc(296px + var(--gutter)) minmax(0, 1fr);
    height: 100%;
    min-height: 0;
  }
  .coach {
    position: sticky;
    top: 0;
    align-self: start;
    max-height: 100dvh;
    padding: 12px 0 16px var(--gutter);
    overflow-y: auto;
    scrollbar-width: thin;
  }
  .tool {
    --gutter: 16px;
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
  }
  .tool > * {
    flex: 1;
  }
  @media (min-width: 1400px) and (min-height: 860px) {
    .coach {
      position: static;
      align-self: stretch;
      max-height: none;
      min-height: 0;
    }
    .tool {
      overflow-y: auto;
      scrollbar-width: thin;
    }
  }
  @media (max-width: 1199px) {
    .learn {
      display: block;
    }
    .tool {
      --gutter: inherit;
    }
    .coach {
      position: static;
      max-height: none;
      padding: 12px var(--gutter) 0;
    }
  }
`;
