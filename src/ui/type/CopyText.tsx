/** Puts the whole of what a tab shows on the clipboard, as the reference tools would print it; with the link to it, if wanted. */

import { Copy } from 'lucide-react';
import { useState } from 'react';
import type { CopiedText, TypePage } from '../../session/type-api.ts';
import { useActions, useApp, useClient } from '../../store/react.tsx';
import { Check } from './Check.tsx';
import { withLinkLine } from './output-texts.ts';
import css from './Panel.module.css';

interface CopyTextProps {
  readonly page: TypePage;
  readonly text: CopiedText;
}

export function CopyText({ page, text }: CopyTextProps) {
  const withLink = useApp((state) => state.copyWithLink);
  const [busy, setBusy] = useState(false);
  const client = useClient();
  const { copyText, linkToHere, notify, setCopyWithLink } = useActions();
  const copy = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    const link = linkToHere();
    try {
      const copied = await client.text(page.ref, text);
      await copyText(withLink ? withLinkLine(copied, text, link) : copied, 'Text');
    } catch {
      notify('The text could not be copied: the page was asked for something that is no longer open.');
    } finally {
      setBusy(false);
    }
  };
  return (
    <span className={css.pair}>
      <Check
        checked={withLink}
        onChange={setCopyWithLink}
        title="Copied text ends in a comment with the link to what is shown here"
      >
        With link
      </Check>
      <button type="button" className={css.action} aria-busy={busy} onClick={() => void copy()}>
        <Copy size={13} aria-hidden="true" /> Copy text
      </button>
    </span>
  );
}
