// Panels by REST: agents read them, administrators change them, because what a panel receives
// leaves the account for another origin.
import {
  originOf,
  PanelDraft,
  PanelId,
  PanelList,
  RevisedPanel,
} from '@opportune/protocol/rest/conversation/panels.ts';
import { z } from 'zod';
import type { App } from '../http/rest/app.ts';
import { found, refuse } from '../http/problem/refusal.ts';
import type { Panels } from './panels.ts';
import { resource } from '../http/rest/resource.ts';

export function panelRoutes(app: App, panels: Panels): void {
  resource(app, {
    tag: 'Panels',
    name: 'Panel',
    collection: '/panels',
    item: '/panels/:id',
    params: z.object({ id: PanelId }),
    readers: 'agent',
    writers: 'administrator',
    saved: PanelDraft,
    answer: RevisedPanel,
    read: async ({ account, params }) =>
      found((await panels.list(account)).find(({ id }) => id === params.id)),
    list: {
      summary: 'The account’s own panels',
      answer: PanelList,
      handle: ({ account }) => panels.list(account),
    },
    create: {
      summary: 'Add a panel',
      description:
        'A panel is a page with https on another origin than the console. It receives only what `shares` and `traits` name.',
      body: PanelDraft,
      errors: ['account.full'],
      async handle({ account, body, request }) {
        refuseOwn(body, request.headers.host);
        return panels.create(account, body);
      },
    },
    replace: {
      summary: 'Change a panel',
      async handle({ account, params, body, request, unchanged }) {
        refuseOwn(body, request.headers.host);
        return panels.change(account, params.id, body, unchanged);
      },
    },
    remove: {
      summary: 'Remove a panel',
      handle: ({ account, params }) => panels.remove(account, params.id),
    },
  });
}

/** A frame of the console's own origin could access the console. */
function refuseOwn({ url }: PanelDraft, host: string | undefined): void {
  if (originOf(url) === `https://${host}` || originOf(url) === `http://${host}`)
    throw refuse('request.invalid', { path: 'url' });
}
