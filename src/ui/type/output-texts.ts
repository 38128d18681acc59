/**
 * What becomes of a tab's text when it is saved or copied.
 * In: the text as the worker is asked for it. Out: the same of the whole source, file names, and the line that carries a link.
 */

import type { CopiedText, EverythingChoice, TypePage, TypeText, WholeText } from '../../session/type-api.ts';

/** The text of a type, of its whole source. */
export function wholeOf(text: TypeText, { sorted, exact }: EverythingChoice): WholeText {
  switch (text.form) {
    case 'raw':
    case 'pahole':
      return text;
    default:
      return { form: 'c', sorted, exact };
  }
}

/** How a file's name ends. */
function ending(text: TypeText | WholeText): string {
  switch (text.form) {
    case 'raw':
      return 'raw.txt';
    case 'pahole':
      return text.expand ? 'pahole-expanded.txt' : 'pahole.txt';
    default:
      return 'h';
  }
}

/** Characters of a name that go into a file's. */
const MAX_NAME = 100;

export function fileNameOf(page: TypePage, text: TypeText): string {
  const name = page.name === '' ? `anon-${page.ref.id}` : page.name.slice(0, MAX_NAME);
  return `${name}.${ending(text)}`;
}

export function wholeFileName(page: TypePage, text: WholeText): string {
  return `${page.sourceName.slice(0, MAX_NAME)}.${ending(text)}`;
}

/** A text and, as a comment on a line of its own, the link to where it is from. */
export function withLinkLine(copied: string, { form }: CopiedText, link: string): string {
  const text = copied === '' || copied.endsWith('\n') ? copied : `${copied}\n`;
  const isC = form !== 'raw' && form !== 'used-by';
  // What ends a comment may stand in a name, and so in its link.
  return isC ? `${text}/* ${link.replaceAll('*/', '%2A/')} */\n` : `${text}# ${link}\n`;
}
