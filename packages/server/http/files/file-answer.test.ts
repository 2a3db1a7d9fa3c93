// The headers of a file response: saved to disk unless it is a displayable picture, whatever its
// name.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Attachment } from '@opportune/protocol/conversation/attachment.ts';
import { fileHeaders } from './file-answer.ts';

const file = (given: Partial<Attachment>): Attachment => ({
  ...{ type: 'attachment', name: 'order.txt', mediaType: 'text/plain', sizeBytes: 5 },
  ...given,
});
const disposition = (given: Partial<Attachment>): string =>
  fileHeaders(file(given), 5)['content-disposition'];

test('[AT13] only a picture that is shown may be opened, the rest is saved', () => {
  const picture = { width: 1, height: 1 };
  assert.match(disposition({ mediaType: 'image/png', picture }), /^inline; /);
  assert.match(disposition({ mediaType: 'image/png' }), /^attachment; /);
  assert.match(disposition({ mediaType: 'application/pdf' }), /^attachment; /);
  assert.match(disposition({}), /^attachment; /);
});

test('[AT13] a name is in the header whole, and ends none', () => {
  assert.equal(
    disposition({ name: 'wiring (2).txt' }),
    'attachment; filename="wiring (2).txt"; filename*=UTF-8\'\'wiring%20%282%29.txt',
  );
  assert.equal(
    disposition({ name: 'Lämpe".txt' }),
    'attachment; filename="L_mpe_.txt"; filename*=UTF-8\'\'L%C3%A4mpe%22.txt',
  );
  for (const name of ['a\r\nset-cookie: x=1.txt', 'a\\".txt', '%00.txt', '💡.txt'])
    assert.match(
      disposition({ name }),
      /^attachment; filename="[\x20-\x21\x23-\x7e]*"; filename\*=UTF-8''[A-Za-z0-9._~%!&+-]*$/,
    );
});

test('[AT13] text is UTF-8, nothing is guessed, nothing runs', () => {
  const headers = fileHeaders(file({}), 5);
  assert.equal(headers['content-type'], 'text/plain; charset=utf-8');
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.match(headers['content-security-policy'], /sandbox/);
  assert.equal(headers['referrer-policy'], 'no-referrer');
});
