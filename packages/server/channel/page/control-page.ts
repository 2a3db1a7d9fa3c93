// Takes, asks for and passes a conversation among the apps of a page or an Instagram account. Meta allows
// taking only to the app that routes conversations, and asking only where none does.
// https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/conversation-routing/apis
// and https://developers.facebook.com/documentation/business-messaging/messenger-platform/conversation-routing, checked 2026-11-26
import type { Controlled } from '@opportune/core/ports/channel.ts';
import type { ControlRequest } from '@opportune/protocol/rest/channel/control.ts';
import { callGraph } from '../meta/graph-api.ts';
import type { Page } from './send-page.ts';

const withinMs = 10_000;
/** Where people of the business answer at Meta. */
const inboxes = { messenger: '263902037430900', instagram: '1217981644879628' } as const;

export async function controlPage(
  page: Page,
  kind: 'messenger' | 'instagram',
  address: string,
  request: ControlRequest,
): Promise<Controlled> {
  const app = request.act === 'pass' ? (request.app ?? inboxes[kind]) : null;
  const path = `${page.id}/${edges[request.act]}`;
  const body = { recipient: { id: address }, ...(app !== null && { target_app_id: app }) };
  const called = await callGraph(page, { method: 'POST', path, body, withinMs });
  return called.type === 'ok' ? { type: 'done', passedTo: app } : called;
}

const edges = {
  take: 'take_thread_control',
  ask: 'request_thread_control',
  pass: 'pass_thread_control',
} as const;
