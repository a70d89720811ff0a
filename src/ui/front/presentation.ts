import { css, type CSSResult } from 'lit';
import { deepestFocus } from '../controls/deepest-focus.ts';

/*
 * The large view: what a room is to see, and nothing else. Its styles are laid over the elements that are there, so that
 * the page carries none of it before it is asked for.
 */
const styles = {
  'chainrule-app': css`
    /* The page keeps its heading for those who hear it. */
    chainrule-header {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .page {
      height: 100dvh;
    }
  `,
  'chainrule-header': css`
    nav,
    button {
      display: none;
    }
  `,
  'chainrule-playground': css`
    :host(.place.place) {
      height: 100dvh;
    }
    .bar,
    main {
      background: var(--page);
    }
    chainrule-settings,
    chainrule-rows-panel,
    chainrule-ask-form,
    chainrule-under-the-hood,
    chainrule-first-visit,
    chainrule-follow,
    chainrule-time,
    .narrator {
      display: none;
    }
    chainrule-run-bar {
      max-width: none;
      padding-block: 12px;
    }
    chainrule-playground-menu {
      inset: auto var(--gutter) 3px auto;
      position: fixed;
      z-index: 10;
    }
    main,
    :host([data-rows]) main {
      --stage: calc(100dvh - 160px);
      /* Below it stands what is looked at. */
      --picture: min(calc(var(--stage) - 76px), 50cqw);
      max-width: none;
      grid-template-columns: minmax(0, 1fr) calc(var(--picture) + 34px);
      grid-template-rows: minmax(0, 1.3fr) minmax(0, 1fr);
      grid-template-areas: 'network output' 'loss output';
      height: var(--stage);
    }
    .output {
      overflow: hidden;
      mask-image: none;
      margin-bottom: 0;
      padding-bottom: 0;
    }
    /* Its card ends where the one beside it does. */
    .output > chainrule-output-panel {
      flex: 1;
    }
    chainrule-loss-panel {
      height: auto;
    }
    @container place (max-width: 979px) {
      main,
      :host([data-rows]) main {
        --picture: min(calc(100cqw - 2 * var(--gutter) - 34px), 36dvh);
        justify-items: stretch;
        grid-template-columns: minmax(0, 1fr);
        grid-template-rows: calc(var(--picture) + 64px) 18dvh minmax(0, 1fr);
        grid-template-areas: 'output' 'loss' 'network';
      }
      .output {
        width: calc(var(--picture) + 46px);
        margin-inline: auto;
      }
    }
    @container place (max-width: 760px) {
      main,
      :host([data-rows]) main {
        --picture: min(calc(100cqw - 2 * var(--gutter) - 34px), 40dvh);
        height: auto;
        grid-template-columns: minmax(0, 1fr);
        grid-template-rows: auto 24dvh auto auto;
        grid-template-areas: 'picture' 'loss' 'rest' 'network';
      }
    }
  `,
  'chainrule-run-bar': css`
    :host {
      display: flex;
      gap: 8px 32px;
    }
    .select,
    .transport + .select {
      display: none;
    }
    dl {
      display: flex;
      flex: 1;
      justify-content: space-between;
      gap: 4px 24px;
      max-width: 2000px;
    }
    /* A number is never cut off. */
    .readout,
    .readout.epoch {
      flex: none;
      width: auto;
    }
    .readout.epoch {
      min-width: 17vw;
    }
    dt,
    .status {
      font-size: clamp(1rem, 1.5vw, 1.75rem);
      line-height: 1.4;
    }
    /* How it stands is seen as far as its words are; where these are left out, it is all there is. */
    .status {
      gap: clamp(4px, 0.5vw, 9px);
    }
    .status::before {
      width: clamp(10px, 0.8vw, 15px);
      height: clamp(10px, 0.8vw, 15px);
      border-width: clamp(2px, 0.16vw, 3px);
    }
    .readout.epoch {
      column-gap: clamp(6px, 0.8vw, 14px);
    }
    .number {
      font-size: clamp(1.375rem, 3vw, 4rem);
      line-height: 1.15;
    }
    @media (min-width: 1800px) {
      .transport {
        zoom: 1.6;
      }
    }
    @container place (max-width: 979px) {
      :host {
        flex-wrap: wrap;
      }
      dl {
        flex: 1 1 100%;
        flex-wrap: wrap;
        justify-content: flex-start;
        gap: 4px 20px;
      }
      .readout,
      .readout.epoch {
        flex: 1 1 84px;
      }
    }
  `,
  'chainrule-output-panel': css`
    :host {
      display: grid;
    }
    .panel-head,
    .legend,
    .rest {
      display: none;
    }
    .panel {
      padding: 16px;
    }
    chainrule-look-line {
      height: 1.4em;
      font-size: clamp(0.75rem, 1vw, 1.75rem);
      line-height: 1.4;
    }
    @container place (max-width: 760px) {
      .panel {
        padding: 0;
      }
    }
  `,
  'chainrule-network-panel': css`
    .panel-head,
    .links,
    chainrule-layer-controls {
      display: none;
    }
  `,
  'chainrule-weight-handles': css`
    button {
      display: none;
    }
  `,
  'chainrule-network-graph': css`
    .name {
      font-size: clamp(0.75rem, 1vw, 1.125rem);
    }
  `,
  'chainrule-loss-panel': css`
    .panel-head details,
    .panel-head chainrule-plot-more,
    .panel-head fieldset,
    .panel-head .segmented,
    .penalty {
      display: none;
    }
    .panel-head h2,
    .legend {
      font-size: clamp(1rem, 1.4vw, 1.5rem);
      line-height: 1.3;
    }
    .area {
      zoom: 1.5;
    }
    @media (min-width: 1800px) {
      .area {
        zoom: 2.2;
      }
    }
  `,
  'chainrule-playground-menu': css`
    /* There is nothing left to be parted from. */
    :host {
      padding: 0;
      border: none;
    }
    .presets,
    .more,
    .wide {
      display: none;
    }
    .end {
      display: inline-flex;
      min-height: 28px;
    }
  `,
} as const satisfies Readonly<Record<string, CSSResult>>;

