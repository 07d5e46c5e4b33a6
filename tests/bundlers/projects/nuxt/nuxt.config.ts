export default defineNuxtConfig({
  compatibilityDate: "2026-01-01",
  telemetry: false,
  devtools: { enabled: false },
  app: { head: { htmlAttrs: { lang: "de" }, link: [{ rel: "icon", href: "data:," }] } },
});
