// How the home of the chat window looks. It stands in the window's host and uses its variables.
export const homeCss = `
.hm{flex:1;min-height:0;overflow-y:auto;overscroll-behavior:contain;display:flex;flex-direction:column}
.hm svg{fill:none;stroke:currentColor;stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}
.hm [dir=auto]{text-align:match-parent}
.hm ul{margin:0;padding:0;list-style:none}
.hm h2,.hm h3{margin:0}
.hm-bar{position:sticky;top:0;z-index:1;display:flex;align-items:center;gap:12px;padding-block:16px 8px;padding-inline:20px 12px;background:var(--head);color:var(--onHead);flex:none}
.hm-bar :focus-visible{outline-color:currentColor;outline-offset:-2px}
.hm-name{flex:1;min-width:0;font-size:16px;line-height:24px;font-weight:600;letter-spacing:-.01em;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.hm-name img{display:block;max-width:100%;height:28px;object-fit:contain;object-position:0}
[dir=rtl] .hm-name img{object-position:100%}
.hm-faces{display:flex;flex:none}
.hm-faces[hidden],.hm-card[hidden],.hm-row[hidden],.hm-find[hidden],.hm small[hidden],.hm li[hidden]{display:none}
.hm-faces .face{box-shadow:0 0 0 2px var(--head)}
.hm-faces .face+.face{margin-inline-start:-6px}
.hm-top{margin-top:-1px;padding:13px 20px 60px;background:var(--head);color:var(--onHead);flex:none}
.hm-top h2{font-size:24px;line-height:30px;font-weight:600;letter-spacing:-.02em;overflow-wrap:anywhere}
.hm-top h2 span{display:block;color:var(--quietHead)}
.hm-in{flex:1 0 auto;display:flex;flex-direction:column;gap:12px;margin-top:-44px;padding:0 16px 16px}
.hm-card{background:var(--card);border-radius:var(--big);box-shadow:0 0 0 1px var(--rule),0 2px 8px rgb(20 28 26/7%);overflow:hidden;flex:none}
.hm-label{font-size:13px;line-height:20px;font-weight:600;padding:12px 16px 4px}
.hm-row{display:flex;align-items:center;gap:12px;width:100%;min-height:56px;padding-block:8px;padding-inline:16px 12px;text-align:start;text-decoration:none;cursor:pointer}
.hm-row:hover{background:var(--soft)}
.hm-row:focus-visible{outline-offset:-2px}
.hm-start{min-height:68px;border-radius:inherit}
.hm li+li .hm-row,.hm-speak{border-top:1px solid var(--rule)}
.hm-row b{display:block;font-weight:600}
.hm-row small{display:block;font-size:13px;line-height:18px;color:var(--quiet)}
.hm-row svg{color:var(--quiet)}
.hm-grow{flex:1;min-width:0;overflow-wrap:anywhere}
.hm-clip{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
li .hm-row b{font-weight:500}
li .hm-new b{font-weight:600}
.hm-row.hm-new small{color:var(--ink)}
.hm-go{width:40px;height:40px;border-radius:var(--r);background:var(--site);color:var(--onSite);display:grid;place-items:center;flex:none}
.hm-go svg{color:inherit}
.hm-sign{background:var(--soft);color:var(--link)}.hm-sign svg{color:inherit}
.hm-age{display:grid;justify-items:end;gap:5px;flex:none}
.hm-age i{width:8px;height:8px;border-radius:50%;background:var(--bad)}
.hm-find{display:flex;align-items:center;gap:8px;margin:12px 12px 4px;padding:0 12px;border-radius:var(--r2);background:var(--soft);color:var(--quiet)}
.hm-find:focus-within{box-shadow:inset 0 0 0 2px var(--link)}
.hm-find input{flex:1;min-width:0;min-height:44px;border:0;background:none;outline:0;color:var(--ink);appearance:none}
.hm section>ul .hm-row{min-height:48px}
.hm summary{list-style:none}
.hm summary::-webkit-details-marker{display:none}
.hm summary svg{transition:rotate .12s}
.hm details[open] summary svg{rotate:180deg}
.hm-text{padding:4px 16px 14px;color:var(--quiet);white-space:pre-wrap;overflow-wrap:anywhere}
.hm-told{padding:8px 16px 14px;color:var(--quiet)}
[dir=rtl] .i-send,[dir=rtl] .i-out{scale:-1 1}
@container (max-width:520px){
.hm-find input{font-size:16px}
.hm-row{min-height:60px}
}`;
