// Quotes of real replies, from corpora that are not part of this project: `npm run prove -- quotes FOLDER`.
// The folder has, as far as they are there:
//   replies/NAME.eml and NAME_reply_text   letters, and what their writers wrote (`Hello` without one)
//   html/NAME.html                         pages, all of one reply, whose words are in html/reply_text
//   emails/NAME.txt and trimmed/NAME.txt   texts, and what their writers wrote
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { type Cut, linesOf, wordsOf } from '@opportune/core/mail/cut/cut.ts';
import { cutLines } from '@opportune/core/mail/cut/cut-lines.ts';
import { treeLines } from '@opportune/core/mail/cut/tree-lines.ts';
import { collect } from '@opportune/server/channel/email/reading/body/collect.ts';
import { htmlTree } from '@opportune/server/channel/email/reading/html/html-tree.ts';
import { parseParts } from '@opportune/server/channel/email/reading/mime/parts.ts';
import { isFull } from '../support/proof-size.test-support.ts';

const folder = process.env['OPPORTUNE_QUOTES'] ?? '';
const skip = isFull && folder !== '' ? false : 'no folder of a corpus was named';

interface Reply {
  readonly name: string;
  /** Of its HTML, what its lines are joined from. */
  readonly given: string;
  readonly cuts: readonly Cut[];
  readonly wanted: string;
  /** Signatures count as what the writer wrote. */
  readonly withSignature?: true;
}

/** As many as the best library that was measured, or more: talonjs 1.0.28 has 12, 9 and 34. A smaller corpus is exact throughout. */
const bars = { replies: 12, html: 9, texts: 45 } as const;

test('[EM7.1] replies as letters: none loses a word of its writer', { skip }, (t) => {
  measure(t, replies(), bars.replies);
});
test('[EM7.2] replies as HTML: none loses a word of its writer', { skip }, (t) => {
  measure(t, pages(), bars.html);
});
test('[EM7.2] replies as texts: none loses a word of its writer', { skip }, (t) => {
  measure(t, texts(), bars.texts);
});

function measure(t: TestContext, all: readonly Reply[], bar: number): void {
  if (all.length === 0) return;
  const shown = (reply: Reply): string =>
    plain(reply.withSignature === undefined ? wordsOf(reply.cuts) : written(reply.cuts));
  const exact = all.filter((reply) => shown(reply) === plain(reply.wanted));
  const lost = all.filter((reply) => isLost(plain(reply.wanted), shown(reply)));
  const seams = all.filter(({ given, cuts }) => cuts.map(({ text }) => text).join('') !== given);
  t.diagnostic(
    `${exact.length} of ${all.length} exact, ${lost.length} lost, ${seams.length} seams`,
  );
  for (const { name } of all.filter((reply) => !exact.includes(reply))) t.diagnostic(name);
  assert.deepEqual([lost.map(({ name }) => name), seams.map(({ name }) => name)], [[], []]);
  const least = Math.min(bar, all.length);
  assert.ok(exact.length >= least, `${exact.length} of at least ${least}`);
}

function written(cuts: readonly Cut[]): string {
  return cuts.flatMap(({ kind, text }) => (kind === 'quoted' ? [] : [text])).join('');
}

/** Without what mail programs do to spaces. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Whether a word is shown less often than it was written. */
function isLost(wanted: string, shown: string): boolean {
  const left = new Map<string, number>();
  for (const word of shown.split(' ')) left.set(word, (left.get(word) ?? 0) + 1);
  return wanted.split(' ').some((word) => {
    const count = left.get(word) ?? 0;
    left.set(word, count - 1);
    return word !== '' && count === 0;
  });
}

function filesIn(name: string, ending: string): readonly string[] {
  const at = path.join(folder, name);
  if (!existsSync(at)) return [];
  return readdirSync(at)
    .filter((file) => file.endsWith(ending))
    .map((file) => path.join(at, file));
}

function read(file: string): string {
  return readFileSync(file, 'utf8').replace(/\r\n/g, '\n');
}

/** By their plain text, which their expectations belong to. */
function replies(): readonly Reply[] {
  return filesIn('replies', '.eml').map((file) => {
    const { said } = collect(parseParts(readFileSync(file)).root);
    const given = said.map(({ plain: text }) => text ?? '').join('');
    const answer = file.replace(/\.eml$/, '_reply_text');
    const wanted = existsSync(answer) ? read(answer) : 'Hello';
    return {
      name: path.basename(file),
      given,
      cuts: cutLines(linesOf(given)),
      wanted,
      withSignature: true,
    };
  });
}

function pages(): readonly Reply[] {
  const answer = path.join(folder, 'html', 'reply_text');
  return filesIn('html', '.html').map((file) => {
    const lines = treeLines(htmlTree(read(file)).nodes, 500_000);
    const given = lines.map(({ text }) => text).join('');
    return { name: path.basename(file), given, cuts: cutLines(lines), wanted: read(answer) };
  });
}

function texts(): readonly Reply[] {
  return filesIn('emails', '.txt').map((file) => {
    const given = read(file);
    const wanted = read(file.replace(/emails(?=[^/\\]*[/\\][^/\\]*$)/, 'trimmed'));
    return { name: path.basename(file), given, cuts: cutLines(linesOf(given)), wanted };
  });
}
