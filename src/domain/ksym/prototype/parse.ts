/**
 * The prototype of a function, or the declaration of a variable, in the part of C that externs of BPF programs need.
 * In: text. Out: a small tree. Takes pointers, arrays, pointers to functions, qualifiers and the kernel's annotations;
 * leaves out bodies, initialisers and bitfields, and what a typedef stands for.
 */

import { tokenize, Unreadable, type CToken } from './tokens.ts';

export type CType =
  | { readonly c: 'void' }
  | { readonly c: 'int'; readonly name: string }
  | { readonly c: 'float'; readonly name: string }
  | { readonly c: 'tag'; readonly tag: 'struct' | 'union' | 'enum'; readonly name: string }
  | { readonly c: 'typedef'; readonly name: string; readonly at: number }
  | { readonly c: 'const'; readonly of: CType }
  | { readonly c: 'ptr'; readonly to: CType }
  | { readonly c: 'array'; readonly of: CType; readonly length: number }
  | {
      readonly c: 'func';
      readonly returns: CType;
      readonly params: readonly Declared[];
      readonly variadic: boolean;
    };

export interface Declared {
  /** '' where none is given. */
  readonly name: string;
  readonly type: CType;
}

export interface CDeclaration extends Declared {
  readonly weak: boolean;
  /** `__kconfig`: from the kernel's configuration rather than from its symbols. */
  readonly kconfig: boolean;
}

/** Declarators and parameters inside each other. */
const MAX_DEPTH = 16;

const IGNORED = new Set(
  (
    'extern static inline __inline __inline__ __always_inline noinline __noinline register asmlinkage notrace ' +
    'volatile __volatile__ restrict __restrict __bpf_kfunc __bpf_fastcall __ksym __init __exit __user ' +
    '__rcu __percpu __iomem __force __must_check __maybe_unused __used __hidden __arg_nullable __arg_nonnull'
  ).split(' '),
);
const MARKS = new Set(['__weak', '__kconfig']);
const QUALIFIERS = new Set(['const', '__const']);
const BASE = new Set(
  'void char short int long signed unsigned float double _Bool __int128 __signed__'.split(' '),
);
const TAGS = new Set(['struct', 'union', 'enum']);

/** @throws Unreadable */
export function parseDeclaration(text: string): CDeclaration {
  return new Parser(tokenize(text), text.length).declaration();
}

type Wrap = (base: CType) => Declared;

class Parser {
  private readonly tokens: readonly CToken[];
  private readonly end: number;
  private next = 0;
  private depth = 0;
  /** Annotations that mean something here. */
  private readonly marks = new Set<string>();

  constructor(tokens: readonly CToken[], end: number) {
    this.tokens = tokens;
    this.end = end;
  }

  declaration(): CDeclaration {
    const { name, type } = this.declared();
    this.skipIgnored();
    if (name === '') throw this.unexpected('there is no name');
    const isEnded = this.accept(';');
    while (this.accept(';'));
    if (isEnded && this.peek() !== '') throw this.unexpected('one declaration at a time');
    if (this.peek() !== '') throw this.unexpected(`\`${this.peek()}\` is not expected`);
    return { name, type, weak: this.marks.has('__weak'), kconfig: this.marks.has('__kconfig') };
  }

  private declared(): Declared {
    const base = this.specifiers();
    return this.declarator()(base);
  }

  /** `const unsigned long`, `struct sk_buff`, `u32`. */
  private specifiers(): CType {
    const base: string[] = [];
    let named: CType | null = null;
    let isConst = false;
    for (;;) {
      const word = this.peek();
      if (QUALIFIERS.has(word)) isConst = true;
      else if (this.isIgnored(word)) this.marks.add(word);
      else if (TAGS.has(word) && !named && !base.length) {
        this.next++;
        named = this.tag(word === 'struct' || word === 'union' ? word : 'enum');
        continue;
      } else if (BASE.has(word) && !named) base.push(word);
      else if (this.isWord() && !named && !base.length)
        named = { c: 'typedef', name: word, at: this.place() };
      else break;
      this.next++;
    }
    const type = named ?? baseType(base);
    if (!type) throw this.unexpected('there is no type');
    return isConst ? { c: 'const', of: type } : type;
  }

  private tag(tag: 'struct' | 'union' | 'enum'): CType {
    this.skipIgnored();
    if (!this.isWord()) throw this.unexpected(`${tag} without a name`);
    const name = this.peek();
    this.next++;
    if (this.peek() === '{') throw this.unexpected('definitions are not read: give the name alone');
    return { c: 'tag', tag, name };
  }

