// Passwords without a database: which are too weak, and what a hash reveals.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { processorMs } from '@opportune/core/world/test/processor-time.test-support.ts';
import fc from 'fast-check';
import { guessBits } from './guess-bits.ts';
import { hashPassword, passwordCost, verifyPassword } from './password.ts';
import { isWeakPassword } from './weak-password.ts';

/** What is known about a person of a business. */
const names = [
  'ada.moor@aldermoor.example',
  'Ada Moor',
  'Aldermoor',
  'Aldermoor Home & Garden',
  'https://www.aldermoor-shop.example',
  'Bürgermoos',
  'Кофейня Север',
];

describe("[SI7] a password is weak if it is short, common, repeated, a keyboard pattern or the user's own data", () => {
  const weak = [
    ...['short', 'elevenchars', 'a'.repeat(1025), 'aaaaaaaaaaaa', 'abcabcabcabc', 'x1x1x1x1x1x1x1'],
    ...['password1234', 'PassWord1234', 'Password!!2026', 'P@ssw0rd2026!', 'Contraseña2026'],
    ...['123456789012', 'qwertyuiop123', 'QWERTZuiop!"§', '1qaz2wsx3edc', 'poiuytrewq99'],
    ...[
      'adminadmin12',
      'Admin-Admin-12',
      'administrator2026',
      'Summer-2026-2026',
      'Welcome2Berlin!',
    ],
    ...['Aldermoor2026', 'aldermoor-2026!', 'Ald3rm00r2026', 'aldermoor.example', 'HomeGarden2026'],
    ...['ada.moor2026', 'adamoor-adamoor', 'AdaMoor123456', 'Aldermoor-Shop1', 'monkeydragon12'],
    ...['пароль123456', 'ЙЦУКЕНгшщз12', 'фывапролджэ1', 'パスワード12345678', 'ασδφγηξκλ123'],
    ...['Kennwort2026!', 'Север-2026!!', 'Buergermoos2026!', 'приветпривет'],
    ...['aldermooraldermooraldermoor', 'opportune-opportune', 'Opportune2026!'],
  ];
  for (const password of weak)
    test(password.slice(0, 30), () => assert.equal(isWeakPassword(password, names), true));
});

describe('[SI7] a phrase, or twelve signs of chance, is not weak', () => {
  const strong = [
    ...['tall trees over quiet water', 'x7#Kq9!mZ2vT', 'grüne Hügel im März', 'kvbtsjrwpaxm'],
    ...[
      'fjord-lantern-biscuit',
      'Die Ente trägt 3 Hüte',
      '水の上の静かな木々と丘の家',
      'slow rivers under bridges',
      'шалфей гранит тоннель',
    ],
    ...['aldermoor sells teapots gladly', '4821 9037 5516 2290'],
  ];
  for (const password of strong)
    test(password, () => assert.equal(isWeakPassword(password, names), false));

  test('a random password is never weak, whatever the names are, and the check is fast', () => {
    const signs = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789');
    fc.assert(
      fc.property(
        fc.uniqueArray(signs, { minLength: 16, maxLength: 24 }),
        fc.array(fc.string({ maxLength: 40 }), { maxLength: 30 }),
        (password, others) => {
          const own = others.filter((name) => !password.join('').includes(name.toLowerCase()));
          assert.ok(guessBits(password.join(''), own) > 30);
        },
      ),
    );
    const tookMs = processorMs(() => {
      for (const sign of ['a', '1', 'ab', 'é']) isWeakPassword(sign.repeat(500), names);
    });
    assert.ok(tookMs < 500, `${tookMs} ms`);
  });
});

const hashed = (password: string) => hashPassword(password, passwordCost);
const isRight = (password: string, hash: string | null) =>
  verifyPassword(password, hash, passwordCost);

test('a hash verifies its own password only, and two hashes of one password differ', async () => {
  const [one, other] = [await hashed('tall trees'), await hashed('tall trees')];
  assert.notEqual(one, other);
  assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.equal(await isRight('tall trees', one), true);
  assert.equal(await isRight('tall treeS', one), false);
  assert.equal(await isRight('tall trees', null), false);
  assert.equal(await isRight('tall trees', 'not a hash'), false);
});

test('the same letters typed on another keyboard are the same password', async () => {
  const hash = await hashed('caf\u00e9 au lait noir');
  assert.equal(await isRight('cafe\u0301 au lait noir', hash), true);
});
