// Somebody calls a number of the account: their call waits, rings at an agent, and both hear each other.
// The carrier is a twin, the agent a page with a tone as voice. And whoever is not the carrier is refused.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Conversation, Message } from '@opportune/protocol/conversation/conversation.ts';
import { WebSocket } from 'ws';
import { openBrowser } from '../../packages/tag/test/browser.test-support.ts';
import { addVoice, callFlags, hears } from '../../packages/tag/test/calls.test-support.ts';
import { type CarrierTwin, startCarrierTwin } from '../twins/carrier-twin.test-support.ts';
import {
  eventually,
  inviteUser,
  openConsole,
  type Product,
  startProduct,
} from './product.test-support.ts';
import { lookAt } from './looks.test-support.ts';

const agentHertz = 720;
const caller = '+4915112345678';
const greeting = 'Welcome to Aldermoor & Sons';
const away = 'Nobody is there now';

let carrier: CarrierTwin;
let product: Product;
let browser: Browser;
let agent: Page;
let channel: { readonly id: string; readonly webhookUrl: string };

before(async () => {
  carrier = await startCarrierTwin();
  product = await startProduct({
    demo: false,
    environment: { OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'on' },
  });
  const { number, accountSid, authToken, base: apiBase } = carrier;
  const settings = { number, accountSid, authToken, apiBase, allowed: '+49' };
  const draft = { kind: 'telephone', name: 'Hotline', settings, greeting, away };
  channel = await product.call('POST', '/channels', draft);
  const fallback = { to: 'nobody' };
  for (const id of ['sales', 'service'])
    await product.call('POST', '/skills', { id, name: id, fallback });
  // Whoever has the skill *service* is not there.
  await inviteUser(product, { email: 'ben@aldermoor.example', name: 'Ben', role: 'agent' });
  const { items } = await product.call<{ items: { id: string; email: string }[] }>('GET', '/users');
  for (const { id, email } of items) {
    const skill = email.startsWith('ben') ? 'service' : 'sales';
    await product.call('PUT', `/users/${id}/skills`, { skills: [{ skill, level: 3 }] });
    // Conversations of these tests stay in wrap-up.
    await product.call('PUT', `/users/${id}/room`, { room: 20 });
  }
});
after(async () => {
  await browser?.close();
  await product?.close();
  await carrier?.stop();
});

const panel = () => agent.getByRole('region', { name: /^Call with/ });

async function newest(): Promise<Conversation | undefined> {
  const { items } = await product.call<{ items: Conversation[] }>('GET', '/conversations');
  return items.toSorted((one, other) => other.startedAt - one.startedAt)[0];
}

async function notesOf(id: string): Promise<readonly string[]> {
  const { messages } = await product.call<{ messages: Message[] }>(
    'GET',
    `/conversations/${id}/messages`,
  );
  return messages.flatMap(({ body }) => (body.type === 'system' ? [body.note.type] : []));
}

/** The process that forwards the sound. */
function mediaHost(): number {
  const children = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(product.pid)], {
    encoding: 'utf8',
  });
  const line = children.split('\n').find((each) => each.includes('media/host-process.ts'));
  return Number(line?.trim().split(' ')[0] ?? 0);
}

/** Resolves with the code with which the server closes a stream. */
function closed(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => socket.on('close', resolve).on('error', () => {}));
}

/** The status with which the server refuses to open a stream. */
function refused(url: string, headers: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers });
    socket.on('unexpected-response', (_, { statusCode = 0 }) => resolve(statusCode));
    socket.on('open', () => reject(new Error('it was opened'))).on('error', () => {});
  });
}

const streamUrl = () => channel.webhookUrl.replace(/^http/, 'ws').replace(/\/webhook$/, '/stream');

/** A stream of the carrier's, before its first message. */
async function opens(): Promise<WebSocket> {
  const url = streamUrl();
  const socket = new WebSocket(url, {
    headers: { 'x-twilio-signature': carrier.signature(url) },
  });
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
  return socket;
}

