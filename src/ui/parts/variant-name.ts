/** What a variant of a definition is called, by its number from 0: A to Z, then numbers. */
export function variantName(variant: number): string {
  return variant < 26 ? String.fromCharCode(65 + variant) : `${variant + 1}`;
}
