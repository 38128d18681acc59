/**
 * A kernel of random types, for tests that compare with a plain walk over everything.
 * In: a seed. Out: a base and modules over it, with few names, so that they repeat, and references to anything of a kind
 * that may be referred to so; cycles of qualifiers and structs inside themselves included.
 */

import { Btf } from '../../../format/btf/btf.ts';
import { BtfBuilder } from '../../../format/testing/builder.ts';
import { BaseBtf, SplitBtf, type BtfView } from '../../view/view.ts';
import { Random } from './random.ts';

export interface NamedView {
  readonly key: number;
  readonly name: string;
  readonly view: BtfView;
}

export interface KernelOptions {
  readonly seed: number;
  readonly littleEndian?: boolean;
  readonly modules?: number;
  /** In each of the files. */
  readonly types?: number;
}

const WORDS = ['list', 'head', 'nf', 'conn', 'sk', 'buff', 'Lock', 'ops', 'init', 'x', 'tcp', 'Ünï', '日本'];
const MODULE_NAMES = ['nf_conntrack', 'nf-nat', 'xfs', 'tun', 'btrfs', 'kvm', 'kvm_intel', 'snd_hda'];

export function randomKernel({
  seed,
  littleEndian = true,
  modules = 3,
  types = 120,
}: KernelOptions): NamedView[] {
  const random = new Random(seed);
  const builder = new BtfBuilder({ littleEndian });
  const targets = fill(builder, types, random, null);
  const base = new BaseBtf(Btf.parse(builder.build()));
  const views: NamedView[] = [{ key: 100, name: 'vmlinux', view: base }];
  for (let i = 0; i < modules; i++) {
    const split = builder.split();
    fill(split, types, random, targets);
    const view = new SplitBtf(base, Btf.parse(split.build(), base.own));
    views.push({ key: 101 + i, name: MODULE_NAMES[i % MODULE_NAMES.length], view });
  }
  return views;
}

export function randomName(random: Random): string {
  return Array.from({ length: 1 + random.below(3) }, () => random.pick(WORDS)).join(
    random.pick(['_', '', '__']),
  );
}

/** Ids that a reference may mean, by what may refer to them. */
class Targets {
  readonly values: number[] = [0];
  readonly prototypes: number[] = [];
  readonly variables: number[] = [];
  readonly all: number[] = [];
  private readonly random: Random;

  constructor(random: Random, base: Targets | null) {
    this.random = random;
    for (const list of ['values', 'prototypes', 'variables', 'all'] as const)
      this[list].push(...(base?.[list] ?? []));
  }

  plan(kind: Planned, id: number): void {
    this.all.push(id);
    if (kind === 'prototype') this.prototypes.push(id);
    else if (kind === 'variable') this.variables.push(id);
    else if (kind !== 'function' && kind !== 'section' && kind !== 'decl tag') this.values.push(id);
  }

  readonly value = (): number => this.random.pick(this.values);
  /** What a pointer or a typedef may mean. */
  readonly pointee = (): number => this.random.pick(this.random.chance(20) ? this.prototypes : this.values);
}

const PLANNED = [
  'int',
  'pointer',
  'pointer',
  'pointer',
  'const',
  'typedef',
  'array',
  'composite',
  'composite',
  'composite',
  'enum',
  'fwd',
  'function',
  'prototype',
  'variable',
  'section',
  'decl tag',
  'type tag',
] as const;
type Planned = (typeof PLANNED)[number];

function fill(builder: BtfBuilder, types: number, random: Random, base: Targets | null): Targets {
  const targets = new Targets(random, base);
  const plan: Planned[] = Array.from({ length: types }, (_, i) =>
    i === 0 ? 'prototype' : i === 1 ? 'variable' : random.pick(PLANNED),
  );
  plan.forEach((kind, i) => targets.plan(kind, builder.startId + i));
  for (const kind of plan) add(kind, builder, random, targets);
  return targets;
}

function add(kind: Planned, builder: BtfBuilder, random: Random, targets: Targets): void {
  const name = randomName(random);
  const { value } = targets;
  switch (kind) {
    case 'int':
      return void builder.addInt(name, random.pick([1, 2, 4, 8]));
    case 'pointer':
      return void builder.addPtr(targets.pointee());
    case 'const':
      return void builder.addConst(value());
    case 'typedef':
      return void builder.addTypedef(name, targets.pointee());
    case 'array':
      return void builder.addArray(value(), value(), random.below(9));
    case 'composite':
      return addComposite(builder, random, random.chance(60) ? name : '', value);
    case 'enum':
      return addEnum(builder, random, random.chance(60) ? name : '');
    case 'fwd':
      return void builder.addFwd(name, random.chance(50));
    case 'function':
      return void builder.addFunc(name, random.pick(targets.prototypes), 1);
    case 'prototype':
      return addPrototype(builder, random, value);
    case 'variable':
      return void builder.addVar(name, value());
    case 'section':
      builder.addDatasec(`.${name}`, 64);
      return void builder.addDatasecVar(random.pick(targets.variables), 0, 8);
    case 'decl tag':
      return void builder.addDeclTag(random.pick(['bpf_kfunc', 'user']), random.pick(targets.all));
    case 'type tag':
      return void builder.addTypeTag('rcu', value());
  }
}

function addComposite(builder: BtfBuilder, random: Random, name: string, value: () => number): void {
  const size = random.below(5000);
  if (random.chance(70)) builder.addStruct(name, size);
  else builder.addUnion(name, size);
  for (let i = random.below(6); i > 0; i--)
    builder.addField(random.chance(80) ? randomName(random) : '', value(), i * 8);
}

function addEnum(builder: BtfBuilder, random: Random, name: string): void {
  if (random.chance(30)) {
    builder.addEnum64(name);
    builder.addEnum64Value(randomName(random), 1n);
    return;
  }
  builder.addEnum(name);
  for (let i = random.below(4); i > 0; i--) builder.addEnumValue(randomName(random), i);
}

function addPrototype(builder: BtfBuilder, random: Random, value: () => number): void {
  builder.addFuncProto(value());
  for (let i = random.below(4); i > 0; i--) builder.addFuncParam(randomName(random), value());
}
