import { expect, it } from 'vitest';
import { staticImports } from './bundle.ts';

it('finds what a built script imports at once, and not what it imports later', () => {
  const code = `import{a as b}from"./a-1.js";import"./b-2.js";const c=()=>import("./lazy-3.js");export{d}from'../d-4.js';`;
  expect(staticImports(code)).toEqual(['./a-1.js', './b-2.js', '../d-4.js']);
});
