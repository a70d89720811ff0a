import { Lazy } from '../../controls/lazy.ts';

/** What shows what is looked at. */
export const lookParts = new Lazy(() => import('./look-line.ts'));
/** What shows a neuron that is opened. */
export const drawerParts = new Lazy(() => import('./neuron-drawer.ts'));
