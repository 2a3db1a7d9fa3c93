// Somebody calls while nobody is there: they leave a message after a tone, and agents hear it in the
// transcript. The carrier is a twin, and what is played is compared with what was said.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { WebSocket } from 'ws';
import { linearOf } from '@opportune/core/sound/pcmu.ts';
import { telephoneLimits } from '@opportune/protocol/limits/telephone.ts';
import type { Conversation, Message } from '@opportune/protocol/conversation/conversation.ts';
import type { Browser, Page } from 'playwright-core';
import { toneAt } from '../twins/carrier-voice.test-support.ts';
import { openBrowser } from '../../packages/tag/test/browser.test-support.ts';
import { addVoice, callFlags, hears } from '../../packages/tag/test/calls.test-support.ts';
import {
  type CarrierCall,
  type CarrierTwin,
  startCarrierTwin,
} from '../twins/carrier-twin.test-support.ts';
import { lookAt } from './looks.test-support.ts';
import { eventually, openConsole, type Product, startProduct } from './product.test-support.ts';

const words = 'Nobody is there & nobody answers. Speak after the tone.';
const away = 'Nobody is there now';
/** Of the tone, and of who calls. */
const [tone, said] = [1000, 450];

let carrier: CarrierTwin;
let product: Product;
let browser: Browser;
let channel: { readonly id: string };

before(async () => {
  carrier = await startCarrierTwin();
  product = await startProduct({
    demo: false,
    environment: { OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'on' },
  });
  const { number, accountSid, authToken, base: apiBase } = carrier;
  const settings = { number, accountSid, authToken, apiBase };
  channel = await product.call('POST', '/channels', {
    ...{ kind: 'telephone', name: 'Hotline', settings, away },
  });
  await product.call('POST', `/channels/${channel.id}/check`);
});
after(async () => {
  await browser?.close();
  await product?.close();
  await carrier?.stop();
});

async function newest(): Promise<Conversation | undefined> {
  const { items } = await product.call<{ items: Conversation[] }>('GET', '/conversations');
  return items.toSorted((one, other) => other.startedAt - one.startedAt)[0];
}

const set = (settings: Readonly<Record<string, string>>) =>
  product.call('PATCH', `/channels/${channel.id}`, { settings });

async function messagesOf(id: string): Promise<readonly Message[]> {
  const path = `/conversations/${id}/messages`;
  return (await product.call<{ messages: Message[] }>('GET', path)).messages;
}

/** The message with sound that a caller left. */
async function leftIn(conversation: string) {
  const all = await messagesOf(conversation);
  const left = all.flatMap(({ id, body }) =>
    body.type === 'text' && body.content?.type === 'attachment'
      ? [{ id, text: body.text, file: body.content }]
      : [],
  );
  assert.equal(left.length, 1);
  return left[0] as (typeof left)[number];
}

async function soundOf(conversation: string, message: string, range?: string) {
  const url = `${product.url}/api/v1/conversations/${conversation}/attachments/${message}`;
  const answer = await fetch(url, {
    headers: {
      authorization: `Bearer ${product.token}`,
      ...(range === undefined ? {} : { range }),
    },
  });
  return { answer, bytes: Buffer.from(await answer.arrayBuffer()) };
}

/** How loud a tone is in a WAV file of 16 bits, in dB. */
function loudnessIn(wav: Buffer, hertz: number): number {
  let [real, imaginary] = [0, 0];
  const samples = (wav.length - 44) / 2;
  for (let at = 0; at < samples; at += 1) {
    const angle = (2 * Math.PI * hertz * at) / 8000;
    real += wav.readInt16LE(44 + at * 2) * Math.cos(angle);
    imaginary += wav.readInt16LE(44 + at * 2) * Math.sin(angle);
  }
  return 20 * Math.log10((2 * Math.hypot(real, imaginary)) / samples / 32_768);
}

/** Somebody calls, and hears the tone. */
async function calls(from: string) {
  const call = carrier.call(from, 0);
  await call.streaming;
  await eventually(
    async () => call.hears(tone),
    (isHeard) => isHeard,
  );
  return call;
}

/** And says something. */
async function speaks(from: string) {
  const call = await calls(from);
  call.say(said);
  await new Promise((resolve) => setTimeout(resolve, 2000));
  return call;
}

