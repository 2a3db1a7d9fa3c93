// How the window looks: a panel in the corner of a wide page, the whole screen of a phone. Colours
// and corners come from the site through the host's variables. A text has the direction of its words
// and stands on the side of the page's.
import { faceCss } from './face.ts';

export const windowCss = `
.win{--m-ink:var(--ink);--m-quiet:var(--quiet);--m-rule:var(--rule);--m-control:var(--control);--m-card:var(--card);--m-soft:var(--soft);--m-main:var(--site);--m-on-main:var(--onSite);--m-link:var(--link);--m-bad:var(--bad);--m-r:var(--r);--m-r2:var(--r2)}
.stage{position:absolute;inset:0;container-type:inline-size;pointer-events:none}
.stage>*{pointer-events:auto}
.away{visibility:hidden}
.win :is(p:not(.meta),label,legend,small,b,button,h2,h3){unicode-bidi:plaintext}
.stage[dir=rtl]{text-align:right}
.win{position:absolute;inset-inline-end:20px;bottom:20px;translate:0 calc(-1*var(--opportune-foot,0px));width:392px;height:720px;max-height:calc(var(--high,100vh) - 40px - var(--opportune-foot,0px));display:flex;flex-direction:column;background:linear-gradient(var(--head) env(safe-area-inset-top,0px),var(--card) 0);color:var(--ink);border-radius:var(--big);box-shadow:var(--shadow);overflow:hidden;animation:in .14s cubic-bezier(.2,0,0,1)}
@keyframes in{from{opacity:0;transform:translateY(8px)}}
.hd{display:flex;align-items:center;gap:12px;min-height:60px;padding-block:8px;padding-inline:16px 10px;background:var(--head);color:var(--onHead);flex:none}
.hd :focus-visible{outline-color:currentColor;outline-offset:-2px}
${faceCss}
.who{flex:1;min-width:0}
.who b{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;font-size:15px;font-weight:600;overflow:hidden;overflow-wrap:anywhere}
.who small{display:block;font-size:13px;line-height:18px}
.x{width:32px;height:32px;border-radius:var(--r2);display:grid;place-items:center;flex:none}
.x:hover{background:color-mix(in srgb,currentColor 14%,transparent)}
.bar{background:var(--soft);padding:8px 16px;font-size:13px;line-height:18px;display:flex;gap:8px;align-items:center;flex:none}
.bar span{flex:1}
.bar button{font-weight:500;color:var(--link);min-height:28px;padding:0 8px;text-decoration:underline;text-underline-offset:3px}
.bd{flex:1;min-height:0;padding:16px;display:flex;flex-direction:column;gap:8px;overflow-y:auto;overscroll-behavior:contain}
.bd:focus-visible{outline-offset:-2px}
.bd>*{flex:none}
.log{margin-top:auto;display:flex;flex-direction:column;gap:4px}
.log>*{transition:opacity .12s,translate .12s}
@starting-style{.log>*{opacity:0;translate:0 6px}}
.waits .log{margin-top:0}
.bub,.m-say{max-width:276px;padding:9px 14px;border-radius:var(--big);border-end-start-radius:min(4px,var(--r));background:var(--soft);overflow-wrap:anywhere}
.bub{align-self:flex-start}
.theirs{margin-inline-start:36px;position:relative}
.theirs>.face{width:28px;height:28px;font-size:11px;position:absolute;inset-inline-start:-36px;bottom:24px}
.here{position:relative}
.here::after{content:"";position:absolute;inset-inline-end:-2px;bottom:-1px;width:10px;height:10px;border-radius:50%;background:#31a354;box-shadow:0 0 0 2px var(--head)}
.own>.face{width:18px;height:18px;font-size:8px}
.rich{align-self:stretch;min-width:0}
.mine{background:var(--site);color:var(--onSite);align-self:flex-end;border-radius:var(--big);border-end-end-radius:min(4px,var(--r))}
.rich .m-replies{justify-content:flex-end}
.mine :focus-visible{outline-color:currentColor}
.unsent{background:none;color:var(--ink);box-shadow:inset 0 0 0 1px var(--control)}
.meta{font-size:12px;line-height:16px;color:var(--quiet);padding:2px 2px 10px}
.lost{display:flex;flex-wrap:wrap;gap:0 8px;align-items:center;padding-inline:16px}
.lost button,.own button,.lost button{flex:none;color:var(--link);text-decoration:underline;text-underline-offset:2px;font-size:12px;line-height:16px;padding-block:4px}
.log .lost{padding-inline:38px 0}
.own{align-self:flex-end;display:flex;gap:4px;align-items:center}
.bad{color:var(--bad)}
.note{align-self:center;text-align:center;font-size:12px;line-height:16px;color:var(--quiet);padding:4px 0 8px}
.day{font-weight:500}
.below{display:contents}
.dots{display:inline-flex;gap:4px;padding:5px 0}
.dots i{width:6px;height:6px;border-radius:50%;background:var(--quiet);animation:dot 1.2s infinite}
.dots i:nth-child(2){animation-delay:.15s}.dots i:nth-child(3){animation-delay:.3s}
@keyframes dot{0%,60%,to{opacity:.35}30%{opacity:1}}
.line{margin:auto;text-align:center;padding:24px 0}
.place{font-size:44px;line-height:52px;font-weight:600;letter-spacing:-.03em;font-variant-numeric:tabular-nums}
.t{font-size:15px;line-height:21px;font-weight:600;letter-spacing:-.006em}
.p{color:var(--quiet);margin-top:4px}
.opt{display:flex;align-items:center;justify-content:center;text-align:center;min-height:44px;padding:8px 12px;border-radius:var(--r2);box-shadow:inset 0 0 0 1px var(--rule);font-weight:500;color:var(--link);width:100%}
.opt:hover{background:var(--soft)}
.ft{padding:0 16px 16px;flex:none;display:grid;gap:8px}
.cta{display:flex;align-items:center;justify-content:center;text-align:center;min-height:44px;width:100%;padding:0 18px;border-radius:var(--r2);background:var(--site);color:var(--onSite);font-weight:500}
.cta:hover{background:var(--press)}
.in{margin:0 12px 12px;border-radius:var(--big);box-shadow:inset 0 0 0 1px var(--control);display:flex;align-items:flex-end;gap:4px;padding-block:5px;padding-inline:14px 5px;flex:none}
.in:focus-within{box-shadow:inset 0 0 0 2px var(--link)}
.in textarea{flex:1;min-width:0;border:0;background:none;resize:none;padding:7px 0;outline:0;height:34px;max-height:120px}
::placeholder{color:var(--quiet);opacity:1}
.sd{width:34px;height:34px;border-radius:var(--r2);background:var(--site);color:var(--onSite);display:grid;place-items:center;flex:none}
.in{position:relative}
.at{width:34px;height:34px;border-radius:var(--r2);display:grid;place-items:center;flex:none;color:var(--quiet)}
.at:hover{background:var(--soft);color:var(--ink)}
.rich.out{align-self:flex-end}
.rich.unsent{box-shadow:none}
.part-sent{align-self:flex-end;width:min(200px,60%);height:4px;appearance:none;border:0;border-radius:2px;background:var(--soft);overflow:hidden}
.part-sent::-webkit-progress-bar{background:var(--soft)}
.part-sent::-webkit-progress-value{background:var(--link)}
.part-sent::-moz-progress-bar{background:var(--link)}
.drop{position:absolute;inset:0;z-index:1;display:grid;place-content:center;justify-items:center;gap:8px;background:color-mix(in srgb,var(--card) 92%,transparent);color:var(--ink);font-weight:600;box-shadow:inset 0 0 0 2px var(--link);border-radius:inherit;pointer-events:none}
.nofile{margin:0 14px 8px;flex:none}
.fine{font-size:12px;line-height:17px;color:var(--quiet)}
.hint{margin:-6px 14px 10px;flex:none}
.home:focus{outline:0}
.form{display:flex;flex-direction:column;flex:1;min-height:0}
.form .bd{gap:14px}
.fld label{display:block;font-weight:500;margin-bottom:4px}
.fld small{font-weight:400;color:var(--quiet);font-size:12px;margin-inline-start:6px}
.fld input,.fld textarea{display:block;width:100%;min-height:44px;border:0;border-radius:var(--r2);background:none;box-shadow:inset 0 0 0 1px var(--control);padding:11px 12px}
.fld textarea{min-height:104px;resize:vertical}
.fld input:focus,.fld textarea:focus{outline:0;box-shadow:inset 0 0 0 2px var(--link)}
.fld [aria-invalid=true]{box-shadow:inset 0 0 0 2px var(--bad)}
.err{font-size:12px;line-height:17px;color:var(--bad);display:flex;gap:5px;align-items:center;margin-top:5px}
.done{margin:auto;text-align:center;max-width:280px}
.done .face{margin:0 auto 12px;background:var(--soft);color:var(--link)}
.typing>.face{bottom:4px}
.typing>.bub{width:fit-content}
[dir=rtl] :is(.back,.sd) svg{scale:-1 1}
.open{position:absolute;inset-inline-end:20px;bottom:20px;translate:0 calc(-1*var(--opportune-foot,0px));min-height:48px;padding-inline:16px 20px;display:flex;gap:8px;align-items:center;border-radius:var(--pill);background:var(--site);color:var(--onSite);box-shadow:var(--shadow);font-weight:500}
.open:focus-visible{outline-color:currentColor;outline-offset:-4px}
.count{min-width:20px;min-height:20px;border-radius:10px;padding:0 6px;background:var(--onSite);color:var(--site);font-size:12px;line-height:20px;font-weight:600;text-align:center;font-variant-numeric:tabular-nums}
@container (max-width:520px){
.win{inset:var(--top,0) 0 auto;width:100%;height:var(--high,100%);max-height:none;border-radius:0;box-shadow:none;translate:none;padding:env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left)}
.keys .win{padding-bottom:0}
.keys .hd{min-height:48px;padding-block:2px}
.keys .hd .face{width:32px;height:32px}
.keys .bd{padding-block:8px}
.keys .in{margin-bottom:6px}
.hd{padding-inline-end:4px}
.x{width:44px;height:44px}
.bub,.m-say{max-width:84%}
.in{padding:4px;padding-inline-start:14px;gap:0}
.in textarea{font-size:16px;height:44px;padding:12px 0}
.sd,.at{width:44px;height:44px}
.fld input,.fld textarea{font-size:16px}
.bar button,.own button,.lost button{min-height:44px}

.open{inset-inline-end:calc(12px + env(safe-area-inset-right));bottom:calc(12px + env(safe-area-inset-bottom))}
}`;
