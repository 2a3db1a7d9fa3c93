// How cards, forms and files of messages look, with the variables of message-style.ts. The chat
// window loads it with the part that draws them.
export const richCss = `
.m-card{width:min(276px,100%);border-radius:var(--m-r);background:var(--m-card);color:var(--m-ink);box-shadow:0 0 0 1px var(--m-rule);overflow:hidden;display:flex;flex-direction:column}
.m-pic{background:var(--m-soft);overflow:hidden;display:grid;place-items:center;color:var(--m-quiet)}
.m-wide{aspect-ratio:16/9}
.m-square{aspect-ratio:1}
.m-pic img{grid-area:1/1;width:100%;height:100%;object-fit:cover;display:block;min-height:0}
.m-alt{padding:8px 12px;font-size:12px;line-height:17px;text-align:center}
.m-words{padding:10px 14px;flex:1}
.m-title{margin:0;font-weight:600}
.m-words .m-p,.m-words .m-list{color:var(--m-quiet);margin-top:2px}
.m-acts{display:flex;flex-wrap:wrap;gap:1px;background:var(--m-rule);border-top:1px solid var(--m-rule)}
.m-acts:has(>:nth-child(3))>*{flex-basis:100%}
.m-act{flex:1 1 auto;display:flex;flex-wrap:wrap;align-items:baseline;justify-content:center;gap:0 8px;min-height:44px;padding:11px 12px;border:0;background:var(--m-card);color:var(--m-link);font:inherit;font-weight:500;text-align:center}
.m a.m-act{text-decoration:none}
button.m-act{cursor:pointer}
.m-act:is(a,button):hover{background:var(--m-soft)}
span.m-act{color:var(--m-quiet)}
.m-act .m-host{font-weight:400;color:var(--m-quiet);opacity:1}
.m-card :focus-visible{outline:2px solid var(--m-link);outline-offset:-2px}
.m-cards{min-width:0}
.m-strip{display:flex;gap:8px;overflow-x:auto;scroll-snap-type:x mandatory;overscroll-behavior-x:contain;padding:1px;position:relative;scrollbar-width:thin}
.m-strip:focus-visible{outline:2px solid var(--m-link);outline-offset:2px}
.m-strip .m-card{flex:none;width:min(232px,82%);scroll-snap-align:start}
.m-leaf{display:flex;align-items:center;gap:4px;justify-content:flex-end;margin-top:4px;color:var(--m-quiet)}
.m-count{font-size:12px;font-variant-numeric:tabular-nums}
.m-turn{width:32px;height:32px;border:0;border-radius:var(--m-r);background:none;color:var(--m-link);font:500 20px/1 inherit;font-size:20px;cursor:pointer;display:grid;place-items:center}
.m-turn:hover{background:var(--m-soft)}
.m-turn[disabled]{color:var(--m-quiet);opacity:.5;cursor:default;background:none}
.m-form{padding:12px 14px 14px;gap:12px}
.m-before{display:grid;gap:14px}.m-field[hidden]{display:none!important}.m-before .m-main{min-height:44px}.m-before fieldset{border:0;margin:0;padding:0;min-width:0}
.m-form fieldset{border:0;margin:0;padding:0;min-width:0;display:grid;gap:12px}
.m-form fieldset.m-field{display:block}
.m-field>label,.m-field legend{display:block;font-weight:500;margin-bottom:4px;padding:0}
.m-field small{font-weight:400;color:var(--m-quiet);font-size:12px}
.m-field :is(input:not([type=checkbox],[type=radio]),select,textarea){display:block;width:100%;min-height:40px;border:0;border-radius:var(--m-r2);background:var(--m-card);color:inherit;box-shadow:inset 0 0 0 1px var(--m-control);padding:9px 12px;font:inherit;box-sizing:border-box}
.m-field textarea{resize:vertical}
.m-field :is(input:not([type=checkbox],[type=radio]),select,textarea):focus{outline:0;box-shadow:inset 0 0 0 2px var(--m-link)}
.m-field [aria-invalid=true]:not([type=checkbox],[type=radio]){box-shadow:inset 0 0 0 2px var(--m-bad)}
.m-field .m-check{display:flex;gap:8px;align-items:flex-start;font-weight:400;min-height:28px;padding:4px 0;margin:0;cursor:pointer}
.m-check input{appearance:none;width:18px;height:18px;margin:1px 0 0;padding:0;flex:none;border:0;background:var(--m-card);box-shadow:inset 0 0 0 1px var(--m-control);border-radius:4px;display:grid;place-items:center;cursor:pointer}
.m-check input[type=radio]{border-radius:50%}
.m-check input:checked{background:var(--m-main);box-shadow:inset 0 0 0 1px var(--m-link)}
.m-check input:checked::before{content:"";width:5px;height:9px;margin-top:-2px;border:solid var(--m-on-main);border-width:0 2px 2px 0;transform:rotate(45deg)}
.m-check input[type=radio]:checked::before{width:8px;height:8px;margin:0;border:0;border-radius:50%;background:var(--m-on-main);transform:none}
.m-check input[aria-invalid=true]{box-shadow:inset 0 0 0 2px var(--m-bad)}
.m-check input:disabled{cursor:default}
.m-field option{background:var(--m-card);color:var(--m-ink)}
.m-field :disabled{opacity:.8}
.m-photo{display:block;width:fit-content;max-width:100%;border-radius:var(--m-r);overflow:hidden;background:var(--m-soft);box-shadow:0 0 0 1px var(--m-rule)}
.m-photo img{display:block;max-width:100%;height:auto;min-width:24px;min-height:24px;object-fit:contain;font-size:12px}
.m-photo:focus-visible,.m-file:focus-visible{outline:2px solid var(--m-link);outline-offset:2px}
.m-file{display:flex;align-items:center;gap:10px;width:fit-content;max-width:min(276px,100%);padding-block:8px;padding-inline:8px 14px;border-radius:var(--m-r);background:var(--m-card);color:var(--m-ink);box-shadow:0 0 0 1px var(--m-rule)}
.m a.m-file{text-decoration:none}
a.m-file:hover{background:var(--m-soft)}
.m-kind{display:grid;place-items:center;width:40px;height:40px;flex:none;border-radius:var(--m-r2);background:var(--m-soft);color:var(--m-quiet);font-size:11px;font-weight:600;overflow:hidden}
.m-named{min-width:0;display:grid}
.m-name{font-weight:500;overflow:hidden;text-overflow:ellipsis;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow-wrap:anywhere}
.m-named small{font-size:12px;color:var(--m-quiet)}
.m-err{margin:4px 0 0;font-size:12px;line-height:17px;color:var(--m-bad)}
.m-err:empty{display:none}
.m-main{min-height:40px;padding:8px 16px;border:0;border-radius:var(--m-r2);background:var(--m-main);color:var(--m-on-main);font:inherit;font-weight:500;text-align:center;cursor:pointer}
.m-main:hover{filter:brightness(1.08)}
.m-done{margin:0;color:var(--m-quiet)}
.m-done::before{content:"✓ "}
.keys .m-card:has(>.m-pic){display:grid;grid-template-columns:68px 1fr}
.keys .m-pic{aspect-ratio:1;align-self:center;border-radius:var(--m-r2);margin-block:12px;margin-inline:12px 0;width:56px}
.keys .m-acts{grid-column:1/-1}
@media (pointer:coarse){.m-main,.m-turn{min-height:44px}.m-turn{width:44px}.m-field :is(input:not([type=checkbox],[type=radio]),select,textarea){font-size:16px;min-height:44px}.m-field .m-check{min-height:44px;align-items:center}}
`;
