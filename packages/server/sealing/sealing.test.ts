// Sealing: only a sealed value opens, only in its own place, and only with a known key.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { AccountId } from '@opportune/protocol/ids.ts';
import fc from 'fast-check';
import { openSealing, type SealedPlace } from './sealing.ts';
import { openSealingKeys, readSealingKeys } from './sealing-keys.ts';
import { testSealing, testSealingKey } from './sealing.test-support.ts';

const account = AccountId.parse('account-1');
const place: SealedPlace = { account, purpose: 'mail.password', id: 'row-1' };

describe('a sealed secret', () => {
  test('[SE1] opens unchanged in its place, and is never sealed the same way twice', () => {
    const sealing = testSealing();
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (secret) => {
        const sealed = sealing.seal(secret, place);
        assert.equal(sealing.open(sealed, place), secret);
        assert.ok(sealed.startsWith(sealing.newest));
        assert.notEqual(sealing.seal(secret, place), sealed);
      }),
    );
  });

  test('[SE1] cannot be opened for another account, purpose or row, nor with another key', () => {
    const sealing = testSealing();
    const sealed = sealing.seal('a secret', place);
    const others: readonly SealedPlace[] = [
      { ...place, account: AccountId.parse('account-2') },
      { ...place, account: null },
      { ...place, purpose: 'channel.token' },
      { ...place, id: 'row-2' },
    ];
    for (const other of others) assert.equal(sealing.open(sealed, other), null);
    assert.equal(testSealing().open(sealed, place), null);
  });

  test('[SE1] does not open if any character is altered, if it is cut, or if it is made up', () => {
    const sealing = testSealing();
    const sealed = sealing.seal('a secret of some length', place);
    const altered = (at: number) =>
      `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`;
    // The last character may have bits that no byte uses.
    for (let at = 0; at < sealed.length - 1; at++)
      assert.equal(sealing.open(altered(at), place), null, String(at));
    for (let length = 0; length < sealed.length - 1; length++)
      assert.equal(sealing.open(sealed.slice(0, length), place), null);
    fc.assert(fc.property(fc.string(), (text) => sealing.open(text, place) === null));
  });

  test('[SE2] survives a new key: the newest key seals, and each key opens what it sealed', () => {
    const [old, fresh] = [testSealingKey(), testSealingKey()];
    const before = openSealing([old]);
    const both = openSealing([fresh, old]);
    const [early, late] = [before.seal('early', place), both.seal('late', place)];
    assert.deepEqual([both.open(early, place), both.open(late, place)], ['early', 'late']);
    assert.deepEqual([before.hasOlder, both.hasOlder], [false, true]);
    assert.equal(openSealing([fresh]).open(late, place), 'late');
    assert.equal(openSealing([fresh]).open(early, place), null);
  });
});

describe('the keys', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'opportune-sealing-'));
  const file = path.join(folder, 'sealing-keys');
  after(() => rmSync(folder, { recursive: true }));

  test('[SE2] one key is made once, readable by its owner only, and added keys come first', () => {
    const [made] = openSealingKeys(folder, []);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.deepEqual(openSealingKeys(folder, []), [made]);
    const added = Buffer.alloc(32, 7).toString('hex');
    writeFileSync(file, `${added}\n${readFileSync(file, 'utf8')}`);
    const [newest, older] = openSealingKeys(folder, []);
    assert.deepEqual([newest.id === made.id, older], [false, made]);
    const given = testSealingKey();
    assert.deepEqual(openSealingKeys(folder, [given]), [given, newest, made]);
    writeFileSync(file, 'not a key\n');
    assert.throws(() => openSealingKeys(folder, []), /sealing-keys holds a line that is not a key/);
  });

  test('[SE2] 32 bytes are the same key in each notation, and nothing else is a key', () => {
    const bytes = Buffer.from('fb'.repeat(32), 'hex');
    const written = [bytes.toString('base64'), bytes.toString('base64url'), bytes.toString('hex')];
    const ids = readSealingKeys(written.join(', '))?.map(({ id }) => id) ?? [];
    assert.deepEqual([ids.length, new Set(ids).size], [3, 1]);
    assert.deepEqual(readSealingKeys(''), []);
    for (const wrong of ['password', 'a'.repeat(42), 'a'.repeat(45), `${written[0]},x`])
      assert.equal(readSealingKeys(wrong), null);
  });
});