describe('a caller when nobody is there', () => {
  it('[CX38.1] hears the away answer, and leaves nothing, unless the channel takes messages', async () => {
    const call = carrier.call('+4915100000001');
    await call.over;
    assert.deepEqual(call.told, [away, 'Hangup']);
    assert.equal(await newest(), undefined);
  });

  it('[CX38.2] [CX39.1] leaves a message that waits in the inbox, with what they said', async () => {
    await set({ voicemail: 'on', voicemailWords: words });
    const call = await speaks('+4915100000002');
    assert.deepEqual(call.told, [words]);
    call.hangUp();
    await call.over;
    const found = await eventually(newest, (each) => each?.status === 'message');
    assert.deepEqual(
      [found?.channel, found?.address, found?.caseState],
      [channel.id, '+4915100000002', 'open'],
    );
    const { id, text, file } = await leftIn(found?.id ?? '');
    assert.match(text, /^Voicemail\.wav \(0:0[0-9]\)$/);
    const { answer, bytes } = await soundOf(found?.id ?? '', id);
    assert.equal(answer.headers.get('content-type'), 'audio/wav');
    assert.equal(bytes.length, file.sizeBytes);
    assert.ok(Math.abs((bytes.length - 44) / 16 - (file.sound?.durationMs ?? 0)) <= 1);
    assert.ok(loudnessIn(bytes, said) > -20, 'what was said');
    assert.ok(loudnessIn(bytes, tone) < -40, 'not the tone');
    // What was said is in it, sample by sample.
    const wave = Array.from(toneAt(said, 0), linearOf);
    const samples = new Int16Array(bytes.buffer, bytes.byteOffset + 44, (bytes.length - 44) / 2);
    const loud = Math.max(...wave);
    assert.equal(Math.max(...samples), loud);
    // [CX39.3] Players ask for pieces.
    const piece = await soundOf(found?.id ?? '', id, 'bytes=100-199');
    assert.equal(piece.answer.status, 206);
    assert.equal(piece.answer.headers.get('content-range'), `bytes 100-199/${bytes.length}`);
    assert.deepEqual(piece.bytes, bytes.subarray(100, 200));
    const none = await soundOf(found?.id ?? '', id, `bytes=${bytes.length}-`);
    assert.equal(none.answer.status, 416);
  });

  it('[CX38.3] a message ends by silence, and the call with it', async () => {
    const call = await speaks('+4915100000003');
    call.say(0);
    await call.over;
    assert.deepEqual(call.told, [words, 'Hangup']);
    const found = await eventually(newest, (each) => each?.address === '+4915100000003');
    const { file } = await leftIn(found?.id ?? '');
    // Without the silence at its end.
    assert.ok((file.sound?.durationMs ?? 0) < telephoneLimits.voicemailSilenceS * 1000);
  });

  it('[CX38.3] a key ends it, and who says nothing leaves nothing', async () => {
    const before = (await newest())?.id;
    const silent = await calls('+4915100000004');
    silent.press('#');
    await silent.over;
    assert.deepEqual(silent.told, [words, 'Hangup']);
    assert.equal((await newest())?.id, before);
  });

  it('[CX38.2] whoever withholds their number leaves one, and is somebody else each time', async () => {
    const call = await speaks('anonymous');
    call.hangUp();
    await call.over;
    const found = await eventually(newest, (each) => each?.address === call.sid);
    assert.equal(found?.status, 'message');
    await leftIn(found?.id ?? '');
  });

  it('[CX34.3] [CX38.2] a stream that is out of order is closed, and what was said on it is kept', async () => {
    const from = '+4915100000006';
    const url = carrier.voiceUrl;
    const fields = { CallSid: 'CA6', From: from, To: carrier.number };
    const answer = await (await fetch(url, carrier.signed(url, fields))).text();
    const [, to = ''] = /<Stream url="([^"]+)"/.exec(answer) ?? [];
    const [, token = ''] = /name="token" value="([^"]+)"/.exec(answer) ?? [];
    const socket = new WebSocket(to, {
      headers: { 'x-twilio-signature': carrier.signature(to) },
    });
    const heard = Promise.withResolvers<void>();
    const gone = new Promise((resolve) => socket.on('close', resolve).on('error', () => {}));
    socket.on('message', () => heard.resolve());
    await new Promise((resolve) => socket.on('open', resolve));
    const send = (message: object): void => socket.send(JSON.stringify(message));
    send({ event: 'connected' });
    const mediaFormat = { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 };
    const start = { streamSid: 'MZ6', callSid: 'CA6', mediaFormat, customParameters: { token } };
    send({ event: 'start', streamSid: 'MZ6', start });
    // The tone: from now on it is taken.
    await heard.promise;
    const says = (payload: Buffer): void =>
      send({
        ...{ event: 'media', streamSid: 'MZ6' },
        media: { payload: payload.toString('base64') },
      });
    for (let packet = 0; packet < 100; packet += 1) says(toneAt(said, packet));
    send({ event: 'connected' });
    assert.equal(await gone, 1008);
    const found = await eventually(newest, (each) => each?.address === from);
    await leftIn(found?.id ?? '');
  });

  it('[CX38.5] whoever left as many messages as they may hears the away answer', async () => {
    const from = '+4915100000005';
    for (let left = 0; left < telephoneLimits.numberVoicemails; left += 1) {
      const call = await calls(from);
      call.press('#');
      await call.over;
      assert.deepEqual(call.told, [words, 'Hangup']);
    }
    const call = carrier.call(from);
    await call.over;
    assert.deepEqual(call.told, [away, 'Hangup']);
  });
});

