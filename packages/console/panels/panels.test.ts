// What a panel is told, and what it may say.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Panel } from '@opportune/protocol/rest/conversation/panels.ts';
import { contextOf } from './panel-context.ts';
import { panelGate } from './panel-gate.ts';
import { conversationOf } from '../inbox/conversation.test-support.ts';

const conversation = conversationOf({
  id: 'c1',
  visitor: 'v1',
  visitorName: 'Clara Jensen',
  skill: 'returns',
  startedAt: 5,
  lastSequence: 3,
  lastText: 'my secret words',
  lastAt: 6,
  replyTo: 'clara@example.com',
});
const profile = {
  firstSeenAt: 0,
  visits: 1,
  orders: 0,
  orderValue: 0,
  traits: { tier: 'gold', email: 'c@shop.example', phone: '555' },
  searches: [],
  products: [],
  dropped: 0,
};
const look = { theme: 'dark', language: 'de' } as const;
const panel = (more: object) =>
  Panel.parse({
    id: 'p1',
    name: 'Orders',
    url: 'https://crm.example/panel',
    origin: 'https://crm.example',
    shares: [],
    traits: [],
    ...more,
  });

test('[PN2] a panel with nothing ticked is told only its id and the look of the console', () => {
  assert.deepEqual(contextOf(panel({}), conversation, { row: null, profile }, look), {
    panel: 'p1',
    theme: 'dark',
    language: 'de',
  });
});

test('[PN2] a panel is told the ticked fields, never messages or other traits', () => {
  const told = contextOf(
    panel({ shares: ['conversation', 'visitor', 'name', 'email'], traits: ['tier', 'toString'] }),
    conversation,
    { row: null, profile },
    look,
  );
  assert.deepEqual(told.visitor, {
    verified: false,
    id: 'v1',
    name: 'Clara Jensen',
    email: 'c@shop.example',
    traits: { tier: 'gold' },
  });
  assert.equal(told.conversation?.id, 'c1');
  assert.doesNotMatch(JSON.stringify(told), /secret words|555/);
});

test('[OC6] elsewhere than at the page, a panel learns what the page shows and not who the visitor is', () => {
  const shares = ['visitor', 'name', 'email', 'cart'];
  const row = { verified: true, cartTotal: 289, cartItems: 2, place: null };
  const detail = { row, profile } as unknown as Parameters<typeof contextOf>[2];
  const told = (more: object) => {
    const talk = conversationOf({ visitor: 'v1', visitorName: 'Clara', ...more });
    return contextOf(panel({ shares, traits: ['tier'] }), talk, detail, look).visitor;
  };
  const cart = { total: 289, items: 2 };
  assert.deepEqual(told({ channel: 'c_1', address: '49151' }), {
    ...{ verified: false, name: 'Clara', email: null, cart, traits: {} },
  });
  assert.deepEqual(told({}), {
    ...{ verified: true, id: 'v1', name: 'Clara', email: 'c@shop.example', cart },
    traits: { tier: 'gold' },
  });
});

test('[PN3] only known messages of the frame itself, from its origin, are read', () => {
  const read = panelGate('https://crm.example');
  const frame = {};
  const ready = { opportune: 1, type: 'ready' };
  const say = (data: unknown, source: unknown = frame, origin = 'https://crm.example') =>
    read({ data, source, origin }, frame, 0);
  assert.deepEqual(say(ready), ready);
  for (const not of [
    say(ready, {}),
    say(ready, frame, 'https://evil.example'),
    say(ready, frame, 'null'),
    say({ opportune: 2, type: 'ready' }),
    say({ type: 'ready' }),
    say('ready'),
    say({ opportune: 1, type: 'insert', text: 'x'.repeat(5000) }),
    read({ data: ready, source: null, origin: 'https://crm.example' }, null, 0),
  ])
    assert.equal(not, null);
});

test('[PN3] messages beyond the rate are ignored until the next span', () => {
  const read = panelGate('https://crm.example');
  const frame = {};
  const said = {
    data: { opportune: 1, type: 'ready' },
    source: frame,
    origin: 'https://crm.example',
  };
  for (let at = 0; at < 60; at += 1) assert.notEqual(read(said, frame, 1), null);
  assert.equal(read(said, frame, 2), null);
  assert.notEqual(read(said, frame, 20_000), null);
});
