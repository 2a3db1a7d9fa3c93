// Panels by REST: agents read them, administrators keep them, because what a panel is told leaves the
// account for another origin.
import { Empty, IfMatch } from '@opportune/protocol/rest/common.ts';
import {
  originOf,
  PanelDraft,
  PanelId,
  PanelList,
  RevisedPanel,
} from '@opportune/protocol/rest/conversation/panels.ts';
import { z } from 'zod';
import type { App } from '../http/rest/app.ts';
import { principalOf } from '../http/access/principal.ts';
import { saveWhole, savedWhole, withRevision } from '../http/rest/whole-document.ts';
import { found, refuse } from '../http/problem/refusal.ts';
import type { Panels } from './panels.ts';

export function panelRoutes(app: App, panels: Panels): void {
  const tags = ['Panels'];
  const params = z.object({ id: PanelId });

  app.get(
    '/api/v1/panels',
    {
      config: { access: 'agent' },
      schema: {
        tags,
        summary: 'The account’s own panels beside a conversation',
        response: { 200: PanelList },
      },
    },
    async (request) => {
      const all = await panels.list(principalOf(request).account);
      return { panels: all.map((panel) => withRevision(PanelDraft, panel)) };
    },
  );
  app.post(
    '/api/v1/panels',
    {
      config: { access: 'administrator' },
      schema: {
        tags,
        summary: 'Add a panel',
        description:
          'A page of another origin than the console, by https. It is told what `shares` and `traits` name, and nothing else.',
        body: PanelDraft,
        response: { 201: RevisedPanel },
      },
    },
    async (request, reply) => {
      refuseOwn(request.body, request.headers.host);
      const made = await panels.create(principalOf(request).account, request.body);
      return reply.code(201).send(withRevision(PanelDraft, made));
    },
  );
  app.put(
    '/api/v1/panels/:id',
    {
      config: { access: 'administrator' },
      schema: {
        tags,
        summary: 'Change a panel',
        description: savedWhole,
        headers: IfMatch,
        params,
        body: PanelDraft,
        response: { 200: RevisedPanel },
      },
    },
    async (request) => {
      refuseOwn(request.body, request.headers.host);
      const { account } = principalOf(request);
      const { id } = request.params;
      return saveWhole(request, PanelDraft, {
        read: async () => found((await panels.list(account)).find((panel) => panel.id === id)),
        write: () => panels.change(account, id, request.body),
      });
    },
  );
  app.delete(
    '/api/v1/panels/:id',
    {
      config: { access: 'administrator' },
      schema: { tags, summary: 'Remove a panel', params, response: { 200: Empty } },
    },
    async (request) => {
      await panels.remove(principalOf(request).account, request.params.id);
      return {};
    },
  );
}

/** A frame of the console's own origin would reach into the console. */
function refuseOwn({ url }: PanelDraft, host: string | undefined): void {
  if (originOf(url) === `https://${host}` || originOf(url) === `http://${host}`)
    throw refuse('request.invalid', { path: 'url' });
}
