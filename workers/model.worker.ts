import { expose } from 'comlink';
import type { ModelApi } from '../src/protocol/model-messages.ts';
import { ModelDesk } from './model-desk.ts';

const desk = new ModelDesk();

expose({ read: (source) => desk.read(source) } satisfies ModelApi);
