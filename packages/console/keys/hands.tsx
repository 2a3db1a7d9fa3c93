// The keyboard commands of every page: they open the palette and the shortcut sheet, set state and
// theme, and go to the areas open to this person. Each page registers its own commands.
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { inbox } from '../inbox/inbox-store.ts';
import { nameOf } from '../inbox/inbox-words.ts';
import { useSession } from '../session/session.tsx';
import { areasOf, firstPage } from '../shell/areas.ts';
import { agentStates } from '../shell/agent-states.ts';
import { setMyState } from '../shell/me.ts';
import { appearance, type Appearance } from '../theme/appearance.ts';
import { createStore, useStore } from '../ui/store.ts';
import { say } from '../ui/toast.tsx';
import type { CommandId } from './command-table.ts';
import { letterKeys, setLetterKeys, useCommands } from './do-commands.ts';
import { Palette } from './palette.tsx';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import { useKeys } from './use-keys.ts';
import { t } from '../words/words.ts';

const sheet = createStore(false);
const themes: readonly Appearance[] = ['system', 'light', 'dark'];

export function openSheet(): void {
  sheet.set(true);
}

export function Hands() {
  const navigate = useNavigate();
  const { user } = useSession();
  const [finding, setFinding] = useState(false);
  const sheetOpen = useStore(sheet, (open) => open);
  useKeys();
  const goes = areasOf(user.role).map(({ name, to }): [CommandId, () => void] => [
    `go.${name}`,
    () => void navigate({ to, params: firstPage }),
  ]);
  useCommands({
    ...Object.fromEntries(goes),
    ...Object.fromEntries(agentStates.map((state) => [`state.${state}`, () => setMyState(state)])),
    ...Object.fromEntries(themes.map((theme) => [`theme.${theme}`, () => appearance.set(theme)])),
    palette: () => setFinding((open) => !open),
    sheet: openSheet,
    keys: () => {
      setLetterKeys(!letterKeys.get());
      say(t(letterKeys.get() ? 'keys.keys.on' : 'keys.keys.off'));
    },
    search: () => void navigate({ to: '/search', search: {} }),
  });
  return (
    <>
      <Palette
        open={finding}
        onClose={() => setFinding(false)}
        conversations={() =>
          [...inbox.get().conversations.values()].map((each) => ({
            id: each.id,
            name: nameOf(each),
          }))
        }
        onConversation={(conversation) =>
          void navigate({ to: '/inbox/{-$conversation}', params: { conversation } })
        }
      />
      <ShortcutSheet open={sheetOpen} onClose={() => sheet.set(false)} />
    </>
  );
}
