// Lines that say who wrote the quote below them (`On 5 May, Ada wrote:`), and those that separate a letter
// from the one below, as mail programs write them in many languages.

/** Verbs at the end, behind the name. */
const verbsLast = [
  ...['wrote', 'writes', 'a écrit', 'escribió', 'escreveu', 'ha scritto', 'scrive', 'geschreven'],
  ...[
    'schreef',
    'schrieb',
    'geschrieben',
    'skrev',
    'skrifaði',
    'napisał\\(a\\)',
    'napisał/a',
    'napisał',
  ],
  ...[
    'napisała',
    'napisao',
    'je napisal',
    'pisze',
    'kirjoitti',
    'napsal\\(a\\)',
    'napsal',
    'napsala',
    'napísal\\(a\\)',
  ],
  ...['napísal', 'написал\\(а\\)', 'написал', 'написала', 'пишет', 'пише', 'написав', 'написа'],
  ...[
    'yazdı',
    'ezt írta',
    'írta',
    'a scris',
    'va escriure',
    'έγραψε',
    '写道',
    '寫道',
    '写了',
    '写',
  ],
  ...[
    '書きました',
    'のメール',
    '님이 작성',
    '작성',
    'đã viết',
    'כתב',
    'כתבה',
    'כתב/ה',
    'كتب',
    'menulis',
    'เขียนว่า',
  ],
];
/** Verbs in the middle, before the name, behind a word that begins a date. */
const verbsMiddle = [
  ...[
    'schrieb',
    'schreef',
    'heeft',
    'skrev',
    'escribió',
    'escreveu',
    'a scris',
    'написал',
    'написала',
  ],
  ...['ha scritto', 'a écrit', 'napisał', 'napsal', 'kirjoitti', 'ezt írta'],
];
/** What a date begins with. */
const starts =
  `on|at|am|le|el|em|no dia|il|op|den|på|dnia|w dniu|dne|dňa|ma|в|во|у|în|la|στις|vào|pada|
  在|于|於|בתאריך|ב|في|เมื่อ|a|тому`.replace(/\s*\n\s*/g, '');
const days =
  `mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|пн|вт|ср|чт|пт|сб|вс|
  понедельник|вторник|среда|четверг|пятница|суббота|воскресенье`.replace(/\s*\n\s*/g, '');

const last = new RegExp(
  `(?:^|[\\s,，>"”)\\]日]|\\d)(?:${verbsLast.join('|')})\\s*(?:[:：]|-{2,})\\s*-*$`,
  'iu',
);
const middle = new RegExp(`(?:^|[\\s,，>"”)])(?:${verbsMiddle.join('|')})\\s.{1,160}[:：]$`, 'iu');
const start = new RegExp(
  `^[-*_\\s]{0,8}(?:(?:${starts})\\b|(?:${starts})(?=[\\s\\d])|在|于|(?:${days})[,.\\s]|["'«“]?\\S.{0,80}<[^<>]*@|\\S{1,14}\\s+\\d|\\d)`,
  'iu',
);
/** A date, a name and an address are enough, even without a verb. */
const dated =
  /^\d{4}(?:[-/.]\d{1,2}[-/.]\d{1,2}\b|年\d{1,2}月\d{1,2}日|년\s*\d{1,2}월).{0,160}(?:<\s*[^<>\s]*@[^<>]*>\s*[:：]?|GMT[+-]\d\d:\d\d\s+\S.{0,60}[:：]?)$/u;

/** A time and an address before a colon, as Mail.ru and Yandex write. */
const timed = /\d{1,2}[:.]\d{2}.{0,160}<[^<>\s]*@[^<>]*>\s*[:：]$/u;

const evidence = /\d|@/;

/** Characters of an attribution. */
const longest = 400;
const mostLines = 5;

/** How many lines from `at` on say who wrote what follows. 0: none. `lines` without their ends. */
export function attributionLength(lines: readonly string[], at: number): number {
  const first = lines[at] ?? '';
  if (!start.test(first)) return 0;
  let text = '';
  let gaps = 0;
  for (let to = at; to < Math.min(lines.length, at + mostLines + gaps); to++) {
    const line = (lines[to] ?? '').trim();
    // Some programs put the address into a paragraph of its own.
    if (line === '') {
      if (++gaps > 1 || !/^(<|mailto:|>\s)/.test((lines[to + 1] ?? '').trim())) return 0;
      continue;
    }
    if (to > at && begins(line)) return 0;
    text = text === '' ? line : `${text} ${line}`;
    if (text.length > longest) return 0;
    if (isAttribution(text)) return to + 1 - at;
  }
  return 0;
}

/** The nearer one counts: an attribution does not begin within another. */
function begins(line: string): boolean {
  return /^(?:on|am|le|el|em|il|op)\s+\S*\d/iu.test(line);
}

export function isAttribution(text: string): boolean {
  const line = text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/^[-*_\s>|]+(?=\S)/, '')
    .replace(/[*_]+$/, '')
    .trim();
  if (line === '' || line.length > longest || !evidence.test(line)) return false;
  return (
    last.test(line) ||
    dated.test(line) ||
    timed.test(line) ||
    (middle.test(line) && start.test(line))
  );
}

const separators =
  `original message|original-nachricht|ursprüngliche nachricht|originalnachricht|message d.origine|
  message original|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|
  origineel bericht|wiadomość oryginalna|oryginalna wiadomość|ursprungligt meddelande|originalmeddelande|
  oprindelig meddelelse|original meddelelse|opprinnelig melding|alkuperäinen viesti|исходное сообщение|
  оригинальное сообщение|пересылаемое сообщение|пересланное сообщение|вихідне повідомлення|özgün ileti|
  orijinal mesaj|eredeti üzenet|původní zpráva|pôvodná správa|mesaj original|mesajul original|αρχικό μήνυμα|
  原始邮件|原始郵件|原邮件|元のメッセージ|原始消息|원본 메시지|원본 메일|thư gốc|pesan asli|הודעה מקורית|الرسالة الأصلية|
  reply message|replied message|original appointment|forwarded message|weitergeleitete nachricht|
  message transféré|mensaje reenviado|mensagem encaminhada|messaggio inoltrato|doorgestuurd bericht|
  wiadomość przekazana|vidarebefordrat meddelande|videresendt meddelelse|välitetty viesti|转发的邮件|轉寄的郵件|
  転送されたメッセージ|전달된 메시지`.replace(/\s*\n\s*/g, '');
const separator = new RegExp(
  `^[\\s*_>]*[-_=]{2,}\\s*(?:${separators})\\s*[-_=]{2,}[\\s*_]*$|` +
    `^[\\s>]*(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-mail)|` +
    `début du message (?:réexpédié|transféré)|inicio del mensaje reenviado|início da mensagem reencaminhada|` +
    `inizio messaggio inoltrato|begin doorgestuurd bericht)\\s*:\\s*$`,
  'iu',
);

export function isSeparator(line: string): boolean {
  return line.length <= 120 && separator.test(line);
}

/** A line of signs alone. */
export function isRule(line: string): boolean {
  const text = line.trim();
  return text.length <= 200 && /^(?:[-_=*~#+—–]\s?){3,}$/.test(text);
}
