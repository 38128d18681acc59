// What is BTF in a source, and what is not.
import { expect, it } from 'vitest';
import type { SourceInfo } from '../../session/source-api.ts';
import type { SourcePage } from '../../session/source-page-api.ts';
import { fakeSource } from '../../store/testing/fake-session.ts';
import { sourceFigures } from './overview-text.ts';

function figures(info: Partial<SourceInfo>, page: Partial<SourcePage>): Record<string, string> {
  const whole: SourcePage = {
    info: fakeSource(1, 'x', info),
    generation: 1,
    baseName: null,
    btfBytes: 0,
    stringBytes: 0,
    kinds: [],
    kernel: null,
    lists: [],
    misfits: 0,
    ...page,
  };
  return Object.fromEntries(sourceFigures(whole));
}

it('tells the bytes of BTF, and those of the file where they are others', () => {
  const vmlinux = figures({ bytes: 9000 }, { btfBytes: 9000, stringBytes: 3000 });
  expect(vmlinux['Bytes of BTF']).toBe('9,000 (strings 3,000)');
  expect(vmlinux).not.toHaveProperty('Bytes');
  const object = figures(
    { role: 'object', container: 'elf', bytes: 5000 },
    { btfBytes: 700, stringBytes: 300 },
  );
  expect(object).toMatchObject({ Bytes: '5,000', 'Bytes of BTF': '700 (strings 300)' });
  const bare = figures({ role: 'object', container: 'elf', bytes: 5000 }, {});
  expect(bare).toMatchObject({ Bytes: '5,000', 'Bytes of BTF': 'none' });
});

it('takes a symbol table for no BTF', () => {
  const kallsyms = figures(
    { role: 'kallsyms', symbols: 200_000, bytes: 9_000_000 },
    { btfBytes: null, stringBytes: null },
  );
  expect(kallsyms).toMatchObject({ Bytes: '9,000,000', Format: 'symbol table, 64 bit', Symbols: '200,000' });
  expect(kallsyms).not.toHaveProperty('Bytes of BTF');
});
