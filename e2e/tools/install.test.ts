import { describe, expect, it } from 'vitest';
import { whyStale } from './install.mjs';

const wanted = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/vite': { version: '8.3.8' },
    'node_modules/binding-win32': { version: '1.0.0', optional: true },
  },
};

describe('whyStale', () => {
  it('accepts what the lock file asks for, without the binaries of other platforms', () => {
    expect(whyStale(wanted, { packages: { 'node_modules/vite': { version: '8.3.8' } } })).toBeNull();
  });

  it('accepts packages beyond the list', () => {
    const installed = {
      packages: { 'node_modules/vite': { version: '8.3.8' }, 'node_modules/x': { version: '1.0.0' } },
    };
    expect(whyStale(wanted, installed)).toBeNull();
  });

  it('names a package that is missing or of another version', () => {
    expect(whyStale(wanted, { packages: {} })).toBe('node_modules/vite is missing');
    expect(whyStale(wanted, { packages: { 'node_modules/vite': { version: '8.3.7' } } })).toBe(
      'node_modules/vite is 8.3.7, not 8.3.8',
    );
    const otherBinary = {
      packages: {
        'node_modules/vite': { version: '8.3.8' },
        'node_modules/binding-win32': { version: '0.9.0' },
      },
    };
    expect(whyStale(wanted, otherBinary)).toBe('node_modules/binding-win32 is 0.9.0, not 1.0.0');
  });

  it('asks for an installation in a fresh clone', () => {
    expect(whyStale(wanted, null)).toBe('no packages installed yet');
  });
});
