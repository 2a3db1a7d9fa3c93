import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addressPrefix, networkOfPrefix } from './address-prefix.ts';

describe('address prefix', () => {
  const table: readonly (readonly [string, string])[] = [
    ['192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['64:ff9b::192.0.2.7', '64:ff9b:0:0::/64'],
    ['', ''],
  ];
  for (const [address, prefix] of table) {
    it(`of ${address || 'nothing'} is ${prefix || 'nothing'}`, () => {
      assert.equal(addressPrefix(address), prefix);
    });
  }
});

describe('network of a prefix', () => {
  const table: readonly (readonly [string, string])[] = [
    ['192.0.2.7', '192.0.2'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1'],
    ['2001:db8:1:ffff::1', '2001:db8:1'],
    ['2001:db8::1', '2001:db8:0'],
  ];
  for (const [address, network] of table) {
    it(`of ${address} is ${network}`, () => {
      assert.equal(networkOfPrefix(addressPrefix(address)), network);
    });
  }
});
