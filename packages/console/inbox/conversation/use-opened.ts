// The conversations that are open in tabs, kept in this browser for each user.
import { useEffect } from 'react';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { useSession } from '../../session/session.tsx';
import { readSetting, writeSetting } from '../../ui/setting.ts';
import { createStore } from '../../ui/store.ts';
import { parseTabs, withTab, type OpenTabs } from './open-tabs.ts';

export const tabs = createStore<OpenTabs>([]);
let keptFor = '';

/** Adds the conversation to the open tabs. */
export function useOpened(open: ConversationId): void {
  const { user } = useSession();
  useEffect(() => {
    const key = `opportune.open.${user.id}`;
    if (keptFor !== key) tabs.set(parseTabs(readSetting(key)));
    keptFor = key;
    const stop = tabs.subscribe(() => writeSetting(key, JSON.stringify(tabs.get())));
    tabs.update((now) => withTab(now, open));
    return stop;
  }, [open, user.id]);
}
