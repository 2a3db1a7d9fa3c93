// Where a signature begins: behind its mark (RFC 3676, section 4.3), at the line of a device or program, or
// at the footer of a mailing list.

const devices = [
  ...[
    '^(?:sent|send|gesendet|verzonden|verstuurd|skickat|sendt|enviado|inviato|envoyé|wysłano|wysłane|lähetetty)',
  ],
].join('');
/** Longest line of such a kind. */
const longest = 120;

const device = new RegExp(
  [
    `${devices}\\s(?:from|via|with|using|by|von|vom|mit|met|vanaf|vanuit|från|fra|med|desde|de|do|da|dal|con|depuis|à partir|z|puhelimesta|iphonesta|androidista)\\b.{0,90}$`,
    '^(?:von|aus) (?:meinem|meiner)\\b.{0,60}(?:gesendet|geschickt)\\.?$',
    '^diese nachricht wurde (?:von|mit)\\b.{0,80}gesendet\\.?$',
    '^from my (?:iphone|ipad|phone|mobile|android|samsung|blackberry)\\b.{0,40}$',
    '^.{1,30} from mobile$',
    '^[(<]{1,2}sent (?:from|by|via)\\b.{1,60}[)>]{1,2}$',
    '^get \\[?outlook for \\[?(?:ios|android|mac)\\b.{0,80}$',
    '^(?:holen sie sich|obtenez|obtén|obter|scarica|download) outlook\\b.{0,80}$',
    '^outlook(?: für| pour| para| per| voor| til| för) (?:ios|android)\\b.{0,80}$',
    '^(?:從我的|从我的|发自我的|發自我的|寄自我的).{1,30}(?:傳送|发送|發送)?$',
    '^(?:iphone|ipad|android|スマートフォン)から送信$',
    '^나의 .{1,30}에서 보냄$',
    '^(?:отправлено с|отправлено из|надіслано з)\\s.{1,60}$',
    "^(?:iphone|android)(?:[’']?u?mdan|[’']?imdan) gönderildi$",
    '^(?:diese e-mail wurde von|this email has been checked for viruses by|virus-free\\.)\\b.{0,90}$',
  ].join('|'),
  'iu',
);

export function isDevice(line: string): boolean {
  const text = line.trim().replace(/^[*_]+|[*_]+$/g, '');
  return text !== '' && text.length <= longest && device.test(text);
}

/** `strict`: exactly as RFC 3676 writes it. `loose`: as some write it, so that less may follow. */
export function delimiterOf(line: string): 'strict' | 'loose' | null {
  const text = line.replace(/[\r\n]+$/, '');
  if (text === '-- ' || text === '--\u00a0') return 'strict';
  return /^\s{0,3}(?:--|—|––|―)\s*$/.test(text) ? 'loose' : null;
}

/** A line of underscores, as mailing lists and some programs put before a footer. */
export function isFooterRule(line: string): boolean {
  return /^\s{0,3}_{8,}\s*$/.test(line);
}

/** A sign without meaning, which trackers leave. */
export function isTrace(line: string): boolean {
  return /^\s*[ᐧᐩ\u200b\ufeff]+\s*$/u.test(line);
}
