import { html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import type { Theme } from '../../charts/colour-scale.ts';
import type { Place } from '../../experiment/address.ts';
import type { LayoutFunction } from '../lab/graph/layout-keeper.ts';
import { icon } from '../controls/icons.ts';
import '../lab/workbench/lab-page.ts';
import type { PageCommand, PageEventDetails } from '../page-events.ts';
import { send } from '../page-events.ts';
import type { PlaygroundModel } from '../playground/playground-model.ts';
import '../playground/playground-page.ts';
import { SignalElement } from '../controls/signal-element.ts';
import { baseStyles } from '../controls/styles.ts';
import './coach-panel.ts';
import './figures/descent-figure.ts';
import './figures/slope-figure.ts';
import type { ChallengeState, CoachPanel } from './coach-panel.ts';
import type { Attempt, LearnModel } from './learn-model.ts';
import { learnPageStyles } from './learn-page-styles.ts';
import type { StageState } from './stage-track.ts';

/** A nudge that is large enough to be seen; which way it goes is for the learner to say. */
const learnersStep = 0.1;

/** Of the window's height: a playground that begins lower shows next to nothing of a run. */
const farDown = 0.4;

/** Around what is scrolled into sight, pixels. */
const newsMargin = 12;

/** The guided path: a chapter beside the live tool that it is about. */
@customElement('chainrule-learn')
export class LearnPage extends SignalElement {
  static override readonly styles = [baseStyles, learnPageStyles];

  /** Set once, before the element is connected. */
  @property({ attribute: false }) model: LearnModel | null = null;
  /** Places the boxes of graphs. */
  @property({ attribute: false }) layout: LayoutFunction | null = null;
  @property({ attribute: false }) addressOf: (place: Place) => string = () => '#';
  @property() theme: Theme = 'light';

  @query('.coach') private readonly column!: HTMLElement;
  @query('.tool') private readonly tool!: HTMLElement;
  @query('chainrule-coach') private readonly coach!: CoachPanel;
  #shown: Attempt | null = null;
  #doneBefore = 0;

  override render() {
    const { model } = this;
    if (model === null) return nothing;
    const attempt = model.attempt.value;
    return html`<div class="learn" data-tool=${attempt.tool}>
      <div class="coach" @learn-action=${this.#onAction}>
        <chainrule-coach
          .chapters=${model.chapters}
          .chapter=${attempt.chapter}
          .stages=${attempt.stages.value}
          .challenge=${challengeState(attempt)}
          .obstacle=${attempt.obstacle.value}
          .done=${model.done.value}
          ?kept=${model.isKept.value}
          .addressOf=${this.addressOf}
        ></chainrule-coach>
      </div>
      <div class="beside">
        ${keyed(attempt, this.#renderTool(attempt))} ${renderStrip(attempt.stages.value)}
      </div>
    </div>`;
  }

  #renderTool(attempt: Attempt) {
    const { theme } = this;
    if (attempt.tool === 'graph') {
      return html`<div class="tool" @page-command=${this.#onLabCommand}>
        ${renderCurve(attempt)}
        <chainrule-lab
          step=${learnersStep}
          .model=${attempt.lab}
          .layout=${this.layout}
          ?nudges=${attempt.chapter.figure === 'descent'}
          theme=${theme}
          >${renderDescent(attempt)}</chainrule-lab
        >
      </div>`;
    }
    // The root would take these for the user's own playground.
    return html`<div
      class="tool"
      data-tool="playground"
      @experiment-change=${this.#onExperimentChange}
      @view-change=${this.#onViewChange}
      @drawing-change=${this.#onDrawingChange}
      @page-command=${this.#onPlaygroundCommand}
      @point-select=${this.#onPointSelect}
      @graph-open=${this.#onGraphOpen}
    >
      <chainrule-playground .model=${attempt.playground} theme=${theme}></chainrule-playground>
    </div>`;
  }

  protected override updated(): void {
    const attempt = this.model?.attempt.peek() ?? null;
    if (this.#shown !== null && attempt !== this.#shown) {
      this.column.scrollTop = 0;
      scrollTo({ top: 0 });
    } else if (this.#hasNews(attempt)) void this.#showNews();
    this.#shown = attempt;
  }

  #hasNews(attempt: Attempt | null): boolean {
    const before = this.#doneBefore;
    this.#doneBefore = attempt?.stages.peek().filter(({ isDone }) => isDone).length ?? 0;
    return this.#doneBefore > before;
  }

  /** Where the chapter has a column of its own, what has come into it is scrolled into sight: the page stays. */
  async #showNews(): Promise<void> {
    const { column, coach } = this;
    await coach.updateComplete;
    if (column.scrollHeight <= column.clientHeight) return;
    const [news, frame] = [coach.news?.getBoundingClientRect(), column.getBoundingClientRect()];
    if (news === undefined) return;
    // The column may reach below the window.
    const bottom = Math.min(frame.bottom, innerHeight);
    const down = Math.min(news.bottom + newsMargin - bottom, news.top - newsMargin - frame.top);
    if (down > 0) column.scrollTop += down;
  }

  readonly #onAction = ({ detail }: CustomEvent<PageEventDetails['learn-action']>): void => {
    const { model } = this;
    if (detail.kind === 'set-up') model?.setUpAgain();
    else if (detail.kind === 'predict') model?.predict(detail.answer);
    else model?.resetProgress();
  };

  /** The link that the lab hands out is to a graph of one's own, not to the chapter. */
  readonly #onLabCommand = (event: CustomEvent<PageCommand>): void => {
    const attempt = this.model?.attempt.peek();
    if (event.detail !== 'copy-link' || attempt?.tool !== 'graph') return;
    event.stopPropagation();
    send(this, 'graph-link-copy', attempt.lab.link.peek());
  };

  get #playground(): PlaygroundModel | null {
    const attempt = this.model?.attempt.peek();
    return attempt?.tool === 'playground' ? attempt.playground : null;
  }

  readonly #onExperimentChange = (event: CustomEvent<PageEventDetails['experiment-change']>): void => {
    event.stopPropagation();
    void this.#playground?.change(event.detail);
  };

  readonly #onDrawingChange = (event: CustomEvent<PageEventDetails['drawing-change']>): void => {
    event.stopPropagation();
    void this.#playground?.draw(event.detail);
  };

  readonly #onViewChange = (event: CustomEvent<PageEventDetails['view-change']>): void => {
    event.stopPropagation();
    this.#playground?.changeView(event.detail);
  };

  readonly #onPointSelect = (event: CustomEvent<PageEventDetails['point-select']>): void => {
    event.stopPropagation();
    this.#playground?.choosePoint(event.detail);
  };

  readonly #onGraphOpen = (event: CustomEvent<PageEventDetails['graph-open']>): void => {
    event.stopPropagation();
    this.model?.declineGraph();
  };

  readonly #onPlaygroundCommand = (event: CustomEvent<PageCommand>): void => {
    event.stopPropagation();
    if (this.#playground === null) return;
    if (event.detail === 'play') this.#bringUp();
    obey(this.#playground, event.detail);
  };

  /** Where the chapter stands above it, what is played is scrolled into sight: nothing else of it would be seen. */
  #bringUp(): void {
    const { top } = this.tool.getBoundingClientRect();
    if (top < innerHeight * farDown) return;
    this.tool.scrollIntoView({ block: 'start' });
  }
}

