/**
 * A report as text to paste.
 * In: headings, lists, tables and code, with what comes from files marked as such. Out: plain text for a mail, or Markdown
 * for an issue. Names are text: nothing in them is Markdown, and no character of them ends a line or a cell.
 */

/** Words of ours, and pieces of files: names, types, lines of a loader. */
export type Inline = string | { readonly code: string };
export type Text = Inline | readonly Inline[];

export type Block =
  | { readonly block: 'heading'; readonly level: 1 | 2; readonly text: Text }
  | { readonly block: 'list'; readonly items: readonly Text[] }
  | { readonly block: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly Text[])[] }
  | { readonly block: 'code'; readonly lines: readonly string[] };

export const code = (text: string): Inline => ({ code: text });

export function plainText(blocks: readonly Block[]): string {
  return blocks
    .map((block) =>
      plainBlock(block)
        .map((line) => `${line.trimEnd()}\n`)
        .join(''),
    )
    .join('\n');
}

function plainBlock(block: Block): string[] {
  switch (block.block) {
    case 'heading':
      return [plain(block.text)];
    case 'list':
      return block.items.map((item) => `- ${plain(item)}`);
    case 'code':
      return block.lines.map((line) => `    ${clean(line)}`);
    case 'table':
      return aligned([block.head, ...block.rows.map((row) => row.map(plain))]);
  }
}

const plain = (text: Text): string =>
  parts(text)
    .map((part) => clean(typeof part === 'string' ? part : part.code))
    .join('');

/** Characters of a cell beyond which the columns behind it are not aligned any more. */
const MAX_WIDTH = 60;

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, column) =>
    Math.min(
      MAX_WIDTH,
      rows.reduce((most, row) => Math.max(most, row[column].length), 0),
    ),
  );
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column])).join('  '));
}

export function markdown(blocks: readonly Block[]): string {
  return blocks
    .map((block) =>
      markdownBlock(block)
        .map((line) => `${line}\n`)
        .join(''),
    )
    .join('\n');
}

function markdownBlock(block: Block): string[] {
  switch (block.block) {
    case 'heading':
      return [`${'#'.repeat(block.level + 1)} ${marked(block.text)}`];
    case 'list':
      return block.items.map((item) => `- ${marked(item)}`);
    case 'code':
      return fenced(block.lines.map(clean));
    case 'table':
      return [
        block.head.map(escaped),
        block.head.map(() => '---'),
        ...block.rows.map((row) => row.map(cell)),
      ].map((row) => `| ${row.join(' | ')} |`);
  }
}

const marked = (text: Text): string =>
  parts(text)
    .map((part) => (typeof part === 'string' ? escaped(part) : span(clean(part.code))))
    .join('');

/** A bar ends a cell even inside code. */
const cell = (text: Text): string =>
  parts(text)
    .map((part) => (typeof part === 'string' ? escaped(part) : span(clean(part.code)).replaceAll('|', '\\|')))
    .join('');

const parts = (text: Text): readonly Inline[] => (isList(text) ? text : [text]);
const isList = (text: Text): text is readonly Inline[] => Array.isArray(text);

/** Code in a line, in more backticks than it has in a row. */
function span(text: string): string {
  if (text === '') return '';
  const ticks = '`'.repeat(longestRun(text) + 1);
  const pad = text.startsWith('`') || text.endsWith('`') || text.trim() === '' ? ' ' : '';
  return `${ticks}${pad}${text}${pad}${ticks}`;
}

function fenced(lines: readonly string[]): string[] {
  const longest = lines.reduce((most, line) => Math.max(most, longestRun(line)), 0);
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return [fence, ...lines, fence];
}

const longestRun = (text: string): number =>
  (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);

const escaped = (text: string): string => clean(text).replace(/[\\`*_{}[\]<>#|~@&!]/g, '\\$&');

/** Line ends, control characters, and those that turn the direction of what follows. */
const clean = (text: string): string =>
  text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
