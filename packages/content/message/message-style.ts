// How messages look wherever they are drawn. Colours and corners come from variables named --m-…,
// which the chat window takes from the site and the console from its theme. Cards, forms and files
// have rich-style.ts.
export const messageCss = `
.m{min-width:0;overflow-wrap:anywhere;color:inherit}
.m-p{margin:0;white-space:pre-wrap;unicode-bidi:isolate}
.m-p+.m-p,.m-list+.m-p,.m-p+.m-list{margin-top:4px}
.m-big{font-size:28px;line-height:36px}
.m-list{margin:0;padding-inline-start:22px;list-style:disc}
ol.m-list{list-style:decimal}
.m-hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.m-list li{margin:2px 0}
.m-code{font-family:ui-monospace,"SF Mono","Cascadia Mono","DejaVu Sans Mono",monospace;font-size:.93em;padding:1px 4px;border-radius:4px;background:color-mix(in srgb,currentColor 10%,transparent);white-space:pre-wrap}
.m a{text-decoration:underline;text-underline-offset:3px}
.m-host{font-size:12px;unicode-bidi:isolate;opacity:.86;overflow-wrap:anywhere}
.m-p .m-host::before,.m-list .m-host::before,.m-check .m-host::before{content:"("}
.m-p .m-host::after,.m-list .m-host::after,.m-check .m-host::after{content:")"}
.m-say{width:fit-content;max-width:100%}
.m-say+*{margin-top:8px}
.m-replies{display:flex;flex-wrap:wrap;gap:8px}
.m-chip{display:inline-flex;align-items:center;min-height:36px;padding:6px 14px;border-radius:18px;background:none;border:0;box-shadow:inset 0 0 0 1px var(--m-rule);color:var(--m-quiet);font:inherit;text-align:start}
button.m-chip{box-shadow:inset 0 0 0 1px var(--m-link);color:var(--m-link);font-weight:500;cursor:pointer}
button.m-chip:hover{background:var(--m-soft)}
.m-chip.m-mine{box-shadow:inset 0 0 0 1px var(--m-link);color:var(--m-link);font-weight:500}
.m-chip.m-mine::before{content:"✓";margin-inline-end:6px}
.m-filled{margin:0;display:grid;gap:6px}
.m-filled dt{font-size:12px;line-height:16px;opacity:.86}
.m-filled dd{margin:0;white-space:pre-wrap}
@media (pointer:coarse){.m-chip{min-height:44px;border-radius:22px}}
`;
