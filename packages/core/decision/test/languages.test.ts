// The words that a decision is shown in. They change nothing of the decision.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LiveCampaign } from '@opportune/protocol/campaign/campaign.ts';
import { campaign, truthy } from '../../world/test/shop.test-support.ts';
import { Visit, type VisitOptions } from './visit.test-support.ts';

const languages = { written: 'en', others: ['de', 'fr'], fallback: null };

function spoken(control = 0): LiveCampaign {
  const plain = campaign({ id: 'c', moment: truthy, control });
  const [variant] = plain.document.engagement.variants;
  const german = { [`${variant?.id}/headline`]: 'Brauchen Sie Hilfe?' };
  return { ...plain, document: { ...plain.document, translations: { de: german } } };
}

const visit = (options: VisitOptions, control?: number) =>
  new Visit([spoken(control)], { languages, ...options }).page('/help');

test('[LG12] a visitor gets the version of their language, and no byte of another', () => {
  const [content] = visit({ reads: ['de-AT'] }).contents;
  assert.equal(content?.creative.headline, 'Brauchen Sie Hilfe?');
  const [plain] = visit({ reads: ['fr'] }).contents;
  assert.ok(plain != null);
  assert.doesNotMatch(JSON.stringify(plain), /Brauchen|translations/);
});

test('[LG12] the decision is the same in every language, and for a visitor whose language is unknown', () => {
  const of = (options: VisitOptions) => JSON.stringify(visit(options).decisions);
  const unknown = of({});
  assert.match(unknown, /"treatment"/);
  for (const reads of [['de'], ['fr'], ['de-AT', 'en']]) assert.equal(of({ reads }), unknown);
});

test('[LG12] a browser in control is sent nothing in any language', () => {
  for (const reads of [['de'], ['fr']]) {
    const ghost = visit({ reads }, 10_000);
    assert.equal(ghost.decisions[0]?.arm.type, 'control');
    assert.deepEqual(ghost.contents, [null]);
  }
});