/** The curve that a chapter is about, above everything else. */
function renderCurve({ chapter, lab }: Extract<Attempt, { tool: 'graph' }>) {
  return chapter.figure === 'slope'
    ? html`<chainrule-slope-figure class="figure" .lab=${lab}></chainrule-slope-figure>`
    : nothing;
}

/** How far nudges have come, beside the button for them. */
function renderDescent({ chapter, lab }: Extract<Attempt, { tool: 'graph' }>) {
  return chapter.figure === 'descent'
    ? html`<chainrule-descent-figure slot="figure" .lab=${lab}></chainrule-descent-figure>`
    : nothing;
}

/** Carries out what a playground itself asks for. */
function obey(playground: PlaygroundModel, command: PageCommand): void {
  const commands = {
    play: () => playground.play(),
    pause: () => playground.pause(),
    step: () => playground.step(),
    'step-batch': () => playground.step('batch'),
    reset: () => playground.reset(),
    'new-seed': () => playground.newSeed(),
    'new-data': () => playground.newData(),
    'draw-points': () => playground.drawFromPoints(),
    undo: () => playground.undo(),
    redo: () => playground.redo(),
    'measure-engines': () => playground.measureEngines(),
    'measure-evaluation': () => playground.measureEvaluation(),
    // A playground has no links of its own: the chapter's is in the header.
    'copy-link': () => undefined,
    'copy-moment': () => undefined,
  } as const satisfies Readonly<Record<PageCommand, () => unknown>>;
  void commands[command]();
}

/** The goal again where the chapter's panel is scrolled away; it says nothing that the panel does not. */
function renderStrip(stages: readonly StageState[]) {
  const current = stages.find(({ isCurrent }) => isCurrent);
  const count = current?.count ?? null;
  const progress = count === null ? '' : ` (${count.done} of ${count.of})`;
  return html`<p class="strip ${current === undefined ? 'reached' : ''}" aria-hidden="true">
    ${current === undefined ? html`${icon('check')} Goal reached` : `${current.goal}${progress}`}
  </p>`;
}

function challengeState(attempt: Attempt): ChallengeState | null {
  if (attempt.tool === 'graph') {
    if (attempt.chapter.prediction === undefined) return null;
    const [outcome, isOffCourse] = [attempt.outcome.value, attempt.isOffCourse.value];
    const isAtStart = outcome === null && !isOffCourse;
    return { prediction: attempt.prediction.value, outcome, isAtStart, isOffCourse };
  }
  const { prediction, outcome, isAtStart, isOffCourse } = attempt;
  return {
    prediction: prediction.value,
    outcome: outcome.value,
    isAtStart: isAtStart.value,
    isOffCourse: isOffCourse.value,
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-learn': LearnPage;
  }
}
