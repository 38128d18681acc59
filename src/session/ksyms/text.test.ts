/** Reports as text: the runner's JSON, plain text and Markdown, and what hostile names make of them. */

import { describe, expect, it } from 'vitest';
import { analyzeObject } from '../../domain/ksym/analyze.ts';
import { analysisJson, toJson } from '../../domain/ksym/json.ts';
import { fixtureObject, KALLSYMS, testKernel } from '../../domain/ksym/testing/kernel.ts';
import { code, markdown, plainText, type Block } from './document.ts';
import { OpenFixture, textFile } from './testing/open.ts';

describe('a report', () => {
  it('as JSON is the line of the terminal runner', async () => {
    const fixture = await OpenFixture.open();
    const { session } = fixture;
    session.moveModule(3, null);
    const object = fixtureObject();
    const expected = analysisJson('fixture.bpf.o', object, analyzeObject(object, testKernel()));
    expect(await session.ksymText(1, { form: 'json', extern: null })).toBe(`${toJson(expected)}\n`);
    const one = JSON.parse(await session.ksymText(1, { form: 'json', extern: 4 })) as Record<
      string,
      unknown[]
    >;
    const all = JSON.parse(toJson(expected)) as Record<string, unknown[]>;
    expect(one).toEqual({ ...all, externs: [all.externs[4]], core: [] });
  });

  it('as text and Markdown says what is on the page', async () => {
    const { session } = await OpenFixture.open();
    const plain = await session.ksymText(1, { form: 'text', extern: null });
    expect(plain).toContain('Kernel symbols of fixture.bpf.o\n');
    expect(plain).toContain('- libbpf: no objection; the kernel’s verifier decides\n');
    expect(plain).toMatch(
      /^mod_kfunc +extern void mod_kfunc\(struct ctx \*\); +mod +module-btf mod \[\d+\]/m,
    );
    expect(plain).toMatch(
      /^relocated +\d+ +byte_off +struct thing\.grown +struct thing\.grown is at byte 16/m,
    );
    const marked = await session.ksymText(1, { form: 'markdown', extern: null });
    expect(marked).toContain('## Kernel symbols of `fixture.bpf.o`\n');
    expect(marked).toContain(
      '| extern | declaration | found in | libbpf | aya | aya with module BTF |\n| --- |',
    );
    expect(marked).toMatch(/^\| `mod_kfunc` \| `extern void mod_kfunc\(struct ctx \*\);` \| `mod` \|/m);
  });

  it('names errors as the page does, and no address as what one comes to', async () => {
    const fixture = await OpenFixture.open();
    const { session } = fixture;
    const twice = `${KALLSYMS}ffffffff82c10000 D vm_symbol\n`;
    await fixture.add(textFile('twice', twice));
    const { externs } = await fixture.report();
    const symbol = externs.find(({ name }) => name === 'vm_symbol');
    expect(symbol?.verdicts.libbpf).toMatchObject({ outcome: 'error', address: null });
    const plain = await session.ksymText(1, { form: 'text', extern: null });
    expect(plain).toMatch(/^- libbpf: load fails at vm_symbol with EINVAL \(-22\): extern \(ksym\)/m);
    const index = symbol?.index ?? -1;
    const json = JSON.parse(await session.ksymText(1, { form: 'json', extern: index })) as {
      externs: { libbpf?: { address: string } }[];
    };
    expect(JSON.stringify(json.externs)).toContain('"address":"0xffffffff82c1');
    const text = await session.ksymText(1, { form: 'text', extern: index });
    expect(text).toMatch(/^- libbpf: error, extern \(ksym\) 'vm_symbol': resolution is ambiguous/m);
  });

  it('on one extern has its search, prototypes, lines and instructions', async () => {
    const fixture = await OpenFixture.open();
    const { externs } = await fixture.report();
    const of = async (name: string): Promise<string> => {
      const extern = externs.findIndex((one) => one.name === name);
      return fixture.session.ksymText(1, { form: 'text', extern });
    };
    const other = await of('other_kfunc');
    expect(other).toContain(
      "- libbpf: weak-missing, extern 'other_kfunc' (weak): not resolved, defaulting to zero\n",
    );
    expect(other).toContain('Searched: 1\n\n- vmlinux: found\n');
    expect(other).toMatch(/: incompatible\n\n {4}argument 1: local `int`, kernel `struct ctx \*`\n/);
    expect(other).toMatch(/^argument 1 +int +struct ctx \*value +differs$/m);
    expect(other).toMatch(/^ {4}first #39: call pc-1\n +call unknown#2002000006 {2}\(poisoned\)$/m);
    expect(await of('vm_symbol')).toContain('In kallsyms: 1\n\n    0xffffffff82c10940 D\n');
    expect(await fixture.session.ksymText(1, { form: 'text', extern: 99 })).toBe('');
  });
});

describe('a document', () => {
  const hostile = 'a`b``c|d\n# e\u202e<f>*g*';
  const blocks: Block[] = [
    { block: 'heading', level: 1, text: ['of *us* ', code(hostile)] },
    { block: 'list', items: [code('`'), code(''), [code('x|y'), ' @z']] },
    {
      block: 'table',
      head: ['h|1', ''],
      rows: [
        [code(hostile), 'plain|'],
        ['', code('b')],
      ],
    },
    { block: 'code', lines: ['```', hostile] },
  ];

  it('takes names for text in Markdown', () => {
    const shown = 'a`b``c|d\ufffd# e\ufffd<f>*g*';
    expect(markdown(blocks)).toBe(
      [
        `## of \\*us\\* \`\`\`${shown}\`\`\``,
        '',
        '- `` ` ``',
        '- ',
        '- `x|y` \\@z',
        '',
        '| h\\|1 |  |',
        '| --- | --- |',
        `| \`\`\`${shown.replace('|', '\\|')}\`\`\` | plain\\| |`,
        '|  | `b` |',
        '',
        '````',
        '```',
        shown,
        '````',
        '',
      ].join('\n'),
    );
  });

  it('keeps lines apart in plain text', () => {
    const shown = 'a`b``c|d\ufffd# e\ufffd<f>*g*';
    expect(plainText(blocks)).toBe(
      `of *us* ${shown}\n\n- \`\n-\n- x|y @z\n\nh|1\n${shown}  plain|\n${' '.repeat(shown.length)}  b\n\n    \`\`\`\n    ${shown}\n`,
    );
  });
});
