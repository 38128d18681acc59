/**
 * One CO-RE relocation as text to paste.
 * In: its row, and the name of its object. Out: lines of plain text, or Markdown, with the loaders' own words verbatim.
 */

import type { CoreRow } from '../../session/ksyms-api.ts';
import { coreWord } from './ksyms.ts';

export type CoreTextForm = 'text' | 'markdown';

const STATES: Readonly<Record<CoreRow['candidates'][number]['state'], string>> = {
  match: 'matches',
  'no-match': 'does not match',
  error: 'error',
};

export function coreText(row: CoreRow, object: string, form: CoreTextForm): string {
  const code = form === 'markdown' ? codeSpan : (text: string) => text;
  const item = form === 'markdown' ? '- ' : '  ';
  const title = `${row.kind} ${code(row.local)}`;
  const facts = [
    `object: ${code(object)}`,
    `program: ${code(row.program)}, instruction ${row.insn}`,
    `relocation: #${row.number} of its section, access ${code(row.access)}`,
    `libbpf: ${coreWord(row).word}, ${row.text}`,
    ...(row.line === null ? [] : [`libbpf prints: ${code(row.line)}`]),
    `aya: ${row.aya ? coreWord(row.aya).word : 'the same'}`,
  ];
  const candidates = row.candidates.map(
    ({ where, state, text, value }) =>
      `${code(where)}: ${code(text)}, ${STATES[state]}${value === null ? '' : `, ${value}`}`,
  );
  const lines = [
    form === 'markdown' ? `### ${title}` : title,
    ...(form === 'markdown' ? [''] : []),
    ...facts.map((fact) => item + fact),
    ...(candidates.length === 0 ? [`${item}candidates: none`] : [`${item}candidates:`]),
    ...candidates.map((candidate) => `  ${item}${candidate}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** In more backticks than the text has in a row. */
function codeSpan(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  if (longest === 0) return `\`${text}\``;
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${text} ${fence}`;
}
