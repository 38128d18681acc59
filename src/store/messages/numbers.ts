/** Figures as people read them: `112,768`, `4.9 MB`, `1 type` or `2 types`. Always in English, as the page is. */

const grouped = new Intl.NumberFormat('en-US');
const tenths = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

export function groupDigits(value: number): string {
  return grouped.format(value);
}

/** `1 type`, `112,768 types`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${groupDigits(count)} ${count === 1 ? one : many}`;
}

/** In units of 1000, with two or three digits that matter: `812 B`, `4.9 MB`, `175 kB`. */
export function byteSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB'];
  let size = bytes / 1000;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${size < 9.95 ? tenths.format(size) : groupDigits(Math.round(size))} ${units[unit]}`;
}