describe('a message in the transcript', () => {
  let agent: Page;
  before(async () => {
    browser = await openBrowser();
    agent = await openConsole(browser, product, '/inbox');
  });

  it('[CX39.2] is played, by keyboard too, and its picture shows how loud it is', async () => {
    const found = (
      await product.call<{ items: Conversation[] }>('GET', '/conversations')
    ).items.find(({ address }) => address === '+4915100000002');
    await agent.goto(`${product.url}/inbox/${found?.id}`);
    const player = agent.getByRole('region', { name: /^Voicemail, 0:0/ });
    await player.waitFor();
    await agent.getByText('Left a message after the tone').waitFor();
    // Its number may be forged, whatever conversation it joined.
    await player.getByText(/^Not verified: a number can be forged/).waitFor();
    await player.getByRole('button', { name: 'Play' }).click();
    await player.getByRole('button', { name: 'Pause' }).waitFor();
    await eventually(
      () => agent.evaluate(() => document.querySelector('audio')?.currentTime ?? 0),
      (at) => at > 0.2,
    );
    const slider = player.getByRole('slider');
    await slider.focus();
    await agent.keyboard.press('End');
    await eventually(
      async () => [
        await slider.getAttribute('aria-valuenow'),
        await slider.getAttribute('aria-valuemax'),
      ],
      ([at, most]) => at === most,
    );
    assert.deepEqual(await lookAt(agent), []);
  });

  it('[CX38.1] [CX40.1] is what an administrator lets callers leave', async () => {
    await agent.goto(`${product.url}/settings/channels`);
    const open = async () => {
      await agent
        .getByRole('button', { name: /^More.*Hotline|Hotline/ })
        .last()
        .click();
      await agent.getByRole('menuitem', { name: 'Waiting and voicemail' }).click();
    };
    await open();
    const dialog = agent.getByRole('dialog', { name: 'Waiting and voicemail of Hotline' });
    assert.equal(await dialog.getByLabel('Words before the tone').inputValue(), words);
    await dialog.getByLabel('Say the position in the queue').selectOption('off');
    await dialog.getByLabel('Ask for a message after').selectOption('120');
    assert.deepEqual(await lookAt(agent), []);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    const settings = async () => {
      const path = `/channels/${channel.id}`;
      return (await product.call<{ settings: Record<string, string> }>('GET', path)).settings;
    };
    const { position, voicemail, voicemailAfterS } = await settings();
    assert.deepEqual([position, voicemail, voicemailAfterS], ['off', 'on', '120']);
    await open();
    await dialog.getByLabel('Say the position in the queue').selectOption('');
    await dialog.getByLabel('Ask for a message after').selectOption('');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    const { position: none, voicemailAfterS: never } = await settings();
    assert.deepEqual([none, never], [undefined, undefined]);
    const found = (
      await product.call<{ items: Conversation[] }>('GET', '/conversations')
    ).items.find(({ address }) => address === '+4915100000002');
    await agent.goto(`${product.url}/inbox/${found?.id}`);
  });

  it('[CX39.5] is taken by an agent, who can call back then', async () => {
    await agent.getByRole('button', { name: 'Take it' }).click();
    await agent.getByRole('button', { name: 'Call', exact: true }).waitFor();
    const { items } = await product.call<{ items: Conversation[] }>('GET', '/conversations');
    const taken = items.find(({ address }) => address === '+4915100000002');
    assert.deepEqual([taken?.status, taken?.caseState], ['active', null]);
    await agent.getByRole('button', { name: 'End', exact: true }).click();
  });
});

