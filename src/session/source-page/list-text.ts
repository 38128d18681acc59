/** A row of a list on the page of a source as a line of text, for the clipboard: what is found with grep comes first. */

import type { TypeRow } from '../list-api.ts';
import type { SourceList, SourceListRow } from '../source-page-api.ts';

export function textOfRow(list: SourceList, row: SourceListRow): string {
  const { type, source, figure, line, definitions, definitionCount, misfit } = row;
  switch (list) {
    case 'modules':
      return source ? `${source.name}\t${source.bytes} bytes\t${source.ownTypes} types` : '';
    case 'misfits':
      return source ? `${source.name}${misfit ? `\t${misfitText(misfit)}` : ''}` : '';
    case 'kfuncs':
      return (line ?? []).map(({ text }) => text).join('');
    case 'largest':
      return type ? `${words(type)}\t${type.size ?? 0} bytes` : '';
    case 'taken':
      return type ? `${words(type)}\t${figure ?? 0} references` : '';
    case 'most-used':
      return type ? `${words(type)}\t${figure ?? 0} users` : '';
    case 'disagreeing': {
      if (!type) return '';
      const where = definitions.map(({ sourceName, displayId, variant, size }) => {
        const at = displayId.startsWith('[') ? `${sourceName}:${displayId}` : displayId;
        return `${variantName(variant)}: ${at}${size === null ? '' : ` ${size} bytes`}`;
      });
      const more = definitionCount - definitions.length;
      const rest = more > 0 ? `, and ${more} more` : '';
      return `${type.kind} ${type.name}\t${figure ?? 0} variants\t${where.join(', ')}${rest}`;
    }
  }
}

/** As the page calls it: A to Z, then numbers. */
const variantName = (variant: number): string =>
  variant < 26 ? String.fromCharCode(65 + variant) : `${variant + 1}`;

const words = ({ kind, name, displayId }: TypeRow): string => `${kind} ${name || '(anon)'} ${displayId}`;

function misfitText({
  names,
  midString,
  outOfRange,
  idsOutOfRange,
  implausible,
}: NonNullable<SourceListRow['misfit']>): string {
  return `${midString} of ${names} names begin mid-string, ${outOfRange} names and ${idsOutOfRange} ids out of range, ${implausible} implausible references`;
}
