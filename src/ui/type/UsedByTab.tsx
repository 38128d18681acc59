/**
 * Who uses the type, over every open source: a group per way of using it, counted exactly, its rows drawn in sight.
 * Groups and their rows are one long list, so that one scrollbar serves thousands of users.
 */

import { useState } from 'react';
import type { Relation, TypePage, UsedBy } from '../../session/type-api.ts';
import { USERS } from '../../store/tab-question.ts';
import { countOf } from '../../store/messages/numbers.ts';
import { CopyText } from './CopyText.tsx';
import panel from './Panel.module.css';
import { useTabAnswer } from './use-tab-answer.ts';
import { UsedByList } from './UsedByList.tsx';

const TEXT = { form: 'used-by' } as const;

export function UsedByTab({ page }: { readonly page: TypePage }) {
  const { value, stale, failure } = useTabAnswer(page, USERS);
  const [folded, setFolded] = useState<ReadonlySet<Relation>>(new Set());
  const toggle = (relation: Relation): void => {
    const next = new Set(folded);
    if (!next.delete(relation)) next.add(relation);
    setFolded(next);
  };
  return (
    <>
      <div className={panel['bar']}>
        <span aria-live="polite">{value ? summary(value) : 'Looking for users'}</span>
        <div className={panel['actions']}>
          <CopyText page={page} text={TEXT} />
        </div>
      </div>
      {failure && <p role="alert">The users could not be found: {failure}</p>}
      {value && <UsedByList page={page} usedBy={value} stale={stale} folded={folded} onToggle={toggle} />}
    </>
  );
}

function summary({ total, sources, complete }: UsedBy): string {
  const users =
    total === 0
      ? 'Nothing that is open uses it'
      : `${countOf(total, 'use')} in ${countOf(sources, 'source')}`;
  return complete ? users : `${users}, and counting`;
}
