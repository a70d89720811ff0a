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
  .beside,
  .tool {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
  }
  .beside {
    --gutter: 16px;
  }
  .tool,
  .tool > * {
    flex: 1;
  }
  .tool > .figure {
    flex: none;
    padding: 12px var(--gutter) 0;
  }
  .strip {
    display: none;
    position: sticky;
    bottom: 0;
    z-index: 6;
    align-items: center;
    gap: 6px;
    margin: 0;
    padding: 8px var(--gutter);
    border-top: 1px solid var(--hairline);
    background: var(--raised);
    box-shadow: var(--shadow-high);
    font-size: 0.8125rem;
    line-height: 18px;
  }
  .strip.reached {
    color: var(--accent);
    font-weight: 600;
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
    .coach {
      position: static;
      max-height: none;
      padding: 12px var(--gutter) 0;
    }
    .strip {
      display: flex;
    }
  }
  /* A graph is narrow enough to stand beside what is asked of it; a playground is not. */
  @media (min-width: 900px) and (max-width: 1199px) {
    .learn[data-tool='graph'] {
      display: grid;
      grid-template-columns: calc(264px + var(--gutter)) minmax(0, 1fr);
    }
    .learn[data-tool='graph'] .coach {
      position: sticky;
      max-height: 100dvh;
      padding: 12px 0 16px var(--gutter);
    }
    .learn[data-tool='graph'] .strip {
      display: none;
    }
  }
  /* The playground's tabs stand at the lower edge there. */
  @media (max-width: 760px) {
    .tool[data-tool='playground'] + .strip {
      bottom: 53px;
    }
    /* What stands above them is in sight with picture and curve; the header is not. */
    .tool[data-tool='playground'] {
      --beneath: 12px;
    }
  }
  @media (max-width: 700px) {
    .beside {
      --gutter: 12px;
    }
  }
`;
