import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { firstName, lastWords, shortNameOf } from './inbox-words.ts';

describe('the short name in a transcript', () => {
  it('is the first name of somebody who gave one', () => {
    assert.equal(
      shortNameOf({ visitorName: 'Clara Jensen', address: 'a', visitor: 'v-1' }),
      'Clara',
    );
    assert.equal(firstName('Mara Lind'), 'Mara');
  });

  it('is the whole placeholder if nobody gave a name', () => {
    assert.equal(
      shortNameOf({ visitorName: '', address: 'abcdtgxi', visitor: 'abcdtgxi' }),
      'Visitor tgxi',
    );
    assert.equal(
      shortNameOf({ visitorName: '', address: 'abcd7be2', visitor: 'abcd7be2' }),
      'Visitor 7be2',
    );
  });

  it('is the address of a channel, although a visitor is known whose link was used', () => {
    const address = '+31 6 5550 4107';
    assert.equal(shortNameOf({ visitorName: '', address, visitor: 'abcd7be2' }), address);
  });
});

describe('the last message in a list', () => {
  it('has no Markdown syntax', () => {
    assert.equal(
      lastWords({ lastText: 'Shall I add **gift wrapping**?' }),
      'Shall I add gift wrapping?',
    );
    assert.equal(lastWords({ lastText: '2 * 3 * 4' }), '2 * 3 * 4');
    assert.equal(lastWords({ lastText: '' }), '');
  });
});
