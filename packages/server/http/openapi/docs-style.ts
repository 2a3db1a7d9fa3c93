// The one inline style of the API documentation page. The page's policy contains its hash.

export const docsStyle = `
:root{--ink:#1c1f23;--soft:#5b6370;--line:#e3e6ea;--ground:#fff;--side:#f7f8f9;--accent:#2456c7}
@media (prefers-color-scheme:dark){:root{--ink:#e6e8eb;--soft:#9aa3af;--line:#2c3138;--ground:#15181c;--side:#1b1f24;--accent:#8fb0ff}}
*{box-sizing:border-box}
body{margin:0;display:grid;grid-template-columns:300px minmax(0,1fr);color:var(--ink);background:var(--ground);font:14px/1.5 Inter,system-ui,sans-serif}
nav{position:sticky;top:0;height:100vh;overflow:auto;padding:24px 16px;background:var(--side);border-right:1px solid var(--line)}
nav h1{font-size:16px;margin:0}nav h3{font-size:12px;margin:16px 0 4px;color:var(--soft);font-weight:600}
nav ul{list-style:none;margin:0;padding:0}nav li a{display:flex;gap:8px;padding:2px 0;font-size:12px;word-break:break-all}
a{color:var(--accent);text-decoration:none}a:hover{text-decoration:underline}
main{padding:24px 40px 96px;max-width:960px}
h2{font-size:20px;margin:48px 0 8px}section{padding:16px 0;border-top:1px solid var(--line)}section h3{font-size:15px;margin:0 0 4px;display:flex;gap:12px;align-items:baseline}
h4{margin:12px 0 4px;font-size:12px;color:var(--soft)}p{margin:4px 0}.access{color:var(--soft);font-size:13px}.lead{font-size:16px}
code{font:13px ui-monospace,monospace}
.method{font:600 11px ui-monospace,monospace;min-width:44px;color:var(--soft)}.GET{color:#2f7a4d}.POST{color:#2456c7}.PUT,.PATCH{color:#9a6700}.DELETE{color:#b3261e}
table{border-collapse:collapse;width:100%;margin:4px 0}td{border-bottom:1px solid var(--line);padding:6px 12px 6px 0;vertical-align:top;text-align:left}td:first-child{width:200px}
td table{margin-top:4px;border-left:2px solid var(--line)}td table td{padding-left:12px}
.optional{color:var(--soft);font-size:11px;margin-left:8px}.type{color:var(--ink)}
@media (max-width:800px){body{grid-template-columns:1fr}nav{position:static;height:auto}main{padding:16px}}
`;
