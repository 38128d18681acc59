// What tabs ask for and what files are called; a link in a comment never ends the comment.
import { expect, it } from 'vitest';
import type { TypePage } from '../../session/type-api.ts';
import { DEFAULT_C, DEFAULT_LAYOUT } from '../../store/place.ts';
import { cText, paholeText } from '../../store/tab-question.ts';
import { fileNameOf, wholeFileName, wholeOf, withLinkLine } from './output-texts.ts';

const RAW = { form: 'raw' } as const;
const LINK = 'https://btf.example/#v1/type?name=a';

it('asks only for what a form has', () => {
  const choice = { ...DEFAULT_C, asserts: true, flavor: 'x' };
  expect(cText(choice)).toEqual({ form: 'declaration' });
  expect(cText({ ...choice, form: 'header' })).toEqual({
    form: 'header',
    asserts: true,
    preserveAccessIndex: false,
    flavor: 'x',
  });
  expect(cText({ ...choice, form: 'everything' })).toEqual({
    form: 'everything',
    sorted: true,
    exact: false,
  });
  expect(wholeOf(cText(choice), { ...choice, exact: true })).toEqual({
    form: 'c',
    sorted: true,
    exact: true,
  });
  expect(paholeText({ ...DEFAULT_LAYOUT, hex: true, expanded: ['a'] })).toEqual({
    form: 'pahole',
    hex: true,
    expand: false,
    cachelineSize: 64,
  });
});

it('names files for what is in them', () => {
  const page = { name: 'nf_conn', sourceName: 'vmlinux', ref: { source: 1, id: 7 } } as TypePage;
  const header = cText({ ...DEFAULT_C, form: 'header' });
  const layout = paholeText({ ...DEFAULT_LAYOUT, expand: true });
  expect(fileNameOf(page, header)).toBe('nf_conn.h');
  expect(fileNameOf({ ...page, name: '' }, RAW)).toBe('anon-7.raw.txt');
  expect(wholeFileName(page, wholeOf(header, DEFAULT_C))).toBe('vmlinux.h');
  expect(wholeFileName(page, wholeOf(layout, DEFAULT_C))).toBe('vmlinux.pahole-expanded.txt');
  expect(fileNameOf({ ...page, name: 'n'.repeat(1 << 20) }, RAW).length).toBeLessThan(200);
});

it('puts a link on a line of its own', () => {
  expect(withLinkLine('struct a {\n};\n', { form: 'declaration' }, LINK)).toBe(
    `struct a {\n};\n/* ${LINK} */\n`,
  );
  expect(withLinkLine('[1] INT', RAW, LINK)).toBe(`[1] INT\n# ${LINK}\n`);
  expect(withLinkLine('', RAW, LINK)).toBe(`# ${LINK}\n`);
});

it('keeps what ends a comment out of a link, which leads where it did', () => {
  const link = 'https://btf.example/#v1/type?name=a*/int&id=1';
  const line = withLinkLine('', { form: 'declaration' }, link);
  expect(line.match(/\*\//g)).toHaveLength(1);
  const written = /\/\* (.*) \*\//.exec(line)?.[1] ?? '';
  expect(decodeURIComponent(written)).toBe(link);
});
