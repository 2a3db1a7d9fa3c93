// Hostile texts in HTML e-mails, drawn in a real browser as a mail program draws them: nothing
// runs, only an e-mail's own elements are drawn, and no foreign host is asked. The policy here
// blocks nothing and only reports, because a mail program does not apply our policy.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Letter } from '@opportune/core/ports/mail.ts';
import { Message } from '@opportune/protocol/conversation/conversation.ts';
import { figureIds, Figures } from '@opportune/protocol/rest/team/history.ts';
import { answerLetter } from '@opportune/server/channel/email/answer-letter.ts';
import { transcriptLetter } from '@opportune/server/followup/transcript-letter.ts';
import { reportLetter } from '@opportune/server/team/reports/report-letter.ts';
import {
  harmIn,
  hostileTexts,
  packed,
  strangersAsked,
  watchForHarm,
} from '../support/hostile-texts.test-support.ts';
import { newPerson, openBrowser } from './product.test-support.ts';

let browser: Browser;
let page: Page;
let asked: readonly string[];
let letter = '';
const address = 'https://letters.example/';
const headers = {
  'content-type': 'text/html; charset=utf-8',
  // The one allowed picture is the tab's own icon.
  'content-security-policy-report-only': `default-src 'none'; style-src 'unsafe-inline'; img-src ${address}favicon.ico`,
};

before(async () => {
  browser = await openBrowser();
  page = await newPerson(browser);
  await page.addInitScript(watchForHarm);
  await page.route('**/*', (route) =>
    route.request().url() === address ? route.fulfill({ body: letter, headers }) : route.abort(),
  );
  asked = strangersAsked(page);
});
after(() => browser?.close());

/** Draws it, and returns the names and attributes of its elements, each once. */
async function draw(body: string): Promise<readonly string[]> {
  letter = body;
  await page.goto(address);
  return page.evaluate(() => [
    ...new Set(
      [...document.querySelectorAll('*')].map(({ localName, attributes }) =>
        [localName, ...[...attributes].map(({ name }) => name)].join(' '),
      ),
    ),
  ]);
}

async function isHarmless({ html = '' }: Letter, made: readonly string[]): Promise<void> {
  const found = await draw(html);
  assert.deepEqual(
    found.filter((each) => !made.includes(each)),
    [],
    'a letter is made of nothing else',
  );
  assert.deepEqual(await harmIn(page), []);
  assert.deepEqual(asked, []);
}

const all = hostileTexts.join('\n');
const plain = ['html lang', 'head', 'meta charset', 'title', 'body style', 'p', 'b', 'br'];

describe('[RM8] hostile texts in e-mails', () => {
  it('do nothing in a conversation that is sent', async () => {
    const messages = hostileTexts.flatMap((text, at) => [
      said(2 * at + 1, { type: 'visitor' }, text),
      said(2 * at + 2, { type: 'agent', user: 'u', name: text }, `${text}\n[${text}](${text})`),
    ]);
    const sent = transcriptLetter({
      to: 'clara@jensen.example',
      site: all,
      brand: { colour: '#2f5241' },
      timeZone: 'UTC',
      language: 'en',
      startedAt: 0,
      messages,
      cut: true,
    });
    await isHarmless(sent, [...plain, 'h1 style', 'p style', 'div style', 'div dir style']);
    assert.equal(await page.locator('p').count(), messages.length + 1, 'each is there');
    assert.ok((await page.locator('body').innerText()).includes('<img src=x onerror=hurt()>'));
  });

  it('do nothing in the answer to a case', async () => {
    for (const text of [all, ...packed(400)])
      await isHarmless(
        answerLetter(
          { address: 'clara@jensen.example', author: text, parts: [{ type: 'text', text }] },
          { replyTo: 'mara@aldermoor.example', business: text, language: 'en', asked: text },
        ),
        [...plain, 'p style', 'blockquote style'],
      );
  });

  it('do nothing in a report', async () => {
    const whole = Figures.parse(Object.fromEntries(figureIds.map((id) => [id, figure])));
    const span = { from: '2026-03-09', until: '2026-03-15', whole };
    const sent = reportLetter({
      to: 'mara@aldermoor.example',
      account: all,
      draft: {
        every: 'week',
        weekday: 1,
        hour: 7,
        figures: [...figureIds],
        by: null,
        language: 'en',
      },
      history: {
        ...{ ...span, asOf: 0, timeZone: 'UTC', by: null, channel: null, before: span },
        ...{ parts: [], more: 0 },
      },
      link: all,
    });
    const table = ['table style', 'thead', 'tbody', 'tr', 'th style', 'td style', 'small'];
    await isHarmless(sent, [...plain, 'h1 style', ...table]);
    assert.equal(await page.locator('tbody tr').count(), figureIds.length);
  });

  it('would be caught: unescaped text runs and is reported', async () => {
    await draw(`<!doctype html><p>${all}</p>`);
    const harm = await harmIn(page);
    for (const found of ['a text ran', 'policy: script-src', 'handler ', 'foreign: '])
      assert.ok(
        harm.some((each) => each.startsWith(found)),
        `${found}: ${harm.join('\n')}`,
      );
    assert.ok(asked.length > 0, 'a stranger is asked');
  });
});

const figure = { value: 1, of: 2 };

function said(sequence: number, author: object, text: string): Message {
  const body = { type: 'text', text };
  const ids = { conversation: 'c'.repeat(20), id: `m${sequence}` };
  return Message.parse({ ...ids, sequence, author, body, at: 0 });
}
