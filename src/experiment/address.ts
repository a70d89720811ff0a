import { decodeLabLink, labKeys, type LabLink } from './lab-link.ts';
import { decodeMoment, mostEpochs, takeMoment, type LinkedMoment } from './moment-link.ts';
import { decodeSettings, encodeSettings, type DecodedSettings, type Settings } from './url.ts';

/** Where one is on the page. */
export type Place =
  | { readonly name: 'playground' }
  | { readonly name: 'graph' }
  /** The chapter's name; empty for the one to go on with. */
  | { readonly name: 'learn'; readonly chapter: string }
  /** What is compared, as it is written in links; empty for what was asked last. */
  | { readonly name: 'compare'; readonly ask: string };

export interface Address {
  readonly place: Place;
  readonly lab: LabLink;
  readonly settings: Settings;
  /** The table that the settings are about, packed as text, where a link carries it. */
  readonly table?: string;
  /** As `encodeMoment` writes it, of the training that begins with the settings; empty for none. */
  readonly moment?: string;
}

export interface DecodedAddress extends DecodedSettings {
  readonly place: Place;
  readonly lab: LabLink;
  readonly table?: string;
  /** To which the training is to come. */
  readonly moment?: LinkedMoment;
}

const tableKey = 'table';
const askKey = 'ask';

/**
 * The page as a URL fragment: `#dataSet=spiral` is the playground, `#/graph?preset=neuron` the graph lab,
 * `#/learn/slope` a chapter, `#/compare` many runs at once. The playground's settings are part of it everywhere, so that nothing is lost on the way.
 */
export function encodeAddress(
  { place, lab, settings, table, moment = '' }: Address,
  longest = Infinity,
): string {
  const ofSettings = [encodeSettings(settings, longest), moment].filter((part) => part !== '').join('&');
  // In base64url, which an address shows as it is.
  const ofPlayground = table === undefined ? ofSettings : `${ofSettings}&${tableKey}=${table}`;
  if (place.name === 'playground') return ofPlayground;
  const parameters = new URLSearchParams();
  for (const key of labKeys) {
    const text = lab[key];
    if (place.name === 'graph' && text !== undefined) parameters.set(key, text);
  }
  if (place.name === 'compare' && place.ask !== '') parameters.set(askKey, place.ask);
  const query = [readable(parameters), ofPlayground].filter((part) => part !== '').join('&');
  const path = place.name === 'learn' && place.chapter !== '' ? `learn/${place.chapter}` : place.name;
  return query === '' ? `/${path}` : `/${path}?${query}`;
}

/** Characters that an address may well show as they are. */
function readable(parameters: URLSearchParams): string {
  return parameters
    .toString()
    .replaceAll('%2C', ',')
    .replaceAll('%3A', ':')
    .replaceAll('%2A', '*')
    .replaceAll('%2F', '/');
}

/** Reads a fragment, with or without '#', with what is `held` beside it. Never throws: what is wrong becomes a default, with a message. */
export function decodeAddress(
  fragment: string,
  held: Readonly<Record<string, unknown>> = {},
): DecodedAddress {
  const { rest, table } = takeTable(fragment.replace(/^#/, ''));
  const own = table === null ? {} : { table };
  if (!rest.startsWith('/')) return { ...decodePlayground(rest, held), ...own };
  const [path, query = ''] = split(rest.slice(1), '?');
  const [name, chapter = ''] = split(path, '/');
  const parameters = new URLSearchParams(query);
  const problems: string[] = [];
  const lab = decodeLabLink(parameters, problems);
  const ask = (name === 'compare' && parameters.get(askKey)) || '';
  if (name === 'compare') parameters.delete(askKey);
  const decoded = decodeSettings(parameters.toString(), held);
  let place: Place = { name: 'playground' };
  if (name === 'graph') place = { name: 'graph' };
  else if (name === 'compare') place = { name: 'compare', ask };
  else if (name === 'learn')
    place = { name: 'learn', chapter: /^[a-z0-9-]{1,40}$/.test(chapter) ? chapter : '' };
  else problems.push(`there is no place “${name.slice(0, 40)}” on this page`);
  return { place, lab, settings: decoded.settings, problems: [...problems, ...decoded.problems], ...own };
}

function decodePlayground(text: string, held: Readonly<Record<string, unknown>>): DecodedAddress {
  const { rest, moment: given } = takeMoment(text);
  const { settings, problems } = decodeSettings(rest, held);
  const playground = { place: { name: 'playground' }, lab: {}, settings } as const;
  if (given === null) return { ...playground, problems };
  const moment = decodeMoment(given);
  return moment === null
    ? { ...playground, problems: [...problems, wrongMoment(given)] }
    : { ...playground, problems, moment };
}

function wrongMoment(given: string): string {
  const most = mostEpochs.toLocaleString('en');
  return `“${given.slice(0, 40)}” is no moment of a training: expected epoch=300, or epoch=300,120 for a sample after that, up to epoch ${most}`;
}

/** The last part of a link that carries its table; without copying what may be long. */
function takeTable(text: string): { readonly rest: string; readonly table: string | null } {
  const at = text.lastIndexOf(`&${tableKey}=`);
  if (at < 0) return { rest: text, table: null };
  return { rest: text.slice(0, at), table: text.slice(at + tableKey.length + 2) };
}

function split(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
