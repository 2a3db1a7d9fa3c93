// How the ways into messengers look: a card in the corner of a wide page, a sheet on a narrow one.
export const waysCss = `
.ways{inset-inline-end:20px;bottom:20px;width:min(336px,100% - 24px);max-height:calc(100% - 40px);overflow:auto;padding:16px}
.ways .top{align-items:center;margin-bottom:8px}
.ways .t:focus{outline:0}
.way{display:flex;align-items:center;gap:10px;width:100%;min-height:44px;padding:6px 12px;margin-top:6px;border-radius:var(--r2);box-shadow:inset 0 0 0 1px var(--rule);font-weight:500;text-decoration:none;cursor:pointer;list-style:none}
.way::-webkit-details-marker{display:none}
.way:hover,[open]>.way{background:var(--soft)}
.way svg{color:var(--link)}
.scan{display:grid;justify-items:center;gap:8px;padding:14px 0 6px;text-align:center}
.code{width:176px;height:176px;border-radius:var(--r2);background:#fff;color:#000}
.scan a{color:var(--link);min-height:36px;display:inline-flex;align-items:center}
@container (max-width:520px){
.ways{inset-inline:0;bottom:0;width:auto;padding-bottom:max(20px,env(safe-area-inset-bottom));border-radius:var(--big) var(--big) 0 0}
.way,.scan a{min-height:48px}
}`;
