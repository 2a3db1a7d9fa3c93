// Which origins can be entered, and which pages they allow.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkOrigins, originAllowed } from './origins.ts';

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

const origins: readonly [readonly string[], string | undefined, boolean][] = [
  [['https://shop.example'], 'https://shop.example', true],
  [['https://shop.example'], 'http://shop.example', false],
  [['https://shop.example'], 'https://shop.example:8443', false],
  [['https://shop.example'], 'https://shop.example.evil.example', false],
  [['https://*.shop.example'], 'https://www.shop.example', true],
  [['https://*.shop.example'], 'https://a.b.shop.example', true],
  [['https://*.shop.example'], 'https://shop.example', false],
  [['https://*.shop.example'], 'https://evil.example/.shop.example', false],
  [['https://*.shop.example'], 'https://evilshop.example', false],
  [['https://*.shop.example'], 'https://www.shop.example.evil.example', false],
  [['https://*.shop.example'], 'http://a.shop.example', false],
  [['http://localhost:7701'], 'http://localhost:7701', true],
  [['http://localhost:7701'], 'http://localhost:7702', false],
  [['https://shop.example'], 'null', false],
  [[], 'https://shop.example', false],
  [[], undefined, true],
];
for (const [allowed, origin, wanted] of origins) {
  test(`[I1] ${origin ?? 'no origin'} is ${wanted ? 'allowed' : 'refused'} where ${allowed.join() || 'nothing'} is listed`, () => {
    assert.equal(originAllowed(allowed, origin), wanted);
  });
}
