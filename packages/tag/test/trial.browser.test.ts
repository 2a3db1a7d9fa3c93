// A trial in a visitor's page: each code has a connection of its own, and whatever ended it, the
// page loses what it showed and the tried look with the next greeting.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import type { EngagementContent } from '../wire.ts';
import { engagement, look, type Peer } from './peer.test-support.ts';
import { browserTests } from './setup.test-support.ts';

const setUp = browserTests();

const one = 'trial.dAAAAAA.';
const two = 'trial.dBBBBBB.';
const codeOf = (mark: string): string => `${mark.slice(6, -1)}${'x'.repeat(17)}`;
const address = (mark: string): string => `/?opportune_trial=${codeOf(mark)}`;

const tried = (mark: string, headline: string): EngagementContent =>
  engagement({ decision: `${mark}d_1`, trial: true }, { headline });

/** Its welcome names the trial of these codes only. */
function runs(peer: Peer, ...marks: string[]): void {
  peer.trial = (code) => marks.find((mark) => codeOf(mark) === code);
}

const hellos = ({ received }: Peer): readonly (string | undefined)[] =>
  received.flatMap(({ frame }) => (frame.type === 'hello' ? [frame.trial] : []));

/** The connection is lost, and the browser has greeted again. */
async function greetsAgain(peer: Peer): Promise<void> {
  const before = hellos(peer).length;
  peer.cut();
  await peer.until('another hello', () => hellos(peer).length > before);
}

/** Sends an engagement of no trial, after which everything sent before is done. */
async function shows(page: Page, peer: Peer, content: EngagementContent): Promise<void> {
  peer.send({ type: 'engage', engagement: content });
  await page.getByText(content.creative.headline).waitFor();
}

/** The painted ground of a button, or of what it stands on. */
const groundOf = (page: Page, button: string): Promise<string> =>
  page.getByRole('button', { name: button, exact: true }).evaluate((element) => {
    const painted = (of: Element | null): string => {
      const ground = of ? getComputedStyle(of).backgroundColor : 'none';
      return ground === 'rgba(0, 0, 0, 0)' ? painted(of?.parentElement ?? null) : ground;
    };
    return painted(element);
  });

const published = 'rgb(47, 82, 65)';
const purple = 'rgb(122, 31, 162)';

/** Waits until the button stands on this ground. */
async function standsOn(page: Page, button: string, ground: string): Promise<void> {
  const until = Date.now() + 60_000;
  while ((await groundOf(page, button)) !== ground)
    assert.ok(Date.now() < until, `${button}: ${await groundOf(page, button)}`);
}

test('[Y1.1] tabs with codes of two trials, and one without, each greet on a connection of their own', async (each) => {
  const { peer, visit } = await setUp(each);
  runs(peer, one, two);
  await visit('/');
  await visit(address(one));
  await visit(address(two));
  await visit(address(two));
  await peer.until('three connections', () => peer.connections() === 3);
  assert.deepEqual(hellos(peer), [undefined, codeOf(one), codeOf(two)]);
});

test('[Y4.3] what a trial showed goes with the next greeting in which it runs no more, and only that', async (each) => {
  const { peer, visit } = await setUp(each);
  runs(peer, one);
  const page = await visit(address(one));
  const plain = engagement({ zone: 'edge' }, { format: 'slide-out', headline: 'Not tried' });
  await shows(page, peer, tried(one, 'Tried words'));
  await shows(page, peer, plain);
  await greetsAgain(peer);
  await shows(
    page,
    peer,
    engagement({ zone: 'top', decision: 'next' }, { format: 'banner', headline: 'Still here' }),
  );
  assert.equal(await page.getByText('Tried words').count(), 1, 'the trial goes on');
  runs(peer);
  await greetsAgain(peer);
  await page.getByText('Tried words').waitFor({ state: 'detached' });
  assert.equal(await page.getByText('Not tried').count(), 1);
  assert.equal(await page.getByText('Still here').count(), 1);
  assert.ok(!peer.names().includes('Engagement Dismissed'));
});

test('[Y4.3] a page in which another trial runs now loses what the first one showed', async (each) => {
  const { peer, visit } = await setUp(each);
  runs(peer, one);
  const page = await visit(address(one));
  await shows(page, peer, tried(one, 'First words'));
  peer.trial = () => two;
  await greetsAgain(peer);
  await page.getByText('First words').waitFor({ state: 'detached' });
  await shows(page, peer, tried(two, 'Second words'));
});

test('[BR10.4] [Y4.4] the tried look leaves contact button and engagements with the greeting in which it is tried no more', async (each) => {
  const { peer, visit } = await setUp(each);
  runs(peer, one);
  const contactButton = { shown: true, label: 'Ask us' };
  peer.settings = { ...peer.settings, contactButton, look: { ...look, colour: '#7a1fa2' } };
  const page = await visit(address(one));
  const banner = engagement({ zone: 'top' }, { format: 'banner', action: 'Ask Tomas' });
  await shows(page, peer, banner);
  await standsOn(page, 'Ask us', purple);
  await standsOn(page, 'Ask Tomas', purple);
  runs(peer);
  peer.settings = { ...peer.settings, look };
  await greetsAgain(peer);
  await standsOn(page, 'Ask us', published);
  await standsOn(page, 'Ask Tomas', published);
});

test('[BR10.4] [Y4.4] the tried look leaves an open window, and what was typed stays', async (each) => {
  const { peer, visit } = await setUp(each);
  runs(peer, one);
  const contactButton = { shown: true, label: 'Ask us' };
  const agentsOnline = false;
  const head = '#7a1fa2';
  peer.settings = {
    ...peer.settings,
    contactButton,
    agentsOnline,
    look: { ...look, colour: head, head },
  };
  const page = await visit(address(one));
  await page.getByRole('button', { name: 'Ask us' }).click();
  const field = page.getByRole('textbox').first();
  await field.fill('Half a sen');
  await standsOn(page, 'Close', purple);
  runs(peer);
  peer.settings = { ...peer.settings, look: { ...look, head: look.colour } };
  await greetsAgain(peer);
  await standsOn(page, 'Close', published);
  assert.equal(await field.inputValue(), 'Half a sen');
  assert.ok(await field.evaluate((element) => element.matches(':focus')));
});
