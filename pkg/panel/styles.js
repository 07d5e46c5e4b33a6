/**
 * The look of all elements. Colours start from the page's own (`Canvas`, `CanvasText` follow its `color-scheme`), so the
 * panel fits a shop untouched and turns dark with it; every token is a custom property that the shop may set.
 */
export const css = `
:host{
--bg:var(--ownshelf-bg,Canvas);--fg:var(--ownshelf-fg,CanvasText);
--accent:var(--ownshelf-accent,var(--fg));--on:var(--ownshelf-on-accent,var(--bg));
--muted:var(--ownshelf-muted,color-mix(in srgb,var(--fg) 72%,var(--bg)));
--line:var(--ownshelf-line,color-mix(in srgb,var(--fg) 16%,var(--bg)));
--edge:color-mix(in srgb,var(--fg) 58%,var(--bg));
--soft:var(--ownshelf-soft,color-mix(in srgb,var(--fg) 5%,var(--bg)));
--r:var(--ownshelf-radius,.75rem);
display:block;font-family:var(--ownshelf-font,inherit);color:var(--fg);line-height:1.5;text-align:start;accent-color:var(--accent)}
:host([hidden]){display:none}
:host(ownshelf-why){display:inline-block}
*{box-sizing:border-box;margin:0}
ul,ol{padding:0;list-style:none}
h2{font-size:1.375rem;line-height:1.25}
h3,h4{font-size:1rem}
[tabindex="-1"]:focus{outline:0}
small,.note{color:var(--muted);font-size:.875rem}
button,select,input{font:inherit;color:inherit}
button,.button,select,[type=text]{min-height:2.75rem;padding:.5rem 1rem;border:1px solid var(--edge);border-radius:var(--r);background:var(--bg);text-align:start}
button,.button,summary,label,[role=switch]{cursor:pointer}
:disabled{opacity:.55;cursor:default}
.button{position:relative}
.button input{position:absolute;inset:0;opacity:0}
:focus-visible,.button:focus-within{outline:2px solid var(--accent);outline-offset:2px}
button:hover,.button:hover{background:var(--soft)}
[aria-pressed=true],[aria-pressed=true]:hover{background:var(--accent);color:var(--on);border-color:var(--accent)}
[aria-pressed=true] small{color:inherit}
.link,.link:hover{min-height:1.75rem;padding:0;border:0;background:none;text-decoration:underline;text-underline-offset:.2em;font-size:.875rem}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.row{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center}
.stack>*+*{margin-block-start:.75rem}
dialog,.pop{margin:auto;padding:0;border:1px solid var(--line);border-radius:var(--r);background:var(--bg);color:var(--fg);box-shadow:0 1rem 3rem rgb(0 0 0/.25);overflow:auto;overflow-wrap:anywhere}
dialog{width:min(44rem,100%);max-width:none;max-height:min(52rem,92dvh)}
dialog::backdrop{background:rgb(0 0 0/.45)}
.panel{padding:0 1.25rem 1.25rem}
header,.line,summary{display:flex;gap:1rem;align-items:center;justify-content:space-between}
header{padding-block:1rem .5rem}
dialog header{position:sticky;inset-block-start:0;background:var(--bg);z-index:1}
.x{flex:none;width:2.75rem;padding:0;border:0;background:none;text-align:center;border-radius:50%}
.status{padding:.75rem 1rem;border-radius:var(--r);background:var(--soft);font-weight:600}
.presets{display:flex;flex-wrap:wrap;gap:.5rem}
.presets button{display:grid;align-content:start;flex:1 1 calc((30rem - 100%)*999)}
details,.log li{border-block-end:1px solid var(--line)}
summary{padding-block:.875rem}
summary::after{content:"+";font-size:1.25rem;line-height:1}
[open]>summary::after{content:"−"}
.in{padding-block-end:1.25rem}
.line label{display:block;font-weight:600}
[role=switch]{appearance:none;flex:none;width:3rem;height:1.75rem;padding:.1875rem;border:2px solid var(--edge);border-radius:1rem}
[role=switch]::before{content:"";display:block;width:1.125rem;height:100%;border-radius:50%;background:var(--edge);transition:margin .15s}
:checked{background:var(--accent);border-color:var(--accent)}
:checked::before{margin-inline-start:1.25rem;background:var(--on)}
.check{display:flex;gap:.75rem;align-items:center;min-height:2.25rem}
.check input{width:1.25rem;height:1.25rem;flex:none}
[type=range]{width:100%;height:2rem}
[type=text]{flex:1 1 10rem;min-width:0}
select{max-width:100%}
.two{display:grid;grid-template-columns:repeat(auto-fit,minmax(8rem,1fr));gap:1rem}
.two li{display:flex;gap:.625rem;align-items:center;min-height:3rem;font-size:.875rem;line-height:1.3}
.two img{width:2.5rem;height:2.5rem;flex:none;object-fit:cover}
span small{display:block}
.chips{display:flex;flex-wrap:wrap;gap:.5rem}
.chips li{display:flex;align-items:center;padding-inline-start:1rem;border:1px solid var(--line);border-radius:1.5rem;background:var(--soft);line-height:1.3}
.bars li{display:grid;grid-template-columns:3fr 2fr 3rem;gap:.75rem;align-items:center;font-size:.875rem}
.bar{background:var(--line)}
.bar::before{content:"";display:block;height:.5rem;width:calc(var(--share)*100%);background:var(--accent)}
.less::before{background:var(--edge)}
.log{max-height:16rem;overflow:auto;font-size:.875rem}
.log li{padding-block:.375rem}
.order{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center}
.seg{display:flex;padding:2px;border:1px solid var(--edge);border-radius:2rem}
.seg button{border:0;border-radius:2rem}
.order .row{flex:1 1 18rem;display:block}
.order .link{margin-inline-end:.75rem}
.pop{width:min(22rem,100%);padding:.25rem 1.25rem 1.25rem}
.pop header{padding:0}
.pop li+li{margin-block-start:.25rem}
.pop h2{font-size:1.0625rem}
@supports(position-area:end){.pop{inset:auto;margin:.25rem 0;position-area:end span-end;position-try:flip-block,flip-inline,flip-block flip-inline}}
@media(max-width:30em){dialog{width:100%;max-height:none;height:100%}.pop{inset:auto 0 0;position-area:none;width:100%}}
@media(prefers-reduced-motion){*,::before{transition:none!important}}
@media(forced-colors:active){.bar::before,[role=switch]::before{background:CanvasText;forced-color-adjust:none}:checked,[aria-pressed=true]{background:Highlight!important;color:HighlightText;forced-color-adjust:none}}
`;