describe('a caller who waits', () => {
  const greeting = 'Welcome';
  const mayLeave = 'To leave a message, press any key.';
  let agent: Page;
  let spoken: CarrierCall;

  before(async () => {
    const voices = await openBrowser({ flags: callFlags });
    await browser.close();
    browser = voices;
    agent = await openConsole(browser, product, '/inbox');
    await addVoice(agent, 720);
    await agent.context().grantPermissions(['microphone']);
    await agent.reload();
    await agent.locator('.me-button', { hasText: 'Online' }).waitFor();
    await product.call('PATCH', `/channels/${channel.id}`, { greeting });
    // The only agent speaks with somebody.
    spoken = carrier.call('+4915100000020');
    await spoken.streaming;
    const found = await at('+4915100000020');
    await agent.locator(`a.conv[href$="/inbox/${found.id}"]`).first().click();
    await agent.getByRole('button', { name: 'Answer', exact: true }).first().click();
    await agent.getByText('You are speaking').first().waitFor();
  });

  /** The only conversation at a number. */
  async function at(from: string): Promise<Conversation> {
    const found = await eventually(
      async () => {
        const path = '/conversations?limit=100';
        const { items } = await product.call<{ items: Conversation[] }>('GET', path);
        return items.filter(({ address }) => address === from);
      },
      ({ length }) => length > 0,
    );
    assert.equal(found.length, 1);
    return found[0] as Conversation;
  }

  const told = (call: CarrierCall, sentence: string) =>
    eventually(
      async () => call.told,
      // The words of the position name their language.
      (all) => all.at(-1)?.endsWith(sentence) === true,
    );

  it('[CX40.1] hears their position and music, and leaves a message by a key', async () => {
    assert.deepEqual(spoken.told, [greeting]);
    const second = carrier.call('+4915100000021', 0);
    await told(second, `You are next. ${mayLeave}`);
    await eventually(
      async () => chords.some((note) => second.hears(note)),
      (isHeard) => isHeard,
    );
    const third = carrier.call('+4915100000022', 0);
    await told(third, `You are number 2 in the queue. ${mayLeave}`);
    const waits = await at('+4915100000021');
    assert.equal(waits.status, 'waiting');

    // [CX40.3]
    second.press('5');
    await told(second, words);
    await eventually(
      async () => second.hears(tone),
      (isHeard) => isHeard,
    );
    second.say(said);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    second.hangUp();
    await second.over;
    const left = await eventually(
      () => at('+4915100000021'),
      ({ status }) => status === 'message',
    );
    assert.equal(left.id, waits.id);
    await leftIn(left.id);
    third.hangUp();
    await third.over;
    await eventually(
      () => at('+4915100000022'),
      ({ status }) => status === 'ended',
    );
  });

  it('[CX40.2] is heard by the agent who is free then', async () => {
    const call = carrier.call('+4915100000023', said);
    await told(call, `You are next. ${mayLeave}`);
    await agent.getByRole('button', { name: 'Hang up', exact: true }).click();
    await spoken.over;
    const found = await at('+4915100000023');
    await agent.locator(`a.conv[href$="/inbox/${found.id}"]`).first().click();
    await agent.getByRole('button', { name: 'Answer', exact: true }).first().click();
    await eventually(
      async () => [call.hears(720), await hears(agent, 'visitor')],
      ([one, other]) => one === true && other === true,
    );
    call.hangUp();
    await call.over;
    assert.equal(call.told.length, 2, 'nothing was said since');
  });
});

/** Of the music, in Hz. */
const chords = [98, 130.8, 146.8, 164.8, 196, 246.9, 293.7];
