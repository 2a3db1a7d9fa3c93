import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createNetworks, networkNumbers } from './networks.ts';

const networks = createNetworks('a secret of the data folder');

describe('the network that a browser sends from', () => {
  test('[F30] is the same for neighbouring addresses, and each IPv6 /64 has one prefix', () => {
    const [one, neighbour] = [networks.of('203.0.113.7'), networks.of('203.0.113.8')];
    assert.equal(one.network, neighbour.network);
    assert.notEqual(one.prefix, neighbour.prefix);
    const [first, second] = [networks.of('2001:db8:5:1::9'), networks.of('2001:db8:5:1:a::1')];
    assert.deepEqual(first, second);
    const besides = networks.of('2001:db8:5:2::9');
    assert.equal(besides.network, first.network);
    assert.notEqual(besides.prefix, first.prefix);
  });

  test('[F31] reveals no address: another secret gives another prefix, and thousands share a number', () => {
    const other = createNetworks('another secret').of('203.0.113.7');
    assert.notEqual(other.prefix, networks.of('203.0.113.7').prefix);
    const numbers = new Map<number, number>();
    for (let high = 0; high < 200; high++)
      for (let low = 0; low < 100; low++) {
        const { network } = networks.of(`10.${high}.${low}.1`);
        numbers.set(network, (numbers.get(network) ?? 0) + 1);
      }
    assert.equal(numbers.size, networkNumbers);
    assert.equal(Math.min(...numbers.keys()), 1);
    assert.equal(Math.max(...numbers.keys()), networkNumbers);
  });
});
