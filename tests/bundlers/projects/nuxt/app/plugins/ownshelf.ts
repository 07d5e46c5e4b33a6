import { createOwnshelf } from "ownshelf/vue";

export default defineNuxtPlugin((nuxt) => {
  nuxt.vueApp.use(createOwnshelf({ options: { storage: "memory", consent: "session" } }));
});
