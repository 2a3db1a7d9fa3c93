// How the questions within and after a chat look. They stand in the window's host and use its
// variables.
export const askedCss = `
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
.picks span{display:grid;place-items:center;min-height:40px;border-radius:var(--r2);background:var(--card);box-shadow:inset 0 0 0 1px var(--control);font-variant-numeric:tabular-nums}
.picks input:hover+span{box-shadow:inset 0 0 0 2px var(--control)}
.picks input:checked+span{background:var(--site);color:var(--onSite);box-shadow:none;font-weight:600}
.picks input:focus-visible+span{outline:2px solid var(--link);outline-offset:2px}
.ends{display:flex;justify-content:space-between;margin-top:2px}
.picks b{font-weight:inherit}
.picks span:has(svg){min-height:44px;color:var(--quiet)}
.picks input:checked+span:has(svg){color:var(--onSite)}
@container (max-width:520px){
.ask .fld input,.ask .fld textarea{font-size:16px}
.lnk,.picks span{min-height:44px}
.picks{gap:2px}
}`;
