// How files are masked, and that they stay valid files.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { examine } from '@opportune/core/attachment/examine.ts';
import { cardsOnly, compileMask } from '@opportune/core/masking/mask.ts';
import { masked as corpus } from '@opportune/core/masking/test/mask-corpus.test-support.ts';
import { setImmediate } from 'node:timers/promises';
import { maskFile } from './mask-file.ts';
import { rounds } from '../../../../test/support/proof-size.test-support.ts';

const mask = compileMask(cardsOnly);
const withAccounts = compileMask({ ibans: true, patterns: [] });

async function stored(text: string | Uint8Array): Promise<string> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const examined = examine(bytes);
  assert.ok(examined !== null);
  const masked = await maskFile(mask, examined, setImmediate);
  assert.equal(masked.mediaType, examined.mediaType);
  assert.equal(examine(masked.bytes)?.mediaType, examined.mediaType, 'it is what it was');
  return Buffer.from(masked.bytes).toString('utf8');
}

test('[AT14] [MK6] a text file is masked as a message is, through the whole corpus', async () => {
  for (const [, given, expected] of corpus) {
    const text = `Notes\n${given}\n`;
    if (examine(new TextEncoder().encode(text)) === null) continue;
    assert.equal(await stored(text), `Notes\n${expected}\n`);
  }
});

test('[AT14] a table of many pieces is masked in each, and other numbers stay', async () => {
  const rows = Array.from({ length: 8_000 }, (_, at) => `order ${at},4111 1111 1111 1111,ok`);
  const text = await stored(rows.join('\n'));
  assert.doesNotMatch(text, /4111 1111/);
  assert.equal(text.split('[•••• 1111]').length - 1, rows.length);
  assert.match(text, /^order 0,\[•••• 1111\],ok\norder 1,/);
  assert.equal(await stored('\ufeffname;size\nlamp;3\n'), '\ufeffname;size\nlamp;3\n');
});

const cards = corpus.map(([, given]) => given);
/** Long texts of several pieces. Each kind of line has card numbers wherever a piece may end. */
const lines = {
  'numbers alone': () => fc.stringMatching(/^[0-9]{1,7}([ \t][0-9]{1,7}){2,7}$/),
  'a column of cards': () => fc.constantFrom('4111111111111111', '5555 5555 5555 4444', '12345'),
  'numbers without lines': () => fc.stringMatching(/^([0-9]{4}[ .-]){4,9}$/),
  'words and numbers': () => fc.stringMatching(/^([a-z]{1,7} [0-9]{1,5} ){1,9}$/),
  'the whole corpus': () => fc.constantFrom(...cards),
} as const;

for (const [kind, line] of Object.entries(lines))
  test(`[AT14] in pieces it is masked as it is at once: ${kind}`, async () => {
    const some = fc.array(line(), { minLength: 40, maxLength: 60, size: 'max' });
    const between = kind === 'numbers without lines' ? '' : '\n';
    await fc.assert(
      fc.asyncProperty(some, fc.nat(40), async (given, shift) => {
        const block = ['4111 1111 1111', '1111', ...given].join(between);
        const text = ` ${' '.repeat(shift)}${`${block}${between}`.repeat(120_000 / block.length)}`;
        const bytes = new TextEncoder().encode(text);
        const masked = await maskFile(mask, { mediaType: 'text/plain', bytes }, setImmediate);
        const asRead = new TextDecoder().decode(bytes);
        // Compared here, because showing the difference of such long texts would take minutes.
        assert.ok(Buffer.from(masked.bytes).toString('utf8') === mask.text(asRead));
      }),
      { numRuns: rounds({ usual: 3, full: 24 }), endOnFailure: true },
    );
  });

/** In full, the largest file of which the text is masked. */
const mebibytes = rounds({ usual: 4, full: 10 });

for (const [what, line] of [
  ['a log of spaces, tabs and line breaks', '20261122 055850\t1234567 88123\t0412 7781234 99\n'],
  ['digits without an end', '4'],
  ['single digits that cards begin with', '4 '],
  ['cards digit by digit', '4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 '],
  ['nearly cards', '4111-1111-1111-1112 '],
  ['beginnings of bank accounts', 'DE89 '],
  ['encoded digits', '%34'],
] as const)
  test(`[AT14] [MK4] ${mebibytes} MiB block nobody else and cost little: ${what}`, async () => {
    const bytes = new TextEncoder().encode(line.repeat((mebibytes * 1024 * 1024) / line.length));
    const begun = process.cpuUsage();
    let [longestMs, lastMs] = [0, 0];
    // Measures this process's own time, without other load of the machine.
    const look = (): void => {
      const { user, system } = process.cpuUsage(begun);
      const nowMs = (user + system) / 1e3;
      [longestMs, lastMs] = [Math.max(longestMs, nowMs - lastMs), nowMs];
    };
    const timer = setInterval(look, 1);
    await maskFile(withAccounts, { mediaType: 'text/plain', bytes }, setImmediate);
    look();
    clearInterval(timer);
    // As one piece it takes seconds.
    assert.ok(longestMs < 500, `${Math.round(longestMs)} ms`);
    // A tenth of a second for each MiB. Three if each digit tries every card length, three times over.
    assert.ok(lastMs < 1600 * mebibytes, `${Math.round(lastMs)} ms`);
  });

test('[AT14] a PDF is not looked into', async () => {
  const pdf = '%PDF-1.4\n4111 1111 1111 1111\n';
  assert.equal(await stored(pdf), pdf);
});
