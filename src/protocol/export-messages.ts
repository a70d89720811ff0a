/** What writes files of a network: a worker of its own, for those of a large one have megabytes. Types only. */
import type { FormName } from '../export/form-names.ts';
import type { MadeFile, TakenAway } from '../export/forms.ts';

export interface ExportApi {
  make(form: FormName, what: TakenAway): Promise<MadeFile>;
}
