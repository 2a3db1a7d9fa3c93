// Links from a page into messaging channels, and the tokens in them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WayKind } from '@opportune/protocol/channel/offered-way.ts';
import fc from 'fast-check';
import { entryOf, isOfferable } from '../offer/entry-of.ts';
import { entryLink, usableOn } from '../offer/entry-link.ts';
import { mintToken, takeToken, withoutTokens, writtenToken } from '../offer/offer-token.ts';

/** Not a signature, but as hard to foretell for these texts. */
function signBy(key: number) {
  return (text: string): Uint8Array => {
    let state = key;
    for (const letter of text) state = (Math.imul(state, 31) + letter.charCodeAt(0)) >>> 0;
    return Uint8Array.from({ length: 8 }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 24;
    });
  };
}
const sign = signBy(7);
const bytes = Uint8Array.from([5, 90, 201, 33, 7, 180, 66, 1]);
const token = mintToken(bytes, sign);
const written = writtenToken(token);
const words = 'Hello, I have a question.';

test('[OC3] a token has twelve letters and digits that cannot be confused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 8, maxLength: 8 }), (random) => {
      assert.match(mintToken(random, sign), /^[0-9A-HJKMNP-TV-Z]{12}$/);
    }),
  );
});

for (const [what, text, left] of [
  ['as it was made', `${words} [${written}]`, words],
  ['in small letters', `${words} [${written.toLowerCase()}]`, words],
  ['without brackets and hyphens', `${words} ${token}`, words],
  ['with spaces and other hyphens', `${words} [${written.replaceAll('-', '\u2013')}]`, words],
  ['typed, with letters for digits', `${written.replaceAll('1', 'l').replaceAll('0', 'O')}`, ''],
  ['with text around it', `Hi there [${written}] is it in stock?`, 'Hi there is it in stock?'],
  ['after words of four letters', `does this have ${written}`, 'does this have'],
  ['before a comma', `Hi ${written}, is it in stock?`, 'Hi, is it in stock?'],
  ['on a line of its own', `Hello\n[${written}]\nBye`, 'Hello\nBye'],
  ['as the parameter of a bot', `/start ${token}`, '/start'],
] as const) {
  test(`[OC3] a token is read ${what}, and taken out`, () => {
    assert.deepEqual(takeToken(text, sign), { text: left, token });
  });
}

test('[OC3] words, a changed token and one of another installation are left as they are', () => {
  const at = token[3] === 'A' ? 'B' : 'A';
  const tampered = `${token.slice(0, 3)}${at}${token.slice(4)}`;
  for (const text of [words, `Is it ${tampered}?`, 'ABCD-EFGH-JKMN', `x${token}y`, ''])
    assert.equal(takeToken(text, sign), null, text);
  assert.equal(takeToken(`${words} [${written}]`, signBy(8)), null);
});

test('[OC3] no text takes long to search', () => {
  const text = 'abcd '.repeat(20_000);
  const calls: string[] = [];
  takeToken(text, (of) => {
    calls.push(of);
    return sign(of);
  });
  assert.ok(calls.length <= 200, `${calls.length}`);
});

test('[OC3] every token is taken out of a text, behind however many words that look like one', () => {
  const lookalikes = '<i data-a="abcd1234abcd">'.repeat(1_000);
  assert.equal(withoutTokens(`${lookalikes}[${written}]`, sign), lookalikes);
  assert.equal(withoutTokens(`${written} a ${token} b [${written}]`, sign), 'a b');
  assert.equal(withoutTokens(lookalikes, sign), lookalikes);
});

test('[OC3] a text of nothing but words that look like tokens is searched to a bound', () => {
  let calls = 0;
  withoutTokens('abcdabcdabcd '.repeat(50_000), (of) => ((calls += 1), sign(of)));
  assert.ok(calls <= 20_000, `${calls}`);
});

const entries = {
  whatsapp: '+49 151 5550 123',
  messenger: '210987654321',
  instagram: 'aldermoor.shop',
  telegram: 'aldermoor_bot',
  line: '@123abcde',
  sms: '+491515550123',
  email: 'help@aldermoor.example',
} as const;
const text = encodeURIComponent(`${words} [${written}]`);
const links = {
  whatsapp: `https://wa.me/491515550123?text=${text}`,
  messenger: `https://m.me/210987654321?ref=${token}`,
  instagram: `https://ig.me/m/aldermoor.shop?ref=${token}`,
  telegram: `https://t.me/aldermoor_bot?start=${token}`,
  line: `https://line.me/R/oaMessage/%40123abcde/?${text}`,
  sms: `sms:+491515550123?&body=${text}`,
  email: `mailto:help@aldermoor.example?subject=${text}`,
} as const;

for (const kind of WayKind.options) {
  test(`[OC2] a link to ${kind} carries the token as its provider takes it, and it is read back`, () => {
    const href = entryLink({ kind, entry: entries[kind], words, token });
    assert.equal(href, links[kind]);
    assert.ok(URL.canParse(href));
    assert.equal(takeToken(decodeURIComponent(href.split('?')[1] ?? ''), sign)?.token, token);
  });
}

test('[OC2] a link of an offer that is only tried carries no token', () => {
  for (const kind of WayKind.options) {
    const href = entryLink({ kind, entry: entries[kind], words, token: null });
    assert.equal(takeToken(decodeURIComponent(href), sign), null, href);
  }
});

test('[OC4] a telephone follows links, a desktop shows codes, and SMS needs a telephone', () => {
  const on = (device: Parameters<typeof usableOn>[1]) =>
    WayKind.options.map((kind) => [kind, usableOn(kind, device)]);
  assert.ok(on('phone').every(([, use]) => use === 'link'));
  for (const device of ['desktop', 'unknown', null] as const) {
    const use = Object.fromEntries(on(device));
    assert.equal(use['sms'], null);
    assert.equal(use['email'], 'link');
    assert.equal(use['whatsapp'], 'link and code');
  }
  assert.equal(usableOn('sms', 'tablet'), null);
});

test('[OC4] a channel can be offered once it is known how links name it', () => {
  const of = (kind: string, entry: string | null, settings = {}) => ({ kind, entry, settings });
  assert.equal(entryOf(of('whatsapp', '+49 151')), '+49 151');
  assert.equal(entryOf(of('sms', null, { number: '+49151' })), '+49151');
  // A page of Messenger is named by its id, whatever its account of Instagram is called.
  assert.equal(entryOf(of('messenger', 'name', { pageId: '21' })), '21');
  const demonstration = of('whatsapp', null, { apiBase: 'http://pocket.invalid' });
  assert.equal(entryOf(demonstration), null);
  assert.deepEqual(
    [demonstration, of('telegram', null), of('custom', 'x'), of('email', null)].map(isOfferable),
    [true, false, false, false],
  );
});
