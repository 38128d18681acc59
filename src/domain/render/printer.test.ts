/** Printers: text byte by byte, and tokens. */

import { expect, test } from 'vitest';
import { Fixed, LinePrinter, printToString, TextPrinter } from './printer.ts';

const utf8 = new TextEncoder();

test('text is what was put, whatever its width', () => {
  const pieces = ['struct ', 'größe', '\u{1f600}', '\u20ac'.repeat(100_000), '', 'end'];
  const text = printToString((printer) => {
    for (const piece of pieces) printer.put('name', piece);
    printer.spaces(3);
    printer.putFixed('name', new Fixed('; größer'));
    printer.newline();
  });
  expect(text).toBe(`${pieces.join('')}   ; größer\n`);
});

test('names are taken from where they lie', () => {
  const bytes = utf8.encode(`\0kurz\0${'länger als ein Wort '.repeat(20)}\0`);
  const first = bytes.indexOf(0, 1);
  const text = printToString((printer) => {
    printer.putBytes('name', bytes, 1, first);
    printer.newline();
    printer.putBytes('name', bytes, first + 1, bytes.length - 1);
  });
  expect(text).toBe(`kurz\n${'länger als ein Wort '.repeat(20)}`);
});

test('bytes that are no UTF-8 read U+FFFD, and a byte-order mark is a character', () => {
  const bytes = new Uint8Array([0x61, 0xff, 0xc3, 0x62]);
  const text = printToString((printer) => {
    printer.put('name', '\ufeff');
    printer.putBytes('name', bytes, 0, bytes.length);
  });
  expect(text).toBe('\ufeffa\ufffd\ufffdb');
});

test('chunks end with a line', () => {
  const chunks: string[] = [];
  const printer = new TextPrinter((chunk) => chunks.push(chunk));
  for (let line = 0; line < 20_000; line++) {
    printer.put('name', `${line} €`);
    printer.newline();
  }
  printer.end();
  expect(chunks.length).toBeGreaterThan(2);
  expect(chunks.every((chunk) => chunk.endsWith('\n'))).toBe(true);
  expect(chunks.join('')).toBe(Array.from({ length: 20_000 }, (_, line) => `${line} €\n`).join(''));
});

test('tokens of one kind that name no type are one', () => {
  const printer = new LinePrinter();
  printer.put('comment', '/* ');
  printer.put('comment', 'size');
  printer.putBytes('type', utf8.encode('foo'), 0, 3, 7);
  printer.put('type', 'bar', 8);
  printer.put('type', 'baz');
  printer.spaces(2);
  printer.putFixed('punctuation', new Fixed(';'));
  expect(printer.finish()).toEqual([
    [
      { kind: 'comment', text: '/* size' },
      { kind: 'type', text: 'foo', ref: 7 },
      { kind: 'type', text: 'bar', ref: 8 },
      { kind: 'type', text: 'baz' },
      { kind: 'punctuation', text: '  ;' },
    ],
  ]);
});
