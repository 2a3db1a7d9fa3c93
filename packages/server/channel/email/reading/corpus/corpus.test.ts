// Every message of the corpus is read as is expected, within a time, and without anything lost or dangerous.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Letter, OwnMail } from '../letter.ts';
import { readLetter } from '../read-letter.ts';
import type { Case, Expected } from './build.test-support.ts';
import { charsets } from './charsets.test-support.ts';
import { headers } from './headers.test-support.ts';
import { hostile } from './hostile.test-support.ts';
import { kinds } from './kinds.test-support.ts';
import { parts } from './parts.test-support.ts';
import { quotes } from './quotes.test-support.ts';

const own: OwnMail = {
  addresses: ['help@aldermoor.example'],
  authservId: 'mx.aldermoor.example',
};
/** Of the processor, for one letter on a slow machine. */
const mostMs = 3_000;

async function checkAll(cases: readonly Case[]): Promise<void> {
  for (const each of cases) await check(each);
}

test('[EM6.2] each character set and transfer encoding is read', () => checkAll(charsets));
test('[EM6.3] each header is read, also a malformed one', () => checkAll(headers));
test('[EM6] parts become text and files', () => checkAll(parts));
test('[EM7] quotes and signatures are folded', () => checkAll(quotes));
test('[EM9] automatic letters, reports, lists, invitations and loops are recognised', () =>
  checkAll(kinds));
test('[EM8] hostile HTML is made safe, and huge letters are bounded', () => checkAll(hostile));

test('[EM6] the corpus has at least 150 messages, each of its own name', () => {
  const all = [charsets, headers, parts, quotes, kinds, hostile].flat().map(({ name }) => name);
  assert.ok(all.length >= 150, `${all.length}`);
  assert.deepEqual(
    all.filter((name, at) => all.indexOf(name) !== at),
    [],
  );
});

async function check({ name, raw, expected }: Case): Promise<void> {
  const begun = process.threadCpuUsage();
  const letter = await readLetter(raw, own);
  const { user, system } = process.threadCpuUsage(begun);
  const tookMs = (user + system) / 1000;
  assert.ok(tookMs < mostMs, `${name}: ${tookMs} ms`);
  isSafe(name, letter);
  const { files, has = [], lacks = [], quoted, signature, ...fields } = expected;
  for (const [field, value] of Object.entries(fields))
    assert.deepEqual(letter[field as keyof Letter], value, `${name}: ${field}`);
  if (files !== undefined) checkFiles(name, letter, files);
  for (const text of has) assert.ok(letter.html?.includes(text), `${name}: ${letter.html}`);
  for (const text of lacks) {
    const found =
      typeof text === 'string' ? letter.html?.includes(text) : text.test(letter.html ?? '');
    assert.notEqual(found, true, `${name}: ${letter.html}`);
  }
  if (quoted !== undefined) assert.equal(piecesOf(letter, 'quoted'), quoted, name);
  if (signature !== undefined) assert.equal(piecesOf(letter, 'signature'), signature, name);
}

function piecesOf({ folded }: Letter, kind: string): string {
  return folded
    .filter((piece) => piece.kind === kind)
    .map(({ text }) => text.trim())
    .join('\n');
}

function checkFiles(name: string, letter: Letter, files: NonNullable<Expected['files']>): void {
  assert.equal(letter.files.length, files.length, `${name}: files`);
  for (const [at, { words, ...fields }] of files.entries()) {
    const file = letter.files[at];
    for (const [field, value] of Object.entries(fields))
      assert.deepEqual(file?.[field as keyof typeof file], value, `${name}: ${field}`);
    if (words !== undefined) assert.equal(Buffer.from(file?.bytes ?? []).toString(), words, name);
  }
}

const elements =
  /^(?:a|abbr|address|article|aside|b|bdi|bdo|big|blockquote|br|caption|center|cite|code|col|colgroup|dd|del|details|dfn|div|dl|dt|em|figcaption|figure|font|footer|h[1-6]|header|hr|i|img|ins|kbd|li|main|mark|nav|ol|p|pre|q|s|samp|section|small|span|strike|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|time|tr|tt|u|ul|var|wbr)$/;

/** Whatever it is: only known elements, and no attribute that runs or loads. */
function isSafe(name: string, { html }: Letter): void {
  for (const [, tag = '', attributes = ''] of html?.matchAll(/<\/?([^\s>]*)([^>]*)>/g) ?? []) {
    assert.match(tag, elements, `${name}: ${tag}`);
    const names = [...attributes.matchAll(/\s([a-z-]+)="[^"<>]*"/g)].map(([, each]) => each ?? '');
    assert.equal(attributes.replace(/\s[a-z-]+="[^"<>]*"/g, ''), '', `${name}: ${attributes}`);
    for (const each of names)
      assert.doesNotMatch(each, /^(?:on|src|data$|action|formaction|id$|class$)/, name);
    assert.doesNotMatch(attributes, /href="(?!https?:|mailto:|tel:)/, name);
    assert.doesNotMatch(attributes, /style="[^"]*(?:url|expression|position|@|\\)/, name);
  }
}
