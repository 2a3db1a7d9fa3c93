// For how long free text may be sent after a contact's newest message.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Capabilities } from '@opportune/protocol/channel/capabilities.ts';
import type { Part } from '@opportune/protocol/channel/parts.ts';
import { isWindowClosed, windowEnd } from '../reply-window.ts';

const text = { count: 'utf16', most: 1000 } as const;
const limited = Capabilities.parse({ text, window: { hours: 24, afterwards: 'templates' } });
const free = Capabilities.parse({ text });
const dayMs = 24 * 3_600_000;
const answers = { at: 1000 };
const words: readonly Part[] = [{ type: 'text', text: 'Hello' }];
const template: Part = {
  type: 'template',
  template: { name: 'a', language: 'en', text: '', header: [], body: [], buttons: [] },
};

test('[RW1] free text may be sent for the hours of the channel', () => {
  assert.equal(windowEnd(limited, answers), 1000 + dayMs);
  assert.equal(isWindowClosed({ parts: words, answers }, limited, dayMs + 999), false);
  assert.equal(isWindowClosed({ parts: words, answers }, limited, dayMs + 1000), true);
});

test('[RW1] nothing but a template may be sent to whoever has not written', () => {
  assert.equal(windowEnd(limited, null), null);
  assert.equal(isWindowClosed({ parts: words, answers: null }, limited, 0), true);
  assert.equal(isWindowClosed({ parts: [template], answers: null }, limited, 0), false);
  assert.equal(isWindowClosed({ parts: [template, ...words], answers: null }, limited, 0), true);
});

test('[RW1] a channel without a window has no end', () => {
  assert.equal(windowEnd(free, answers), null);
  assert.equal(isWindowClosed({ parts: words, answers: null }, free, dayMs * 99), false);
});
