// The service level in the running product: while an agent keeps visitors waiting, the arm that
// optimises is offered no conversation, but *always* still is.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { until } from '@opportune/server/adapter/process/processes.test-support.ts';
import { WebSocket } from 'ws';
import { campaignDocument, goalDraft } from '../support/examples.test-support.ts';
import type { Owner } from '../support/people.test-support.ts';
import { type Product, startProduct } from '../support/product.test-support.ts';
import { come, origin, type Visitor } from './visitor.test-support.ts';

const everybody = { fact: 'visit.pages', op: 'gte', value: 1 };
const visitors = 20;

let product: Product;
let owner: Owner;
let key: string;
let agents: readonly WebSocket[] = [];
const talking: Visitor[] = [];

before(async () => {
  product = await startProduct();
  owner = await product.newAccount('Owner');
  const { body: site } = await owner.call('POST', '/sites', { name: 'Shop', origins: [origin] });
  key = site.writeKey;
  agents = await Promise.all([onlineAgent(), onlineAgent(), onlineAgent()]);
});
after(async () => {
  for (const each of agents) each.terminate();
  for (const each of talking) each.close();
  await product.close();
});

/** Three agents have places for everybody, including offers that hold a place. */
async function onlineAgent(): Promise<WebSocket> {
  const person = await product.invite(owner, 'agent');
  await owner.call('PATCH', `/users/${person.user.id}`, { room: 20 });
  const address = `${product.url.replace('http', 'ws')}/api/v1/socket`;
  const socket = new WebSocket(address, { headers: { authorization: `Bearer ${person.token}` } });
  await once(socket, 'open');
  const online = new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data));
      if (frame.type === 'agent.changed' && frame.agent.state === 'online') resolve();
    });
  });
  socket.send(JSON.stringify({ type: 'agent.state', state: 'online' }));
  await online;
  return socket;
}

/** Offers everybody a chat, half of them by the policy. */
async function publish(): Promise<void> {
  const { body: goal } = await owner.call('POST', '/goals', goalDraft);
  const document = campaignDocument(goal.id);
  const [variant] = document.engagement.variants;
  assert.ok(variant);
  const creative = { ...variant.offer.creative, action: 'Talk to us' };
  const offer = { channel: 'chat', skill: null, fallback: null, creative };
  const engagement = {
    ...document.engagement,
    moment: everybody,
    variants: [{ ...variant, offer }],
  };
  const { body } = await owner.call('POST', '/campaigns', {
    document: {
      ...{ ...document, audience: everybody, engagement, control: 100, mode: 'optimise' },
      optimise: { delayS: { from: 0, until: 0 }, serviceLevel: { answeredInS: 5, share: 8000 } },
    },
  });
  const { status } = await owner.call('POST', `/campaigns/${body.id}/publish`, { revision: 1 });
  assert.equal(status, 200);
}

async function figure(name: string): Promise<number> {
  const headers = { authorization: `Bearer ${product.operatorToken}` };
  const text = await (await fetch(`${product.url}/metrics`, { headers })).text();
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1));
}

const offered = 'opportune_policy_choices_total{action="now"}';
const waited = 'opportune_policy_choices_total{action="waits"}';

test('[M9] while an agent keeps visitors waiting, the policy offers nothing and always still offers', async () => {
  await publish();
  for (const each of await Promise.all(Array.from({ length: 20 }, () => come(product.url, key))))
    each.close();
  const before = await figure(offered);
  assert.ok(before > 0, 'it offers while nobody waits');
  for (let at = 0; at < 5; at++) {
    const visitor = await come(product.url, key);
    visitor.send({ type: 'chat.start', request: 'talk' });
    await visitor.frame('chat.state');
    talking.push(visitor);
  }
  const [open, closed] = [await figure(offered), await figure(waited)];
  await until(
    'the service level is missed',
    async () => (await figure('opportune_policies_guarded')) === 1,
  );
  const late = await Promise.all(Array.from({ length: visitors }, () => come(product.url, key)));
  for (const each of late) each.close();
  assert.equal(await figure(offered), open, 'nobody is offered a conversation by the policy');
  assert.ok((await figure(waited)) > closed, 'though it was asked');
  const shown = late.filter(({ isOffered }) => isOffered).length;
  assert.ok(shown > 0 && shown < visitors, `always goes on: ${shown} of ${visitors}`);
});
