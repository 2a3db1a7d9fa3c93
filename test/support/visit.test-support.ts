// A visitor of an account, as a browser would be one: over the visitor socket, with a decided
// engagement and a left message.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { campaignDocument, goalDraft } from './examples.test-support.ts';
import type { Person } from './people.test-support.ts';

export interface Visit {
  readonly visitor: string;
  readonly decision: string;
  readonly conversation: string;
}

const origin = 'https://shop.example';
const page = { url: `${origin}/cart`, path: '/cart', search: '', title: 'Cart', referrer: '' };
const always = { fact: 'visit.pages', op: 'gte', value: 1 };

/** Arrives, gets an offer, leaves a message and goes. */
export async function makeVisit(url: string, { call }: Person): Promise<Visit> {
  const { body: site } = await call('POST', '/sites', { name: 'Shop', origins: [origin] });
  await publishAlways(call, site.id);
  const id = `visitor-${randomBytes(6).toString('hex')}`;
  const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/socket`, { origin });
  const decision = answered(socket, 'engage', ({ engagement }) => engagement.decision);
  const conversation = answered(socket, 'chat.state', ({ conversation: { id: name } }) => name);
  await once(socket, 'open');
  const pageView = `view-${id}`;
  const event = {
    id: `event-${id}`,
    kind: 'page',
    name: 'Page',
    at: Date.now(),
    pageView,
    page,
    properties: {},
  };
  send(socket, {
    type: 'hello',
    version: 1,
    key: site.writeKey,
    visitor: id,
    fresh: true,
    pageView,
    page,
    language: 'en',
    timeZone: 'UTC',
    viewportWidth: 1000,
  });
  send(socket, { type: 'events', batch: 1, sentAt: Date.now(), events: [event] });
  const stored = answered(socket, 'ack', () => 'stored');
  send(socket, {
    type: 'chat.leave',
    request: 'leave',
    address: 'visitor@example.com',
    message: { id: 'm1', text: 'Do you deliver?' },
  });
  const visit = { visitor: id, decision: await decision, conversation: await conversation };
  await stored;
  socket.terminate();
  return visit;
}

async function publishAlways(call: Person['call'], site: string): Promise<void> {
  const { body: goal } = await call('POST', '/goals', goalDraft);
  const document = campaignDocument(goal.id, [site]);
  const engagement = { ...document.engagement, moment: always };
  const { body } = await call('POST', '/campaigns', {
    document: { ...document, audience: always, engagement, control: 1 },
  });
  await call('POST', `/campaigns/${body.id}/publish`, { revision: 1 });
}

function send(socket: WebSocket, frame: unknown): void {
  socket.send(JSON.stringify(frame));
}

/** Resolves with what `read` returns for the first frame of this type. */
// oxlint-disable-next-line typescript/no-explicit-any -- frames of every shape are read
function answered(socket: WebSocket, type: string, read: (frame: any) => string): Promise<string> {
  return new Promise((resolve, reject) => {
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data));
      if (frame.type === type) resolve(read(frame));
      else if (frame.type === 'problem' || frame.type === 'chat.refused')
        reject(new Error(String(data)));
    });
    socket.on('close', () => reject(new Error(`closed before ${type}`)));
  });
}
