// Seeded texts and JSON values that are hard to mask: numbers of every kind next to each other,
// cut, encoded, in other scripts, in names and in values.

const pieces = [
  ...[
    '4111111111111111',
    '4111 1111 1111 1112',
    '5555-5555-5555-4444',
    '378282246310005',
    '4222222222222',
  ],
  ...[
    '3782 822463 10004 ',
    '6759649826438453',
    '4000000000000000006',
    '36227206271667',
    '٤١١١',
    '４１１１',
  ],
  ...[
    'DE89370400440532013000',
    'GB82 WEST 1234 5698 7654 32',
    'NO93 8601 1117 947',
    'ES9121000418450200051332',
  ],
  ...[
    'DE89 ',
    'de89',
    'GB-82',
    'XX12',
    '0b6f3c1e-4111-4111-8111-111111111111',
    '1a2b3c4d-',
    '4111-4111-4111-',
  ],
  ...[
    '0',
    '1',
    '4',
    '11',
    '41',
    '111',
    '1111',
    '4111',
    '12/27',
    '4.1',
    '52.52000659999999',
    '+',
    '+49 176 ',
  ],
  ...[
    ' ',
    '  ',
    '-',
    '.',
    '_',
    '\n',
    '\r\n ',
    '\t',
    '\u00a0',
    '\u202f',
    '\u200b',
    '\u0301',
    '•',
    '–',
    '\u0000',
  ],
  ...[
    '%',
    '%2',
    '%25',
    '%34',
    '%31',
    '%2534',
    '%252534',
    '%25252534',
    '%20',
    '%2520',
    '%2D',
    '%2B',
    '%C2%A0',
  ],
  ...[
    '%D9%A4',
    '%D9%A1',
    '%F0%9D%9F%92',
    '%EF%BC%94',
    '%ED%A0%80',
    '%C3%A9',
    '%41',
    '%5f',
    '%0a',
    '%c2%',
    '%FF',
  ],
  ...[
    'a',
    'é',
    '漢',
    '😀',
    '𝟒',
    '\ud835',
    '\udfd2',
    '/',
    ',',
    '?',
    '&',
    '=',
    '#',
    '"',
    '[',
    ']',
    '(',
    'x4',
    '4x',
  ],
  ...['[•••• 1111]', 'K-123456', 'K-1234567', '@a.example', 'https://a.example/?q='],
] as const;

export type Random = () => number;

