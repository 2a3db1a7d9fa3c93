// A recorded call by telephone: the caller hears that it is, may refuse by a key, and the transcript plays it, each
// side on its own channel. Then the media host and the server are killed. The carrier is a twin.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { migratedDataFolder } from '../../packages/server/adapter/engines.test-support.ts';
import { openBrowser } from '../../packages/tag/test/browser.test-support.ts';
import { addVoice, callFlags, hears } from '../../packages/tag/test/calls.test-support.ts';
import {
  type CarrierCall,
  type CarrierTwin,
  startCarrierTwin,
} from '../twins/carrier-twin.test-support.ts';
import { lookAt } from './looks.test-support.ts';
import { eventually, openConsole, type Product, startProduct } from './product.test-support.ts';

interface Recordings {
  readonly items: readonly {
    readonly id: string;
    readonly language: string;
    readonly file: { readonly durationMs: number } | null;
  }[];
}

const tones = { visitor: 450, agent: 720 } as const;
const environment = { OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'on' };
let carrier: CarrierTwin;
let folder: Awaited<ReturnType<typeof migratedDataFolder>>;
let product: Product;
let browser: Browser;
let agent: Page;
let channel = '';

before(async () => {
  carrier = await startCarrierTwin();
  folder = await migratedDataFolder();
  product = await startProduct({ apart: true, dataFolder: folder.path, environment });
  await product.call('PUT', '/recording-settings', { on: true, keepDays: 30 });
  const { number, accountSid, authToken, base: apiBase } = carrier;
  const settings = { number, accountSid, authToken, apiBase, allowed: '+49' };
  const made = await product.call<{ id: string }>('POST', '/channels', {
    ...{ kind: 'telephone', name: 'Hotline', settings, greeting: 'Welcome', away: 'Nobody' },
  });
  channel = made.id;
  await product.call('POST', `/channels/${channel}/check`);
  // Conversations of these tests go on.
  const { items } = await product.call<{ items: { id: string }[] }>('GET', '/users');
  await product.call('PUT', `/users/${items[0]?.id}/room`, { room: 20 });
  browser = await openBrowser({ flags: callFlags });
  agent = await openConsole(browser, product, '/inbox');
  await addVoice(agent, tones.agent);
  await agent.context().grantPermissions(['microphone']);
  await agent.reload();
  await agent.locator('.me-button', { hasText: 'Online' }).waitFor();
});
after(async () => {
  await browser?.close();
  await product?.close();
  folder?.remove();
  await carrier?.stop();
});

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const panel = () => agent.getByRole('region', { name: /^Call with/ });

async function newest(): Promise<Conversation | undefined> {
  const { items } = await product.call<{ items: Conversation[] }>('GET', '/conversations');
  return items.toSorted((one, other) => other.startedAt - one.startedAt)[0];
}

async function recordings(): Promise<Recordings> {
  const { id = '' } = (await newest()) ?? {};
  return product.call<Recordings>('GET', `/conversations/${id}/recordings`);
}

const made = (count: number) =>
  eventually(
    recordings,
    ({ items }) => items.length === count && items.every(({ file }) => file !== null),
  );

/** A call that the agent has answered. */
async function speaks(from: string, pressed = ''): Promise<CarrierCall> {
  const before = (await newest())?.id;
  const call = carrier.call(from, tones.visitor);
  for (const key of pressed) call.press(key);
  await call.streaming;
  const found = await eventually(newest, (each) => each?.id !== before);
  await agent.locator(`a.conv[href$="/inbox/${found?.id}"]`).first().click();
  await agent.getByText('A call. It rings for you').waitFor();
  await agent.keyboard.press('Escape');
  await agent.keyboard.press('a');
  await panel().getByText('You are speaking').waitFor();
  await hearing(call);
  return call;
}

const hearing = (call: CarrierCall) =>
  eventually(
    async () => call.hears(tones.agent) && (await hears(agent, 'visitor')),
    (isHeard) => isHeard,
  );

/** The process that forwards the sound. */
function mediaHost(): number {
  const children = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(product.pid)], {
    encoding: 'utf8',
  });
  const line = children.split('\n').find((each) => each.includes('media/host-process.ts'));
  return Number(line?.trim().split(' ')[0] ?? 0);
}

/** Both sides say something for so long. */
const saying = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const announced = 'en-US This call is recorded, so that we serve you well.';

