// The rules for reopening conversations, by REST, for managers to change.
import { Reopening, RevisedReopening } from '@opportune/protocol/rest/conversation/reopening.ts';
import type { App } from '../../http/rest/app.ts';
import type { ReopeningRules } from './reopening.ts';
import { resource } from '../../http/rest/resource.ts';

export function reopeningRoutes(app: App, rules: ReopeningRules): void {
  resource(app, {
    tag: 'Conversations',
    name: 'Reopening',
    item: '/reopening',
    readers: 'agent',
    writers: 'manager',
    saved: Reopening,
    answer: RevisedReopening,
    read: ({ account }) => rules.of(account),
    get: { summary: 'How long after its end a conversation may be reopened' },
    replace: {
      summary: 'Change how long after its end a conversation may be reopened',
      handle: ({ account, body, unchanged }) => rules.change(account, body, unchanged),
    },
  });
}
