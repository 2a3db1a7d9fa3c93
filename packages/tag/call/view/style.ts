// How a call looks. It stands in the window's host and uses its variables. The panel hangs from the
// foot of the page by a translation, and what may come later grows at its end or lies over the rest:
// neither is a layout shift of the page.
export const callCss = `
.c-call{display:contents}
.win.call{height:auto;bottom:auto;top:100%;translate:0 calc(-100% - 20px - var(--opportune-foot,0px))}
.c-sheet{display:flex;flex-direction:column;min-height:0;overflow-y:auto;overscroll-behavior:contain}
.c-top{background:var(--head);color:var(--onHead);display:grid;justify-items:center;text-align:center;gap:2px;padding:0 16px 22px;flex:none}
.c-top :focus-visible{outline-color:currentColor;outline-offset:-2px}
.c-line{justify-self:stretch;display:flex;align-items:center;gap:8px;min-height:48px;font-size:13px;line-height:18px}
.c-line .x{margin-inline:auto -6px}
.c-top b{font-size:18px;line-height:26px;font-weight:600;letter-spacing:-.01em;overflow-wrap:anywhere}
.c-now{font-size:14px;line-height:20px;font-variant-numeric:tabular-nums}
.c-rec{display:flex;flex-wrap:wrap;justify-content:center;align-items:center;gap:2px 8px;font-size:13px;line-height:20px;margin-top:4px}
.c-dot{width:8px;height:8px;border-radius:50%;background:#e5484d;box-shadow:0 0 0 2px #fff;flex:none}
.c-stop{text-decoration:underline;min-height:24px;padding:0 4px;color:inherit}
.c-face{width:56px;height:56px;font-size:20px;margin:6px 0 12px}
.c-top .c-face::after{content:"";position:absolute;inset:-5px;border-radius:50%;border:2px solid var(--onHead);opacity:calc(.3 + .7*var(--heard,0));scale:calc(1 + .08*var(--heard,0));transition:opacity .09s,scale .09s}
.c-acts{display:grid;grid-template-columns:repeat(auto-fit,minmax(80px,1fr));gap:8px;padding:20px 16px 16px;flex:none}
.c-act{display:grid;justify-items:center;gap:8px;text-align:center;font-size:13px;line-height:18px;font-weight:500;color:var(--ink);border-radius:var(--r2);padding:4px;overflow-wrap:anywhere}
.c-act i{width:56px;height:56px;border-radius:50%;display:grid;place-items:center;background:var(--soft);color:var(--ink)}
.c-act:hover i{background:color-mix(in srgb,var(--ink) 10%,var(--soft))}
.c-act[aria-pressed=true] i{background:var(--ink);color:var(--card)}
.c-act.c-end i,.c-act.c-end:hover i{background:#c22f2f;color:#fff}
.c-act.c-end:hover i{background:#a92626}
.c-devices{flex:none}
.c-device{display:flex;align-items:center;gap:10px;min-height:44px;padding:6px 16px;border-top:1px solid var(--rule);color:var(--quiet)}
.c-device select,.c-name{flex:1;min-width:0;color:var(--ink);overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.c-device select{font:inherit;min-height:32px;border:0;border-radius:var(--r2);background:none;padding:0 4px;margin-inline-start:-4px;cursor:pointer}
@media (hover:hover){.c-device select:hover{background:var(--soft)}}
.c-device option{background:var(--card);color:var(--ink)}
.c-level{--bar:3px;width:87px;height:14px;flex:none;background:linear-gradient(var(--link) 0 0) 0 0/calc(100%*var(--said,0)) 100% no-repeat,var(--rule);mask:repeating-linear-gradient(90deg,#000 0 3px,#0000 3px 6px);border-radius:2px}
[dir=rtl] .c-level{scale:-1 1}
@media (prefers-reduced-motion:reduce){.c-level{display:none}}
.c-wait{display:grid;gap:8px;padding:0 16px 16px}
.c-body{display:grid;justify-items:center;gap:12px;padding:24px 16px 16px;text-align:center}
.c-body .p{margin:0 0 8px;max-width:34em}
.c-body .opt{box-shadow:none}
.c-body .c-out{color:var(--quiet)}
.c-back-form{display:grid;gap:16px;text-align:start;justify-self:stretch}
.c-set{border:0;margin:0;padding:0;display:grid;gap:8px;min-width:0}
.c-set legend{padding:0;margin-bottom:8px;font-weight:500}
.c-choice{display:flex;align-items:center;gap:10px;min-height:44px;padding:6px 12px;border-radius:var(--r2);box-shadow:inset 0 0 0 1px var(--control);cursor:pointer}
.c-choice:has(:checked){box-shadow:inset 0 0 0 2px var(--link)}
.c-choice input{accent-color:var(--link);flex:none;width:18px;height:18px;margin:0}
.c-choice:focus-within{outline:2px solid var(--link);outline-offset:2px}
.c-times{display:grid;grid-template-columns:3fr 2fr;gap:8px}
.c-set .fine{margin:0}
.c-pick{display:grid;gap:4px;font-size:13px;min-width:0}
.c-times select{font:inherit;font-size:16px;min-height:44px;min-width:0;padding:0 8px;border:0;border-radius:var(--r2);box-shadow:inset 0 0 0 1px var(--control);background:var(--card);color:var(--ink)}
.c-when{font-size:18px;line-height:26px;font-weight:600;margin:0}
.c-code{font-size:28px;line-height:36px;font-weight:600;letter-spacing:.06em;font-variant-numeric:tabular-nums;margin:0}
.c-big{width:56px;height:56px;border-radius:50%;display:grid;place-items:center;background:var(--soft);color:var(--link)}
.c-cta{gap:8px}
.cta:disabled{opacity:.5}
.c-over{height:0;position:relative;z-index:1;flex:none}
.c-asked{padding:12px 16px 14px;background:var(--soft);display:grid;gap:8px;box-shadow:0 8px 20px rgb(0 0 0/14%)}
.c-asked .t{display:flex;gap:8px;align-items:center;font-size:14px}
.c-asked .opt{background:var(--card);box-shadow:inset 0 0 0 1px var(--control)}
.c-two{display:grid;grid-template-columns:repeat(auto-fit,minmax(120px,1fr));gap:8px}
.c-bar{display:flex;align-items:center;gap:4px;padding:4px 10px 4px 16px;background:var(--soft);flex:none}
.c-back{flex:1;min-width:0;display:flex;align-items:center;gap:8px;min-height:36px;color:var(--link);font-weight:500}
.c-bar .x.c-end{background:#c22f2f;color:#fff}
.c-bar .x[aria-pressed=true]{background:var(--ink);color:var(--card)}
.c-pill .c-now{font-weight:400}
@container (max-width:520px){
.win.call{inset:100% 0 auto;translate:0 -100%;height:auto;max-height:var(--high,100vh);border-radius:var(--big) var(--big) 0 0;box-shadow:var(--shadow);padding-top:0}
.c-acts{position:sticky;bottom:0;z-index:1;background:var(--card)}
.c-act i{width:60px;height:60px}
.c-device{min-height:52px}
.c-device select{font-size:16px;min-height:44px}
.c-back{min-height:44px}
}`;
