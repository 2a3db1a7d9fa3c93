// What is masked of files, and that it stays a true file.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examine } from '@opportune/core/attachment/examine.ts';
import { cardsOnly, compileMask } from '@opportune/core/masking/mask.ts';
import { masked as corpus } from '@opportune/core/masking/mask.corpus.ts';
import { maskFile } from './mask-file.ts';

const mask = compileMask(cardsOnly);

async function stored(text: string | Uint8Array): Promise<string> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const examined = examine(bytes);
  assert.ok(examined !== null);
  const masked = await maskFile(mask, examined);
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

test('[AT14] a table of many pieces is masked in each, and what is no card stays', async () => {
  const rows = Array.from({ length: 8_000 }, (_, at) => `order ${at},4111 1111 1111 1111,ok`);
  const text = await stored(rows.join('\n'));
  assert.doesNotMatch(text, /4111 1111/);
  assert.equal(text.split('[•••• 1111]').length - 1, rows.length);
  assert.match(text, /^order 0,\[•••• 1111\],ok\norder 1,/);
  assert.equal(await stored('\ufeffname;size\nlamp;3\n'), '\ufeffname;size\nlamp;3\n');
});

test('[AT14] a PDF is not looked into', async () => {
  const pdf = '%PDF-1.4\n4111 1111 1111 1111\n';
  assert.equal(await stored(pdf), pdf);
});
