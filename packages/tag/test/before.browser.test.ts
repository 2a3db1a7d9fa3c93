// The form before a chat in the window, against a peer that has one: filled in, kept over a reload,
// by the keyboard, for the contact button and for an engagement; and nothing if there is no form.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ServerFrame, VisitorFrame } from '../wire.ts';
import { findings } from './axe.test-support.ts';
import { engagement } from './peer.test-support.ts';
import type { Peer } from './peer.test-support.ts';
import { browserTests } from './setup.test-support.ts';

const setUp = browserTests();
type Of<Type extends VisitorFrame['type']> = Extract<VisitorFrame, { type: Type }>;

const form: NonNullable<Extract<ServerFrame, { type: 'chat.before' }>['form']> = {
  text: 'So that the right person answers.',
  question: true,
  fields: [
    {
      field: {
        type: 'choice',
        id: 'topic',
        label: 'What is it about?',
        required: true,
        options: [
          { id: 'order', text: 'An order' },
          { id: 'advice', text: 'Advice' },
        ],
      },
    },
    {
      field: { type: 'text', id: 'number', label: 'Order number', required: true, lines: 'one' },
      when: { field: 'topic', is: ['order'] },
    },
    { field: { type: 'text', id: 'who', label: 'Your name', required: false, lines: 'one' } },
  ],
};

/** Has a form, or none, and accepts what begins. */
function asking(peer: Peer, asked: typeof form | null): void {
  peer.settings = {
    ...peer.settings,
    contactButton: { ...peer.settings.contactButton, asks: true },
  };
  peer.answer = (frame, send) => {
    if (frame.type === 'chat.before')
      send({ type: 'chat.before', request: frame.request, form: asked, known: { who: 'Anna' } });
    if (frame.type !== 'chat.start') return;
    const conversation = { ...waiting, startedAt: Date.now() };
    peer.conversations = [conversation];
    send({ type: 'chat.state', request: frame.request, conversation });
  };
}

const waiting = {
  id: 'c1',
  endedAt: null,
  lastSequence: 0,
  agentDelivered: 0,
  agentRead: 0,
  visitorRead: 0,
  status: 'waiting',
  agent: null,
  position: 2,
  waitS: 180,
} as const;

function sent<Type extends VisitorFrame['type']>(peer: Peer, type: Type): Of<Type>[] {
  const is = (frame: VisitorFrame): frame is Of<Type> => frame.type === type;
  return peer.received.flatMap(({ frame }) => (is(frame) ? [frame] : []));
}

test('[PF2] [PF3] the contact button asks first; what is typed survives a reload, and begins the chat', async (each) => {
  const { peer, visit } = await setUp(each);
  asking(peer, form);
  const page = await visit();
  await page.evaluate(() => Reflect.get(window, 'opportune')('open'));
  const window = page.getByRole('dialog');
  await window.getByText('So that the right person answers.').waitFor();
  assert.equal(await window.getByLabel('Your name').inputValue(), 'Anna');
  assert.equal(await window.getByLabel('Order number').isVisible(), false);
  await window.getByRole('button', { name: 'Start chat' }).click();
  await window.getByText('This is needed').first().waitFor();
  assert.equal(sent(peer, 'chat.start').length, 0);
  assert.deepEqual(await findings(page), []);
  // The first wrong field gets the focus: the keyboard alone is enough.
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.type('A-7');
  await window.getByLabel('Your question').fill('Where is it?');
  await page.reload();
  await window.getByLabel('Order number').waitFor();
  assert.equal(await window.getByLabel('Order number').inputValue(), 'A-7');
  assert.equal(await window.getByLabel('Your question').inputValue(), 'Where is it?');
  await window.getByRole('radio', { name: 'Advice' }).check();
  assert.equal(await window.getByLabel('Order number').isVisible(), false);
  await window.getByRole('radio', { name: 'An order' }).check();
  await window.getByRole('button', { name: 'Start chat' }).click();
  await window.getByText('About 3 minutes').waitFor();
  const [start] = sent(peer, 'chat.start');
  assert.deepEqual(start?.before?.values, { topic: 'order', number: 'A-7', who: 'Anna' });
  assert.equal(start.message?.text, 'Where is it?');
});

test('[PF3] an invitation with a form is answered by it; one without a form begins', async (each) => {
  const { peer, visit } = await setUp(each);
  asking(peer, form);
  const page = await visit();
  peer.send({ type: 'engage', engagement: { ...engagement(), asks: true } });
  await page.getByRole('button', { name: engagement().creative.action }).click();
  const window = page.getByRole('dialog');
  await window.getByRole('radio', { name: 'Advice' }).check();
  const [ask] = sent(peer, 'chat.before');
  assert.equal(ask?.decision, engagement().decision);
  assert.equal(sent(peer, 'chat.start').length, 0);
  await window.getByLabel('Your question').fill('Which lamp?');
  await window.getByRole('button', { name: 'Start chat' }).click();
  const [start] = await peer.until('a start', () => {
    const all = sent(peer, 'chat.start');
    return all.length > 0 && all;
  });
  assert.equal(start?.decision, engagement().decision);
});