const connected = { event: 'connected', protocol: 'Call', version: '1.0.0' };
const mediaFormat = { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 };
const start = (token: string, callSid = 'CA1') => ({
  ...{ event: 'start', sequenceNumber: '1', streamSid: 'MZ1' },
  start: {
    ...{ streamSid: 'MZ1', callSid, mediaFormat, tracks: ['inbound'] },
    customParameters: { token },
  },
});
const media = { event: 'media', streamSid: 'MZ1', media: { payload: 'fn5+' } };

/** What the server answers to a call that comes in, and the token in it. */
async function ticket(callSid: string): Promise<string> {
  const fields = { CallSid: callSid, From: caller, To: carrier.number };
  const answer = await fetch(channel.webhookUrl, carrier.signed(channel.webhookUrl, fields));
  return /name="token" value="([^"]+)"/.exec(await answer.text())?.[1] ?? '';
}

describe('a number at a carrier', () => {
  it('[CX32] is asked how to answer calls once it was checked', async () => {
    assert.equal(carrier.voiceUrl, '');
    const { result } = await product.call<{ result: string }>(
      'POST',
      `/channels/${channel.id}/check`,
    );
    assert.deepEqual([result, carrier.voiceUrl], ['connected', channel.webhookUrl]);
    carrier.hasNumber = false;
    const missing = await product.call<{ result: string }>('POST', `/channels/${channel.id}/check`);
    carrier.hasNumber = true;
    assert.equal(missing.result, 'missing');
  });

  it('[CX32] says that nobody is there, and no conversation begins', async () => {
    const call = carrier.call(caller);
    await call.over;
    assert.deepEqual(call.told, [away, 'Hangup']);
    assert.equal(await newest(), undefined);
  });

  it('[CX32] is answered only to the carrier, before anything is read', async () => {
    const url = channel.webhookUrl;
    const form = carrier.signed(url, { CallSid: 'CA1', From: caller });
    const { headers, body } = form;
    const statusOf = async (request: object): Promise<number> => {
      const answer = await fetch(url, { method: 'POST', ...request });
      return answer.status;
    };
    const { 'x-twilio-signature': signature = '', ...unsigned } = headers;
    const other = signature.startsWith('A') ? 'B' : 'A';
    const wrong = { ...headers, 'x-twilio-signature': other + signature.slice(1) };
    assert.equal(await statusOf({ headers: unsigned, body }), 401);
    assert.equal(await statusOf({ headers: wrong, body }), 401);
    assert.equal(await statusOf({ headers, body: `${body}&From=%2B1` }), 401);
    assert.equal(await statusOf({ headers, body }), 200);
  });
});

