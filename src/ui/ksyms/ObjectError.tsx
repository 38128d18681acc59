/** Why an object could not be looked into: the sentence, the next step, and the core's own words with the place. */

import type { ObjectRow } from '../../session/ksyms-api.ts';
import { explain } from '../../store/messages/problems.ts';
import css from './KsymsPane.module.css';

export function ObjectError({ error }: { readonly error: NonNullable<ObjectRow['error']> }) {
  const { sentence, advice } = explain(error.code);
  const where = error.offset < 0 ? '' : ` (byte offset 0x${error.offset.toString(16)})`;
  return (
    <div className={css.page} role="alert">
      <p className={css.bad}>{sentence}</p>
      <p>{advice}</p>
      <p className={css.dim}>
        <code>{error.message}</code>
        {where}
      </p>
    </div>
  );
}
