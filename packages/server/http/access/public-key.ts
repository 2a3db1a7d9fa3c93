// Parses the public keys that verify a site's customers, as people paste them: PEM or JWK. Accepts
// RSA of at least 2,048 bits and the curve P-256. Refuses secret and private keys.
import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';

const leastRsaBits = 2048;

/** A key, and its key id (`kid`) if it has one. */
export interface PublicKey {
  readonly id: string | null;
  readonly algorithm: 'RS256' | 'ES256';
  readonly key: KeyObject;
}

/** The key, or null if the text is not an accepted key. Never throws. */
export function readPublicKey(text: string): PublicKey | null {
  const trimmed = text.trim();
  // Node derives a public key from a private one. Refuse it, so that people notice that they pasted
  // a private key.
  if (trimmed.includes('PRIVATE KEY')) return null;
  if (!trimmed.startsWith('{')) return ofKey(() => createPublicKey(trimmed), null);
  try {
    return readJwk(JSON.parse(trimmed));
  } catch {
    return null;
  }
}

/** Parses one key of a JWK set in the same way. Null for keys meant for encryption. */
export function readJwk(value: unknown): PublicKey | null {
  if (typeof value !== 'object' || value === null || 'd' in value || 'k' in value) return null;
  const jwk: Record<string, unknown> = { ...value };
  if (jwk['use'] !== undefined && jwk['use'] !== 'sig') return null;
  const { kid } = jwk;
  const found = ofKey(
    () => createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' }),
    typeof kid === 'string' ? kid : null,
  );
  return jwk['alg'] === undefined || jwk['alg'] === found?.algorithm ? found : null;
}

function ofKey(make: () => KeyObject, id: string | null): PublicKey | null {
  try {
    const key = make();
    const algorithm = algorithmOf(key);
    return algorithm === null ? null : { id, algorithm, key };
  } catch {
    return null;
  }
}

function algorithmOf({
  asymmetricKeyType,
  asymmetricKeyDetails,
}: KeyObject): PublicKey['algorithm'] | null {
  const { modulusLength = 0, namedCurve } = asymmetricKeyDetails ?? {};
  if (asymmetricKeyType === 'rsa') return modulusLength >= leastRsaBits ? 'RS256' : null;
  return asymmetricKeyType === 'ec' && namedCurve === 'prime256v1' ? 'ES256' : null;
}
