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

  it('is whole where nobody gave one, whatever the end of the id is', () => {
    assert.equal(
      shortNameOf({ visitorName: '', address: 'a', visitor: 'abcdtgxi' }),
      'Visitor tgxi',
    );
    assert.equal(
      shortNameOf({ visitorName: '', address: 'a', visitor: 'abcd7be2' }),
      'Visitor 7be2',
    );
  });
});

describe('what was said last', () => {
  it('stands in lists without the signs of Markdown', () => {
    assert.equal(
      lastWords({ lastText: 'Shall I add **gift wrapping**?' }),
      'Shall I add gift wrapping?',
    );
    assert.equal(lastWords({ lastText: '2 * 3 * 4' }), '2 * 3 * 4');
    assert.equal(lastWords({ lastText: '' }), '');
  });
});
