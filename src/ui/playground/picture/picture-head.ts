import { html } from 'lit';
import {
  evaluatorNames,
  pictureNames,
  type EvaluatorName,
  type PictureName,
} from '../../../experiment/names.ts';
import type { ViewSettings } from '../../../experiment/schema.ts';
import type { EvaluationState } from '../../../protocol/evaluation-messages.ts';
import { help } from '../../controls/help.ts';
import { icon } from '../../controls/icons.ts';
import { segmented } from '../../controls/segmented.ts';
import { send } from '../../page-events.ts';
import { gpuCanBeChosen } from '../engine/gpu-words.ts';

const pictureLabels: Readonly<Record<PictureName, string>> = {
  boundary: 'Boundary',
  hidden: 'Hidden space',
  landscape: 'Loss landscape',
};
/** What there is room for. */
const shortLabels: Readonly<Record<PictureName, string>> = {
  boundary: 'Boundary',
  hidden: 'Hidden',
  landscape: 'Loss',
};
const evaluatorLabels: Readonly<Record<EvaluatorName, string>> = {
  cpu: 'CPU',
  gpu: 'GPU',
  auto: 'Auto',
};

/** Which picture it is, who computes it, and how well the network does; what is chosen is sent by `element`. */
export function pictureHead(
  element: HTMLElement,
  { picture, evaluateOn, howWell }: ViewSettings,
  evaluation: EvaluationState | null,
) {
  return html`<div class="panel-head">
    <h2 id="title" class="visually-hidden">Output</h2>
    ${segmented({
      label: 'Picture',
      help: 'picture',
      value: picture,
      segments: pictureNames.map((value) => ({
        value,
        label: pictureLabels[value],
        short: shortLabels[value],
      })),
      onSelect: (chosen) => {
        send(element, 'view-change', { picture: chosen });
      },
    })}
    ${segmented({
      label: 'Evaluate on',
      help: 'evaluateOn',
      describedBy: 'gpu',
      value: evaluateOn,
      segments: evaluatorNames.map((value) => ({
        value,
        label: evaluatorLabels[value],
        disabled: value === 'gpu' && !gpuCanBeChosen(evaluation?.gpu ?? { kind: 'probing' }),
      })),
      onSelect: (chosen) => {
        send(element, 'view-change', { evaluateOn: chosen });
      },
    })}
    ${howWellButton(element, howWell)}
  </div>`;
}

/** Above the picture, where it is in view whatever is below: what it opens stands beside the picture. */
function howWellButton(element: HTMLElement, howWell: boolean) {
  return html`<button
    class="how-well"
    aria-label="How well?"
    aria-expanded=${howWell}
    @click=${() => send(element, 'view-change', { howWell: !howWell })}
    ${help('howWell')}
  >
    ${icon('matrix')}<span>How well?</span>
  </button>`;
}
