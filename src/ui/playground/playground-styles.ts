import { css } from 'lit';

/*
 * Cause and effect in one view: settings, network, picture and curves stand beside each other as high as the window,
 * and what is longer goes on inside its own column. The picture, a square, is as large as that leaves.
 */
export const playgroundStyles = css`
  :host([data-narrator]) {
    --told: 16px;
  }
  :host {
    --bar-zero: light-dark(#f7f5f2, #1a1d21);
    display: flex;
    flex-direction: column;
    min-width: 0;
    container: place / inline-size;
  }
  /* Over everything, and in nobody's way: what is dropped falls on the page. */
  .dropping {
    position: fixed;
    inset: 12px;
    z-index: 20;
    display: grid;
    place-items: center;
    border: 2px dashed var(--accent);
    border-radius: var(--radius);
    background: color-mix(in srgb, var(--page) 85%, transparent);
    font-size: 1rem;
    pointer-events: none;
  }
  .bar {
    position: sticky;
    top: 0;
    z-index: 5;
    background: var(--page);
  }
  chainrule-run-bar,
  .narrator,
  main {
    width: 100%;
    max-width: 2240px;
    margin-inline: auto;
    padding-inline: var(--gutter);
  }
  chainrule-run-bar {
    padding-block: 8px;
  }
  /* Its line has its place before it is there. */
  .narrator {
    --line: 26px;
    height: 24px;
    margin-top: -8px;
  }
  .tell {
    width: 100%;
    margin-top: 8px;
  }
  /* Beside the readouts, where they leave room. */
  chainrule-playground-menu {
    position: absolute;
    inset: 16px max(var(--gutter), calc(50% - 1120px + var(--gutter))) auto auto;
  }
  @container place (max-width: 1399px) {
    /* In what the header leaves free. */
    chainrule-playground-menu {
      inset: -42px auto auto 446px;
    }
  }
  @container place (max-width: 1180px) {
    chainrule-playground-menu {
      inset-inline-start: 402px;
    }
  }
  main {
    /* The page's header, the bar, and the edge below. */
    --above: calc(48px + 68px + 14px + var(--told, 0px));
    --stage: max(540px, calc(100dvh - var(--above)));
    /* No more than a curve needs: on a large screen the answer of the network is in sight above it. */
    --loss: clamp(160px, 21dvh, 258px);
    /* Around the picture: its panel's edges and head above it, and below it the colours' scale. */
    --frame: 100px;
    --picture: min(calc(var(--stage) - var(--loss) - var(--gap) - var(--frame)), 49dvh, 34cqw);
    --strip: 46px;
    --gap: 12px;
    /* What is drawn with stands beside the picture, where there is room. */
    --drawing: 0px;
    display: grid;
    gap: var(--gap);
    padding-bottom: 14px;
    grid-template-columns: clamp(216px, 21cqw, 304px) minmax(0, 1fr) calc(
        var(--picture) + 34px + var(--drawing)
      );
    grid-template-rows:
      calc(var(--stage) - var(--loss) - var(--gap))
      calc(var(--loss) - var(--strip) - var(--gap))
      var(--strip);
    grid-template-areas: 'side network output' 'side network loss' 'side rows loss';
  }
  /* Two plots take what their panel is given for them; the picture is smaller then, and still large. */
  @container place (min-width: 980px) {
    @media (min-height: 1000px) {
      main {
        --grows-for-two: 1;
      }
      main:has(> chainrule-loss-panel[data-two]) {
        --loss: clamp(340px, 34dvh, 440px);
      }
    }
  }
  @container place (min-width: 1200px) {
    :host([data-draws]) main {
      --drawing: 160px;
    }
  }
  /* Or below it, in view. */
  @container place (max-width: 1199px) {
    :host([data-draws]) chainrule-output-panel {
      --side: calc(var(--picture) - 60px);
    }
  }
  @container place (max-width: 979px) {
    :host([data-draws]) chainrule-output-panel {
      --side: calc(var(--picture) - 36px);
    }
  }
  chainrule-settings {
    grid-area: side;
  }
  /* A neuron stands over the settings: what it is about stays in sight. */
  .drawer {
    grid-area: side;
    z-index: 3;
    display: flex;
    min-width: 0;
    min-height: 0;
    /* As far as the column reaches with its shadows. */
    margin: 0 -6px -8px;
    padding: 0 6px 14px;
    overflow: hidden;
    background: var(--page);
  }
  .drawer > chainrule-neuron-drawer {
    flex: 1;
  }
  /* A neuron's card reaches over what is beside it. */
  chainrule-network-panel {
    grid-area: network;
    z-index: 1;
    min-width: 0;
    min-height: 0;
  }
  /* Where the network as it opens leaves room: nothing moves when it goes. */
  chainrule-first-visit {
    grid-area: network;
    align-self: end;
    z-index: 2;
    min-width: 0;
    margin: 0 4px -12px;
  }
  /* Over the end of the network, beside the picture: what is chosen there is marked here. */
  .quality {
    grid-area: network;
    justify-self: end;
    z-index: 3;
    display: flex;
    flex-direction: column;
    width: min(100%, 400px);
    min-height: 0;
    max-height: 100%;
  }
  chainrule-loss-panel {
    grid-area: loss;
    min-width: 0;
    min-height: 0;
  }
  .output {
    grid-area: output;
    display: flex;
    flex-direction: column;
    gap: var(--gap);
    min-width: 0;
    margin: 0 -6px -8px;
    padding: 0 6px 14px;
    /* What is placed in it goes on inside it, and not below the page. */
    position: relative;
    overflow: hidden auto;
    mask-image: linear-gradient(#000 calc(100% - 14px), transparent);
    scroll-padding-block: 24px;
    scrollbar-width: none;
    overscroll-behavior: contain;
  }
  .output > * {
    flex: none;
  }
  chainrule-rows-panel {
    grid-area: rows;
    min-width: 0;
    /* Below the bar, which stays at the window's upper edge. */
    scroll-margin-top: calc(var(--above) - 48px);
  }
  /* The open table stands below the window: what stands above it keeps its place. */
  :host([data-rows]) main {
    grid-template-rows: calc(var(--stage) - var(--loss) - var(--gap)) var(--loss) auto;
    grid-template-areas: 'side network output' 'side network loss' 'rows rows rows';
  }
  @container place (max-width: 979px) {
    main {
      --picture: min(48dvh, 46cqw);
      --loss: clamp(190px, 21dvh, 250px);
      grid-template-columns: calc(var(--picture) + 34px) minmax(0, 1fr);
      --beside: max(calc(var(--picture) + var(--frame) + 60px), min(640px, 100dvh - var(--above) - 470px));
    }
    main,
    :host([data-rows]) main {
      grid-template-rows: var(--loss) calc(var(--beside) - var(--loss) - var(--gap)) auto auto;
      grid-template-areas: 'output loss' 'output side' 'network network' 'rows rows';
    }
    chainrule-first-visit {
      grid-area: 4 / 1 / 5 / -1;
      align-self: start;
      margin: 0;
    }
  }
  @container place (max-width: 760px) {
    main,
    :host([data-rows]) main {
      --loss: clamp(156px, 26dvh, 240px);
      --picture: min(
        calc(100cqw - 2 * var(--gutter) - 34px),
        max(200px, 100dvh - 301px - var(--loss) - var(--told, 0px) - var(--tools, 0px) - var(--beneath, 0px))
      );
      grid-template-columns: minmax(0, 1fr);
      grid-template-rows: auto var(--loss);
      grid-template-areas: 'picture' 'loss' 'rest' 'quality' 'network' 'ask' 'side' 'hood' 'rows';
      padding-bottom: 72px;
    }
    /* What is drawn with stands between the picture and its curves. */
    :host([data-draws]) main {
      --loss: 156px;
      --tools: 112px;
    }
    chainrule-rows-panel {
      scroll-margin-top: 124px;
    }
    /* Below the plot, which is empty as long as this stands and then grows into its place: nothing else moves. */
    chainrule-first-visit {
      grid-area: loss;
      align-self: end;
      margin: 0;
    }
    chainrule-first-visit ~ chainrule-loss-panel {
      margin-bottom: 62px;
    }
    /* Beside the tabs, at the lower edge. */
    :host([own]) chainrule-settings {
      --tabs-end: 128px;
    }
    .bar {
      z-index: 9;
    }
    chainrule-playground-menu {
      position: fixed;
      inset: auto 8px calc(6px + env(safe-area-inset-bottom)) auto;
    }
    .drawer {
      position: fixed;
      inset: auto 0 calc(53px + env(safe-area-inset-bottom));
      z-index: 7;
      max-height: min(46dvh, 420px);
      margin: 0;
      padding: 0;
      border-top: 1px solid var(--hairline);
      border-radius: var(--radius) var(--radius) 0 0;
      box-shadow: var(--shadow-high);
    }
    .output {
      display: contents;
    }
    chainrule-output-panel,
    :host([data-draws]) chainrule-output-panel {
      grid-area: 1 / 1 / 4 / -1;
      --side: var(--picture);
    }
    .quality {
      grid-area: quality;
      width: 100%;
    }
    chainrule-ask-form {
      grid-area: ask;
    }
    chainrule-under-the-hood {
      grid-area: hood;
    }
  }
`;
