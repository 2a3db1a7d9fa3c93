// What a transcript says of messages that their contact changed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type ChangeAside,
  erasedBody,
  Message,
} from '@opportune/protocol/conversation/conversation.ts';
import { MessageId } from '@opportune/protocol/ids.ts';
import { changesIn } from './changes.ts';

const message = MessageId.parse('m1');
const after = (...asides: readonly ChangeAside[]) =>
  changesIn(
    asides.map((aside, at) =>
      Message.parse({
        ...{ conversation: 'c1', id: `a${at}`, sequence: at + 2, author: { type: 'system' } },
        ...{ body: { type: 'aside', aside }, at },
      }),
    ),
  ).get('m1');

test('[CN9] the newest change of a message counts', () => {
  assert.equal(after(), undefined);
  const edited = (text: string) => ({ type: 'edited', message, text }) as const;
  assert.equal(after(edited('one'), edited('two'))?.text, 'two');
  const reacted = (reaction: string | null) => ({ type: 'reacted', message, reaction }) as const;
  assert.equal(after(reacted('👍'))?.reaction, '👍');
  assert.equal(after(reacted('👍'), reacted(null))?.reaction, null);
  const deleted = after(edited('one'), { type: 'deleted', message });
  assert.deepEqual(deleted, { text: 'one', isDeleted: true, reaction: null });
  const erased = Message.parse({
    ...{ conversation: 'c1', id: 'm1', sequence: 1, author: { type: 'visitor' }, at: 1 },
    body: erasedBody,
  });
  assert.equal(changesIn([erased]).get('m1')?.isDeleted, true, 'also where the note is not loaded');
});
