// The arrow table of src/README.md, made executable: reads every import under src and complains about each one that
// goes against the table or the rules below it. The checker is a function of a map of files, so that the second
// half of this file can show it a house with every kind of fault.
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/** Path under src, with slashes, to the text of the file. */
type Files = ReadonlyMap<string, string>;

/** Rooms a room may import: `values` with a plain import, `types` with `import type` only. */
interface Row {
  values: readonly string[];
  types: readonly string[];
}
type Table = ReadonlyMap<string, Row>;

interface Import {
  line: number;
  target: string;
  /** Whether the import vanishes from the output. `import { type T }` does not: it leaves `import {}`. */
  typeOnly: boolean;
}

interface Source {
  imports: Import[];
  /** Whether the file does nothing but pass on what others export. */
  isBarrel: boolean;
}

const parserRooms = ['format', 'domain', 'intake', 'session'];
const withoutReact = [...parserRooms, 'protocol', 'terminal'];
/** Rooms that run in Node and nowhere else. */
const inNode = ['terminal', 'headless.ts'];

/** The rows of the README whose first cell is a name in backticks. */
function readTable(markdown: string): Table {
  const table = new Map<string, Row>();
  const names = (cell = '') => Array.from(cell.matchAll(/`([^`]+)`/g), ([, name]) => name ?? '');
  for (const line of markdown.split('\n')) {
    const [, room, , values, types] = line.split('|');
    const name = names(room)[0];
    if (name !== undefined) table.set(name, { values: names(values), types: names(types) });
  }
  return table;
}

function readSource(path: string, text: string): Source {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false);
  const imports: Import[] = [];
  const add = (node: ts.Node, target: ts.Node | undefined, typeOnly: boolean) => {
    if (!target || !ts.isStringLiteralLike(target)) return;
    const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
    imports.push({ line, target: target.text, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node, node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    } else if (ts.isExportDeclaration(node)) {
      add(node, node.moduleSpecifier, node.isTypeOnly);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node, node.arguments[0], false);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node, node.argument.literal, true);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  const passesOn = file.statements.some((s) => ts.isExportDeclaration(s));
  const doesMore = file.statements.some((s) => !ts.isExportDeclaration(s) && !ts.isImportDeclaration(s));
  return { imports, isBarrel: passesOn && !doesMore };
}

const isTest = (path: string) => /\.test\.tsx?$/.test(path);
const isTesting = (path: string) => /(^|\/)testing\//.test(path);
const roomOf = (path: string) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : path);

/** The file under src a relative import of `path` names, or null for a package or Node's own module. */
function resolve(path: string, target: string): string | null {
  return /^\.\.?\//.test(target) ? posix.join(posix.dirname(path), target.replace(/\?.*$/, '')) : null;
}

function complainAboutPackage(path: string, { target }: Import): string | null {
  if (isTest(path) || isTesting(path)) return null;
  if (target.startsWith('node:') && !inNode.includes(roomOf(path))) return `${target} exists in Node only`;
  const isReact = /^react(-dom)?(\/|$)/.test(target);
  return isReact && withoutReact.includes(roomOf(path)) ? `${roomOf(path)} knows no React` : null;
}

function complainAboutArrow(table: Table, path: string, to: string, typeOnly: boolean): string | null {
  const from = isTest(path) && !path.includes('/') ? path.replace('.test', '') : roomOf(path);
  const room = roomOf(to);
  if (isTesting(to) && !isTest(path) && !isTesting(path)) return 'only tests import testing/';
  const row = table.get(from);
  if (from === room || row?.values.includes(room)) return null;
  if (!row?.types.includes(room)) return `no arrow from ${from} to ${room}`;
  return typeOnly || isTest(path) ? null : `${from} takes only types from ${room}: use import type`;
}

/** How the page's root reaches a parser file by imports of values, one complaint for each file that lets one in. */
function complainAboutBundle(sources: ReadonlyMap<string, Source>): string[] {
  const complaints: string[] = [];
  const seen = new Set<string>();
  const open = ['main.tsx'];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    for (const { line, target, typeOnly } of sources.get(path)?.imports ?? []) {
      const to = resolve(path, target);
      if (to === null || typeOnly) continue;
      if (parserRooms.includes(roomOf(to)))
        complaints.push(`${path}:${line}: ${to} enters the page's bundle`);
      else open.push(to);
    }
  }
  return complaints;
}