let end: (() => void) | null = null;

/** Begins the large view of the playground, or ends it; Escape ends it too. It lasts no longer than the page. */
export function togglePresentation(): void {
  if (end !== null) {
    end();
    return;
  }
  const opener = deepestFocus();
  const undo = Object.entries(styles).flatMap(([name, style]) =>
    allNamed(document, name).map((root) => layOver(root, style.styleSheet)),
  );
  const controller = new AbortController();
  const leave = (): void => {
    controller.abort();
    for (const step of undo) step();
    end = null;
    giveFocus(opener);
  };
  end = leave;
  const onKey = (event: KeyboardEvent): void => {
    // A bubble or a dialog that is open is closed first.
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    if (event.composedPath().some((target) => target instanceof HTMLDialogElement)) return;
    leave();
  };
  document.addEventListener('keydown', onKey, { signal: controller.signal });
  // Another place has other elements.
  addEventListener('hashchange', leave, { signal: controller.signal });
}

/** What ends it goes with it: the focus returns to what began it, or goes to what would begin it again. */
function giveFocus(opener: HTMLElement | null): void {
  const now = deepestFocus();
  if (now !== null && isShown(now)) return;
  const [menu] = allNamed(document, 'chainrule-playground-menu');
  const ways = [opener, ...(menu?.querySelectorAll<HTMLElement>('.wide, .more') ?? [])];
  ways.find((way) => way !== null && isShown(way))?.focus();
}

const isShown = (element: HTMLElement): boolean => element.getClientRects().length > 0;

function layOver(root: ShadowRoot, sheet: CSSStyleSheet | undefined): () => void {
  if (sheet === undefined) return () => undefined;
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  return () => {
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((one) => one !== sheet);
  };
}

/** The shadow roots of all elements of that name, in whatever shadow. */
function allNamed(root: ParentNode, name: string): ShadowRoot[] {
  return [...root.querySelectorAll('*')].flatMap((element) => {
    const { shadowRoot, localName } = element;
    if (shadowRoot === null) return [];
    return localName === name ? [shadowRoot] : allNamed(shadowRoot, name);
  });
}
