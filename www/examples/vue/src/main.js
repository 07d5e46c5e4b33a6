import { createApp } from "vue";
import { createOwnshelf } from "ownshelf/vue";
import Shop from "./Shop.vue";
import "./shop.css";

// "session" is for trying it out: in a shop leave it away and let the shopper decide.
createApp(Shop)
  .use(createOwnshelf({ options: { consent: "session" } }))
  .mount("#app");
