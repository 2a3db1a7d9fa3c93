// Letters that no person wrote just now: by the fields of RFC 3834 and those of common products, and for an
// absence also by the subjects that products write in several languages.
import type { Header } from '../mime/headers.ts';

export type Automatic = { readonly type: 'auto-reply' | 'automatic'; readonly why: string } | null;

export function automaticOf(header: Header, subject: string): Automatic {
  const submitted = header.one('auto-submitted')?.toLowerCase().split(/[;\s]/)[0] ?? 'no';
  if (submitted === 'auto-replied') return reply('Auto-Submitted');
  const field = replyFields.find(([name, value]) => value.test(header.one(name) ?? '\0'));
  if (field !== undefined) return reply(field[0]);
  if (isAbsence(subject)) return reply('Subject');
  if (submitted !== 'no' && submitted !== '') return { type: 'automatic', why: 'Auto-Submitted' };
  const machine = machineFields.find(([name, value]) => value.test(header.one(name) ?? '\0'));
  return machine === undefined ? null : { type: 'automatic', why: machine[0] };
}

function reply(why: string): Automatic {
  return { type: 'auto-reply', why };
}

const any = /^[^\0]/;
type Rule = readonly [string, RegExp];

/** Fields of products that answer by themselves. */
const replyFields: readonly Rule[] = [
  ['X-Autoreply', /^(yes|true|1|autoreply)?$/i],
  ['X-Autorespond', any],
  ['X-Autoresponder', any],
  ['X-Auto-Response-From', any],
  ['Auto-Reply', any],
  ['X-AutoReply-From', any],
  ['X-Mail-Autoreply', any],
  ['X-Mailer', /autorespon|vacation/i],
  ['X-Auto-Reply', any],
  ['X-Vacation', any],
  ['X-Precedence', /auto_?reply/i],
  ['Precedence', /auto_?reply/i],
  ['X-FC-MachineGenerated', /true/i],
  ['X-POST-MessageClass', /autoresponder/i],
  ['Delivered-To', /^autoresponder$/i],
  ['X-MS-Exchange-Inbox-Rules-Loop', any],
  ['X-MS-Exchange-Generated-Message-Source', /(oof|mailbox rules) agent/i],
].map(([name, value]) => [String(name).toLowerCase(), value as RegExp] as const);

/** Fields of machines that write by themselves. */
const machineFields: readonly Rule[] = (
  [
    ['Precedence', /^(bulk|junk)/i],
    ['X-Cron-Env', any],
    ['X-GitHub-Reason', any],
    ['X-JIRA-FingerPrint', any],
  ] as const
).map(([name, value]) => [name.toLowerCase(), value] as const);

/** Whether its sender asks for no automatic answer, or already went round once. */
export function refusesAnswers(header: Header): boolean {
  const suppressed = header.one('x-auto-response-suppress') ?? '';
  if (/\b(all|oof|autoreply)\b/i.test(suppressed)) return true;
  return header.one('x-loop') !== null || header.one('feedback-id') !== null;
}

/** Absences, as Exchange, Gmail, Lotus Notes, GroupWise, Zimbra and Dovecot's sieve begin their subjects. */
const absences = [
  ...['auto(?:matic|mated)?[ -]?(?:reply|response|answer|responder)', 'out of (?:the )?office'],
  ...[
    'vacation (?:reply|response|notice)',
    'auto:',
    'autoreply',
    'i am (?:currently )?(?:away|out)',
  ],
  ...['automatische antwort', 'automatische antwoord', 'abwesenheit(?:snotiz|sassistent)?'],
  ...['abwesend', 'ich bin (?:derzeit |zur zeit )?nicht im (?:büro|haus)', 'automatisch antwoord'],
  ...['automatisch antwoord', 'afwezig(?:heid)?', 'niet aanwezig', 'réponse automatique'],
  ...['absence du bureau', 'absent(?:e)? du bureau', 'message d.absence', 'respuesta automática'],
  ...['fuera de (?:la )?oficina', 'resposta automática', 'ausência (?:temporária|do escritório)'],
  ...['fora do escritório', 'risposta automatica', 'fuori (?:sede|ufficio)', 'assente'],
  ...['odpowiedź automatyczna', 'automatyczna odpowiedź', 'poza biurem', 'nieobecno'],
  ...[
    'autosvar',
    'automatiskt svar',
    'automatisk svar',
    'frånvaro',
    'fraværs?(?:melding)?',
    'ikke til stede',
  ],
  ...[
    'automaattinen vastaus',
    'poissaolo',
    'автоответ',
    'автоматический ответ',
    'автоматична відповідь',
  ],
  ...['otomatik yanıt', 'ofis dışında', 'automatikus válasz', 'házon kívül', 'automatická odpověď'],
  ...[
    'mimo kancelář',
    'automatická odpoveď',
    'răspuns automat',
    'αυτόματη απάντηση',
    'автоматичен отговор',
  ],
  ...[
    '自动回复',
    '自動回覆',
    '自動返信',
    '自動応答',
    '不在通知',
    '자동 회신',
    '부재 중',
    'trả lời tự động',
  ],
  ...['balasan otomatis', 'תשובה אוטומטית', 'رد تلقائي', 'ตอบกลับอัตโนมัติ'],
];
const absence = new RegExp(`^\\s*\\[?\\s*(?:${absences.join('|')})`, 'iu');

function isAbsence(subject: string): boolean {
  return absence.test(subject);
}
