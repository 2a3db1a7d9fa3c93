// What a person is shown of received data: no secret in it, and nothing else changed.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { processorMs } from '../../world/test/processor-time.test-support.ts';
import fc from 'fast-check';
import { hidden, redactSecrets } from '../redact-secrets.ts';

const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const letters = (length: number): fc.Arbitrary<string> =>
  fc.string({
    unit: fc.constantFrom(...base64url),
    minLength: length,
    maxLength: length,
  });
const header = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9';
const jwt = fc
  .tuple(letters(40), letters(43))
  .map(([body, signature]) => `${header}.eyJ${body}.${signature}`);
const ours = fc
  .tuple(fc.constantFrom('sk_', 'os_', 'ol_', 'v1.'), letters(43))
  .map(([prefix, text]) => `${prefix}${text}`);
const secrets = fc.oneof(jwt, ours);
const base64 = (text: string): string => Buffer.from(text).toString('base64');

function holdsNone(text: string, secret: string): boolean {
  const inner = secret.split('.').at(-1) ?? '';
  return !text.includes(secret) && !text.includes(inner.slice(0, 20));
}

describe('[I7] what the debugger shows', () => {
  const token = `${header}.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl`;
  const cases: readonly [what: string, text: string, shown: string][] = [
    ['a token of a hello', '{"token":"v1.abc","visitor":"v"}', '{"token":"•••","visitor":"v"}'],
    ['a JWT under any name', `{"note":"see ${token} there"}`, '{"note":"see ••• there"}'],
    ['a token deep within', '{"a":[{"identityToken": "x y"}]}', '{"a":[{"identityToken": "•••"}]}'],
    ['a number that is one', '{"session_id":123456,"n":1}', '{"session_id":"•••","n":1}'],
    ['a visitor’s address', '{"context":{"ip":"203.0.113.7"}}', '{"context":{"ip":"•••"}}'],
    ['an address by a longer name', '{"client_ip":"::1","n":1}', '{"client_ip":"•••","n":1}'],
    ['a list of them', '{"tokens":["a","b"],"n":1}', '{"tokens":"•••","n":1}'],
    ['an object of them', '{"credentials":{"user":"a"},"n":1}', '{"credentials":"•••","n":1}'],
    ['a secret key', '{"writeKey":"sk_0123456789abcdef"}', '{"writeKey":"•••"}'],
    ['a password with quotes', '{"password":"a\\"b","n":1}', '{"password":"•••","n":1}'],
    [
      'a quote and a backslash in JSON in JSON',
      JSON.stringify({ s: JSON.stringify({ password: 'a"b c', n: 1 }) }),
      JSON.stringify({ s: JSON.stringify({ password: hidden, n: 1 }) }),
    ],
    ['a backslash at its end', '{"password":"a\\\\","n":1}', '{"password":"•••","n":1}'],
    [
      'JSON in JSON',
      '{"s":"{\\"password\\":\\"a b\\",\\"n\\":1}"}',
      '{"s":"{\\"password\\":\\"•••\\",\\"n\\":1}"}',
    ],
    ['a header', '{"h":"Authorization: Bearer abc123def"}', '{"h":"Authorization: Bearer •••"}'],
    ['Basic credentials', '{"h":"Basic c2tfYWJjOg=="}', '{"h":"Basic •••"}'],
    [
      'a query',
      '{"url":"https://a.example/?access_token=abc&b=1"}',
      '{"url":"https://a.example/?access_token=•••&b=1"}',
    ],
    [
      'a fragment',
      '{"url":"https://a.example/#id_token=abc;b"}',
      '{"url":"https://a.example/#id_token=•••;b"}',
    ],
    [
      'an encoded query',
      '{"u":"?next=%2Fa%3Ftoken%3Dabc%26b%3D1"}',
      '{"u":"?next=%2Fa%3Ftoken%3D•••%26b%3D1"}',
    ],
    [
      'a one-time link',
      '{"url":"/sign-in#code=ol_0123456789abcdef"}',
      '{"url":"/sign-in#code=•••"}',
    ],
    [
      'a list of objects and what is nested in an object',
      '{"cookies":[{"a":["b"]}],"credentials":{"user":{"a":"{b"}},"n":1}',
      '{"cookies":"•••","credentials":"•••","n":1}',
    ],
    [
      'what is nested in JSON in JSON',
      JSON.stringify({ s: JSON.stringify({ tokens: [{ a: 'b"c\\' }], n: 1 }) }),
      JSON.stringify({ s: JSON.stringify({ tokens: hidden, n: 1 }) }),
    ],
    ['a number with an exponent', '{"token":1e+25,"n":1}', '{"token":"•••","n":1}'],
    [
      'names that people give to secrets',
      '{"pwd":"a","password_confirmation":"a","user[password]":"a","api key":"a","otp":1,"n":1}',
      '{"pwd":"•••","password_confirmation":"•••","user[password]":"•••","api key":"•••","otp":"•••","n":1}',
    ],
    [
      'the codes of trials and verifications in addresses',
      '{"search":"?opportune_trial=dAbc&n=1","url":"https://a.example/?n=1&opportune_verify=x-_y#z"}',
      '{"search":"?opportune_trial=•••&n=1","url":"https://a.example/?n=1&opportune_verify=•••#z"}',
    ],
    [
      'a field of a form',
      '{"fields":[{"name":"user","value":"ada"},{"name":"password","value":"a b"},{"value":"c","name":"otp"}]}',
      '{"fields":[{"name":"user","value":"ada"},{"name":"password","value":"•••"},{"value":"•••","name":"otp"}]}',
    ],
    [
      'a form as a text, its first field too',
      '{"body":"password=abc&user=ada","s":"user%5Bpassword%5D=abc&b=1"}',
      '{"body":"password=•••&user=ada","s":"user%5Bpassword%5D=•••&b=1"}',
    ],
    [
      'a query within two others',
      '{"u":"?next=%252Fa%253Ftoken%253Dabc%2526b%253D1"}',
      '{"u":"?next=%252Fa%253Ftoken%253D•••%2526b%253D1"}',
    ],
    [
      'headers of other kinds',
      '{"h":"X-Api-Key: abc1","i":"Authorization: Token abc2","j":"Cookie: a=b; sid=c"}',
      '{"h":"X-Api-Key: •••","i":"Authorization: Token •••","j":"Cookie: •••"}',
    ],
    [
      'a password in an address',
      '{"url":"https://ada:abc@a.example/b:c@d"}',
      '{"url":"https://ada:•••@a.example/b:c@d"}',
    ],
    [
      'the path of a link by mail',
      '{"url":"https://a.example/reset-password/0123456789abcdef01?a=b"}',
      '{"url":"https://a.example/reset-password/•••?a=b"}',
    ],
    ['an object of a script', '{"s":"{token: \\"abc\\"}"}', '{"s":"{token: \\"•••\\"}"}'],
    ['JSON in base64', '{"d":"eyJ0b2tlbiI6Imh1bnRlcjJzZWNyZXRYWTk5In0="}', '{"d":"•••"}'],
    [
      'a key in a query, encoded or not, and in a fragment',
      '{"url":"https://a.example/?key=abc&b=1","v":"/a?b=1&key=abc#key=def","w":"?n=%2Fa%3Fkey%3Dabc%26b%3D1"}',
      '{"url":"https://a.example/?key=•••&b=1","v":"/a?b=1&key=•••#key=•••","w":"?n=%2Fa%3Fkey%3D•••%26b%3D1"}',
    ],
    [
      'what stands behind a space, a tab or a line',
      '{"s":"token= abc","t":"password = abc def","u":"api_key=\\tabc","v":"token=\\n abc"}',
      '{"s":"token= •••","t":"password = ••• def","u":"api_key=\\t•••","v":"token=\\n •••"}',
    ],
    [
      'other JSON in base64',
      `{"d":"${base64('{ "token": "hunter2secretXY99" }')}","e":"${base64('[{"token":"hunter2secret"}]')}"}`,
      '{"d":"•••","e":"•••"}',
    ],
    ['a text that was cut in a value', '{"a":1,"token":"v1.ab', '{"a":1,"token":"•••"'],
    ['a text that was cut in a JWT', '{"note":"eyJhbGci', '{"note":"•••'],
    ['a text that was cut in a key', '{"note":"sk_012', '{"note":"•••'],
  ];
  for (const [what, text, shown] of cases)
    test(`hides ${what}`, () => assert.equal(redactSecrets(text), shown));

  const kept = [
    '{"kind":"track","name":"Order Completed","properties":{"total":12.5,"coupon":"SUMMER"}}',
    '{"writeKey":"wk_0123456789abcdefghijkl","messageId":"0123456789abcdef0123456789abcdef"}',
    '{"plan":"Basic membership","text":"a bearer document","cookieConsent":"granted"}',
    '{"tokens":true,"passwordless":"yes","task_number":"task_0123456789abcdef","version":"v1.2"}',
    '{"fields":[{"name":"city","value":"Rome"}],"passing":"a","authority":"b","design":"c"}',
    '{"url":"https://a.example:8080/confirm/order-completed?pagination=2","text":"he:she@it"}',
    '{"url":"https://a.example/tokens/list?q=secret+garden&code=SUMMER10"}',
    '{"key":"colour","s":"monkey=1 ?hotkey=a","t":"if (token == null)","u":"?token=&b=1"}',
    `{"picture":"data:image/png;base64,${base64('no secret, but a long text of words')}"}`,
  ];
  for (const text of kept)
    test(`keeps ${text.slice(0, 40)}…`, () => assert.equal(redactSecrets(text), text));

  test('hides a JWT inside a text in base64, at any offset', () => {
    fc.assert(
      fc.property(
        jwt,
        fc.string({ unit: 'binary-ascii', maxLength: 12 }),
        fc.string({ unit: 'binary-ascii', maxLength: 12 }),
        fc.constantFrom('base64', 'base64url'),
        (secret, before, behind, encoding) => {
          const inner = Buffer.from(`${before}${secret}${behind}`).toString(encoding);
          const shown = redactSecrets(JSON.stringify({ a: `x ${inner} y`, n: 1 }));
          assert.equal(shown.replace(/•••=*/, hidden), `{"a":"x ${hidden} y","n":1}`, inner);
          assert.equal(redactSecrets(shown), shown);
        },
      ),
    );
  });

  test('hides every secret at any place, and leaves readable JSON', () => {
    fc.assert(
      fc.property(
        secrets,
        fc.json({ maxDepth: 3 }),
        fc.constantFrom('', '?q=', 'Bearer ', '%22', 'x=', ' '),
        fc.string(),
        (secret, around, before, key) => {
          const value = { [key]: [JSON.parse(around), { deep: `${before}${secret} end` }] };
          const text = JSON.stringify(value);
          const shown = redactSecrets(text);
          assert.ok(shown.includes(hidden) && holdsNone(shown, secret));
          assert.doesNotThrow(() => JSON.parse(shown));
          assert.equal(redactSecrets(shown), shown);
        },
      ),
    );
  });

  test('hides anything under the name of a secret, wherever the text is cut', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('token', 'identityToken', 'password', 'x-api-key', 'Authorization'),
        letters(24),
        fc.nat(40),
        (name, secret, cut) => {
          const text = JSON.stringify({ a: 1, [name]: secret, b: 2 });
          const shown = redactSecrets(text.slice(0, text.length - cut));
          for (let at = 0; at + 6 <= secret.length; at++)
            assert.ok(!shown.includes(secret.slice(at, at + 6)));
        },
      ),
    );
  });

  test('examines every text that holds a secret', () => {
    // In a text with these, which are none, each kind of secret is searched.
    const everyKind = '@ token cookie &key bearer ! reset eyJ WyJ ZXlK sk_ v1. AKIA -----BEGIN ! ';
    assert.equal(redactSecrets(everyKind), everyKind);
    const pieces = fc.constantFrom(
      ...[
        '"',
        '\\',
        ':',
        ' ',
        '=',
        '?',
        '&',
        '%26',
        '%3F',
        '%2526',
        '%5B',
        ']',
        '.',
        '-',
        '_',
        'a',
        '1',
      ],
      ...[
        'token',
        'Pin',
        'sid',
        'ip',
        'auth',
        'x-pass',
        'user_ip',
        'key',
        'apiKey',
        'cookie',
        'reset',
        '/',
      ],
      ...[
        '"name":"',
        '"value":"',
        '{',
        '}',
        'bearer ',
        'sk_',
        'v1.',
        'eyJ',
        'abc123def456ghi789',
        '//',
        '@',
      ],
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (some) => {
        const text = some.join('');
        const shown = redactSecrets(`${everyKind}${text}`);
        assert.equal(redactSecrets(text), shown.slice(everyKind.length), text);
      }),
      { numRuns: 20_000 },
    );
  });

  test('takes time in proportion to the text', () => {
    const hostile = [
      '"'.repeat(4096),
      '\\"'.repeat(2048),
      `"${'token'.repeat(800)}`,
      '"token":'.repeat(512),
      `eyJ${'a.'.repeat(2000)}`,
      'bearer '.repeat(580),
      '?a.a-'.repeat(800),
      '\\'.repeat(4096),
      '"token":['.repeat(455),
      '{"token":{'.repeat(400),
      '\\"token\\":\\"a"'.repeat(240),
      `/${'reset'.repeat(800)}`,
      `//a${':a'.repeat(2000)}`,
      'token: '.repeat(580),
      'token=%26'.repeat(455),
      '{"name":"token"'.repeat(270),
      '%253Ftoken'.repeat(400),
      'token= '.repeat(580),
      'token=\\\\'.repeat(500),
      '?key='.repeat(800),
      '%253Fkey'.repeat(500),
      'a'.repeat(4096),
      'ZXlK'.repeat(1024),
      'GV5Sg '.repeat(680),
      'leUp/'.repeat(800),
      'W3si'.repeat(1024),
    ];
    for (const text of hostile) {
      // The minimum of several runs: collecting garbage of others is no cost of the text.
      let leastMs = Infinity;
      for (let run = 0; run < 5; run++) {
        leastMs = Math.min(
          leastMs,
          processorMs(() => redactSecrets(text)),
        );
      }
      assert.ok(leastMs < 3, `${text.slice(0, 20)}: ${leastMs} ms`);
    }
  });
});
