// A recorded call: the visitor is asked, both sides see it, and the transcript plays it, each side on
// its own channel. Then the server is killed in the middle of one, and nothing of it is missing.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { migratedDataFolder } from '../../packages/server/adapter/engines.test-support.ts';
import { openBrowser } from '../../packages/tag/test/browser.test-support.ts';
import { addVoice, callFlags, hears } from '../../packages/tag/test/calls.test-support.ts';
import { lookAt } from './looks.test-support.ts';
import { eventually, newPerson, openConsole, startProduct } from './product.test-support.ts';
import type { Product } from './product.test-support.ts';

interface Recordings {
  readonly items: readonly {
    readonly id: string;
    readonly language: string;
    readonly file: { readonly durationMs: number } | null;
  }[];
}

const tones = { visitor: 450, agent: 720 } as const;
let folder: Awaited<ReturnType<typeof migratedDataFolder>>;
let product: Product;
let browser: Browser;
let agent: Page;
let visitor: Page;
let conversation: string;

before(async () => {
  folder = await migratedDataFolder();
  product = await startProduct({ apart: true, dataFolder: folder.path });
  await product.call('PUT', '/recording-settings', { on: true, keepDays: 30 });
  browser = await openBrowser({
    flags: [...callFlags, '--disable-blink-features=AutomationControlled'],
  });
  agent = await openConsole(browser, product, '/inbox');
  await addVoice(agent, tones.agent);
  visitor = await newPerson(browser);
  await addVoice(visitor, tones.visitor);
  for (const page of [agent, visitor]) await page.context().grantPermissions(['microphone']);
  await visitor.goto(product.shopUrl);
  await visitor.getByRole('button', { name: 'Ask us' }).click();
  await visitor.getByRole('textbox', { name: /question/i }).fill('The lamp flickers');
  await visitor.getByRole('button', { name: 'Start chat' }).click();
  const { items } = await eventually(
    () => product.call<{ items: { id: string; status: string }[] }>('GET', '/conversations'),
    (answer) => answer.items.some(({ status }) => status === 'active'),
  );
  conversation = items[0]?.id ?? '';
  await agent.goto(`${product.url}/inbox/${conversation}`);
  await button(agent, 'Call').waitFor();
});
after(async () => {
  await browser?.close();
  await product?.close();
  folder?.remove();
});

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const panel = () => agent.getByRole('region', { name: /^Call with/ });
const recordings = () =>
  product.call<Recordings>('GET', `/conversations/${conversation}/recordings`);
const made = (count: number) =>
  eventually(
    recordings,
    ({ items }) => items.length === count && items.every(({ file }) => file !== null),
  );

/** The visitor proposes and answers the question, and the agent accepts. */
async function speak(answer: string): Promise<void> {
  await button(visitor, 'Speak instead').click();
  await visitor.getByRole('button', { name: /^Ask .+ to speak$/ }).click();
  await visitor.getByText('May this call be recorded?').first().waitFor();
  await button(visitor, answer).click();
  await button(agent, 'Answer').click();
  await panel().getByText('You are speaking').waitFor();
  await eventually(
    async () => (await hears(visitor, 'agent')) && (await hears(agent, 'visitor')),
    Boolean,
  );
}

describe('a recorded call', () => {
  it('[CX21.1] asks the visitor before it connects, and both sides see the recording', async () => {
    await button(visitor, 'Speak instead').click();
    await visitor.getByRole('button', { name: /^Ask .+ to speak$/ }).click();
    await visitor.getByText('May this call be recorded?').first().waitFor();
    assert.deepEqual(await lookAt(visitor), []);
    await panel().getByText('wants to speak with you').waitFor();
    await button(visitor, 'Yes, record it').click();
    await button(agent, 'Answer').click();
    await panel().getByText('This call is recorded.').waitFor();
    await visitor.getByText('This call is recorded').first().waitFor();
    assert.deepEqual(await lookAt(visitor), []);
    assert.deepEqual(await lookAt(agent), []);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    await button(agent, 'Pause recording').click();
    await panel().getByText('The recording is paused.').waitFor();
    await visitor.getByText('The recording is paused').first().waitFor();
    await button(agent, 'Go on recording').click();
    await panel().getByText('This call is recorded.').waitFor();
    await button(agent, 'Hang up').click();
  });

  it('[CX23.2] is played in the transcript, by keyboard too, with each side on its channel', async () => {
    const { items } = await made(1);
    assert.equal(items[0]?.language, 'en');
    const player = agent.getByRole('region', { name: /^Recorded call/ });
    const slider = player.getByRole('slider');
    await slider.waitFor();
    assert.deepEqual(await lookAt(agent), []);
    for (const as of ['ogg', 'wav']) {
      const levels = await agent.evaluate(levelsIn, {
        at: `/api/v1/conversations/${conversation}/recordings/${items[0]?.id}?as=${as}`,
        hertz: [tones.visitor, tones.agent],
      });
      const [left = [], right = []] = levels;
      assert.ok((left[0] ?? 0) > (left[1] ?? 0) + 30, `${as}: ${JSON.stringify(levels)}`);
      assert.ok((right[1] ?? 0) > (right[0] ?? 0) + 30, `${as}: ${JSON.stringify(levels)}`);
    }
    await button(agent, 'Play').click();
    await eventually(
      async () => Number(await slider.getAttribute('aria-valuenow')),
      (at) => at >= 1,
    );
    await slider.focus();
    await agent.keyboard.press(' ');
    await button(agent, 'Play').waitFor();
    await agent.keyboard.press('Home');
    assert.equal(await slider.getAttribute('aria-valuenow'), '0');
  });

  it('[CX21.2] is not recorded if the visitor refuses, and goes on', async () => {
    await speak('No, speak without it');
    await panel().getByText('Not recorded: the visitor does not want it.').waitFor();
    await button(agent, 'Hang up').click();
    await agent
      .getByRole('log')
      .getByText(/^Call ended · /)
      .nth(1)
      .waitFor();
    assert.equal((await recordings()).items.length, 1);
  });

  it('[CX21.5] is switched on among the settings of conversations', async () => {
    const settings = await openConsole(browser, product, '/settings/conversations');
    const isOn = settings.getByRole('switch', { name: /may be recorded$/ });
    await isOn.waitFor();
    assert.equal(await isOn.isChecked(), true);
    await isOn.scrollIntoViewIfNeeded();
    assert.deepEqual(await lookAt(settings), []);
    await settings.close();
  });

  it('[CX24.2] loses nothing of what was said when the server is killed', async () => {
    await speak('Yes, record it');
    await panel().getByText('This call is recorded.').waitFor();
    await new Promise((resolve) => setTimeout(resolve, 3000));
    process.kill(product.pid, 'SIGKILL');
    product = await startProduct({ apart: true, dataFolder: folder.path });
    const { items } = await made(2);
    assert.ok((items[1]?.file?.durationMs ?? 0) >= 2500, JSON.stringify(items[1]));
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
