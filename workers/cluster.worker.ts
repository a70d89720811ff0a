import { expose } from 'comlink';
import type { ClusterApi } from '../src/protocol/cluster-messages.ts';
import { ClusterDesk } from './cluster-desk.ts';
import { loadBesidePage } from './table-store.ts';

const desk = new ClusterDesk(loadBesidePage);

expose({ write: (question, table) => desk.write(question, table) } satisfies ClusterApi);
