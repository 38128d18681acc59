/**
 * Node's side of the measurements: the parser and the session in this process, without a port.
 * In: a kernel in memory. Out: a rig.
 */

import { Session } from '../../src/session/session.ts';
import { Asking } from './asking.ts';
import { clientOf } from './client-of.ts';
import { HeldBlob } from './held-blob.ts';
import { Inside, type KernelFile } from './inside.ts';
import type { Kernel } from './kernel.ts';
import { remote, type Place, type Rig } from './rig.ts';
import { renamed } from './synthetic.ts';

export function nodeRig(kernel: Kernel): Rig {
  const inside = new Inside(kernel.base, kernel.modules);
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    env: 'node',
    inside: remote((question, args) => call(inside, question, args)),
    leaveInside: nothing,
    fresh: () => Promise.resolve(freshPlace(kernel)),
    close: nothing,
  };
}

function freshPlace(kernel: Kernel): Place {
  let asking: Asking | null = new Asking(clientOf(new Session()));
  return {
    asking: remote((question, args) => call(asking, question, args)),
    async open(modules, copies) {
      const files = filesOf(kernel, modules, copies);
      if (!asking) throw new Error('the session was left');
      return asking.open(files.map(({ name, bytes }) => ({ name, path: name, blob: new HeldBlob(bytes) })));
    },
    // What this process holds is mostly the bench's own
    memory: () => Promise.resolve(null),
    leave: () => {
      asking = null;
      return Promise.resolve();
    },
  };
}

function filesOf({ base, modules }: Kernel, count: number, copies: number): KernelFile[] {
  const files = [base, ...modules.slice(0, count)];
  for (let copy = 1; copy < copies; copy++)
    for (const { name, bytes } of modules.slice(0, count))
      files.push({ name: `${name}_${copy}`, bytes: renamed(bytes, copy) });
  return files;
}

async function call(target: object | null, question: string, args: readonly unknown[]): Promise<unknown> {
  if (!target) throw new Error('the session was left');
  const method = Reflect.get(target, question) as (...args: readonly unknown[]) => unknown;
  return await method.apply(target, [...args]);
}
