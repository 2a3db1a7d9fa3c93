// REST of the setup: managers read how far it is, administrators say what they want and put the
// checklist away.
import { Setup, SetupChange } from '@opportune/protocol/rest/setup.ts';
import type { App } from '../http/rest/app.ts';
import { operation } from '../http/rest/operation.ts';
import type { Setups } from './setups.ts';

const ofAccount = { tag: 'Account', answer: Setup } as const;

export function setupRoutes(app: App, setups: Setups): void {
  operation(app, 'GET /setup', {
    ...ofAccount,
    id: 'getSetup',
    access: 'manager',
    summary: 'How far the account is set up',
    description: 'Derived from what the account has. Only `wants` and `dismissedAt` are stored.',
    handle: ({ account }) => setups.read(account),
  });
  operation(app, 'PATCH /setup', {
    ...ofAccount,
    id: 'updateSetup',
    access: 'administrator',
    summary: 'Say what the business wants first, or put the checklist away',
    body: SetupChange,
    handle: ({ account, body }) => setups.change(account, body),
  });
}
