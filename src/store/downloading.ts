/**
 * Texts into files: of a whole source as the worker writes it, a part at a time, or one that is there already.
 * Each part goes into a Blob of its own when it comes, which the browser keeps where it likes, so that the page neither
 * holds nor joins tens of megabytes of text. What goes wrong becomes a notice.
 */

import type { SourceId } from '../session/source-api.ts';
import type { WholeText } from '../session/type-api.ts';
import { isToldElsewhere, messageOf } from './failures.ts';
import type { Parts } from './parts.ts';
import type { AppActions } from './state.ts';

type DownloadActions = Pick<AppActions, 'downloadWhole' | 'downloadText' | 'cancelDownload'>;

const TEXT = 'text/plain;charset=utf-8';

export function createDownloading({ store, client, browser, notify }: Parts): DownloadActions {
  async function write(source: SourceId, text: WholeText, file: string): Promise<void> {
    const parts: Blob[] = [];
    let bytes = 0;
    const { cancelled } = await client.wholeText(source, text, ({ text: part, done }) => {
      const blob = new Blob([part]);
      parts.push(blob);
      bytes += blob.size;
      store.setState(({ download }) => (download ? { download: { ...download, done, bytes } } : {}));
    });
    if (cancelled || store.getState().download?.cancelling)
      notify(`${file} was cancelled; nothing was saved.`);
    else browser.saveFile(file, new Blob(parts, { type: TEXT }));
  }

  return {
    downloadWhole: async (source, text, file) => {
      const { download } = store.getState();
      if (download) {
        notify(`One download at a time: ${download.file} is still being written.`);
        return;
      }
      store.setState({ download: { file, done: null, bytes: 0, cancelling: false } });
      try {
        await write(source, text, file);
      } catch (error) {
        notify(
          isToldElsewhere(error)
            ? `${file} was not saved.`
            : `${file} could not be written: ${messageOf(error)}`,
        );
      } finally {
        store.setState({ download: null });
      }
    },
    downloadText: (text, file) => browser.saveFile(file, new Blob([text], { type: TEXT })),
    cancelDownload: () => {
      const { download } = store.getState();
      if (!download || download.cancelling) return;
      store.setState({ download: { ...download, cancelling: true } });
      client.cancelWholeText().catch((error: unknown) => notify(messageOf(error)));
    },
  };
}
