/** What a source is called, told from others of its name; `name` where it is not open any more. */

import type { SourceId } from '../../session/source-api.ts';
import { useApp } from '../../store/react.tsx';
import { sourceLabels } from '../../store/source-labels.ts';

export function useSourceLabel(source: SourceId | null, name: string): string {
  return useApp(({ workspace }) =>
    source === null ? name : (sourceLabels(workspace.sources).get(source) ?? name),
  );
}
