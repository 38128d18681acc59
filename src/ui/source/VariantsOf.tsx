/** Below the list of names that disagree: every variant of one of them, with all sources that have it. */

import { X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { SourceListRow, SourcePage } from '../../session/source-page-api.ts';
import { countOf, groupDigits } from '../../store/messages/numbers.ts';
import { useClient } from '../../store/react.tsx';
import { TypeLink } from '../parts/TypeLink.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { variantName } from '../parts/variant-name.ts';
import { wordsOf } from './list-columns.tsx';
import css from './VariantsOf.module.css';

export const VARIANTS_ID = 'variants-of-row';

type Definition = SourceListRow['definitions'][number];

interface VariantsOfProps {
  readonly page: SourcePage;
  readonly row: SourceListRow;
  readonly index: number;
  readonly onClose: () => void;
}

export function VariantsOf({ page: { info, generation }, row, index, onClose }: VariantsOfProps) {
  const client = useClient();
  const { value } = useAnswer(`${info.id} ${generation} ${index}`, () =>
    client.sourceListRows(info.id, 'disagreeing', index, 1),
  );
  const { type, figure, definitionCount } = row;
  const definitions = value?.[0]?.definitions ?? row.definitions;
  const more = definitionCount - definitions.length;
  const words = type ? wordsOf(type) : '';
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onClose();
  };
  return (
    <section
      id={VARIANTS_ID}
      className={css.variants}
      aria-label={`Variants of ${words}`}
      onKeyDown={onKeyDown}
    >
      <div className={css.head}>
        <h3>{words}</h3>
        <span className={css.count}>
          {countOf(figure ?? 0, 'variant')} in {countOf(definitionCount, 'definition')}
        </span>
        <button type="button" className={css.close} aria-label="Close the variants" onClick={onClose}>
          <X size={14} aria-hidden="true" />
        </button>
      </div>
      <div className={css.scroller} tabIndex={0} role="group" aria-label="Variants and their sources">
        <dl>
          {variantsIn(definitions).map(([variant, those]) => (
            <div key={variant} className={css.variant}>
              <dt>
                <b>{variantName(variant)}</b> {those[0]?.size == null ? '' : countOf(those[0].size, 'byte')}
              </dt>
              <dd>
                {those.map(({ ref, sourceName }) => (
                  <TypeLink key={`${ref.source}:${ref.id}`} to={ref} words={`${words} in ${sourceName}`}>
                    {sourceName}
                  </TypeLink>
                ))}
              </dd>
            </div>
          ))}
        </dl>
        {more > 0 && value !== null && <p className={css.count}>and {groupDigits(more)} more definitions</p>}
      </div>
    </section>
  );
}

function variantsIn(
  definitions: readonly Definition[],
): readonly (readonly [number, readonly Definition[]])[] {
  const variants = new Map<number, Definition[]>();
  for (const definition of definitions) {
    const those = variants.get(definition.variant);
    if (those) those.push(definition);
    else variants.set(definition.variant, [definition]);
  }
  return [...variants].sort(([a], [b]) => a - b);
}
