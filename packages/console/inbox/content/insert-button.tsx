// The composer's button for content beside text. Its dialog is loaded at the first use, because most
// conversations need none.
import { lazy, Suspense, useState } from 'react';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { IconButton, Menu, MenuItem, t } from '../../ui/index.ts';
import type { Kind } from './content-draft.ts';

const ContentDialog = lazy(() =>
  import('./content-dialog.tsx').then((module) => ({ default: module.ContentDialog })),
);

const kinds: readonly Kind[] = ['replies', 'cards', 'form'];

export function InsertButton({ conversation }: { conversation: Conversation }) {
  /** Undefined until first opened. */
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
