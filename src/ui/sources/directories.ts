/**
 * The directories that sources lie in, as a tree.
 * In: paths of sources, as they were dropped. Out: a tree with counts, in which a directory that holds nothing but another one
 * is one with it: `lib/modules/6.12/kernel` takes one line.
 */

import type { SourceInfo } from '../../session/source-api.ts';

export interface Directory {
  /** From the top: what the list is narrowed to. */
  readonly path: string;
  /** Below its parent: `drivers/net`. */
  readonly name: string;
  /** Sources in it, at any depth. */
  readonly sources: number;
  /** By name. */
  readonly children: readonly Directory[];
}

interface Node {
  readonly children: Map<string, Node>;
  own: number;
}

/** Empty where all sources lie in one directory, or in none: there is nothing to choose. */
export function directoriesOf(sources: readonly Pick<SourceInfo, 'path'>[]): readonly Directory[] {
  const root: Node = { children: new Map(), own: 0 };
  for (const { path } of sources) {
    let node = root;
    const names = path.split('/');
    for (const name of names.slice(0, -1)) {
      let child = node.children.get(name);
      if (!child) node.children.set(name, (child = { children: new Map(), own: 0 }));
      node = child;
    }
    node.own++;
  }
  const tops = childrenOf(root, '');
  const [only] = tops;
  const choice = tops.length > 1 || (only?.children.length ?? 0) > 0 || (root.own > 0 && tops.length > 0);
  return choice ? tops : [];
}

function childrenOf({ children }: Node, above: string): Directory[] {
  return [...children]
    .map(([name, node]) => directoryOf(name, node, above))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function directoryOf(first: string, top: Node, above: string): Directory {
  let [name, node] = [first, top];
  for (;;) {
    const [only] = node.children;
    if (!only || node.own > 0 || node.children.size > 1) break;
    name += `/${only[0]}`;
    node = only[1];
  }
  const path = above + name;
  const children = childrenOf(node, `${path}/`);
  return { path, name, children, sources: children.reduce((sum, { sources }) => sum + sources, node.own) };
}
