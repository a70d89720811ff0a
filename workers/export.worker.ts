import { expose } from 'comlink';
import { makeFile } from '../src/export/forms.ts';
import type { ExportApi } from '../src/protocol/export-messages.ts';

expose({
  make: (form, what) => Promise.resolve(makeFile(form, what)),
} satisfies ExportApi);
