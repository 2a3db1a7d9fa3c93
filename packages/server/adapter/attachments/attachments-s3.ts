// Files in a bucket of any S3-compatible server, over its REST API: signature version 4, path-style
// addresses, and a SHA-256 of each upload that the server checks. It creates no bucket and changes
// no rights. It logs no key and no response.
import { createHash } from 'node:crypto';
import type { AttachmentStore, StoredBytes } from '@opportune/core/ports/attachments.ts';
import { AwsClient } from 'aws4fetch';
import { EngineError, reasonOf } from '../engine-error.ts';

export interface BucketOptions {
  /** `https://host/bucket`, optionally with a folder below it. */
  readonly url: string;
  readonly region: string;
  readonly keyId: string;
  readonly secret: string;
}

/** How long a bucket may take until its response begins. */
const patienceMs = 30_000;

/** Sends nothing to the bucket until it is used. */
export function openAttachmentsS3(options: BucketOptions): AttachmentStore {
  return new Bucket(options);
}

class Bucket implements AttachmentStore {
  readonly #client: AwsClient;
  readonly #base: string;
  /** By key, because some S3 servers corrupt two simultaneous uploads of one key. */
  readonly #putting = new Map<string, Promise<void>>();

  constructor({ url, region, keyId, secret }: BucketOptions) {
    const keys = { accessKeyId: keyId, secretAccessKey: secret };
    this.#client = new AwsClient({ ...keys, region, service: 's3', retries: 2 });
    this.#base = url.replace(/\/+$/, '');
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    const before = this.#putting.get(key) ?? Promise.resolve();
    const own = before.catch(() => {}).then(() => this.#putOne(key, bytes));
    this.#putting.set(key, own);
    try {
      await own;
    } finally {
      if (this.#putting.get(key) === own) this.#putting.delete(key);
    }
  }

  async get(key: string): Promise<StoredBytes | null> {
    const response = await this.#ask('GET', key);
    if (response.ok && response.body !== null) {
      const sizeBytes = Number(response.headers.get('content-length'));
      return { sizeBytes, content: contentOf(response.body) };
    }
    const refused = await refusal(response);
    if (response.status === 404 && refused.message.includes('NoSuchKey')) return null;
    throw refused;
  }

  async remove(key: string): Promise<void> {
    const response = await this.#ask('DELETE', key);
    if (!response.ok && response.status !== 404) throw await refusal(response);
    await response.body?.cancel();
  }

  async #putOne(key: string, bytes: Uint8Array): Promise<void> {
    const response = await this.#ask('PUT', key, bytes);
    if (!response.ok) throw await refusal(response);
    await response.body?.cancel();
  }

  /** Time is bounded until the response begins. The rest takes as long as its reader does. */
  async #ask(method: string, key: string, body?: Uint8Array): Promise<Response> {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(new Error('no answer in time')), patienceMs);
    try {
      const init = { method, signal: patience.signal, ...contentToPut(body) };
      return await this.#client.fetch(`${this.#base}/${key}`, init);
    } catch (error) {
      throw new EngineError('attachment.unreachable', reasonOf(error), error);
    } finally {
      clearTimeout(timer);
    }
  }
}

function contentToPut(body: Uint8Array | undefined): Pick<RequestInit, 'body' | 'headers'> {
  if (body === undefined) return {};
  const headers = {
    'content-type': 'application/octet-stream',
    'x-amz-content-sha256': createHash('sha256').update(body).digest('hex'),
  };
  return { body: Uint8Array.from(body), headers };
}

async function* contentOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw new EngineError('attachment.unreachable', reasonOf(error), error);
  }
}

/** Only the code of an S3 error. Its message may repeat what was signed. */
async function refusal(response: Response): Promise<EngineError> {
  const text = await response.text().catch(() => '');
  const code = /<Code>([A-Za-z]{1,80})<\/Code>/.exec(text)?.[1] ?? 'without a code';
  return new EngineError(
    'attachment.unreachable',
    `the bucket answered ${response.status} ${code}`,
  );
}
