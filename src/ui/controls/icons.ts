import { svg, html, type TemplateResult } from 'lit';
import {
  Copy,
  Dices,
  Download,
  Check,
  CircleQuestionMark,
  Eye,
  Grid2x2Check,
  History,
  Link,
  Lock,
  LockOpen,
  Maximize,
  Minus,
  Moon,
  Pause,
  Play,
  Plus,
  Redo2,
  RotateCcw,
  SkipForward,
  StepBack,
  StepForward,
  Sun,
  SunMoon,
  TriangleAlert,
  Undo2,
  X,
  type IconNode,
} from 'lucide';

const nodes = {
  copy: Copy,
  dices: Dices,
  download: Download,
  fit: Maximize,
  check: Check,
  lock: Lock,
  unlock: LockOpen,
  eye: Eye,
  matrix: Grid2x2Check,
  history: History,
  link: Link,
  minus: Minus,
  moon: Moon,
  pause: Pause,
  play: Play,
  plus: Plus,
  redo: Redo2,
  reset: RotateCcw,
  step: StepForward,
  'step-back': StepBack,
  finish: SkipForward,
  sun: Sun,
  'sun-moon': SunMoon,
  undo: Undo2,
  unknown: CircleQuestionMark,
  warning: TriangleAlert,
  close: X,
} as const satisfies Readonly<Record<string, IconNode>>;

export type IconName = keyof typeof nodes;

/** A line icon in the text's colour; it says nothing to a screen reader, its button does. */
export function icon(name: IconName, size = 16): TemplateResult {
  return html`<svg
    class="icon"
    width=${size}
    height=${size}
    viewBox="0 0 24 24"
    fill=${name === 'play' || name === 'pause' ? 'currentColor' : 'none'}
    stroke="currentColor"
    stroke-width="2"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${nodes[name].map(shape)}
  </svg>`;
}

type Shape = (typeof nodes)[IconName][number];

function shape([tag, a]: Shape): TemplateResult<2> {
  switch (tag) {
    case 'path':
      return svg`<path d=${String(a['d'])}></path>`;
    case 'rect':
      return svg`<rect x=${a['x']} y=${a['y']} width=${a['width']} height=${a['height']} rx=${a['rx']}></rect>`;
    case 'circle':
      return svg`<circle cx=${a['cx']} cy=${a['cy']} r=${a['r']}></circle>`;
    case 'line':
      return svg`<line x1=${a['x1']} y1=${a['y1']} x2=${a['x2']} y2=${a['y2']}></line>`;
    default:
      return svg``;
  }
}
