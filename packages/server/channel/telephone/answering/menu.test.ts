// The menu by keys: what is said in which language, and where a key leads.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SkillId } from '@opportune/protocol/ids.ts';
import { telephoneLimits } from '@opportune/protocol/limits/telephone.ts';
import { chosenBy, menuOf } from './menu.ts';

const settings = {
  ...{ number: '+14155550100', accountSid: 'AC1' },
  menu: 'For sales, press 1.\n\nde: Für den Verkauf die 1.\nxx: as it is\nfr:',
  ...{ key1: 'sales', key9: 'service' },
};

test('[CX37.1] each line is said in its language, or in that in which the account writes', () => {
  assert.deepEqual(menuOf(settings, 'en')?.words, [
    { text: 'For sales, press 1.', language: 'en' },
    { text: ' Für den Verkauf die 1.', language: 'de' },
    { text: 'xx: as it is', language: 'en' },
  ]);
  assert.equal(menuOf({ ...settings, key1: undefined, key9: undefined }, 'en'), null);
  assert.deepEqual(menuOf({ key2: 'sales' }, null)?.words, []);
});

test('[CX37.2] a key leads to its skill, no key to the channel’s own, and another one asks again', () => {
  const menu = menuOf(settings, 'en');
  assert.ok(menu);
  const chosen = (digits: string, asked = 1) => chosenBy(menu, { digits, asked });
  assert.deepEqual(chosen('1'), { skill: SkillId.parse('sales') });
  assert.deepEqual(chosen('9'), { skill: SkillId.parse('service') });
  assert.deepEqual(chosen(''), { skill: null });
  for (const key of ['2', '0', '*', '#']) assert.equal(chosen(key), 'again');
  assert.deepEqual(chosen('2', telephoneLimits.menuTimes), { skill: null });
});