describe('a call by telephone', () => {
  before(async () => {
    browser = await openBrowser({ flags: callFlags });
    agent = await openConsole(browser, product, '/inbox');
    await addVoice(agent, agentHertz);
    await agent.context().grantPermissions(['microphone']);
    await agent.reload();
    await agent.locator('.me-button', { hasText: 'Online' }).waitFor();
  });

  /** Opens the conversation that rings. */
  async function rings(): Promise<void> {
    const found = await eventually(newest, (each) => each?.status === 'waiting');
    await agent.locator(`a.conv[href$="/inbox/${found?.id}"]`).first().click();
    await agent.getByText('A call. It rings for you').waitFor();
  }

  /** A call that rings at the agent, who answers by keyboard. */
  async function answered(from = caller) {
    const call = carrier.call(from);
    await call.streaming;
    await rings();
    await agent.keyboard.press('Escape');
    await agent.keyboard.press('a');
    await panel().getByText('You are speaking').waitFor();
    return call;
  }

  const hearing = (call: Awaited<ReturnType<typeof answered>>) =>
    eventually(
      async () => [call.hears(agentHertz), await hears(agent, 'visitor')],
      ([one, other]) => one === true && other === true,
    );

  it('[CX30] [CX33] waits with music, rings at the agent, and both hear each other', async () => {
    const call = carrier.call(caller);
    await call.streaming;
    assert.deepEqual(call.told, [greeting]);
    await eventually(
      async () => chords.some((note) => call.hears(note)),
      (isHeard) => isHeard,
    );
    await rings();
    await agent.getByText(caller).first().waitFor();
    assert.deepEqual(await lookAt(agent), []);
    await agent.keyboard.press('Escape');
    await agent.keyboard.press('a');
    await panel().getByText('You are speaking').waitFor();
    await hearing(call);
    const { status, address, channel: at } = (await newest()) ?? {};
    assert.deepEqual([status, address, at], ['active', caller, channel.id]);

    // Out of the field for notes, where letters are written.
    await agent.keyboard.press('Escape');
    await agent.keyboard.press('h');
    await eventually(
      async () => [
        chords.some((note) => call.hears(note)),
        call.hears(agentHertz),
        await hears(agent, 'visitor'),
      ],
      ([music, ...voices]) => music === true && voices.every((isHeard) => isHeard === false),
    );
    await agent.keyboard.press('h');
    await hearing(call);

    // [CX33] The line of a number is busy while it speaks.
    const second = carrier.call(caller);
    await second.over;
    assert.equal((await newest())?.status, 'active');

    await agent.getByRole('button', { name: 'Hang up', exact: true }).click();
    await call.over;
    const over = await eventually(newest, (each) => each?.status === 'wrap-up');
    await eventually(
      () => notesOf(over?.id ?? ''),
      (notes) => notes.includes('call-ended'),
    );
    const log = agent.getByRole('log');
    await log.getByText('A call came in by telephone').first().waitFor();
    await log.getByText('Ended by the agent').first().waitFor();
  });

  it('[CX35] goes on after the media host was killed', async () => {
    const call = await answered();
    await hearing(call);
    const pid = mediaHost();
    process.kill(pid, 'SIGKILL');
    await eventually(
      async () => mediaHost(),
      (next) => next > 0 && next !== pid,
    );
    await hearing(call);
    call.hangUp();
    await call.over;
    await eventually(newest, (each) => each?.status === 'wrap-up');
  });

  it('[CX33] a caller who hangs up ends the call, and calls again during the wrap-up', async () => {
    const call = await answered();
    await hearing(call);
    call.hangUp();
    await call.over;
    await agent
      .getByRole('log')
      .getByText(/^Call ended · /)
      .first()
      .waitFor();
    await eventually(newest, (each) => each?.status === 'wrap-up');
  });

  it('[CX14.6] an agent who accepts soon after a call that was short keeps their microphone', async () => {
    const first = await answered('+4915100000031');
    first.hangUp();
    await first.over;
    await eventually(newest, (each) => each?.status === 'wrap-up');
    const second = carrier.call('+4915100000032');
    await second.streaming;
    await rings();
    // The server hears of it once the time has passed for which the first one kept the microphone.
    await agent.evaluate(() => {
      const { prototype } = globalThis.WebSocket;
      const send = prototype.send;
      prototype.send = function late(data) {
        const isLate = String(data).includes('conversation.accept');
        if (isLate) prototype.send = send;
        setTimeout(() => Reflect.apply(send, this, [data]), isLate ? 5500 : 0);
      };
    });
    await agent.keyboard.press('Escape');
    await agent.keyboard.press('a');
    await panel().getByText('You are speaking').waitFor();
    await hearing(second);
    second.hangUp();
    await second.over;
    await eventually(newest, (each) => each?.status === 'wrap-up');
  });

  it('[CX14.6] a connection that does not come about is offered again', async () => {
    await agent.evaluate(() => {
      const { prototype } = RTCPeerConnection;
      const accept = prototype.setRemoteDescription;
      // The next answer leads nowhere.
      prototype.setRemoteDescription = function take({ type, sdp = '' }) {
        prototype.setRemoteDescription = accept;
        const broken = { type, sdp: sdp.replaceAll(/(a=ice-pwd:)./g, '$1x') };
        return Reflect.apply(accept, this, [broken]);
      };
    });
    const call = await answered('+4915100000033');
    await hearing(call);
    call.hangUp();
    await call.over;
    await eventually(newest, (each) => each?.status === 'wrap-up');
  });

  it('[CX33] a caller who hangs up while they wait has abandoned the conversation', async () => {
    const call = carrier.call('+4915100000002');
    await call.streaming;
    await rings();
    call.hangUp();
    await call.over;
    const found = await eventually(newest, (each) => each?.status === 'ended');
    assert.ok((await notesOf(found?.id ?? '')).includes('abandoned'));
  });

  it('[CX37] a menu leads by keys to a skill, repeats at a wrong key, and goes on without one', async () => {
    const path = `/channels/${channel.id}`;
    const sales = 'sales';
    const menu = 'For sales, press 1.\nde: Für den Verkauf die 1.';
    await product.call('PATCH', path, { settings: { menu, key1: sales, key2: 'service' } });
    const words = ['en-US For sales, press 1.', 'de-DE  Für den Verkauf die 1.'];
    const first = [`en-US ${greeting}`, ...words];
    /** The skill to which some keys lead. */
    const leads = async (from: string, pressed: string): Promise<unknown> => {
      const before = (await newest())?.id;
      const call = carrier.call(from);
      for (const key of pressed) call.press(key);
      await call.streaming;
      const isRepeated = pressed.startsWith('9');
      assert.deepEqual(call.told, isRepeated ? [...first, ...words] : first);
      const found = await eventually(newest, (each) => each !== undefined && each.id !== before);
      call.hangUp();
      await call.over;
      await eventually(newest, (each) => each?.status === 'ended');
      return found?.skill;
    };
    assert.equal(await leads('+4915100000011', '1'), sales);
    assert.equal(await leads('+4915100000012', '91'), sales);
    assert.equal(await leads('+4915100000013', ''), null);
    const unstaffed = carrier.call('+4915100000015');
    unstaffed.press('2');
    await unstaffed.over;
    assert.deepEqual(unstaffed.told, [...first, away, 'Hangup']);
    // An empty setting is removed.
    await product.call('PATCH', path, { settings: { menu: '', key1: '', key2: '' } });
    const from = '+4915100000014';
    const call = carrier.call(from);
    await call.streaming;
    assert.deepEqual(call.told, [greeting]);
    await eventually(newest, (each) => each?.address === from);
    call.hangUp();
    await call.over;
    await eventually(newest, (each) => each?.status === 'ended');
  });

  /** The newest conversation, which the agent has again. */
  async function takes(): Promise<string> {
    const { id = '' } = (await newest()) ?? {};
    await agent.goto(`${product.url}/inbox/${id}`);
    await agent.getByRole('button', { name: 'Reopen', exact: true }).first().click();
    await agent.getByRole('button', { name: 'Call', exact: true }).waitFor();
    return id;
  }

  const dials = async () => {
    const before = carrier.dialled.length;
    await agent.getByRole('button', { name: 'Call', exact: true }).click();
    const all = await eventually(
      async () => carrier.dialled,
      ({ length }) => length > before,
    );
    const ringing = all.at(-1);
    assert.ok(ringing);
    return ringing;
  };

  it('[CX36] nobody is called beyond the minutes, in another country, or who wants no calls', async () => {
    const path = `/channels/${channel.id}`;
    await takes();
    const refusedBy = async (words: RegExp): Promise<void> => {
      const before = carrier.dialled.length;
      await agent.getByRole('button', { name: 'Call', exact: true }).click();
      await agent.getByText(words).first().waitFor();
      assert.equal(carrier.dialled.length, before);
    };
    await product.call('PATCH', path, { settings: { minutesADay: '0' } });
    await refusedBy(/used up the minutes/);
    await product.call('PATCH', path, { settings: { minutesADay: '120', allowed: '+43' } });
    await refusedBy(/Numbers of this country are not allowed/);
    await product.call('PATCH', path, { settings: { allowed: '+49' } });
    const { address } = (await newest()) ?? {};
    const at = { channel: channel.id, address };
    await product.call('POST', '/suppressions', at);
    await refusedBy(/wants no messages/);
    await product.call('POST', '/suppressions/release', at);
  });

  it('[CX36] an agent calls back, it rings at the telephone, and both hear each other', async () => {
    const ringing = await dials();
    assert.equal(ringing.to, (await newest())?.address);
    assert.equal(ringing.seconds, 3600);
    await panel().getByText('It rings at').waitFor();
    const call = ringing.answer();
    await panel().getByText('You are speaking').waitFor();
    await hearing(call);
    await agent.getByRole('button', { name: 'Hang up', exact: true }).click();
    await call.over;
    assert.equal((await newest())?.status, 'active');
  });

  it('[CX36] who is busy ends the call, and an agent who hangs up ends the ringing', async () => {
    const busy = await dials();
    await panel().getByText('It rings at').waitFor();
    await busy.refuse('busy');
    await agent.getByRole('log').getByText('The call was declined').waitFor();
    const rings = await dials();
    await panel().getByText('It rings at').waitFor();
    await agent.getByRole('button', { name: 'Cancel the call', exact: true }).click();
    await eventually(async () => rings.isCancelled, Boolean);
  });

  it('[CX34] a stream is opened only by the carrier, to a channel that there is', async () => {
    const url = streamUrl();
    assert.equal(await refused(url, {}), 401);
    assert.equal(await refused(url, { 'x-twilio-signature': carrier.signature(`${url}x`) }), 401);
    const other = url.replace(channel.id, 'c_none');
    assert.equal(await refused(other, { 'x-twilio-signature': carrier.signature(other) }), 404);
  });

  it('[CX34] a stream without the ticket of a call, out of order or malformed is closed', async () => {
    const before = (await newest())?.id;
    const sent: readonly (readonly unknown[])[] = [
      ['not JSON'],
      [{ event: 'unknown' }],
      [start(await ticket('CA1'))],
      [connected, media],
      [connected, start('none')],
      [connected, start(await ticket('CA2'), 'CA3')],
      [connected, connected],
      [Buffer.from([1, 2, 3])],
    ];
    for (const messages of sent) {
      const socket = await opens();
      const code = closed(socket);
      for (const message of messages)
        socket.send(
          message instanceof Buffer || message === 'not JSON' ? message : JSON.stringify(message),
        );
      assert.equal(await code, 1008, JSON.stringify(messages));
    }
    const huge = await opens();
    const code = closed(huge);
    huge.send('x'.repeat(64 * 1024));
    assert.equal(await code, 1009);
    assert.equal((await newest())?.id, before);
  });

  it('[CX34] a ticket opens one stream, and who sends too much is cut off', async () => {
    const token = await ticket('CA9');
    const first = await opens();
    const gone = closed(first);
    for (const each of [connected, start(token, 'CA9')]) first.send(JSON.stringify(each));
    await rings();
    const second = await opens();
    const refusal = closed(second);
    for (const each of [connected, start(token, 'CA9')]) second.send(JSON.stringify(each));
    assert.equal(await refusal, 1008);
    assert.equal(first.readyState, WebSocket.OPEN);
    const flood = { ...media, media: { payload: 'f'.repeat(8000) } };
    for (let sent = 0; sent < 200; sent += 1) first.send(JSON.stringify(flood));
    assert.equal(await gone, 1008);
    await eventually(newest, (each) => each?.status === 'ended');
  });
});

/** Of the music, in Hz. */
const chords = [98, 130.8, 146.8, 164.8, 196, 246.9, 293.7];
