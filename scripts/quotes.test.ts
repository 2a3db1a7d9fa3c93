// The measure of quotes (test/quotes/) on a small folder of messages written for this project.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';

const root = path.resolve(import.meta.dirname, '..');
const folder = mkdtempSync(path.join(tmpdir(), 'opportune-quotes-'));
after(() => rmSync(folder, { recursive: true }));

const said = 'The green one, please.\n\nKind regards\nNoor\n';
const quote = 'On 3 March 2026 at 10:02, Aldermoor <help@aldermoor.example> wrote:\n';
const reply = `${said}\n${quote}> Which colour would you like?\n> Green or grey?\n`;
const head = [
  'From: Noor <noor@post.example>',
  'To: help@aldermoor.example',
  'Subject: Re: Your chair',
  'Content-Type: text/plain; charset=utf-8',
];
const page = `<div>The green one, please.</div><div class="gmail_quote">${quote}<blockquote>Green or grey?</blockquote></div>`;

/** What the measure says of a folder with these files. */
async function measured(name: string, files: Readonly<Record<string, string>>) {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name, file)), { recursive: true });
    writeFileSync(path.join(folder, name, file), text);
  }
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return promisify(execFile)(
    process.execPath,
    ['--test', '--test-reporter=spec', path.join(root, 'test/quotes/quotes.test.ts')],
    {
      cwd: root,
      env: { ...env, OPPORTUNE_PROOFS: 'full', OPPORTUNE_QUOTES: path.join(folder, name) },
    },
  ).then(
    ({ stdout }) => ({ code: 0, stdout }),
    ({ code, stdout }: { code: number; stdout: string }) => ({ code, stdout }),
  );
}

test('[EM7.1] [EM7.2] quotes of letters, pages and texts in a folder are cut and counted', async () => {
  const { code, stdout } = await measured('whole', {
    'replies/noor.eml': [...head, '', reply].join('\r\n'),
    'replies/noor_reply_text': said,
    'html/noor.html': page,
    'html/reply_text': 'The green one, please.',
    'emails/noor.txt': reply,
    'trimmed/noor.txt': said,
  });
  assert.equal(code, 0, stdout);
  assert.equal(stdout.match(/1 of 1 exact, 0 lost, 0 seams/g)?.length, 3, stdout);
});

test('[EM7.1] a text that is lost fails the measure by its name', async () => {
  const { code, stdout } = await measured('lost', {
    'emails/noor.txt': reply,
    'trimmed/noor.txt': 'The green one, please. Green or grey?',
  });
  assert.equal(code, 1);
  assert.match(stdout, /0 of 1 exact, 1 lost, 0 seams/);
  assert.match(stdout, /noor\.txt/);
});
