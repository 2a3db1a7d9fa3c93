// Passwords without a database: what is too weak, and what a hash gives away.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashPassword, isWeakPassword, verifyPassword } from './password.ts';

const email = 'ada.moor@aldermoor.example';

test("too short, common, repeated or mostly one's own address is weak", () => {
  const weak = [
    'short',
    'elevenchars',
    'password1234',
    'PassWord1234',
    'Password!!2026',
    '123456789012',
    'qwertyuiop123',
    'aaaaaaaaaaaa',
    'abcabcabcabc',
    'ada.moor2026',
    'Summer-2026-2026',
    'a'.repeat(1025),
  ];
  for (const password of weak) assert.equal(isWeakPassword(password, email), true, password);
});

test('a phrase, or twelve characters of chance, is not', () => {
  for (const password of ['tall trees over quiet water', 'x7#Kq9!mZ2vT', 'grüne Hügel im März']) {
    assert.equal(isWeakPassword(password, email), false, password);
  }
});

test('a hash verifies its own password only, and two hashes of one password differ', async () => {
  const [one, other] = [await hashPassword('tall trees'), await hashPassword('tall trees')];
  assert.notEqual(one, other);
  assert.equal(await verifyPassword('tall trees', one), true);
  assert.equal(await verifyPassword('tall treeS', one), false);
  assert.equal(await verifyPassword('tall trees', null), false);
  assert.equal(await verifyPassword('tall trees', 'not a hash'), false);
});

test('the same letters typed on another keyboard are the same password', async () => {
  const hash = await hashPassword('caf\u00e9 au lait noir');
  assert.equal(await verifyPassword('cafe\u0301 au lait noir', hash), true);
});