test('[PF3] [CB3.5] a call back of a campaign is asked for after the form, with its answers', async (each) => {
  const { peer, visit } = await setUp(each);
  asking(peer, form);
  peer.settings = { ...peer.settings, voice: true };
  const { answer } = peer;
  const slots = { from: Date.now() + 3_600_000, until: Date.now() + 5_400_000 };
  peer.answer = (frame, send) => {
    answer(frame, send);
    if (frame.type !== 'chat.slots') return;
    const { request } = frame;
    const ways = ['browser'] as const;
    send({
      type: 'chat.slots',
      request,
      slots: [slots],
      now: false,
      ways,
      letters: false,
      promise: null,
    });
  };
  const page = await visit();
  const offer = engagement();
  peer.send({ type: 'engage', engagement: { ...offer, action: 'callback', asks: true } });
  await page.getByRole('button', { name: offer.creative.action }).click();
  const window = page.getByRole('dialog');
  await window.getByRole('radio', { name: 'Advice' }).check();
  await window.getByLabel('Your question').fill('Which lamp?');
  assert.equal(sent(peer, 'chat.slots').length, 0);
  await window.getByRole('button', { name: 'Call me back' }).click();
  await window.getByText('Your local time').waitFor();
  await window.getByRole('button', { name: 'Call me back' }).click();
  const [asked] = await peer.until('a request', () => {
    const all = sent(peer, 'chat.call-back');
    return all.length > 0 && all;
  });
  const { topic, who } = asked?.before?.values ?? {};
  assert.deepEqual([topic, who], ['advice', 'Anna']);
  assert.deepEqual([asked?.decision, asked?.message?.text], [offer.decision, 'Which lamp?']);
});

test('[CB11.1] the visitor reads that a text comes for a time, and not for a call back at once', async (each) => {
  const { peer, visit } = await setUp(each);
  peer.settings = { ...peer.settings, voice: true };
  const { answer } = peer;
  const slots = { from: Date.now() + 3_600_000, until: Date.now() + 5_400_000 };
  peer.answer = (frame, send) => {
    answer(frame, send);
    if (frame.type !== 'chat.slots') return;
    const ways = ['telephone'] as const;
    const of = { slots: [slots], now: true, ways, letters: false, promise: null };
    send({ type: 'chat.slots', request: frame.request, ...of, texts: true });
  };
  const page = await visit();
  const offer = engagement();
  peer.send({ type: 'engage', engagement: { ...offer, action: 'callback' } });
  await page.getByRole('button', { name: offer.creative.action }).click();
  const window = page.getByRole('dialog');
  const said = window.getByText('A text message to this number confirms it.');
  const now = window.getByRole('radio', { name: 'As soon as somebody is free' });
  await now.waitFor();
  assert.deepEqual([await now.isChecked(), await said.count()], [true, 0]);
  await window.getByRole('radio', { name: 'Time', exact: true }).check();
  await said.waitFor();
  await now.check();
  await said.waitFor({ state: 'detached' });
});

test('[PF5] if the form is gone, the chat begins without it', async (each) => {
  const { peer, visit } = await setUp(each);
  asking(peer, null);
  const page = await visit();
  peer.send({ type: 'engage', engagement: { ...engagement(), asks: true } });
  await page.getByRole('button', { name: engagement().creative.action }).click();
  await peer.until('a start', () => sent(peer, 'chat.start').length > 0);
});

test('[PF3] if nobody is there the form asks for an address too, and goes with the message', async (each) => {
  const { peer, visit } = await setUp(each);
  asking(peer, form);
  const page = await visit();
  const offer = { ...engagement(), action: 'message', asks: true } as const;
  peer.send({ type: 'engage', engagement: offer });
  await page.getByRole('button', { name: offer.creative.action }).click();
  const window = page.getByRole('dialog', { name: 'Leave a message' });
  await window.getByText('So that the right person answers.').waitFor();
  assert.equal(sent(peer, 'chat.before')[0]?.decision, offer.decision);
  await window.getByRole('radio', { name: 'Advice' }).check();
  await window.getByLabel('Your question').fill('Which lamp?');
  await window.getByRole('button', { name: 'Send message' }).click();
  await window.getByText('This is needed').waitFor();
  assert.equal(sent(peer, 'chat.leave').length, 0);
  assert.deepEqual(await findings(page), []);
  await page.keyboard.type('anna@mail.example');
  await window.getByRole('button', { name: 'Send message' }).click();
  const [left] = await peer.until('a message', () => {
    const all = sent(peer, 'chat.leave');
    return all.length > 0 && all;
  });
  assert.deepEqual(
    [left?.address, left?.message.text, left?.decision, left?.before?.values],
    [
      'anna@mail.example',
      'Which lamp?',
      offer.decision,
      { topic: 'advice', number: '', who: 'Anna' },
    ],
  );
});
