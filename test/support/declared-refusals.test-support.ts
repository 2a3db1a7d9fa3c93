// Checks each refusal of the API against the OpenAPI document of the same server: an operation must
// declare every code that it answers.
import assert from 'node:assert/strict';
import { operationsOf } from '@opportune/server/http/openapi/api-operations.ts';

interface Declared {
  readonly method: string;
  readonly path: RegExp;
  readonly codes: readonly string[];
}

/** By the servers whose document it is. To make one takes a server half a second of processor time. */
const known = new Map<object, Promise<readonly Declared[]>>();

/**
 * Checks the refusals of one server. Fetches the document at the first one. All servers that are
 * composed by `composition` have the same document, which is fetched once for all files of the process.
 */
export function declaredRefusals(url: () => string, composition: object = {}) {
  return async (method: string, path: string, status: number, body: unknown): Promise<void> => {
    if (status < 400 || !path.startsWith('/api/v1/')) return;
    const reading = known.get(composition) ?? readDeclared(url());
    known.set(composition, reading);
    // A server that is ending no longer answers, so the next refusal asks again.
    const all = await reading.catch(() => {
      known.delete(composition);
      return [];
    });
    const plain = path.replace(/[?#].*$/, '');
    const declared = all.filter((each) => each.method === method && each.path.test(plain));
    if (declared.length === 0) return;
    const { code } = body as { readonly code: string };
    const isDeclared = declared.some(({ codes }) => codes.includes(code));
    assert.ok(isDeclared, `${method} ${plain} answers ${status} ${code}, which is not declared`);
  };
}

async function readDeclared(url: string): Promise<readonly Declared[]> {
  const document = await (await fetch(`${url}/api/openapi.json`)).json();
  return operationsOf(document).map(({ method, path, codes }) => ({
    method,
    path: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}/?$`),
    codes,
  }));
}
