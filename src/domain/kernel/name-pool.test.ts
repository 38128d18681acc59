import { describe, expect, it } from 'vitest';
import { bytesOf, textOf } from './fold.ts';
import { NamePool, NO_NAME } from './name-pool.ts';

const terminated = (text: string): Uint8Array => bytesOf(`${text}\0`);

describe('NamePool', () => {
  it('keeps each of more names than any first size, with none lost where arrays grow', () => {
    // A lost entry at 262,144 once went unnoticed: every number is checked, not a sample
    const count = 300_000;
    const pool = new NamePool();
    for (let i = 0; i < count; i++) {
      const name = pool.intern(terminated(`name_${i}`), 0, 1024);
      if (name !== i + 1) throw new Error(`name_${i} became ${name}`);
    }
    expect(pool.count).toBe(count + 1);
    for (let i = 0; i < count; i++) {
      const text = `name_${i}`;
      if (pool.find(bytesOf(text)) !== i + 1 || textOf(pool.bytesOf(i + 1)) !== text)
        throw new Error(`lost ${text}`);
    }
  });

  it('gives the same number to the same bytes, wherever they are', () => {
    const pool = new NamePool();
    const bytes = bytesOf('head\0list_head\0head\0');
    expect(pool.intern(bytes, 0, 1024)).toBe(1);
    expect(pool.intern(bytes, 5, 1024)).toBe(2);
    expect(pool.intern(bytes, 10, 1024)).toBe(1);
    expect(pool.intern(bytes, 15, 1024)).toBe(1);
  });

  it('knows the empty name, the end of the bytes, and offsets behind it', () => {
    const pool = new NamePool();
    expect(pool.intern(bytesOf('\0'), 0, 1024)).toBe(NO_NAME);
    expect(pool.intern(bytesOf('open'), 0, 1024)).toBe(1);
    expect(pool.intern(bytesOf('open'), 400, 1024)).toBe(NO_NAME);
    expect(pool.find(bytesOf(''))).toBe(NO_NAME);
    expect(pool.find(bytesOf('shut'))).toBe(-1);
  });

  it('cuts a name at the limit', () => {
    const pool = new NamePool();
    const bytes = terminated('x'.repeat(5000));
    const name = pool.intern(bytes, 0, 1024);
    expect(pool.lengthOf(name)).toBe(1024);
    expect(pool.intern(bytes, 1, 1024)).toBe(name);
    expect(pool.intern(bytes, 0, 32)).not.toBe(name);
  });
});
