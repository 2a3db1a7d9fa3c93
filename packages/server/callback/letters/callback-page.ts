// The page on which a call back is moved and cancelled, without a script. Pure.
import type { Language } from '@opportune/words/language.ts';
import type { Letters } from '@opportune/words/letters.ts';
import { escaped } from '../../http/html.ts';

export interface CallbackPage {
  readonly language: Language;
  readonly words: Letters['callback'];
  readonly site: string;
  /** When they are called, or what became of it. */
  readonly said: string;
  /** Why it was not changed. */
  readonly refused: string | null;
  readonly mayChange: boolean;
  /** Free times. `text` is HTML. */
  readonly times: readonly { readonly from: number; readonly text: string }[];
}

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:34em;margin:12vh auto;padding:0 16px}
h1{font-size:20px}form{margin-block:20px}form>*{display:block;box-sizing:border-box;max-width:100%;margin-block-end:8px}
select,button{font:inherit;padding:8px 12px}[role=alert]{border-inline-start:3px solid;padding-inline-start:12px}`;

export function pageOf(of: CallbackPage): string {
  const { language, words, site, said, refused, mayChange, times } = of;
  const alert = refused === null ? '' : `<p role="alert">${escaped(refused)}</p>`;
  const title = words.title(site);
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">',
    `<meta name="color-scheme" content="light dark"><style>${style}</style>`,
    `<title>${escaped(title)}</title></head><body><main>`,
    `<h1>${escaped(title)}</h1><p role="status">${escaped(said)}</p>${alert}`,
    mayChange ? forms(words, times) : '',
    '</main></body></html>',
  ].join('\n');
}

function forms(words: Letters['callback'], times: CallbackPage['times']): string {
  const options = times.map(({ from, text }) => `<option value="${from}">${text}</option>`);
  const move =
    times.length === 0
      ? ''
      : `<form method="post"><label for="from">${escaped(words.other)}</label><select id="from" name="from">${options.join('')}</select><button>${escaped(words.move)}</button></form>`;
  const cancel = `<form method="post"><button name="act" value="cancel">${escaped(words.cancel)}</button></form>`;
  return `${move}${cancel}`;
}
