// A letter as it is kept in the inbox, read again: also one of which only the beginning was fetched.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packedLetter } from './packed-letter.ts';
import { readPacked } from './read-packed.ts';

const bytes = Buffer.from('From: Ada <ada@example.com>\r\nSubject: Large\r\n\r\nHello\r\n');
const own = { addresses: [], authservId: null };

test('[EM37] a letter whose end was not fetched says so, and a whole one does not', () => {
  const unread = (isCut: boolean) =>
    readPacked(packedLetter(bytes, 5, isCut), own)?.letter.unread.map(({ what }) => what);
  assert.deepEqual([unread(true), unread(false)], [['too-long'], []]);
});
