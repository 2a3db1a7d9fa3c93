// What a delivery report says (RFC 3464), and the reports of servers that write none: whom a letter did
// not reach, why, and which letter it was.
import type { Part } from '../mime/parts.ts';
import { type Header, readHeader } from '../mime/headers.ts';
import { readMessageIds } from '../header/message-ids.ts';
import { letterLimits as limits } from '@opportune/protocol/limits/mail.ts';

export interface Report {
  /** Empty: the report does not say. */
  readonly recipient: string;
  /** As RFC 3463 numbers it: 5.1.1. Empty: the report does not say. */
  readonly status: string;
  readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';
  /** The words of the server that refused it. */
  readonly diagnostic: string;
}

export interface Bounce {
  readonly reports: readonly Report[];
  /** The Message-ID of the letter that is reported, with its brackets. Null: the report has none. */
  readonly original: string | null;
}

const actions = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;

/** From the parts of a `multipart/report; report-type=delivery-status`. */
export function readReports(parts: readonly Part[]): readonly Report[] {
  const status = parts.find(({ type }) =>
    ['message/delivery-status', 'message/global-delivery-status'].includes(type.value),
  );
  if (status === undefined) return [];
  const text = Buffer.from(status.bytes()).toString('utf8').slice(0, limits.headerLength);
  const groups = text.split(/\r?\n[ \t]*\r?\n/).map(readHeader);
  return groups
    .filter((group) => group.one('final-recipient') !== null || group.one('action') !== null)
    .slice(0, limits.addresses)
    .map(reportOf);
}

function reportOf(group: Header): Report {
  const said = group.one('action')?.trim().toLowerCase().split(/\s/)[0];
  const recipient = group.one('original-recipient') ?? group.one('final-recipient') ?? '';
  const final = group.one('final-recipient') ?? recipient;
  return {
    recipient: addressIn(final) || addressIn(recipient),
    status: /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(group.one('status') ?? '')?.[0] ?? '',
    action: actions.find((action) => action === said) ?? 'failed',
    diagnostic: withoutType(group.one('diagnostic-code') ?? '').slice(0, limits.diagnosticLength),
  };
}

/** `rfc822; bea@example.com` */
function addressIn(value: string): string {
  return withoutType(value).replace(/^<|>$/g, '');
}

function withoutType(value: string): string {
  return value.replace(/^[\w-]+\s*;\s*/, '').trim();
}

/** The letter itself comes along, or its header alone. */
export function originalOf(parts: readonly Part[]): string | null {
  for (const part of parts) {
    if (
      !/^(message\/(rfc822|global)|text\/rfc822-headers|message\/global-headers)/.test(
        part.type.value,
      )
    )
      continue;
    const head = Buffer.from(part.bytes()).subarray(0, limits.headerLength).toString('latin1');
    const [id] = readMessageIds(readHeader(head.split(/\r?\n\r?\n/)[0] ?? '').one('message-id'));
    if (id !== undefined) return id;
  }
  return null;
}

/** Of a server that reports in words alone: the address and the status beside it, as far as they are found. */
export function reportsInWords(header: Header, text: string): readonly Report[] {
  const failed = (header.one('x-failed-recipients') ?? '').split(/[,\s]+/).filter(isAddress);
  const words = text.slice(0, wordsRead);
  const status =
    /\b5\.\d{1,3}\.\d{1,3}\b/.exec(words)?.[0] ?? /\b4\.\d{1,3}\.\d{1,3}\b/.exec(words)?.[0] ?? '';
  const found = /<?([^\s<>@:;,"'()]{1,64}@[^\s<>@:;,"'()]{1,255})>?/.exec(words)?.[1];
  const recipients = failed.length > 0 ? failed : found === undefined ? [''] : [found];
  const diagnostic = /(?:^|\s)([45]\d\d[ -][^\r\n]{1,200})/.exec(words)?.[1] ?? '';
  const action = status.startsWith('4') ? 'delayed' : 'failed';
  return recipients
    .slice(0, limits.addresses)
    .map((recipient) => ({ recipient, status, action, diagnostic }));
}

const wordsRead = 20_000;

function isAddress(word: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(word);
}

/** A Message-ID that the words of a report quote. */
export function originalInWords(text: string): string | null {
  return (
    /^\s*message-id:\s*(<[^<>\s]{1,995}>)/im.exec(text.slice(0, limits.headerLength))?.[1] ?? null
  );
}