  /** What winds around a name, as a function of the type in front of it. */
  private declarator(): Wrap {
    if (++this.depth > MAX_DEPTH) throw this.unexpected('nested too deep');
    const pointers: boolean[] = [];
    for (;;) {
      if (this.accept('*')) pointers.push(false);
      else if (QUALIFIERS.has(this.peek()) && pointers.length) {
        this.next++;
        pointers[pointers.length - 1] = true;
      } else if (!this.skipIgnored()) break;
    }
    const core = this.isNested() ? this.nested() : this.named();
    const suffixes = this.suffixes();
    this.depth--;
    return (base) => {
      const pointed = pointers.reduce<CType>((to, isConst) => {
        const pointer: CType = { c: 'ptr', to };
        return isConst ? { c: 'const', of: pointer } : pointer;
      }, base);
      return core(suffixes.reduceRight((type, suffix) => suffix(type), pointed));
    };
  }

  /** A bracket around a declarator, not around parameters. */
  private isNested(): boolean {
    const inner = this.tokens.at(this.next + 1)?.text ?? '';
    return this.peek() === '(' && (inner === '*' || inner === '(');
  }

  private nested(): Wrap {
    this.next++;
    const inner = this.declarator();
    this.expect(')');
    return inner;
  }

  private named(): Wrap {
    const name = this.isWord() ? this.peek() : '';
    if (name) this.next++;
    return (type) => ({ name, type });
  }

  private suffixes(): ((type: CType) => CType)[] {
    const suffixes: ((type: CType) => CType)[] = [];
    for (;;) {
      if (this.accept('(')) {
        const params = this.params();
        suffixes.push((returns) => ({ c: 'func', returns, ...params }));
      } else if (this.accept('[')) {
        const length = this.length();
        suffixes.push((of) => ({ c: 'array', of, length }));
      } else return suffixes;
    }
  }

  private length(): number {
    const token = this.tokens.at(this.next);
    const length = token?.kind === 'number' ? Number(token.text.replace(/[uUlL]+$/, '')) : 0;
    if (token?.kind === 'number') this.next++;
    if (!Number.isInteger(length) || length > 0xffffffff) throw this.unexpected('a length that is no number');
    this.expect(']');
    return length;
  }

  private params(): { params: Declared[]; variadic: boolean } {
    const params: Declared[] = [];
    if (this.accept(')')) return { params, variadic: false };
    if (this.peek() === 'void' && this.tokens.at(this.next + 1)?.text === ')') {
      this.next += 2;
      return { params, variadic: false };
    }
    for (;;) {
      if (this.accept('...')) {
        this.expect(')');
        return { params, variadic: true };
      }
      const { name, type } = this.declared();
      this.skipIgnored();
      params.push({ name, type: decayed(type) });
      if (this.accept(')')) return { params, variadic: false };
      this.expect(',');
    }
  }

  private isIgnored(word: string): boolean {
    return IGNORED.has(word) || MARKS.has(word);
  }

  /** @returns whether there was something to skip */
  private skipIgnored(): boolean {
    const start = this.next;
    for (; this.isIgnored(this.peek()); this.next++) this.marks.add(this.peek());
    return this.next > start;
  }

  /** '' at the end. */
  private peek(): string {
    return this.tokens.at(this.next)?.text ?? '';
  }

  private isWord(): boolean {
    return this.tokens.at(this.next)?.kind === 'word';
  }

  private place(): number {
    return this.tokens.at(this.next)?.at ?? this.end;
  }

  private accept(text: string): boolean {
    if (this.peek() !== text) return false;
    this.next++;
    return true;
  }

  private expect(text: string): void {
    if (!this.accept(text)) throw this.unexpected(`\`${text}\` is missing`);
  }

  private unexpected(message: string): Unreadable {
    return new Unreadable(message, this.place());
  }
}

function baseType(words: readonly string[]): CType | null {
  if (words.length === 0) return null;
  const name = words.join(' ');
  if (name === 'void') return { c: 'void' };
  if (words.includes('float') || words.includes('double')) return { c: 'float', name };
  return words.includes('void') ? null : { c: 'int', name };
}

/** Arrays and functions as parameters are pointers. */
function decayed(type: CType): CType {
  if (type.c === 'array') return { c: 'ptr', to: type.of };
  return type.c === 'func' ? { c: 'ptr', to: type } : type;
}