describe('a recorded call by telephone', () => {
  it('[CX42.1] [CX42.3] the caller hears that it is recorded, the agent pauses it, and it is played', async () => {
    const call = await speaks('+4915112345671');
    assert.ok(
      call.told.some((words) => words.startsWith(announced)),
      call.told.join(' | '),
    );
    await panel().getByText('This call is recorded.').waitFor();
    assert.deepEqual(await lookAt(agent), []);
    await saying(2500);
    await button(agent, 'Pause recording').click();
    await panel().getByText('The recording is paused.').waitFor();
    await button(agent, 'Go on recording').click();
    await panel().getByText('This call is recorded.').waitFor();
    await button(agent, 'Hang up').click();
    await call.over;
    const { items } = await made(1);
    assert.equal(items[0]?.language, 'en');
    await agent
      .getByRole('region', { name: /^Recorded call/ })
      .getByRole('slider')
      .waitFor();
    const { id = '' } = (await newest()) ?? {};
    for (const as of ['ogg', 'wav']) {
      const levels = await agent.evaluate(levelsIn, {
        at: `/api/v1/conversations/${id}/recordings/${items[0]?.id}?as=${as}`,
        hertz: [tones.visitor, tones.agent],
      });
      const [left = [], right = []] = levels;
      assert.ok((left[0] ?? 0) > (left[1] ?? 0) + 20, `${as}: ${JSON.stringify(levels)}`);
      assert.ok((right[1] ?? 0) > (right[0] ?? 0) + 20, `${as}: ${JSON.stringify(levels)}`);
    }
  });

  it('[CX42.2] a key refuses it while it is said, and nothing is recorded', async () => {
    const call = await speaks('+4915112345672', '5');
    await panel().getByText('Not recorded: the visitor does not want it.').waitFor();
    await button(agent, 'Hang up').click();
    await call.over;
    await eventually(newest, (each) => each?.status === 'wrap-up');
    assert.deepEqual((await recordings()).items, []);
  });

  it('[CX42.2] the star key ends it in the call, and what was said before is kept', async () => {
    const call = await speaks('+4915112345673');
    await panel().getByText('This call is recorded.').waitFor();
    await saying(1500);
    call.press('*');
    await panel().getByText('Not recorded: the visitor does not want it.').waitFor();
    await button(agent, 'Hang up').click();
    await call.over;
    const { items } = await made(1);
    assert.ok((items[0]?.file?.durationMs ?? 0) >= 1000, JSON.stringify(items));
  });

  it('[CX42.1] whoever is called hears it too, and may refuse', async () => {
    const { id = '' } = (await newest()) ?? {};
    await agent.goto(`${product.url}/inbox/${id}`);
    await button(agent, 'Reopen').first().click();
    await button(agent, 'Call').waitFor();
    for (const isRefused of [false, true]) {
      const before = carrier.dialled.length;
      await button(agent, 'Call').click();
      const all = await eventually(
        async () => carrier.dialled,
        ({ length }) => length > before,
      );
      await panel().getByText('It rings at').waitFor();
      const call = all.at(-1)?.answer(tones.visitor);
      assert.ok(call);
      if (isRefused) call.press('1');
      await call.streaming;
      assert.ok(
        call.told.some((words) => words.startsWith(announced)),
        call.told.join(' | '),
      );
      const words = isRefused ? 'Not recorded' : 'This call is recorded.';
      await panel().getByText(words).waitFor();
      await saying(isRefused ? 0 : 1000);
      await button(agent, 'Hang up').click();
      await call.over;
    }
    await made(2);
  });

  it('[CX42.4] goes on after the media host was killed, and nothing is lost when the server is', async () => {
    const call = await speaks('+4915112345674');
    await panel().getByText('This call is recorded.').waitFor();
    await saying(1500);
    const pid = mediaHost();
    process.kill(pid, 'SIGKILL');
    await eventually(
      async () => mediaHost(),
      (next) => next > 0 && next !== pid,
    );
    await panel().getByText('You are speaking').waitFor();
    await hearing(call);
    await saying(1500);
    process.kill(product.pid, 'SIGKILL');
    await call.over.catch(() => undefined);
    product = await startProduct({ apart: true, dataFolder: folder.path, environment });
    const { items } = await made(1);
    assert.ok((items[0]?.file?.durationMs ?? 0) >= 2500, JSON.stringify(items));
  });
});

/** The level of each tone in each channel, dB, of a second in the middle. */
async function levelsIn(of: { at: string; hertz: readonly number[] }): Promise<number[][]> {
  const answer = await fetch(of.at, { headers: { range: 'bytes=0-' } });
  if (answer.status !== 206) throw new Error(`${answer.status}`);
  const audio = new OfflineAudioContext(2, 48_000, 48_000);
  const sound = await audio.decodeAudioData(await answer.arrayBuffer());
  return [0, 1].map((channel) => {
    const samples = sound.getChannelData(channel).subarray(24_000, 72_000);
    return of.hertz.map((hertz) => {
      let [real, imaginary] = [0, 0];
      samples.forEach((sample, at) => {
        const angle = (2 * Math.PI * hertz * at) / sound.sampleRate;
        real += sample * Math.cos(angle);
        imaginary -= sample * Math.sin(angle);
      });
      return 20 * Math.log10(Math.hypot(real, imaginary) / samples.length + 1e-9);
    });
  });
}
