// The labels above a quoted or forwarded letter, as mail programs write them in many languages.

type Label = 'from' | 'date' | 'to' | 'subject' | 'other';

const words: Readonly<Record<Label, string>> = {
  from: `from|von|de|da|van|od|från|fra|lähettäjä|от кого|от|від|kimden|gönderen|feladó|de la|expéditeur|
    remitente|mittente|afzender|odesílatel|odosielateľ|από|发件人|寄件者|寄件人|差出人|送信者|送信元|보낸 사람|보낸사람|
    발신|từ|người gửi|dari|מאת|من|จาก`,
  date: `sent|date|gesendet|gesendet am|datum|envoyé|envoyé le|fecha|enviado|enviado el|enviado em|enviada|
    enviada em|data|inviato|data invio|verzonden|verstuurd|wysłano|wysłane|skickat|sendt|dato|lähetetty|päivä|
    päivämäärä|отправлено|дата|надіслано|gönderildi|gönderme tarihi|tarih|elküldve|dátum|odesláno|odoslané|
    trimis|trimisă|στάλθηκε|ημερομηνία|发送时间|发送日期|日期|傳送時間|寄件日期|送信日時|日付|日時|보낸 날짜|보낸날짜|날짜|
    đã gửi|ngày|dikirim|tanggal|תאריך|נשלח|تاريخ|วันที่`,
  to: `to|an|à|a|para|naar|aan|do|till|til|vastaanottaja|кому|kime|alıcı|címzett|komu|către|προς|destinataire|
    destinatario|收件人|收件者|宛先|받는 사람|받는사람|수신|đến|kepada|אל|إلى|ถึง`,
  subject: `subject|betreff|objet|sujet|asunto|assunto|oggetto|onderwerp|temat|ämne|emne|aihe|тема|konu|tárgy|
    předmět|predmet|subiect|θέμα|主题|主題|主旨|件名|제목|chủ đề|perihal|subjek|נושא|الموضوع|เรื่อง`,
  other: `cc|bcc|kopie|kopie \\(cc\\)|kopia|copie|copia|cópia|kopio|копия|копія|reply-to|antwort an|répondre à|
    responder a|rispondi a|risposta|attachments|anlagen|importance|priority|抄送|副本|참조`,
};

const label = Object.entries(words).map(
  ([name, list]) =>
    [name as Label, new RegExp(`^(?:${list.replace(/\s*\n\s*/g, '')})$`, 'iu')] as const,
);
const shape = /^[\s>|*_]*([^\s:：*_][^:：*_]{0,24}?)\s*[*_]*\s*[:：][*_]*(?:\s|$|\S)/u;

/** The label that a line begins with. Null: it has none. */
export function labelOf(line: string): Label | null {
  const said = shape.exec(line.slice(0, 200))?.[1];
  if (said === undefined) return null;
  return label.find(([, pattern]) => pattern.test(said))?.[0] ?? null;
}

/** Lines that a subject or a list of addresses may take. */
const mostLines = 12;
const needed = ['from', 'date', 'to', 'subject'] as const;

/**
 * How many lines from `at` on are such a header: one with a writer and two of date, recipient and subject.
 * `least`: how many of the four suffice. 0: it is none.
 */
export function headerLength(lines: readonly string[], at: number, least: number): number {
  const found = new Set<Label>();
  if (labelOf(lines[at] ?? '') === null) return 0;
  let length = 0;
  let isWrapped = 0;
  for (let to = at; to < Math.min(lines.length, at + mostLines); to++) {
    const line = lines[to] ?? '';
    const name = labelOf(line);
    // An empty line ends a header, unless each of its lines is a paragraph of its own.
    if (line.trim() === '') {
      if (labelOf(lines[to + 1] ?? '') === null) break;
      continue;
    }
    if (name === null && (++isWrapped > 2 || found.size === 0)) break;
    if (name !== null) {
      if (name !== 'other' && found.has(name)) break;
      found.add(name);
      isWrapped = 0;
    }
    length = to + 1 - at;
  }
  const known = needed.filter((each) => found.has(each)).length;
  return found.has('from') && known >= least ? length : 0;
}
