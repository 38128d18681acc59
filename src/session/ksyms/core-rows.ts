/**
 * CO-RE relocations as rows of a table.
 * In: an object's analysis. Out: a row for each: what is accessed, what it comes to, and the candidates that were looked at.
 */

import type { CoreResult } from '../../domain/core/relocate.ts';
import type { CoreFinding } from '../../domain/core/resolve.ts';
import { coreText } from '../../domain/core/words.ts';
import { typeTextOf } from '../../domain/ksym/type-text.ts';
import type { TypeText } from '../../domain/compat/difference-text.ts';
import type { BtfView } from '../../domain/view/view.ts';
import type { CoreCandidate, CoreRow } from '../ksyms-api.ts';
import { refIn, VMLINUX, type OpenKernel } from './kernel.ts';
import type { Examined } from './objects.ts';
import { coreProblem, differs, wasReached } from './problems.ts';

const MAX_ROWS = 20_000;
/** Candidates of one relocation that are told of; a hostile kernel has any number. */
const MAX_CANDIDATES = 32;

export function coreRows(examined: Examined, kernel: OpenKernel): CoreRow[] {
  const texts = new TypeTexts();
  return examined.analysis.core.results
    .slice(0, MAX_ROWS)
    .map((_, index) => coreRow(examined, index, kernel, texts));
}

/** `index` is that of a relocation of the object. */
export function coreRow(
  { source, object, analysis }: Examined,
  index: number,
  kernel: OpenKernel,
  texts = new TypeTexts(),
): CoreRow {
  const { core, ayaCore } = analysis;
  const result = core.results[index];
  const { relocation, program, state, value, line, findings } = result;
  const { insn, number, kind, local, access, typeId } = relocation;
  const isThere = object.btf !== null && typeId > 0 && typeId < object.btf.typeCount;
  return {
    index,
    program,
    insn,
    number,
    kind,
    local,
    localType: isThere ? { source: source.id, id: typeId } : null,
    access,
    state,
    value: decimal(value),
    text: object.btf ? coreText(result, object.btf, texts.of) : '',
    line,
    aya: ayaAnswer(result, ayaCore.results.at(index)),
    candidates: findings.slice(0, MAX_CANDIDATES).map((finding) => candidateRow(finding, kernel)),
    problem: coreProblem(result, ayaCore.results.at(index)),
  };
}

function ayaAnswer(result: CoreResult, aya: CoreResult | undefined): CoreRow['aya'] {
  if (!aya || !wasReached(aya) || !differs(result, aya)) return null;
  return { state: aya.state, value: decimal(aya.value) };
}

function candidateRow(
  { module, view, id, state, text, value }: CoreFinding,
  kernel: OpenKernel,
): CoreCandidate {
  return { where: module ?? VMLINUX, ref: refIn(kernel, view, id), state, text, value: decimal(value) };
}

const decimal = (value: bigint | null): string | null => (value === null ? null : value.toString());

/** How types are spelt, made once for each view. */
class TypeTexts {
  private readonly byView = new Map<BtfView, TypeText>();

  readonly of = (view: BtfView): TypeText => {
    let text = this.byView.get(view);
    if (!text) this.byView.set(view, (text = typeTextOf(view)));
    return text;
  };
}
