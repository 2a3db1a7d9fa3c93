// A device is known only for the users who signed in on it, with their password of that time.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createDevices, type Person } from './device-cookie.ts';

const devices = createDevices('a key of the test');
const ada: Person = { account: 'a', user_id: 'ada', password_hash: 'hash 1' };

describe('[SI6] a device', () => {
  test('is known for its user, in any account of the address, until the password is another', () => {
    const cookie = devices.remember(null, ada);
    const known = devices.known(cookie, [{ ...ada, user_id: 'bea' }, ada]);
    assert.deepEqual(known?.people, [ada]);
    assert.deepEqual(devices.known(devices.remember(cookie, ada), [ada]), known);
    for (const other of [
      { ...ada, user_id: 'bea' },
      { ...ada, account: 'b' },
      { ...ada, password_hash: 'hash 2' },
    ])
      assert.equal(devices.known(cookie, [other]), null);
  });

  test('is not recognised for a user without a password, or with another key', () => {
    const none = { ...ada, password_hash: null };
    assert.equal(devices.known(devices.remember(null, none), [none]), null);
    assert.equal(createDevices('another').known(devices.remember(null, ada), [ada]), null);
  });

  test('is told from a made-up one before anybody is looked up, and an older cookie is renewed', () => {
    const cookie = devices.remember(null, ada);
    assert.ok(devices.isOurs(cookie));
    assert.ok(!devices.isOurs(null));
    assert.ok(!createDevices('another').isOurs(cookie));
    const [id, signature] = cookie.split('.');
    const altered = `${id?.startsWith('A') ? 'B' : 'A'}${id?.slice(1)}.${signature}`;
    assert.ok(!devices.isOurs(altered));
    assert.ok(devices.isOurs(devices.remember(altered, ada)));
  });

  test('remembers its latest five users', () => {
    const people = Array.from({ length: 6 }, (_, n) => ({ ...ada, user_id: `user ${n}` }));
    let cookie: string | null = null;
    for (const person of people) cookie = devices.remember(cookie, person);
    const knows = people.map((person) => devices.known(cookie, [person]) !== null);
    assert.deepEqual(knows, [false, true, true, true, true, true]);
    assert.ok((cookie ?? '').length < 256);
  });

  test('cannot be made up', () => {
    const cookie = devices.remember(null, ada);
    fc.assert(fc.property(fc.string(), (text) => devices.known(text, [ada]) === null));
    const altered = `${cookie.slice(0, -1)}${cookie.endsWith('A') ? 'B' : 'A'}`;
    assert.equal(devices.known(altered, [ada]), null);
    assert.equal(devices.known(`x${cookie}`, [ada]), null);
  });
});
