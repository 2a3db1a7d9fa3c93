// The checker of conversations itself: it finds each possible violation, and reports nothing that
// is right.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Message } from '@opportune/protocol/conversation/conversation.ts';
import { ConversationId, MessageId } from '@opportune/protocol/ids.ts';
import { brokenConversations } from '../conversation-check.test-support.ts';
import { Reader, type Side } from '../conversation-reader.test-support.ts';

const id = ConversationId.parse('c');

function message(sequence: number, type: 'text' | 'note' = 'text', name = `m${sequence}`): Message {
  return Message.parse({
    conversation: id,
    id: name,
    sequence,
    author: type === 'note' ? { type: 'agent', user: 'u', name: 'Ada' } : { type: 'visitor' },
    body: { type, text: 'text' },
    at: 1,
  });
}

const four = [message(1), message(2), message(3, 'note'), message(4)];

/** What is found for a reader who should have everything. */
function found(side: Side, of: (reader: Reader) => void, stored: readonly Message[] = four) {
  const reader = new Reader('r', side);
  of(reader);
  return brokenConversations(new Map([[id, stored]]), [{ reader, complete: [id] }]);
}

describe('what is right', () => {
  test('is no violation: an agent who has all, a visitor who has all but the note', () => {
    const all = (reader: Reader) => reader.read(id, four, true);
    assert.deepEqual(found('agent', all), []);
    const visible = four.filter(({ body }) => body.type !== 'note');
    assert.deepEqual(
      found('visitor', (reader) => reader.hear(visible)),
      [],
    );
  });

  test('is no violation: a page that brings what was pushed, and the other way round', () => {
    const both = (reader: Reader) => {
      reader.hear([message(2)]);
      reader.read(id, four.slice(0, 3), true);
      reader.hear([message(3, 'note'), message(4)]);
    };
    assert.deepEqual(found('agent', both), []);
  });

  test('is no violation: a new line begins where it begins', () => {
    const twice = (reader: Reader) => {
      reader.hear([message(1), message(4)]);
      reader.begin();
      reader.hear([message(1)]);
      reader.read(id, four.slice(1, 2), true);
    };
    assert.deepEqual(
      found('visitor', twice).filter((each) => !each.includes('without #2')),
      [],
    );
  });
});

describe('the checker finds', () => {
  test('what a reader never saw, including notes for agents', () => {
    const few = (reader: Reader) => reader.read(id, four.slice(0, 2), true);
    assert.deepEqual(found('agent', few), [
      'promise 2: r never saw #3 of c',
      'promise 2: r never saw #4 of c',
    ]);
    assert.deepEqual(found('visitor', few), ['promise 2: r never saw #4 of c']);
  });

  test('what was pushed twice, or after a later one', () => {
    const twice = (reader: Reader) => reader.hear([message(1), message(1)]);
    assert.match(found('visitor', twice).join('\n'), /r: #1 of c came on its own after #1/);
    const turned = (reader: Reader) => reader.hear([message(2), message(1)]);
    assert.match(found('agent', turned).join('\n'), /r: #1 of c came on its own after #2/);
  });

  test('what a followed line left out, even if it was requested later', () => {
    const leap = (reader: Reader) => {
      reader.hear([message(1), message(4)]);
      reader.read(id, four.slice(1, 2), true);
    };
    assert.deepEqual(found('visitor', leap), [
      'promise 2: r was told #4 of c after #1, without #2',
    ]);
  });

  test('a page out of order', () => {
    const turned = (reader: Reader) => reader.read(id, [message(2), message(1)], true);
    assert.match(found('agent', turned).join('\n'), /r: c was read with #1 after #2/);
  });

  test('a visitor who is shown what is for agents', () => {
    const shown = (reader: Reader) => reader.read(id, four, true);
    assert.deepEqual(found('visitor', shown), [
      'promise 2: r was shown #3 of c, which is for agents',
    ]);
  });

  test('one number with two messages, and a message that differs from the stored one', () => {
    const other = (reader: Reader) => reader.read(id, [message(1, 'text', 'other')], true);
    const all = (reader: Reader) => reader.read(id, four, true);
    const violations = found('agent', (reader) => [all(reader), other(reader)]);
    assert.match(violations.join('\n'), /r: c #1 is both m1 and other/);
    assert.match(violations.join('\n'), /r saw other as #1 of c, which is not stored so/);
  });

  test('an acknowledgement that is false, or changes', () => {
    const posted = (sequence: number) => ({ conversation: id, sequence });
    const acknowledged = (reader: Reader) => {
      reader.read(id, four, true);
      reader.acknowledge(MessageId.parse('m1'), posted(1));
      reader.acknowledge(MessageId.parse('m2'), posted(4));
      reader.acknowledge(MessageId.parse('m1'), posted(2));
    };
    const violations = found('agent', acknowledged).join('\n');
    assert.match(violations, /m2 was acknowledged as #4 and is not there/);
    assert.match(violations, /r: m1 acknowledged as #1 and #2/);
  });

  test('numbers with a gap, and a message that is stored twice', () => {
    const none = () => {};
    const gap = found('visitor', none, [message(1), message(3)]);
    assert.match(gap.join('\n'), /c has #3 at place 2/);
    const twice = found('visitor', none, [message(1), message(2, 'text', 'm1')]);
    assert.match(twice.join('\n'), /c has a message twice/);
  });
});
