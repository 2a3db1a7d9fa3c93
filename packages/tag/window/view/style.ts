// How the window looks: a panel in the corner of a wide page, the whole screen of a phone. Colours
// and corners come from the site through the host's variables.
export const windowCss = `
.win{--m-ink:var(--ink);--m-quiet:var(--quiet);--m-rule:var(--rule);--m-control:var(--control);--m-card:var(--card);--m-soft:var(--soft);--m-main:var(--site);--m-on-main:var(--onSite);--m-link:var(--link);--m-bad:var(--bad);--m-r:var(--r);--m-r2:var(--r2)}
.stage{position:absolute;inset:0;container-type:inline-size;pointer-events:none}
.stage>*{pointer-events:auto}
.away{visibility:hidden}
.win{position:absolute;inset-inline-end:20px;bottom:20px;translate:0 calc(-1*var(--opportune-foot,0px));width:376px;height:620px;max-height:calc(var(--high,100vh) - 40px - var(--opportune-foot,0px));display:flex;flex-direction:column;background:var(--card);color:var(--ink);border-radius:var(--big);box-shadow:var(--shadow);overflow:hidden;animation:in .14s cubic-bezier(.2,0,0,1)}
@keyframes in{from{opacity:0;transform:translateY(8px)}}
.hd{display:flex;align-items:center;gap:12px;min-height:60px;padding:8px 10px 8px 16px;background:var(--site);color:var(--onSite);flex:none}
.hd :focus-visible{outline-color:currentColor;outline-offset:-2px}
.face{width:36px;height:36px;border-radius:50%;background:color-mix(in srgb,var(--onSite) 16%,transparent);display:grid;place-items:center;font-weight:600;font-size:13px;flex:none}
.who{flex:1;min-width:0}
.who b{display:block;font-size:15px;font-weight:600;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.who small{display:block;font-size:13px;line-height:18px}
.x{width:32px;height:32px;border-radius:var(--r2);display:grid;place-items:center;flex:none}
.x:hover{background:color-mix(in srgb,currentColor 14%,transparent)}
.bar{background:var(--soft);padding:8px 16px;font-size:13px;line-height:18px;display:flex;gap:8px;align-items:center;flex:none}
.bar span{flex:1}
.bar button{font-weight:500;color:var(--link);min-height:28px;padding:0 8px;text-decoration:underline;text-underline-offset:3px}
.bd{flex:1;min-height:0;padding:16px;display:flex;flex-direction:column;gap:8px;overflow-y:auto;overscroll-behavior:contain}
.bd:focus-visible{outline-offset:-2px}
.bd>*{flex:none}
.log{margin-top:auto;display:flex;flex-direction:column;gap:8px}
.waits .log{margin-top:0}
.bub{max-width:272px;padding:9px 13px;border-radius:var(--big);background:var(--soft);align-self:flex-start;overflow-wrap:anywhere}
.rich{align-self:stretch;min-width:0}
.m-say{max-width:272px;padding:9px 13px;border-radius:var(--big);background:var(--soft)}
.mine{background:var(--site);color:var(--onSite);align-self:flex-end}
.mine :focus-visible{outline-color:currentColor}
.unsent{background:none;color:var(--ink);box-shadow:inset 0 0 0 1px var(--control)}
.meta{font-size:12px;line-height:16px;color:var(--quiet);padding:0 2px 4px}
.own{align-self:flex-end;display:flex;gap:4px;align-items:center}
.own button{flex:none;color:var(--link);text-decoration:underline;text-underline-offset:2px;font-size:12px;line-height:16px}
.bad{color:var(--bad)}
.note{align-self:center;text-align:center;font-size:12px;line-height:16px;color:var(--quiet);padding:4px 0}
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
.cta{display:flex;align-items:center;justify-content:center;min-height:44px;width:100%;padding:0 18px;border-radius:var(--r2);background:var(--site);color:var(--onSite);font-weight:500}
.cta:hover{filter:brightness(1.08)}
.in{margin:0 12px 12px;border-radius:var(--r2);box-shadow:inset 0 0 0 1px var(--control);display:flex;align-items:flex-end;gap:8px;padding:6px 6px 6px 14px;flex:none}
.in:focus-within{box-shadow:inset 0 0 0 2px var(--link)}
.in textarea{flex:1;min-width:0;border:0;background:none;resize:none;padding:6px 0;outline:0;height:32px;max-height:120px}
::placeholder{color:var(--quiet);opacity:1}
.sd{width:32px;height:32px;border-radius:var(--r2);background:var(--site);color:var(--onSite);display:grid;place-items:center;flex:none}
.in{position:relative}
.emo{position:absolute;inset-inline:0;bottom:calc(100% + 6px);display:grid;grid-template-columns:repeat(8,1fr);padding:6px;border-radius:var(--r2);background:var(--card);box-shadow:var(--shadow),inset 0 0 0 1px var(--control)}
.emo button{height:32px;font-size:18px;border-radius:6px}
.emo button:hover{background:var(--soft)}
.clip{padding-inline-start:6px}
.at{width:32px;height:32px;border-radius:var(--r2);display:grid;place-items:center;flex:none;color:var(--quiet)}
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
.ask{margin:0 12px 12px;padding:12px;border-radius:var(--r2);box-shadow:inset 0 0 0 1px var(--rule);background:var(--soft);display:grid;gap:10px;flex:none;max-height:60%;overflow-y:auto}
.ask .t{display:flex;gap:6px;align-items:center;font-size:13px;line-height:18px}
.ask .fld input{background:var(--card)}.ask .opt{background:var(--card);box-shadow:inset 0 0 0 1px var(--control)}
.two{display:grid;grid-template-columns:1fr 1fr;gap:8px}
.two [disabled]{opacity:.5}
.ask .fld textarea{background:var(--card);min-height:64px}
.part{display:contents}.gone{display:none}.survey{flex:0 1 auto;min-height:0;max-height:75%}.ask .err{margin:0}
.row{display:flex;align-items:center;justify-content:space-between}
.lnk{min-height:32px;font-size:13px;color:var(--link);text-decoration:underline;text-underline-offset:3px}
.ask fieldset{border:0;margin:0;padding:0;min-width:0}
.ask legend{padding:0;margin-bottom:6px;font-weight:500}
.picks{display:flex;gap:4px}
.picks label{flex:1;min-width:0;position:relative;cursor:pointer}
.picks input{position:absolute;inset:0;width:100%;height:100%;margin:0;opacity:0;cursor:pointer}
.picks span{display:grid;place-items:center;min-height:36px;border-radius:var(--r2);background:var(--card);box-shadow:inset 0 0 0 1px var(--control);font-variant-numeric:tabular-nums}
.picks input:hover+span{box-shadow:inset 0 0 0 2px var(--control)}
.picks input:checked+span{background:var(--site);color:var(--onSite);box-shadow:none;font-weight:600}
.picks input:focus-visible+span{outline:2px solid var(--link);outline-offset:2px}
.ends{display:flex;justify-content:space-between;margin-top:2px}
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
.open{position:absolute;inset-inline-end:20px;bottom:20px;translate:0 calc(-1*var(--opportune-foot,0px));min-height:48px;padding:0 20px 0 16px;display:flex;gap:8px;align-items:center;border-radius:var(--pill);background:var(--site);color:var(--onSite);box-shadow:var(--shadow);font-weight:500}
.open:focus-visible{outline-color:currentColor;outline-offset:-4px}
.count{min-width:20px;height:20px;border-radius:10px;padding:0 6px;background:var(--onSite);color:var(--site);font-size:12px;line-height:20px;font-weight:600;text-align:center;font-variant-numeric:tabular-nums}
@container (max-width:520px){
.win{inset:var(--top,0) 0 auto;width:100%;height:var(--high,100%);max-height:none;border-radius:0;box-shadow:none;translate:none}
.hd{padding-inline-end:4px}
.x{width:44px;height:44px}
.bub,.m-say{max-width:84%}
.in{min-height:48px;padding-inline-end:4px}
.in textarea{font-size:16px;height:40px;padding:10px 0}
.sd,.at{width:40px;height:40px}
.fld input,.fld textarea{font-size:16px}
.bar button,.lnk,.picks span{min-height:44px}
.picks{gap:2px}
.own button{min-height:32px}
.open{inset-inline-end:12px;bottom:12px}
}`;
