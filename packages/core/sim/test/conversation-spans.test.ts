// A visitor has one conversation at a time: violations are found, and nothing else.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Message } from '@opportune/protocol/conversation/conversation.ts';
import { ConversationId, VisitorId } from '@opportune/protocol/ids.ts';
import { openAtOnce } from '../conversation-spans.test-support.ts';

type Step = readonly [at: number, what: 'text' | 'ended' | 'reopened' | 'left-message'];

function messagesOf(conversation: string, steps: readonly Step[]): readonly Message[] {
  return steps.map(([at, what], index) => {
    const note =
      what === 'ended'
        ? { type: what, by: 'agent' }
        : what === 'left-message'
          ? { type: what, address: 'bo@example.com' }
          : { type: what };
    const body = what === 'text' ? { type: what, text: 'text' } : { type: 'system', note };
    const id = `${conversation}-${index}`;
    const author = what === 'text' ? { type: 'visitor' } : { type: 'system' };
    return Message.parse({ conversation, id, sequence: index + 1, author, body, at });
  });
}

function found(of: Readonly<Record<string, readonly Step[]>>, visitors = ['v', 'v']) {
  const stored = Object.entries(of).map(([id, steps], at) => {
    const visitor = VisitorId.parse(visitors[at] ?? 'v');
    return [ConversationId.parse(id), { visitor, messages: messagesOf(id, steps) }] as const;
  });
  return openAtOnce(new Map(stored));
}

describe('[C3] one at a time', () => {
  test('is kept by one that begins when the other is over, and by two visitors at once', () => {
    assert.deepEqual(
      found({
        a: [
          [1, 'text'],
          [5, 'ended'],
        ],
        b: [[5, 'text']],
      }),
      [],
    );
    assert.deepEqual(found({ a: [[1, 'text']], b: [[2, 'text']] }, ['v', 'w']), []);
  });

  test('is kept by a message that is left meanwhile', () => {
    const left: Step[] = [
      [3, 'text'],
      [3, 'left-message'],
      [4, 'text'],
    ];
    assert.deepEqual(found({ a: [[1, 'text']], b: left }), []);
  });

  test('is violated by one that begins while the other is active', () => {
    const two: Readonly<Record<string, readonly Step[]>> = {
      a: [
        [1, 'text'],
        [5, 'ended'],
      ],
      b: [[4, 'text']],
    };
    assert.deepEqual(found(two), ['v has a while b goes on']);
  });

  test('is violated by one that is reopened while the other is active', () => {
    const two: Readonly<Record<string, readonly Step[]>> = {
      a: [
        [1, 'text'],
        [3, 'ended'],
        [6, 'reopened'],
        [8, 'ended'],
      ],
      b: [
        [4, 'text'],
        [9, 'ended'],
      ],
    };
    assert.deepEqual(found(two), ['v has b while a goes on']);
    const after: Step[] = [
      [4, 'text'],
      [6, 'ended'],
    ];
    assert.deepEqual(found({ ...two, b: after }), []);
  });
});
