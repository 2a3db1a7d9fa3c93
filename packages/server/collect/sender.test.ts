// What headers reveal about a sender: device and bot, known before anything happens.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAgent } from './sender.ts';

const agents: readonly [string, string, string, string, boolean][] = [
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    'desktop',
    'Chrome',
    'Windows',
    false,
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
    'phone',
    'Safari',
    'iOS',
    false,
  ],
  [
    'Mozilla/5.0 (iPad; CPU OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Mobile/15E148 Safari/604.1',
    'tablet',
    'Safari',
    'iOS',
    false,
  ],
  [
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
    'phone',
    'Chrome',
    'Android',
    false,
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0',
    'desktop',
    'Firefox',
    'macOS',
    false,
  ],
  ['', 'unknown', '', '', false],
];
for (const [agent, type, browser, os, bot] of agents) {
  test(`[I5] ${browser || 'nothing'} on ${os || 'nothing'} is a ${type}`, () => {
    assert.deepEqual(readAgent(agent), { type, browser, os, bot });
  });
}

const bots = [
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36',
  'curl/8.9.1',
  'python-requests/2.32',
  'facebookexternalhit/1.1',
];
for (const agent of bots) {
  test(`[I6] ${agent.slice(0, 60)} is a bot`, () => assert.equal(readAgent(agent).bot, true));
}
