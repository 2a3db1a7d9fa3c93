// How the six formats look: on a wide page, and as sheets on a narrow one. Sizes follow the stage
// they are in, not the screen, so a preview in a phone-sized frame looks like a phone.
import { faceCss } from '../face.ts';

export const engagementCss = `${faceCss}
.stage{position:absolute;inset:0;translate:0 calc(-1*var(--opportune-foot,0px));container-type:inline-size;pointer-events:none}
.flow{container-type:inline-size}
.stage>*,.flow>*{pointer-events:auto}
.card{position:absolute;background:var(--card);color:var(--ink);border-radius:var(--r);box-shadow:var(--shadow);overflow-wrap:anywhere}
.t{font-size:15px;line-height:21px;font-weight:600;letter-spacing:-.006em;text-wrap:balance}
.p{color:var(--quiet);text-wrap:pretty}
.wait{color:var(--quiet);font-size:13px;line-height:18px;margin-top:4px}
.cta .wait,.banner .wait{color:inherit;margin:0}
.sticky-button .wait{font-weight:400;max-width:16em;text-align:start}
.banner .wait{display:inline}
.mark{width:36px;height:36px;border-radius:50%;background:var(--soft);color:var(--link);display:grid;place-items:center;flex:none}
.faces{display:flex}
.faces .face{box-shadow:0 0 0 2px var(--card)}
.faces .face+.face{margin-inline-start:-8px}
.cta{display:inline-flex;align-items:center;justify-content:center;gap:8px;min-height:36px;padding:6px 14px;border-radius:var(--r2);background:var(--site);color:var(--onSite);font-weight:500;text-decoration:none;text-align:center;transition:background-color .12s}
.cta:hover{background:var(--press)}
.x{width:28px;height:28px;border-radius:var(--r2);display:grid;place-items:center;color:var(--quiet);flex:none}
.x:hover{background:var(--soft);color:var(--ink)}
.mute{color:var(--quiet);font-size:13px;min-height:36px;text-decoration:underline;text-underline-offset:3px;text-decoration-color:var(--control)}
.other{color:var(--link);font-size:13px;min-height:36px;display:inline-flex;align-items:center;text-decoration:underline;text-underline-offset:3px}
.acts{display:flex;flex-wrap:wrap;gap:4px 14px;align-items:center;margin-top:12px}
.pic{display:block;width:100%;border-radius:var(--r2);object-fit:cover;background:var(--soft)}
.bleed .pic{flex:none;border-radius:0;height:180px}
.bleed .x{background:var(--card);color:var(--ink);border-radius:50%;box-shadow:0 0 0 1px var(--rule)}
.bleed .x:hover{background:var(--soft)}
.trial{position:absolute;top:-10px;inset-inline-start:14px;background:var(--ink);color:var(--card);font-size:11px;line-height:16px;font-weight:500;padding:2px 8px;border-radius:9px}
.overlay .trial,.slide-out .trial{top:0;border-start-start-radius:0;border-start-end-radius:0}
.toast{inset-inline-end:20px;bottom:20px;width:min(336px,100% - 24px);padding-block:14px;padding-inline:16px 12px;display:grid;grid-template-columns:minmax(0,1fr) 28px;gap:2px 12px;align-items:start}
.toast.marked{grid-template-columns:36px minmax(0,1fr) 28px}
.toast .mark,.toast .faces{grid-row:1}
.toast .face+.face{display:none}
.toast .say{grid-row:1;min-width:0}
.toast .p{margin-top:2px}
.toast .pic{grid-row:1;width:64px;height:64px}
.toast.pictured{grid-template-columns:64px minmax(0,1fr) 28px}
.slide-out{top:72px;bottom:20px;height:fit-content;max-height:calc(100% - 92px);overflow:auto;width:320px;padding:18px 20px 20px;display:flex;flex-direction:column;gap:10px}
.slide-out.right{inset-inline-end:0;border-start-end-radius:0;border-end-end-radius:0}
.slide-out.left{inset-inline-start:0;border-start-start-radius:0;border-end-start-radius:0}
.slide-out .cta{width:100%;min-height:44px}
.slide-out .t{font-size:17px;line-height:24px}
.top{display:flex;gap:12px;align-items:flex-start;justify-content:space-between}
.slide-out .mute,.slide-out .other{align-self:center}
.slide-out.bleed .pic{order:-1;width:auto;margin:-18px -20px 6px}
.slide-out.bleed .x{position:absolute;top:12px;inset-inline-end:12px}
.sticky-button{bottom:20px;display:flex;align-items:stretch;border-radius:var(--pill);background:var(--site);color:var(--onSite)}
.sticky-button.right{inset-inline-end:20px}
.sticky-button.left{inset-inline-start:20px}
.sticky-button .cta{min-height:48px;padding-block:0;padding-inline:16px 20px;border-radius:var(--pill)}
.sticky-button .face,.banner .face,.embedded .face{width:28px;height:28px;font-size:11px}
.sticky-button .faces{margin-inline-start:-6px}
.sticky-button .face{box-shadow:0 0 0 2px var(--site)}
.sticky-button .x{height:auto;width:44px;color:inherit;border-radius:var(--pill);margin-inline-start:-14px}
.sticky-button .x:hover{background:rgb(128 128 128/25%)}
.banner{background:var(--head);color:var(--onHead);display:flex;align-items:center;gap:12px;min-height:44px;padding-block:6px;padding-inline:28px 16px;font-weight:500}
.stage .banner{position:absolute;top:100%;inset-inline:0;padding-bottom:max(6px,env(safe-area-inset-bottom));box-shadow:var(--shadow)}
.banner b{font-weight:700;margin-inline-end:8px}
.banner .say{flex:1;min-width:0}
.banner .p{color:inherit;font-weight:400}
.banner .pic{width:32px;height:32px}
.banner .faces{display:inline-flex;vertical-align:middle;margin-inline-end:8px}
.banner .face{box-shadow:0 0 0 2px var(--head)}
.banner .cta,.banner .mute,.banner .other,.banner .cta:hover{background:none;color:inherit;padding:2px 0;min-height:24px;text-decoration:underline;text-underline-offset:3px;display:inline-block;font:inherit;text-decoration-color:currentColor}
.banner .mute{font-weight:400;font-size:13px}
.banner .cta,.banner .other{margin-inline-end:12px}
.banner .x{color:inherit}
.banner .x:hover{background:rgb(128 128 128/25%)}
.banner :focus-visible,.sticky-button :focus-visible{outline-color:currentColor}
.embedded{position:relative;border-radius:var(--r);background:var(--soft);color:var(--ink);padding:14px 16px;display:grid;gap:8px}
.embedded .acts{margin:0}
.embedded .cta,.embedded .cta:hover{background:none;color:var(--link);padding:0;min-height:24px;gap:6px}
.embedded .other{min-height:24px}
.embedded .mute{min-height:24px;margin-inline-start:auto}
.embedded .pic{max-height:220px}
.embedded.pictured{grid-template-columns:128px minmax(0,1fr);column-gap:16px;align-content:center}
.embedded.pictured .pic{grid-row:1/span 4;height:100%;min-height:96px}
.embedded.pictured>:not(.pic){grid-column:2}
dialog{position:fixed;border:0;max-width:none;max-height:none;margin:auto;inset:0}
dialog::backdrop{background:var(--scrim)}
.scrim{position:absolute;inset:0;background:var(--scrim)}
.scrim .overlay{margin:auto;inset:0}
.overlay{width:min(440px,100% - 24px);height:fit-content;max-height:calc(100% - 24px);overflow:auto;padding:24px;color:var(--ink);background:var(--card)}
.overlay .t{font-size:20px;line-height:27px;letter-spacing:-.014em;padding-inline-end:36px}
.overlay .t:focus{outline:0}
.overlay .p{margin-top:8px}
.overlay.bleed .pic{width:calc(100% + 48px);margin:-24px -24px 20px}
.overlay.bleed .t{padding:0}
.overlay .x{position:absolute;inset-inline-end:12px;top:12px;width:36px;height:36px}
.overlay .faces{margin-top:16px}
.overlay .acts{margin-top:18px}
.overlay .cta{flex:1 1 auto;min-height:44px}
.overlay .no{flex:none;min-height:44px;padding:0 18px;border-radius:var(--r2);box-shadow:inset 0 0 0 1px var(--rule);font-weight:500}
.overlay .no:hover{background:var(--soft)}
.overlay .mute,.overlay .other{flex-basis:100%;justify-content:center;text-align:center}
.in{animation:in .14s cubic-bezier(.2,0,0,1)}
.away{visibility:hidden!important}
@keyframes in{from{opacity:0;transform:translateY(8px)}}
@container (max-width:520px){
.toast{inset-inline:12px;width:auto}
.cta{min-height:44px}
.mute,.other{min-height:44px}
.x{width:44px;height:44px;margin:-10px 0 0;margin-inline-end:-10px}
.toast,.toast.marked,.toast.pictured{padding-inline-end:12px}
.slide-out.left,.slide-out.right{inset-inline:0;inset-block:auto 0;width:auto;max-height:72%;border-radius:var(--big) var(--big) 0 0}
.toast,.sticky-button.left,.sticky-button.right{bottom:max(12px,env(safe-area-inset-bottom))}
.sticky-button.right{inset-inline-end:12px}
.sticky-button.left{inset-inline-start:12px}
.slide-out,.overlay{padding-bottom:max(20px,env(safe-area-inset-bottom))}
.bleed .x.x{margin:0}
.bleed .pic{height:128px}
.embedded.pictured{grid-template-columns:minmax(0,1fr)}
.embedded.pictured .pic{grid-row:auto;height:140px}
.embedded.pictured>:not(.pic){grid-column:1}
.sticky-button .x{margin:0;margin-inline-start:-14px}
.banner{padding-inline:16px 8px}
.banner b{display:block}
.banner .x{margin:0}
.banner .cta,.banner .mute,.banner .other{min-height:24px}
.overlay,.scrim .overlay{width:100%;max-width:none;margin:auto 0 0;inset:auto 0 0;border-radius:var(--big) var(--big) 0 0}
.overlay .x{margin:0;top:10px;inset-inline-end:10px;width:44px;height:44px}
}`;
