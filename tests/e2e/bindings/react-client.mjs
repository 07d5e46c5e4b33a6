import { hydrateRoot } from "react-dom/client";
import { app } from "./react-app.mjs";

const { goods, form } = JSON.parse(document.querySelector("#data").textContent);
document.querySelectorAll(".tile").forEach((card) => {
  card.fromServer = true;
});
const root = hydrateRoot(document.querySelector("#app"), app(goods, form), {
  onRecoverableError: (error) => console.error(String(error)),
});
globalThis.__unmount = () => root.unmount();
