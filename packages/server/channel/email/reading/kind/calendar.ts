// An invitation (RFC 5545, RFC 6047): what it is about, so that it can be shown beside the letter. The
// file itself stays as it came.

export interface Calendar {
  readonly method: 'request' | 'reply' | 'cancel' | 'publish' | 'other';
  readonly summary: string;
  /** As written: a date, or a date and time, of a zone if it has one. Empty: it has none. */
  readonly start: string;
  readonly end: string;
  readonly zone: string;
  readonly location: string;
  readonly organizer: string;
  /** Of a reply: whether its sender comes. */
  readonly answer: 'accepted' | 'declined' | 'tentative' | null;
}

const readLength = 200_000;
const textLength = 300;
const methods = ['request', 'reply', 'cancel', 'publish'] as const;
const answers = ['accepted', 'declined', 'tentative'] as const;

/** Null: it has no event. */
export function readCalendar(text: string): Calendar | null {
  const lines = text
    .slice(0, readLength)
    .replace(/\r?\n[ \t]/g, '')
    .split(/\r?\n/);
  const begin = lines.findIndex((line) => /^BEGIN:(VEVENT|VTODO)\s*$/i.test(line));
  if (begin < 0) return null;
  const end = lines.findIndex((line, at) => at > begin && /^END:(VEVENT|VTODO)\s*$/i.test(line));
  const event = lines.slice(begin + 1, end < 0 ? undefined : end);
  const value = (name: string): string => valueOf(event, name)?.value ?? '';
  const said = (valueOf(lines, 'METHOD')?.value ?? '').toLowerCase();
  const attendee = valueOf(event, 'ATTENDEE')?.parameters ?? '';
  const answer = /;PARTSTAT=([A-Z-]+)/i.exec(attendee)?.[1]?.toLowerCase();
  const start = valueOf(event, 'DTSTART');
  const method = methods.find((each) => each === said) ?? 'other';
  return {
    method,
    summary: value('SUMMARY'),
    start: start?.value ?? '',
    end: value('DTEND'),
    zone: /;TZID="?([^;:"]+)/i.exec(start?.parameters ?? '')?.[1] ?? '',
    location: value('LOCATION'),
    organizer: value('ORGANIZER').replace(/^mailto:/i, ''),
    answer: method === 'reply' ? (answers.find((each) => each === answer) ?? null) : null,
  };
}

interface Line {
  readonly parameters: string;
  readonly value: string;
}

function valueOf(lines: readonly string[], name: string): Line | null {
  const begin = name.toUpperCase();
  const found = lines.find((line) => {
    const start = line.slice(0, begin.length).toUpperCase();
    return start === begin && /^[;:]/.test(line.slice(begin.length));
  });
  if (found === undefined) return null;
  const rest = found.slice(begin.length);
  const colon = endOfParameters(rest);
  const value = rest
    .slice(colon + 1)
    .replace(/\\n/gi, '\n')
    .replace(/\\([,;\\])/g, '$1')
    .trim()
    .slice(0, textLength);
  return { parameters: rest.slice(0, colon), value };
}

/** A colon within quotes belongs to a parameter. */
function endOfParameters(rest: string): number {
  let isQuoted = false;
  for (let at = 0; at < rest.length; at++) {
    if (rest[at] === '"') isQuoted = !isQuoted;
    else if (rest[at] === ':' && !isQuoted) return at;
  }
  return rest.length;
}
