// The chat window does a proof of work for a start if the server requires it: in a real browser,
// invisibly to the visitor, on a page that stays responsive.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { createProofs } from '@opportune/server/channel/web/admission/proofs.ts';
import type { Proof } from '@opportune/protocol/proof-of-work.ts';
import type { ServerFrame, VisitorFrame } from '../wire.ts';
import type { Peer } from './peer.test-support.ts';
import { browserTests } from './setup.test-support.ts';

const setUp = browserTests();
const proofs = createProofs('a secret of at least 32 characters');
type Start = Extract<VisitorFrame, { type: 'chat.start' }>;

/**
 * Requires work of this many bits of each start, in turn, and then accepts it. Returns what was
 * sent.
 */
function asksWork(peer: Peer, prices: readonly number[]): Start[] {
  const starts: Start[] = [];
  peer.answer = (frame: VisitorFrame, send: (frame: ServerFrame) => void) => {
    if (frame.type !== 'chat.start') return;
    starts.push(frame);
    const purpose = purposeOf(frame);
    const price = prices[starts.length - 1];
    if (price === undefined)
      return send({ type: 'chat.state', request: frame.request, conversation });
    send({
      type: 'chat.refused',
      conversation: null,
      id: null,
      request: frame.request,
      problem: { code: 'proof.required', message: 'Work first.', retry: true },
      proof: proofs.challenge(purpose, price, Date.now()),
    });
  };
  return starts;
}

const conversation = {
  ...{ id: 'c1', startedAt: 1_790_000_000_000, endedAt: null, lastSequence: 0 },
  ...{ agentDelivered: 0, agentRead: 0, visitorRead: 0, status: 'waiting' as const },
  ...{ agent: null, position: 2 },
};

function purposeOf({ type, request }: Start) {
  return { account: 'a', visitor: 'v', payer: 'p', type, request };
}

function workedBits(start: Start | undefined): number {
  assert.ok(start);
  const { proof } = start as Start & { readonly proof?: Proof };
  return proof === undefined ? 0 : proofs.worked(purposeOf(start), proof, Date.now());
}

async function ask(page: Page): Promise<void> {
  await page.evaluate(() => Reflect.get(window, 'opportune')('open'));
  await page.getByLabel('Your question').fill('Will both lamps arrive together?');
  await page.getByRole('button', { name: 'Start chat' }).click();
}

test('[CA4] the window works for its start and sends it again, while the page stays responsive', async (each) => {
  const { peer, visit } = await setUp(each);
  const starts = asksWork(peer, [17, 14]);
  const page = await visit();
  const files: string[] = [];
  page.on('request', (request) => files.push(new URL(request.url()).pathname));
  await page.evaluate(() => {
    Object.assign(window, { ticks: 0 });
    setInterval(() => ((window as never as { ticks: number }).ticks += 1), 1);
  });
  await ask(page);
  await peer.until('a second start', () => starts[1]);
  const ticks = await page.evaluate(() => (window as never as { ticks: number }).ticks);
  await page.getByText('You are second in line').waitFor();
  assert.deepEqual(starts.map(workedBits), [0, 17, 14]);
  assert.equal(new Set(starts.map(({ request }) => request)).size, 1);
  // A hundred thousand hashes take dozens of slices. In one slice the page would get no turn.
  assert.ok(ticks > 8, `${ticks} turns of the page`);
  assert.equal(files.filter((path) => path.startsWith('/tag/proof.')).length, 1);
});

test('[CA4] if its code cannot be loaded, the window asks again and loads it anew', async (each) => {
  const { peer, visit } = await setUp(each);
  const starts = asksWork(peer, [14, 14]);
  const page = await visit();
  let refused = 0;
  await page.route(/\/tag\/proof\./, async (route) => {
    if (refused > 0) return route.continue();
    refused += 1;
    await route.abort();
  });
  await ask(page);
  await page.getByText('You are second in line').waitFor();
  assert.equal(refused, 1);
  assert.deepEqual(starts.map(workedBits), [0, 0, 14]);
});

test('[CA4] a refusal for a long time is shown at once, with the words where they were written', async (each) => {
  const { peer, visit } = await setUp(each);
  peer.answer = (frame, send) => {
    if (frame.type !== 'chat.start') return;
    const problem = {
      code: 'rate.chats',
      message: 'Too many just now.',
      retry: true,
      retryAfterMs: 600_000,
    } as const;
    const { request } = frame;
    send({
      type: 'chat.refused',
      conversation: null,
      id: null,
      request,
      problem,
    });
  };
  const page = await visit();
  await ask(page);
  await page.getByText('Too many just now.').waitFor();
  assert.equal(
    await page.getByLabel('Your question').inputValue(),
    'Will both lamps arrive together?',
  );
});
