/**
 * How long a regular expression can keep the engine busy with one name.
 * In: a pattern. Out: a bound, or why there is none. The engine tries every way to match before it gives up, and in
 * `(a+)+b` there are 2^n of them; so what may be repeated without end must match in one way only, and then the number of
 * ways is at most a constant times a power of the name's length.
 */

export interface RegexCost {
  /** Ways to match a name of `n` characters: at most `factor * n ** degree`, for each place where a match may begin. */
  readonly factor: number;
  readonly degree: number;
  /** Whether a match may begin at the start of the name only. */
  readonly anchored: boolean;
}

export type RegexVerdict =
  | { readonly state: 'bounded'; readonly cost: RegexCost }
  | { readonly state: 'refused'; readonly why: string };

/** Characters of a pattern. */
export const MAX_PATTERN = 200;
const MAX_DEPTH = 20;
const MAX_FACTOR = 1e6;
/** Ways that one name may cost. */
const MAX_WAYS = 1e8;

/** Characters that a name may have for a pattern of this cost to be tried on it. */
export function longestName({ factor, degree, anchored }: RegexCost): number {
  return Math.floor((MAX_WAYS / factor) ** (1 / (degree + (anchored ? 0 : 1)))) || Infinity;
}

/** `pattern` must be one that `RegExp` accepts; the walk below knows no other errors than its own. */
export function regexCost(pattern: string): RegexVerdict {
  if (pattern.length > MAX_PATTERN)
    return { state: 'refused', why: `it is longer than ${MAX_PATTERN} characters` };
  try {
    const ways = new Walker(pattern).alternatives(0);
    const anchored = pattern.startsWith('^') && !pattern.includes('|');
    return { state: 'bounded', cost: { ...ways, anchored } };
  } catch (error) {
    if (error instanceof Refusal) return { state: 'refused', why: error.message };
    throw error;
  }
}

class Refusal extends Error {}

interface Ways {
  readonly factor: number;
  readonly degree: number;
}

const ONE: Ways = { factor: 1, degree: 0 };

class Walker {
  private at = 0;
  private readonly pattern: string;

  constructor(pattern: string) {
    this.pattern = pattern;
  }

  alternatives(depth: number): Ways {
    if (depth > MAX_DEPTH) throw new Refusal('its groups are nested too deeply');
    let ways = this.sequence(depth);
    while (this.take('|')) {
      const other = this.sequence(depth);
      ways = limited(ways.factor + other.factor, Math.max(ways.degree, other.degree));
    }
    return ways;
  }

  private sequence(depth: number): Ways {
    let ways = ONE;
    while (this.at < this.pattern.length && !'|)'.includes(this.pattern[this.at])) {
      const atom = this.repeated(this.atom(depth));
      ways = limited(ways.factor * atom.factor, ways.degree + atom.degree);
    }
    return ways;
  }

  private atom(depth: number): Ways {
    const char = this.pattern[this.at++];
    if (char === '[') this.skipClass();
    else if (char === '\\') this.skipEscape();
    else if (char === '(') {
      if (this.take('?')) this.groupKind();
      const ways = this.alternatives(depth + 1);
      this.take(')');
      return ways;
    }
    return ONE;
  }

  private groupKind(): void {
    if (this.take(':')) return;
    if (this.take('<') && !'=!'.includes(this.pattern[this.at] ?? '=')) {
      this.at = this.pattern.indexOf('>', this.at) + 1;
      return;
    }
    throw new Refusal('it looks ahead or behind');
  }

  private skipClass(): void {
    while (this.at < this.pattern.length && this.pattern[this.at] !== ']')
      this.at += this.pattern[this.at] === '\\' ? 2 : 1;
    this.at++;
  }

  private skipEscape(): void {
    const char = this.pattern[this.at++];
    if (char === 'k' || (char >= '1' && char <= '9')) throw new Refusal('it refers back to a group');
  }

  private repeated(ways: Ways): Ways {
    const [least, most] = this.quantifier();
    this.take('?');
    if (least === most && ways.factor === 1 && ways.degree === 0) return ONE;
    if (most === Infinity) {
      if (ways.factor > 1 || ways.degree > 0)
        throw new Refusal('it repeats what can match in several ways, such as (a+)+ or (a|b)*');
      return { factor: 1, degree: 1 };
    }
    return limited((most - least + 1) * ways.factor ** most, ways.degree * most);
  }

  private quantifier(): [least: number, most: number] {
    if (this.take('*')) return [0, Infinity];
    if (this.take('+')) return [1, Infinity];
    if (this.take('?')) return [0, 1];
    const counted = /^\{(\d+)(,?)(\d*)\}/.exec(this.pattern.slice(this.at));
    if (!counted) return [1, 1];
    this.at += counted[0].length;
    const least = Number(counted[1]);
    if (!counted[2]) return [least, least];
    return [least, counted[3] === '' ? Infinity : Number(counted[3])];
  }

  private take(char: string): boolean {
    if (this.pattern[this.at] !== char) return false;
    this.at++;
    return true;
  }
}

function limited(factor: number, degree: number): Ways {
  if (factor > MAX_FACTOR || degree > 8) throw new Refusal('it can match in too many ways');
  return { factor, degree };
}
