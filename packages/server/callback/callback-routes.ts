// Call backs by REST: the promises of an account, what agents do with them, and its rules.
import {
  CallbackList,
  CallbackMove,
  CallbackParams,
  CallbackQuery,
  CallbackSettings,
  RevisedCallbackSettings,
  SlotList,
  SlotQuery,
} from '@opportune/protocol/rest/conversation/callbacks.ts';
import { Callback } from '@opportune/protocol/conversation/callback.ts';
import type { AccountId, CallbackId } from '@opportune/protocol/ids.ts';
import { found, refuse } from '../http/problem/refusal.ts';
import type { App } from '../http/rest/app.ts';
import { operation } from '../http/rest/operation.ts';
import { resource } from '../http/rest/resource.ts';
import {
  type CallbackRow,
  countCallbacks,
  findCallback,
  listCallbacks,
  shownCallback,
} from './callback-rows.ts';
import type { CallbackRules } from './callback-settings.ts';
import type { Callbacks } from './callbacks.ts';
import { changeCallback } from './for-visitors.ts';
import type { Keeping } from './keep-promise.ts';
import type { CallbackParts } from './seams.ts';

const ofAgents = { tag: 'Conversations', access: 'agent' } as const;
const ofOne = { ...ofAgents, params: CallbackParams } as const;

export interface CallbackRoutes {
  readonly use: CallbackParts;
  readonly callbacks: Callbacks;
  readonly keeping: Keeping;
  readonly rules: CallbackRules;
}

export function callbackRoutes(app: App, of: CallbackRoutes): void {
  readingRoutes(app, of);
  changingRoutes(app, of);
  resource(app, {
    tag: 'Conversations',
    name: 'CallbackSettings',
    item: '/callback-settings',
    readers: 'manager',
    writers: 'administrator',
    saved: CallbackSettings,
    answer: RevisedCallbackSettings,
    read: ({ account }) => of.rules.of(account),
    get: { summary: 'Whether and how visitors are called back' },
    replace: {
      summary: 'Change whether and how visitors are called back',
      handle: ({ account, body, unchanged }) => of.rules.change(account, body, unchanged),
    },
  });
}

function readingRoutes(app: App, { use, callbacks }: CallbackRoutes): void {
  operation(app, 'GET /callbacks', {
    ...ofAgents,
    id: 'listCallbacks',
    summary: 'Promises to call visitors back',
    query: CallbackQuery,
    answer: CallbackList,
    handle: ({ account, query: { state, limit } }) =>
      use.records.withAccount(account, async (sql) => {
        const isOver = state === 'over';
        const rows = await listCallbacks(sql, { isOver, limit });
        return { items: rows.map(shownCallback), total: await countCallbacks(sql, isOver) };
      }),
  });
  operation(app, 'GET /callbacks/:id', {
    ...ofOne,
    id: 'getCallback',
    summary: 'One promise to call a visitor back',
    answer: Callback,
    handle: async ({ account, params: { id } }) => shownCallback(await rowOf(use, account, id)),
  });
  operation(app, 'GET /callback-slots', {
    ...ofAgents,
    id: 'listCallbackSlots',
    summary: 'Times at which visitors may be called back',
    description: 'In opening hours, within seven days, where somebody is usually there.',
    query: SlotQuery,
    answer: SlotList,
    handle: async ({ account, query: { skill = null, number = null } }) => ({
      items: [...(await callbacks.slots(await use.desks.of(account), skill, number))],
    }),
  });
}

function changingRoutes(app: App, of: CallbackRoutes): void {
  const { use, keeping } = of;
  const changed = async (account: AccountId, id: CallbackId, from: number | null) => {
    const refused = await changeCallback(of, account, await rowOf(use, account, id), from);
    if (refused !== null) throw refuse(refused);
    return shownCallback(await rowOf(use, account, id));
  };
  operation(app, 'PUT /callbacks/:id/slot', {
    ...ofOne,
    id: 'moveCallback',
    summary: 'Move a call back to another time',
    body: CallbackMove,
    answer: Callback,
    errors: ['callback.slot', 'callback.over'],
    handle: ({ account, params: { id }, body: { from } }) => changed(account, id, from),
  });
  operation(app, 'POST /callbacks/:id/cancel', {
    ...ofOne,
    id: 'cancelCallback',
    summary: 'Cancel a call back',
    answer: Callback,
    errors: ['callback.over'],
    handle: ({ account, params: { id } }) => changed(account, id, null),
  });
  operation(app, 'POST /callbacks/:id/call', {
    ...ofOne,
    id: 'callBackNow',
    summary: 'Call a visitor back at once',
    description:
      'It rings at you first if you are online with a free place, else at the next agent.',
    answer: Callback,
    errors: ['callback.over'],
    async handle({ account, user, params: { id } }) {
      const { state } = await rowOf(use, account, id);
      if (state !== 'promised') throw refuse('callback.over');
      return shownCallback(found(await keeping.apply(account, id, { type: 'hasten' }, user.id)));
    },
  });
}

async function rowOf(
  { records }: CallbackParts,
  account: AccountId,
  id: CallbackId,
): Promise<CallbackRow> {
  return found(await records.withAccount(account, (sql) => findCallback(sql, id)));
}
