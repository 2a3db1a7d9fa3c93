// The button among the composer's tools for what is sent beside text. What it opens is loaded with the
// first use, for most conversations go without.
import { lazy, Suspense, useState } from 'react';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { IconButton, Menu, MenuItem, t } from '../../ui/index.ts';
import type { Kind } from './content-draft.ts';

const ContentDialog = lazy(() =>
  import('./content-dialog.tsx').then((module) => ({ default: module.ContentDialog })),
);

const kinds: readonly Kind[] = ['replies', 'cards', 'form'];

export function InsertButton({ conversation }: { conversation: ConversationId }) {
  /** Undefined: not opened yet. */
  const [kind, setKind] = useState<Kind | null>();
  return (
    <>
      <Menu
        position="top-start"
        target={<IconButton icon="card" label={t('content.insert.label')} />}
      >
        {kinds.map((each) => (
          <MenuItem key={each} onClick={() => setKind(each)}>
            {t(`content.insert.${each}`)}
          </MenuItem>
        ))}
      </Menu>
      {kind !== undefined && (
        <Suspense>
          <ContentDialog conversation={conversation} kind={kind} onClose={() => setKind(null)} />
        </Suspense>
      )}
    </>
  );
}
