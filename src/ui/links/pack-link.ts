import { longestLinkedSource, longestSource, type LabLink } from '../../experiment/lab-link.ts';
import { packText, unpackText } from './packed-text.ts';

/** A link whose long expression, if it has one, is packed. */
export async function packLink(link: LabLink): Promise<LabLink> {
  const { source, ...rest } = link;
  if (source === undefined || source.length <= longestLinkedSource) return link;
  return { ...rest, packed: await packText(source) };
}

/** The reverse; without its expression, and with a problem, where that is damaged. */
export async function unpackLink({ packed, ...link }: LabLink, problems: string[]): Promise<LabLink> {
  if (packed === undefined) return link;
  const source = await unpackText(packed, longestSource);
  if (source !== null) return { ...link, source };
  problems.push('the expression in it is damaged');
  return link;
}
