import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { View } from '../../../protocol/snapshot-messages.ts';
import { dialogStyles } from '../../controls/dialog-styles.ts';
import { formatEpoch, formatLoss, formatShare } from '../../controls/format.ts';
import { icon } from '../../controls/icons.ts';
import { saveFile } from '../../controls/save-file.ts';
import { baseStyles, buttonStyles } from '../../controls/styles.ts';
import { askForFigures } from '../../figures-ask.ts';
import type { PlaygroundModel } from '../../playground/playground-model.ts';
import { canvasFigure, pictureFigure, plotFigure, type ReportFigure } from './report-figures.ts';
import { reportStyles } from './report-styles.ts';
import { reportTitle, settingRows, type SettingRow } from './report-words.ts';

/** The run as it was when the report was opened. */
interface Report {
  readonly title: string;
  readonly when: string;
  readonly numbers: readonly SettingRow[];
  readonly settings: readonly SettingRow[];
  readonly picture: ReportFigure | null;
  readonly plots: readonly ReportFigure[];
  readonly link: string;
}

/** While it is open nothing else is printed. */
const alone = new CSSStyleSheet();
alone.replaceSync(`@media print {
  html, body { height: auto !important; min-height: 0 !important; background: #fff !important; }
  body > :not(chainrule-report) { display: none !important; }
}`);

/** One page on the run: settings, figures, picture, curves and link; to print, and each figure as a file. */
@customElement('chainrule-report')
export class ReportDialog extends LitElement {
  static override readonly styles = [baseStyles, buttonStyles, dialogStyles, reportStyles];

  @property({ attribute: false }) model: Pick<
    PlaygroundModel,
    'experiment' | 'trained' | 'data' | 'network' | 'view'
  > | null = null;
  @state() private report: Report | null = null;
  @state() private said = '';
  @query('dialog') private readonly dialog!: HTMLDialogElement;

  override render() {
    const { report } = this;
    return html`<dialog aria-labelledby="title" @click=${this.#onClick} @close=${this.#onClose}>
      <div class="bar">
        <span role="status">${this.said}</span>
        <span class="ends">
          <button
            @click=${() => {
              print();
            }}
          >
            Print
          </button>
          <form method="dialog">
            <button class="quiet" aria-label="Close">${icon('close')}</button>
          </form>
        </span>
      </div>
      ${report === null ? nothing : this.#renderPage(report)}
    </dialog>`;
  }

  #renderPage({ title, when, numbers, settings, picture, plots, link }: Report) {
    return html`<article class="page">
      <h1 id="title">${title}</h1>
      <p class="when">${when}</p>
      <dl class="numbers">
        ${numbers.map(
          ([name, value]) =>
            html`<div>
              <dt>${name}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
      <div class="figures">
        ${picture === null ? nothing : this.#renderFigure(picture)}
        <div class="plots">${plots.map((plot) => this.#renderFigure(plot))}</div>
      </div>
      <table>
        <tbody>
          ${settings.map(
            ([name, value]) =>
              html`<tr>
                <th scope="row">${name}</th>
                <td>${value}</td>
              </tr>`,
          )}
        </tbody>
      </table>
      <p class="link">Opens with these settings: <a href=${link}>${link}</a></p>
    </article>`;
  }

  #renderFigure(figure: ReportFigure) {
    const { title, label, key, svg, image } = figure;
    return html`<figure>
      <figcaption>
        <span>${title} <span class="key">${key}</span></span>
        <span class="files">
          ${svg === null ? nothing : this.#renderFile(figure, 'SVG', () => Promise.resolve(new Blob([svg], { type: 'image/svg+xml' })))}
          ${this.#renderFile(figure, 'PNG', figure.png)}
        </span>
      </figcaption>
      <img src=${image} alt=${label} />
    </figure>`;
  }

  #renderFile({ title, name }: ReportFigure, kind: 'SVG' | 'PNG', make: () => Promise<Blob | null>) {
    return html`<button
      aria-label="Save ${title} as ${kind}"
      @click=${async () => {
        const file = await make();
        if (file === null) {
          this.said = 'The browser makes no picture of it.';
          return;
        }
        const fileName = `${this.#fileName()}-${name}.${kind.toLowerCase()}`;
        saveFile(file, fileName);
        this.said = `${fileName} was handed to the browser.`;
      }}
    >
      ${icon('download', 14)}${kind}
    </button>`;
  }

  #fileName(): string {
    return (this.report?.title ?? 'run')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
      .replaceAll(/^-|-$/g, '');
  }

  /** Of the run as it is now. */
  async open(): Promise<void> {
    await this.updateComplete;
    this.report = this.#now();
    this.said = '';
    if (this.dialog.open) return;
    document.adoptedStyleSheets.push(alone);
    this.dialog.showModal();
  }

  #now(): Report | null {
    const { model } = this;
    if (model === null) return null;
    const [data, network, view] = [model.data.peek(), model.network.peek(), model.view.peek()];
    if (data === null || network === null) return null;
    const experiment = model.trained.peek() ?? model.experiment.peek();
    const facts = {
      rows: data.summary.rows,
      inputs: network.inputs,
      outputCount: network.outputs.names.length,
      parameterCount: network.parameterCount,
    };
    const { picture, plots } = askForFigures('light');
    const label = 'What the network answers, as it is shown on the page';
    return {
      title: reportTitle(experiment, facts),
      when: new Date().toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' }),
      numbers: numbersOf(view),
      settings: settingRows(experiment, facts),
      picture:
        picture === null
          ? null
          : picture instanceof HTMLCanvasElement
            ? canvasFigure(picture, label)
            : pictureFigure(picture, label),
      plots: plots.map((plot) => plotFigure(plot)),
      link: location.href,
    };
  }

  readonly #onClose = (): void => {
    const sheets = document.adoptedStyleSheets;
    document.adoptedStyleSheets = sheets.filter((sheet) => sheet !== alone);
    this.report = null;
  };

  /** Beside the sheet. */
  readonly #onClick = (event: Event): void => {
    if (event.target === this.dialog) this.dialog.close();
  };
}

function numbersOf(view: View | null): readonly SettingRow[] {
  if (view === null) return [];
  const { epoch, trainLoss, testLoss, trainAccuracy, testAccuracy } = view;
  return [
    ['Epoch', formatEpoch(epoch)],
    ['Train loss', formatLoss(trainLoss)],
    ...(Number.isNaN(testLoss) ? [] : [['Test loss', formatLoss(testLoss)] as const]),
    ...(trainAccuracy === null ? [] : [['Train accuracy', formatShare(trainAccuracy)] as const]),
    ...(testAccuracy === null ? [] : [['Test accuracy', formatShare(testAccuracy)] as const]),
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-report': ReportDialog;
  }
}