/** Every breach of the table and the rules below it, as `path:line: what is wrong`. */
function check(table: Table, files: Files): string[] {
  const code = [...files].filter(([path]) => /\.tsx?$/.test(path));
  const sources = new Map(code.map(([path, text]) => [path, readSource(path, text)]));
  const complaints = complainAboutBundle(sources);
  for (const [path, { imports, isBarrel }] of sources) {
    if (!table.has(roomOf(path)) && !isTest(path)) complaints.push(`${path}:1: not a room of the table`);
    if (isBarrel) complaints.push(`${path}:1: only re-exports`);
    for (const one of imports) {
      const to = resolve(path, one.target);
      const complaint =
        to === null
          ? complainAboutPackage(path, one)
          : files.has(to)
            ? complainAboutArrow(table, path, to, one.typeOnly)
            : `${one.target} names no file`;
      if (complaint !== null) complaints.push(`${path}:${one.line}: ${complaint}`);
    }
  }
  return complaints.sort();
}

function readHouse(): Files {
  const src = import.meta.dirname;
  const paths = readdirSync(src, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => posix.join(entry.parentPath.slice(src.length).replaceAll('\\', '/'), entry.name))
    .map((path) => path.replace(/^\//, ''));
  const isText = (path: string) => /\.(tsx?|md)$/.test(path);
  return new Map(
    paths.map((path) => [path, isText(path) ? readFileSync(posix.join(src, path), 'utf8') : '']),
  );
}

const house = readHouse();
const table = readTable(house.get('README.md') ?? '');

describe('the house', () => {
  it('has the arrows of its README and no others', () => {
    expect(check(table, house)).toEqual([]);
  });

  it('reads the whole table and all files', () => {
    const rooms = ['format', 'domain', 'intake', 'session', 'protocol', 'store', 'ui', 'terminal'];
    expect([...table.keys()]).toEqual([...rooms, 'main.tsx', 'worker.ts', 'headless.ts']);
    expect(table.get('store')).toEqual({
      values: ['protocol'],
      types: ['session', 'intake', 'domain', 'format'],
    });
    expect([...house.keys()]).toEqual(expect.arrayContaining(['main.tsx', 'ui/testing/cleanup.ts']));
  });
});

/** A house without fault, to break in one place at a time. */
const sound: Record<string, string> = {
  'format/btf/btf.ts': `export class Btf {}`,
  'format/testing/builder.ts': `import { Btf } from '../btf/btf.ts'; export const build = () => new Btf();`,
  'format/btf/btf.test.ts': `import { build } from '../testing/builder.ts'; import 'node:fs'; build();`,
  'domain/view.ts': `import { Btf } from '../format/btf/btf.ts'; export const view = () => new Btf();`,
  'intake/unpack.ts': `import type { Btf } from '../format/btf/btf.ts'; export type Unpacked = Btf;`,
  'session/session.ts': `import { view } from '../domain/view.ts'; export const open = view;`,
  'protocol/client.ts': `import type { open } from '../session/session.ts'; export type Client = typeof open;`,
  'store/store.ts': `import type { Client } from '../protocol/client.ts'; export const store: Client[] = [];`,
  'ui/app.tsx': `import { useState } from 'react'; import { store } from '../store/store.ts';
import type { Btf } from '../format/btf/btf.ts'; import css from './app.module.css';
export const App = (b?: Btf) => [b, css, store, useState];`,
  'ui/app.module.css': '',
  'ui/app.test.tsx': `import { open } from '../session/session.ts'; open();`,
  'main.tsx': `import { App } from './ui/app.tsx'; App();`,
  'headless.ts': `import 'node:fs'; import { open } from './session/session.ts'; open();`,
};

const broken: [rule: string, path: string, text: string, complaints: string[]][] = [
  [
    'an arrow against the table',
    'format/btf/btf.ts',
    `\nimport type { view } from '../../domain/view.ts'; export type Btf = typeof view;`,
    ['format/btf/btf.ts:2: no arrow from format to domain'],
  ],
  [
    'an arrow drawn by a dynamic import, a re-export or an import type',
    'intake/unpack.ts',
    `export const a = () => import('../domain/view.ts');\nexport { open } from '../session/session.ts';\nexport type A = import('../ui/app.tsx').App;`,
    ['domain', 'session', 'ui'].map(
      (room, i) => `intake/unpack.ts:${i + 1}: no arrow from intake to ${room}`,
    ),
  ],
  [
    'a value of the parser in the store',
    'store/store.ts',
    `import { Btf } from '../format/btf/btf.ts'; export const store = new Btf();`,
    [
      `store/store.ts:1: format/btf/btf.ts enters the page's bundle`,
      'store/store.ts:1: store takes only types from format: use import type',
    ],
  ],
  [
    'a value of the parser in the links',
    'store/link/link.ts',
    `import { view } from '../../domain/view.ts'; export const link = view;`,
    ['store/link/link.ts:1: store takes only types from domain: use import type'],
  ],
  [
    'an inline type, which leaves an import behind',
    'ui/app.tsx',
    `import { type Btf } from '../format/btf/btf.ts'; export const App = (b?: Btf) => b;`,
    [
      `ui/app.tsx:1: format/btf/btf.ts enters the page's bundle`,
      'ui/app.tsx:1: ui takes only types from format: use import type',
    ],
  ],
  [
    'a parser that reaches the page through the protocol',
    'store/store.ts',
    `import { client } from '../protocol/server.ts'; export const store = client;`,
    [`protocol/server.ts:1: session/session.ts enters the page's bundle`],
  ],
  [
    'a barrel',
    'domain/all.ts',
    `// All of it.\nexport { view } from './view.ts';\nexport type * from '../format/btf/btf.ts';`,
    ['domain/all.ts:1: only re-exports'],
  ],
  [
    'a barrel that imports first',
    'domain/all.ts',
    `import { view } from './view.ts'; export { view };`,
    ['domain/all.ts:1: only re-exports'],
  ],
  [
    'a builder for tests in the product',
    'domain/view.ts',
    `import { build } from '../format/testing/builder.ts'; export const view = build;`,
    ['domain/view.ts:1: only tests import testing/'],
  ],
  [
    'a test that looks the wrong way',
    'format/btf/btf.test.ts',
    `import { App } from '../../ui/app.tsx'; App();`,
    ['format/btf/btf.test.ts:1: no arrow from format to ui'],
  ],
  [
    'an import without its extension',
    'domain/view.ts',
    `import { Btf } from '../format/btf/btf'; export const view = () => new Btf();`,
    ['domain/view.ts:1: ../format/btf/btf names no file'],
  ],
  [
    'a room nobody knows',
    'util/misc.ts',
    `export const misc = 1;`,
    ['util/misc.ts:1: not a room of the table'],
  ],
  [
    'a module of Node in the core',
    'format/btf/btf.ts',
    `import { readFileSync } from 'node:fs'; export class Btf { read = readFileSync; }`,
    ['format/btf/btf.ts:1: node:fs exists in Node only'],
  ],
  [
    'React in the session',
    'session/session.ts',
    `import { useState } from 'react'; export const open = useState;`,
    ['session/session.ts:1: session knows no React'],
  ],
];

describe('the checker', () => {
  const serverOf = {
    'protocol/server.ts': `import { open } from '../session/session.ts'; export const client = open;`,
  };
  const files = (change: Record<string, string>) =>
    new Map(Object.entries({ ...sound, ...serverOf, ...change }));

  it('has nothing to say about a sound house', () => {
    expect(check(table, files({}))).toEqual([]);
  });

  it.each(broken)('sees %s', (_rule, path, text, complaints) => {
    expect(check(table, files({ [path]: text }))).toEqual(complaints);
  });
});
