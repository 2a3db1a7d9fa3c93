// Which origins may be entered, and which pages they let in.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allowsOrigin, checkOrigins } from './origins.ts';

test('origins are kept as browsers send them, once each', () => {
  const entered = [
    'https://Shop.example/',
    'https://shop.example',
    'http://localhost:7701',
    'https://shop.example:443',
    'https://*.shop.example',
  ];
  assert.deepEqual(checkOrigins(entered), [
    'https://shop.example',
    'http://localhost:7701',
    'https://*.shop.example',
  ]);
});

test('what no browser would send is refused with its place', () => {
  for (const wrong of [
    'shop.example',
    'https://shop.example/path',
    'ftp://shop.example',
    '*',
    'https://*.com',
    'https://a:b@shop.example',
    '',
  ]) {
    assert.throws(
      () => checkOrigins(['https://ok.example', wrong]),
      (error: { problem?: { path?: string } }) => error.problem?.path === 'origins.1',
      wrong,
    );
  }
});

test('a wildcard lets subdomains in and nothing that only ends alike', () => {
  const origins = ['https://*.shop.example', 'http://localhost:7701'];
  assert.equal(allowsOrigin(origins, 'https://www.shop.example'), true);
  assert.equal(allowsOrigin(origins, 'https://a.b.shop.example'), true);
  assert.equal(allowsOrigin(origins, 'http://localhost:7701'), true);
  for (const other of [
    'https://shop.example',
    'https://evilshop.example',
    'http://www.shop.example',
    'https://www.shop.example.evil.example',
    'http://localhost:7702',
  ]) {
    assert.equal(allowsOrigin(origins, other), false, other);
  }
});