/** Park and Miller's generator. */
export function seededRandom(seed: number): Random {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** One of each kind of text: anything, mostly digits and gaps, one piece repeated. */
export function nastyText(random: Random): string {
  const length = Math.floor(random() ** 2 * 40);
  const few = Array.from({ length: 1 + Math.floor(random() * 4) }, () => some(random, pieces));
  const from = random() < 0.6 ? few : pieces;
  let text = '';
  for (let at = 0; at < length; at++) {
    const piece = some(random, from);
    text += random() < 0.1 ? piece.slice(0, Math.floor(random() * piece.length)) : piece;
  }
  return text;
}

const secretPieces = [
  ...[
    '"',
    '\\',
    '\\"',
    ':',
    ' ',
    '\n',
    '\\n',
    '=',
    '==',
    '?',
    '&',
    '#',
    ';',
    '/',
    '//',
    '@',
    '.',
    '-',
  ],
  ...[
    '_',
    '+',
    ',',
    '{',
    '}',
    '[',
    ']',
    '(',
    "'",
    '<',
    '•••',
    'é',
    '漢',
    '😀',
    'a',
    '1',
    '7f',
    'A',
  ],
  ...[
    '%26',
    '%3F',
    '%3D',
    '%2526',
    '%253D',
    '%5B',
    '%5D',
    '%20',
    '%25',
    '%',
    'word ',
    '123',
    '0x1F',
  ],
  ...[
    'token',
    'Token',
    'identityToken',
    'secrets',
    'password',
    'passwort',
    'passwd',
    'pwd',
    'pass',
  ],
  ...['passphrase', 'kennwort', 'mot de passe', 'contraseña', 'contrasen\u0303a', 'Authorization'],
  ...[
    'authorisation',
    'credentials',
    'cookie',
    'Set-Cookie',
    'jwt',
    'signature',
    'session_id',
    'sessId',
  ],
  ...[
    'api_key',
    'apiKey',
    'access key',
    'private-key',
    'signing_key',
    'pin',
    'otp',
    'auth',
    'sid',
    'sig',
  ],
  ...[
    'ip',
    'client_ip',
    'userIp',
    'ip_address',
    'x-forwarded-for',
    'x-pass',
    'key',
    'KEY',
    'hotkey',
  ],
  ...[
    'anonymousId',
    'messageId',
    'description',
    'shipping',
    'value',
    'content',
    'text',
    'name',
    'label',
  ],
  ...['confirm', 'repeat', '_confirmation', '_1', 's', 'bearer ', 'Basic ', 'digest ', 'Bearer%20'],
  ...[
    'eyJ',
    'eyJhbGciOi',
    'eyAi',
    'ewogJ',
    'W3si',
    'WyJ',
    'ZXlK',
    'GV5Sg',
    'leUo',
    'leUp',
    'sk_',
    'rk_',
  ],
  ...['os_', 'ol_', 'v1.', 'ghp_', 'github_pat_', 'glpat-', 'xoxb-', 'whsec_', 'AKIA', 'AIza'],
  ...[
    '-----BEGIN RSA PRIVATE KEY-----',
    '-----BEGIN ',
    'reset',
    'recover',
    'magic',
    'invite',
    'activate',
  ],
  ...[
    'verify',
    'abc123def456ghi789',
    'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOP',
    'true',
    'null',
  ],
  ...[
    '"token":',
    '"name":"token"',
    '{"name":"pin","value":"',
    '"value":"a b"',
    '{"a":["b"]}',
    '\\"token\\":',
  ],
  ...[
    '?token=',
    '&key=',
    '#key=',
    '%26key%3D',
    'token: ',
    '{token: "',
    'https://a:b@c/',
    '/reset-it/',
  ],
] as const;

/** A text with names and forms of secrets: anything, or a few pieces again and again. */
export function nastySecretText(random: Random): string {
  const few = Array.from({ length: 1 + Math.floor(random() * 5) }, () =>
    some(random, secretPieces),
  );
  const from = random() < 0.5 ? few : secretPieces;
  const text = Array.from({ length: Math.floor(random() * 16) }, () => some(random, from)).join('');
  return random() < 0.3 ? text.slice(0, Math.floor(random() * text.length)) : text;
}

const names = [
  'id',
  'name',
  'page',
  'url',
  'order_id',
  'product_id',
  'properties',
  'userId',
  'list',
];
const numbers = [
  0, 1, 4111111111111111, 5555555555554444, 1763726400000, 1e12, 0.1, -4111111111111111,
];

/**
 * An object that may be an event or a call, of few levels. Names may be cards, next to their masks.
 */
export function nastyObject(random: Random, depth = 0): Record<string, unknown> {
  const count = Math.floor(random() * 5);
  return Object.fromEntries(
    Array.from({ length: count }, () => [nastyName(random), nastyValue(random, depth + 1)]),
  );
}

function nastyName(random: Random): string {
  if (random() < 0.5) return some(random, names);
  return random() < 0.1 ? '__proto__' : nastyText(random).slice(0, 60);
}

function nastyValue(random: Random, depth: number): unknown {
  const kind = random();
  if (kind < 0.5) return nastyText(random);
  if (kind < 0.6) return some(random, numbers);
  if (kind < 0.65) return null;
  if (depth > 4) return true;
  if (kind < 0.85) return nastyObject(random, depth);
  return Array.from({ length: Math.floor(random() * 3) }, () => nastyValue(random, depth + 1));
}

function some<Of>(random: Random, of: readonly Of[]): Of {
  const one = of[Math.floor(random() * of.length)];
  if (one === undefined) throw new Error('nothing to choose from');
  return one;
}
