// Admission: turns one raw client event into an AdmittedEvent, or into a problem that names the
// field. Pure, and hand-written because every event passes through it. It follows the schema
// ClientEvent. It decides nothing about rates, consent or bots.
import { EventKind, type JsonObject, type Page } from '@opportune/protocol/behaviour/event.ts';
import { problem, type ErrorCode, type Problem } from '@opportune/protocol/errors.ts';
import { EventId, isIdShaped, PageViewId } from '@opportune/protocol/ids.ts';
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';
import { verifyParameter } from '@opportune/protocol/contact/verification.ts';
import { isObject, jsonOf } from '../reading/json.ts';
import { propertiesWithoutCodes, withoutCodes } from './own-codes.ts';
import { boundsProblem } from './property-bounds.ts';
import { propertyTypeProblem } from './standard-events.ts';

/** A ClientEvent without undefined fields. */
export interface ReadEvent {
  readonly id: EventId;
  readonly kind: EventKind;
  readonly name: string;
  readonly at: number;
  readonly properties: JsonObject;
  readonly pageView?: PageViewId;
  readonly page?: Page;
  /** The query of a page whose address has the code of a verification. `page` has it no more. */
  readonly opened?: string;
  readonly sections?: readonly string[];
  readonly userId?: string;
  readonly token?: string;
}

export type Writable<T> = { -readonly [K in keyof T]: T[K] };

export type Read =
  | { readonly ok: true; readonly event: ReadEvent }
  | { readonly ok: false; readonly id: EventId | null; readonly problem: Problem };

const kinds = new Set<string>(EventKind.options);
const pageFields = [
  ['url', 2048],
  ['path', 1024],
  ['search', 1024],
  ['title', 512],
  ['referrer', 2048],
] as const;
const sectionLimit = { count: 10, length: 64 };

/** Thrown within this file only, so that a fault deep in a field needs no plumbing. */
class Fault {
  readonly problem: Problem;
  constructor(code: ErrorCode, path: string, detail?: string) {
    this.problem = problem(code, detail === undefined ? { path } : { path, detail });
  }
}

/**
 * Reads one event of a frame or batch. Set `measure` if the frame is large enough to contain one
 * that is too large.
 */
export function readClientEvent(raw: unknown, measure: boolean): Read {
  const id = isObject(raw) && isIdShaped(raw['id']) ? EventId.parse(raw['id']) : null;
  try {
    if (!isObject(raw)) throw new Fault('event.invalid', '', 'An event is a JSON object.');
    if (id === null)
      throw new Fault(raw['id'] === undefined ? 'event.id_missing' : 'event.invalid', 'id');
    if (measure && sizeOf(raw) > intakeLimits.eventSizeBytes)
      throw new Fault('event.too_large', '');
    return { ok: true, event: fields(id, raw) };
  } catch (fault) {
    if (fault instanceof Fault) return { ok: false, id, problem: fault.problem };
    throw fault;
  }
}

/** Values nested too deeply to be serialised count as larger than any bound. */
function sizeOf(raw: unknown): number {
  const text = jsonOf(raw);
  return text === null ? Infinity : Buffer.byteLength(text);
}

/** Assigned one by one, because spreading optional fields costs more than all checks. */
function fields(id: EventId, raw: Record<string, unknown>): ReadEvent {
  const name = nameOf(raw['name']);
  const properties = propertiesOf(name, raw['properties']);
  const event: Writable<ReadEvent> = {
    id,
    kind: kindOf(raw['kind']),
    name,
    at: numberOf(raw['at'], 'at'),
    properties,
  };
  if (raw['pageView'] !== undefined) event.pageView = pageViewOf(raw['pageView']);
  if (raw['page'] !== undefined) setPage(event, pageOf(raw['page']));
  if (raw['sections'] !== undefined) event.sections = sectionsOf(raw['sections']);
  if (raw['userId'] !== undefined) event.userId = userIdOf(raw['userId']);
  if (raw['token'] !== undefined) event.token = textOf(raw['token'], 'token', 4096);
  return event;
}

function kindOf(value: unknown): EventKind {
  if (typeof value !== 'string' || !kinds.has(value))
    throw new Fault('event.invalid', 'kind', `The kind must be one of ${[...kinds].join(', ')}.`);
  return value as EventKind;
}

function nameOf(value: unknown): string {
  if (value === undefined || value === '') throw new Fault('event.name_missing', 'name');
  return textOf(value, 'name', intakeLimits.nameLength);
}

function propertiesOf(name: string, value: unknown): JsonObject {
  if (value === undefined) return {};
  if (!isObject(value))
    throw new Fault('event.invalid', 'properties', 'Properties are a JSON object.');
  const fault = boundsProblem(value, 'properties');
  if (fault !== null) throw new Fault(fault.code, fault.path ?? '', fault.message);
  // It came from JSON.parse and passed the bounds, so it is JSON.
  const properties = value as JsonObject;
  const wrong = propertyTypeProblem(name, properties);
  if (wrong !== null) throw new Fault(wrong.code, wrong.path ?? '', wrong.message);
  return propertiesWithoutCodes(properties);
}

function pageViewOf(value: unknown): PageViewId {
  if (!isIdShaped(value)) throw new Fault('event.invalid', 'pageView');
  return PageViewId.parse(value);
}

/** Codes in the addresses are secrets, which neither logs nor people are to have. */
function setPage(event: Writable<ReadEvent>, page: Page): void {
  const { url, search, referrer } = page;
  if (event.kind === 'page' && search.includes(verifyParameter)) event.opened = search;
  event.page = {
    ...page,
    url: withoutCodes(url),
    search: withoutCodes(search),
    referrer: withoutCodes(referrer),
  };
}

function pageOf(value: unknown): Page {
  if (!isObject(value)) throw new Fault('event.invalid', 'page');
  const page = { url: '', path: '', search: '', title: '', referrer: '' };
  for (const [field, limit] of pageFields) {
    const given = value[field];
    if (given === undefined && field !== 'url' && field !== 'path') continue;
    page[field] = textOf(given, `page.${field}`, limit);
  }
  return page;
}

function sectionsOf(value: unknown): string[] {
  if (!Array.isArray(value) || value.length > sectionLimit.count)
    throw new Fault(
      'event.invalid',
      'sections',
      `Sections are a list of at most ${sectionLimit.count} names.`,
    );
  return value.map((each: unknown, index) =>
    textOf(each, `sections.${index}`, sectionLimit.length),
  );
}

/** PostgreSQL cannot store a NUL in text, so an id must not contain one. */
function userIdOf(value: unknown): string {
  const userId = textOf(value, 'userId', 256);
  if (userId.includes('\0')) throw new Fault('event.invalid', 'userId');
  return userId;
}

function textOf(value: unknown, path: string, limit: number): string {
  if (typeof value !== 'string') throw new Fault('event.invalid', path, 'A text is wanted here.');
  if (value.length > limit)
    throw new Fault('event.too_large', path, `At most ${limit} characters are allowed here.`);
  return value;
}

function numberOf(value: unknown, path: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new Fault('event.invalid', path, 'A number is wanted here.');
  return value;
}
