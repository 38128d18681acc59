/**
 * One CO-RE relocation as text to paste.
 * In: its row, its detail, and the name of its object. Out: lines of plain text, or Markdown, with the loaders' own words verbatim.
 */

import type { CoreDetail, CoreRow } from '../../session/ksyms-api.ts';
import { coreWord } from './ksyms.ts';

export type CoreTextForm = 'text' | 'markdown';

const STATES: Readonly<Record<CoreRow['candidates'][number]['state'], string>> = {
  match: 'matches',
  'no-match': 'does not match',
  error: 'error',
};

/** What libbpf writes into the instruction, in a sentence; '' where a look at it says all. */
export function writtenSentence({ row, after, changed }: CoreDetail): string {
  switch (row.state) {
    case 'value':
      return changed ? '' : 'Nothing changes: the program was compiled with the value that the kernel has.';
    case 'poisoned': {
      const what = after.length > 1 ? 'Each half becomes' : 'It becomes';
      return `${what} a call of no function. The verifier refuses the program, unless this can never be reached.`;
    }
    case 'error':
      return 'The load ends here: it stays as it is.';
    case 'not-reached':
      return 'libbpf does not get as far as writing it: it stays as it is.';
    case 'not-loaded':
      return 'The program is not loaded unless asked for: it stays as it is.';
  }
}

/** `detail` is null while it is not known. */
export function coreText(
  row: CoreRow,
  detail: CoreDetail | null,
  object: string,
  form: CoreTextForm,
): string {
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
    ...(detail ? instructionFacts(detail, code).map((fact) => item + fact) : []),
  ];
  return `${lines.join('\n')}\n`;
}

function instructionFacts({ before, after, changed }: CoreDetail, code: (text: string) => string): string[] {
  if (!changed) return [`instruction: ${code(before.text)}, unchanged`];
  return [
    `instruction before: ${code(before.text)}`,
    `instruction after: ${after.map(({ text }) => code(text)).join(', ')}`,
  ];
}

/** In more backticks than the text has in a row. */
function codeSpan(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  if (longest === 0) return `\`${text}\``;
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${text} ${fence}`;
}
