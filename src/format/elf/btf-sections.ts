/**
 * The BTF that an ELF file carries.
 * In: ELF bytes. Out: `.BTF`, `.BTF.base` and `.BTF.ext` as borrowed bytes. The rules are libbpf's (`btf_find_elf_sections`).
 */

import { BtfError } from '../errors.ts';
import { parseElf, sectionBytes, SHT_PROGBITS, type Elf, type ElfSection } from './elf.ts';

export interface BtfSections {
  readonly elf: Elf;
  readonly btf: Uint8Array;
  /** Byte offset of `.BTF` in the file, for messages that speak of the file. */
  readonly btfOffset: number;
  /** A distilled base: the few types of vmlinux that the module refers to. */
  readonly base: Uint8Array | null;
  readonly ext: Uint8Array | null;
}

/** @throws BtfError `elf-bad`, or `elf-no-btf` where the file has no `.BTF` */
export function btfSections(bytes: Uint8Array): BtfSections {
  const elf = parseElf(bytes);
  const last = (name: string): ElfSection | undefined =>
    elf.sections.findLast((section) => section.name === name);
  const read = (section: ElfSection | undefined): Uint8Array | null => {
    if (!section) return null;
    if (section.type !== SHT_PROGBITS)
      throw new BtfError('elf-bad', `section ${section.name} is of type ${section.type}, not PROGBITS`);
    return sectionBytes(elf, section);
  };
  const section = last('.BTF');
  const btf = read(section);
  if (!section || !btf) throw new BtfError('elf-no-btf', 'the ELF file has no .BTF section');
  return { elf, btf, btfOffset: section.offset, base: read(last('.BTF.base')), ext: read(last('.BTF.ext')) };
}
