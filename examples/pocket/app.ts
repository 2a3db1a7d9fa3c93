// What the pocket asks of each messenger: requests as its provider posts them for what the person
// does, and what their screen shows of a message that the business sent.
import { randomBytes } from 'node:crypto';
import type { Told } from '@opportune/core/contracts/channel.contract.ts';
import type { RawRequest } from '@opportune/core/ports/channel.ts';
import type { TwinFiles } from '../../test/twins/twin-server.test-support.ts';

/** A tap is answered with `data`; a link is opened. */
export type Button =
  | { readonly title: string; readonly data: string }
  | { readonly title: string; readonly url: string };

/** A message of the business as the messenger shows it. */
export interface Bubble {
  readonly text: string;
  /** A link, or the name of a file that `files` has. */
  readonly picture: string | null;
  readonly buttons: readonly Button[];
  /** Of an e-mail. */
  readonly letter?: {
    readonly subject: string;
    readonly quoted: string;
    /** `at`: what `files` has it as. */
    readonly files: readonly { readonly name: string; readonly at: string }[];
  };
}

/** A letter that the person wrote. */
export interface Written {
  /** The provider's id of the letter that it answers. */
  readonly of: string | null;
  readonly subject: string;
  readonly text: string;
  readonly file: {
    readonly name: string;
    readonly type: string;
    readonly bytes: Uint8Array;
  } | null;
}

/** A tap on a button. */
export interface Tap {
  readonly data: string;
  readonly title: string;
  /** The provider's id of the message that has the button. */
  readonly of: string;
}

export interface App {
  /** Tells it apart from another of its kind. Absent: its kind does. */
  readonly id?: string;
  /** The kind of channel. */
  readonly kind: string;
  /** What an administrator would type in, with the address of this machine's stand-in. */
  readonly settings: Readonly<Record<string, string>>;
  readonly files: TwinFiles;
  /** Called with the address of the webhook, as its provider is told. */
  connected?(webhook: string): void;
  say(text: string): RawRequest;
  /** Only of e-mail. */
  write?(written: Written): RawRequest;
  /** How much a text counts, in words. Absent: nobody counts. */
  measure?(text: string): string;
  tap(tap: Tap): RawRequest;
  picture(jpeg: Uint8Array): RawRequest;
  /** Opens the messenger by a link with this parameter. Absent: it is a part of the words. */
  refer?(parameter: string): RawRequest;
  /** Reports that a message arrived and was read. Empty: the provider reports neither. */
  seen(externalId: string): readonly RawRequest[];
  stop(): Promise<void>;
}

/** What comes to the telephone: a message, or that somebody is typing. */
export interface Arrived {
  readonly externalId: string;
  readonly bubble: Bubble | 'typing';
}

export type Arrive = (arrived: Arrived) => void;

/** Bytes of files of one messenger. All of them keep less than 64 MiB, with the lines of the page. */
export const fileBytes = 5 * 1024 * 1024;

/** The person whose telephone it is, as the stand-ins call them. */
export const person = 'ada';

const nothing = { media: [], choice: null, location: null, unread: null } as const;
const sender = { name: 'Ada', language: null, phone: null, vouched: true } as const;

let last = 0;
/** Another one each time, also after a restart. */
export function newId(): string {
  return `${Date.now().toString(36)}-${++last}`;
}

export function newSecret(): string {
  return randomBytes(24).toString('hex');
}

/** A message of words, as every stand-in takes it. */
export function words(text: string, externalId = newId()): Told {
  return {
    type: 'message',
    ...{ externalId, address: person, at: Date.now(), from: sender },
    ...{ content: { ...nothing, text }, replyTo: null, token: null, automatic: false },
  };
}

export function only(requests: readonly RawRequest[]): RawRequest {
  const [request] = requests;
  if (request === undefined) throw new Error('The stand-in says nothing.');
  return request;
}
