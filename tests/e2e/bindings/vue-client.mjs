import { app } from "./vue-app.mjs";

const { goods, form } = JSON.parse(document.querySelector("#data").textContent);
document.querySelectorAll(".tile").forEach((card) => {
  card.fromServer = true;
});
const root = app(goods, form);
root.mount("#app");
globalThis.__unmount = () => root.unmount();
