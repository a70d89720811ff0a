/** A moment of a training as links say it: `epoch=300`, or `epoch=300,120` for 120 samples after epoch 300. */
export interface LinkedMoment {
  readonly epoch: number;
  readonly position: number;
  /** What was changed on the way, packed as text; null for nothing. */
  readonly log: string | null;
}

/** Links lead no further. */
export const mostEpochs = 1_000_000;

const [atKey, logKey] = ['epoch', 'log'];

/** Beside the settings that the training begins with; the log is in base64url, which an address shows as it is. */
export function encodeMoment({ epoch, position, log }: LinkedMoment): string {
  const at = position === 0 ? String(epoch) : `${epoch},${position}`;
  return log === null ? `${atKey}=${at}` : `${atKey}=${at}&${logKey}=${log}`;
}

/** The last part of a text of settings, without copying what may be long. */
export function takeMoment(text: string): { readonly rest: string; readonly moment: string | null } {
  const at = text.startsWith(`${atKey}=`) ? 0 : text.lastIndexOf(`&${atKey}=`);
  if (at < 0) return { rest: text, moment: null };
  return { rest: text.slice(0, at), moment: text.slice(text.startsWith('&', at) ? at + 1 : at) };
}

/** null for what `encodeMoment` has not written. */
export function decodeMoment(text: string): LinkedMoment | null {
  const [at, log, ...more] = text.split('&');
  const place = /^epoch=(\d{1,7})(?:(?:,|%2C)(\d{1,9}))?$/i.exec(at);
  const hasLog = log === undefined || log.startsWith(`${logKey}=`);
  if (place === null || !hasLog || more.length > 0) return null;
  const [epoch, position] = [Number(place[1]), Number(place[2] ?? 0)];
  if (epoch > mostEpochs) return null;
  return { epoch, position, log: log?.slice(logKey.length + 1) ?? null };
}
